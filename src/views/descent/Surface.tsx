/** A loss over two directions as a surface that can be turned, with the paths of descents lying on it. */
import { type ReactElement, useEffect, useId, useMemo, useRef } from "react";
import type { LevelScale } from "#geometry/contours.ts";
import { drapeOf } from "#geometry/drape.ts";
import { type Grid, spanOf, valueOn } from "#geometry/grid.ts";
import { surfaceOf } from "#geometry/surface.ts";
import { shortNumber } from "#ui/plotScale.ts";
import { useSize } from "#ui/useSize.ts";
import { fillsOf } from "../value/surfaceInk.ts";
import { useInk } from "../value/useInk.ts";
import { useTurn } from "../value/useTurn.ts";
import { paintSurface } from "./paintSurface.ts";
import type { SurfaceStrings } from "./surfaceStrings.ts";
import "./surface.css";

/** A descent as it is laid on the surface. */
export interface SurfacePath {
  readonly id: string;
  readonly name: string;
  /** Where each of its rows lies, in the coordinates of the grid. */
  readonly points: readonly (readonly [number, number])[];
  /** The loss at each row; where it is NaN the path takes that of the surface. */
  readonly heights: readonly number[];
  readonly colour: string;
  readonly dash: readonly number[];
  /** Another run, shown for comparison. */
  readonly ghost?: boolean;
}

export interface SurfaceProps {
  readonly grid: Grid;
  readonly scale: LevelScale;
  readonly levels: readonly number[];
  readonly axisLabels: readonly [string, string];
  readonly lossLabel: string;
  /** The last of them lies on top. */
  readonly paths: readonly SurfacePath[];
  /** The row of the paths at the cursor: 12.4 is on the way from row 12 to row 13. */
  readonly at: number;
  /** The CSS colour of a height from 0 to 1. */
  readonly colourOf: (height: number) => string;
  readonly strings: SurfaceStrings;
}

/** The surface, filling its parent; it is turned by dragging or by the arrow keys. */
export function Surface(props: SurfaceProps): ReactElement {
  const { grid, scale, levels, axisLabels, lossLabel, paths, at, colourOf, strings } = props;
  const [room, size] = useSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const description = useId();
  const { turn, reset, dragging, onKeyDown } = useTurn();
  const ink = useInk(canvas);
  const fill = useMemo(() => ink && fillsOf(colourOf, ink), [colourOf, ink]);
  const surface = useMemo(() => surfaceOf(grid, scale, levels), [grid, scale, levels]);
  const draped = useMemo(
    () =>
      paths.map(({ points, heights, colour, dash, ghost = false }) => {
        return { drape: drapeOf(surface, points, heights), colour, dash, ghost };
      }),
    [surface, paths],
  );
  const [xLabel, yLabel] = axisLabels;

  useEffect(() => {
    if (!ink || !fill) return;
    const names = { x: xLabel, y: yLabel, loss: lossLabel };
    // Several changes before the next frame are one picture.
    const frame = requestAnimationFrame(() => {
      if (canvas.current) paintSurface(canvas.current, { surface, paths: draped, at, turn, size, names, ink, fill });
    });
    return () => cancelAnimationFrame(frame);
  }, [surface, draped, at, turn, size, xLabel, yLabel, lossLabel, ink, fill]);

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields; this groups a picture and the button that turns it back.
    <div
      className="surface"
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys turn it.
      tabIndex={0}
      aria-label={strings.label(xLabel, yLabel)}
      aria-describedby={description}
      onKeyDown={onKeyDown}
    >
      <div className="surface-room" ref={room}>
        <canvas ref={canvas} role="img" aria-label={strings.label(xLabel, yLabel)} {...dragging} />
      </div>
      <p id={description} className="visually-hidden">
        {seenIn(props)}
      </p>
      <div className="surface-foot">
        <p>{strings.hint}</p>
        <button type="button" onClick={reset}>
          {strings.reset}
        </button>
      </div>
    </div>
  );
}

/** What is seen, in words. */
function seenIn({ grid, paths, at, strings }: SurfaceProps): string {
  const span = spanOf(grid);
  const parts = span ? [strings.from(shortNumber(span.low), shortNumber(span.high))] : [];
  if (!grid.values.every(Number.isFinite)) parts.push(strings.holes);
  for (const { name, points, heights } of paths) {
    const row = Math.max(0, Math.min(points.length - 1, Math.round(at)));
    const point = points[row];
    if (!point) continue;
    const known = heights[row] ?? Number.NaN;
    const loss = Number.isNaN(known) ? valueOn(grid, point) : known;
    const [x, y] = [shortNumber(point[0]), shortNumber(point[1])];
    parts.push(strings.path(name, row, points.length - 1, x, y, shortNumber(loss)));
  }
  return parts.join("; ");
}
