/** The handle at the start of a path: dragged or moved by arrow keys. */
import { type KeyboardEvent, type PointerEvent, type ReactElement, useRef } from "react";
import type { PlotArea } from "#ui/PlotFrame.tsx";

export interface StartProps {
  /** In pixels of the picture. */
  readonly at: readonly [x: number, y: number];
  readonly area: PlotArea;
  readonly label: string;
  readonly title: string;
  /** Which ways it goes: both, or along the first axis only. */
  readonly axes: 1 | 2;
  /** `done` is false while it is being dragged. */
  readonly onMove: (at: readonly [x: number, y: number], done: boolean) => void;
}

/** An arrow key moves by so many pixels, with Shift by ten times as many. */
const nudge = 4;

export function Start({ at, area, label, title, axes, onMove }: StartProps): ReactElement {
  const grip = useRef<readonly [number, number] | null>(null);
  const inside = (x: number, y: number): readonly [number, number] => [
    Math.min(area.right, Math.max(area.left, x)),
    axes === 1 ? at[1] : Math.min(area.bottom, Math.max(area.top, y)),
  ];
  const drag = (event: PointerEvent<SVGGElement>, done: boolean): void => {
    if (!grip.current) return;
    event.stopPropagation();
    onMove(inside(event.clientX + grip.current[0], event.clientY + grip.current[1]), done);
    if (done) grip.current = null;
  };
  const onKeyDown = (event: KeyboardEvent<SVGGElement>): void => {
    const by = nudge * (event.shiftKey ? 10 : 1);
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-by, 0],
      ArrowRight: [by, 0],
      ArrowUp: [0, axes === 1 ? 0 : -by],
      ArrowDown: [0, axes === 1 ? 0 : by],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    onMove(inside(at[0] + move[0], at[1] + move[1]), true);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: it stands in a drawing, where there are no buttons.
    <g
      className="descent-start"
      data-grip=""
      tabIndex={0}
      role="button"
      aria-label={label}
      transform={`translate(${at[0]} ${at[1]})`}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        grip.current = [at[0] - event.clientX, at[1] - event.clientY];
      }}
      onPointerMove={(event) => drag(event, false)}
      onPointerUp={(event) => drag(event, true)}
      onPointerCancel={(event) => drag(event, true)}
    >
      <title>{title}</title>
      <circle className="descent-start-reach" r={18} />
      <circle className="descent-start-ring" r={7} />
    </g>
  );
}
