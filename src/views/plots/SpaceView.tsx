/** A plot in three dimensions: it is turned by dragging or by the arrow keys, and tells the numbers under the pointer. */
import { type PointerEvent, type ReactElement, useEffect, useId, useMemo, useRef, useState } from "react";
import { projection, type Turn } from "#geometry/projection.ts";
import type { PlotSpace } from "#trace/figure.ts";
import { useSize } from "#ui/useSize.ts";
import { useInk } from "../value/useInk.ts";
import { useTurn } from "../value/useTurn.ts";
import { AxesShell, type AxesViewProps } from "./AxesShell.tsx";
import { nameOf } from "./dataRows.ts";
import { labelText } from "./labelText.ts";
import type { Reading } from "./nearest.ts";
import { Readout } from "./Readout.tsx";
import { cubeOf } from "./space/cube.ts";
import { paintScene } from "./space/paintScene.ts";
import { piecesOf } from "./space/pieces.ts";
import { readingAt } from "./space/reading.ts";
import { spaceTableOf } from "./space/rows.ts";

/** matplotlib counts degrees from the x axis, and the other way round. */
const turnOf = ({ azimuth, elevation }: PlotSpace): Turn => ({
  azimuth: (-(azimuth + 90) * Math.PI) / 180,
  tilt: (Math.max(-90, Math.min(90, elevation)) * Math.PI) / 180,
});

export function SpaceView({
  axes,
  space,
  shape,
  strings,
}: AxesViewProps & { readonly space: PlotSpace }): ReactElement {
  const [room, size] = useSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const hint = useId();
  const start = useMemo(() => turnOf(space), [space]);
  const { turn, reset, dragging, onKeyDown } = useTurn(start);
  const ink = useInk(canvas);
  const cube = useMemo(() => cubeOf(axes, space), [axes, space]);
  const pieces = useMemo(() => piecesOf(space.marks, cube), [space, cube]);
  const table = useMemo(() => spaceTableOf(axes, space, strings), [axes, space, strings]);
  const [reading, setReading] = useState<Reading>();

  useEffect(() => {
    if (!ink) return;
    // Several changes before the next frame are one picture.
    const frame = requestAnimationFrame(() => {
      if (canvas.current) paintScene(canvas.current, { axes, cube, pieces, turn, size, ink });
    });
    return () => cancelAnimationFrame(frame);
  }, [axes, cube, pieces, turn, size, ink]);

  const names = [...new Set(space.marks.map((mark) => nameOf(mark, strings)))].slice(0, 8).join(", ");
  const label = strings.plot(labelText(axes.title), names);
  const read = (event: PointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    setReading(readingAt(space, cube, projection(turn, size, cube.sides), left, top));
  };
  return (
    <AxesShell
      axes={axes}
      marks={axes.legend ? (axes.keys ?? space.marks) : []}
      table={table}
      room={{ left: 0, right: size.width, top: size.height * 0.12, bottom: size.height * 0.88 }}
      strings={strings}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields; this groups a picture and the button that turns it back. */}
      <div
        className="plots-space"
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys turn it.
        tabIndex={0}
        aria-label={label}
        aria-describedby={hint}
        onKeyDown={(event) => {
          setReading(undefined);
          onKeyDown(event);
        }}
      >
        <div
          ref={room}
          className="plots-room"
          style={{ aspectRatio: shape }}
          onPointerLeave={() => setReading(undefined)}
        >
          <canvas
            ref={canvas}
            role="img"
            aria-label={label}
            {...dragging}
            onPointerDown={(event) => {
              read(event);
              dragging.onPointerDown(event);
            }}
            onPointerMove={(event) => {
              if (event.buttons === 0) read(event);
              else setReading(undefined);
              dragging.onPointerMove(event);
            }}
          />
          {reading && <Readout reading={reading} axes={axes} size={size} strings={strings} />}
        </div>
        <div className="plots-turn">
          <p id={hint}>{strings.turn.hint}</p>
          <button type="button" onClick={reset}>
            {strings.turn.reset}
          </button>
        </div>
      </div>
    </AxesShell>
  );
}
