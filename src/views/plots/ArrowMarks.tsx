/** Arrows, and words that may point somewhere. */
import type { ReactElement } from "react";
import type { Mark } from "#trace/figure.ts";
import type { PlotArea } from "#ui/PlotFrame.tsx";
import { pointSize } from "./CurveMarks.tsx";
import { inkOf } from "./ink.ts";
import { labelText } from "./labelText.ts";
import { type Mapping, point } from "./mapping.ts";

type MarkOf<K extends Mark["kind"]> = Extract<Mark, { kind: K }>;

interface Props<K extends Mark["kind"]> {
  readonly mark: MarkOf<K>;
  readonly map: Mapping;
  readonly area: PlotArea;
}

/** How long the sides of a head are, unless the arrow itself is short. */
const headSize = 7;

export function Arrows({ mark, map, area }: Props<"arrows">): ReactElement {
  const { x, y, u, v, scale, colour, alpha } = mark;
  const path = x
    .map((across, i) => {
      const [up, du, dv] = [y[i] ?? Number.NaN, u[i] ?? Number.NaN, v[i] ?? Number.NaN];
      const [left, top] = [map.x(across), map.y(up)];
      if (scale === undefined) return arrow(left, top, map.x(across + du), map.y(up + dv));
      const unit = (area.right - area.left) / scale;
      return arrow(left, top, left + du * unit, top - dv * unit);
    })
    .join("");
  return (
    <path
      className="plots-ink plots-curve"
      style={inkOf(colour)}
      opacity={alpha}
      strokeWidth={1.6}
      strokeLinejoin="miter"
      d={path}
    />
  );
}

/** A line with a head at its end; nothing for one without length or place. */
function arrow(x0: number, y0: number, x1: number, y1: number): string {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (!(length > 0.5)) return "";
  const size = Math.min(headSize, length * 0.45);
  const turn = Math.atan2(y1 - y0, x1 - x0);
  const side = (by: number): string => point(x1 - size * Math.cos(turn + by), y1 - size * Math.sin(turn + by));
  return `M${point(x0, y0)}L${point(x1, y1)}M${side(0.45)}L${point(x1, y1)}L${side(-0.45)}`;
}

const lineHeight = 14;
/** A letter, roughly, and how far words may reach beyond the plot. */
const [letter, edge] = [6.6, 12];

/** How far below the point the last line has its feet. */
const footOf = {
  bottom: () => -4,
  center: (lines: number) => 4 + (lineHeight * (lines - 1)) / 2,
  top: (lines: number) => 11 + lineHeight * (lines - 1),
};

export function Words({ mark, map, area }: Props<"text">): ReactElement {
  const [dx, dy] = mark.offset ?? [0, 0];
  const [left, top] = mark.inAxes
    ? [area.left + mark.x * (area.right - area.left), area.bottom - mark.y * (area.bottom - area.top)]
    : [map.x(mark.x), map.y(mark.y)];
  const [x, y] = [left + dx * pointSize, top - dy * pointSize];
  // What lies outside of the plot says nothing in it.
  const outside = left < area.left - 1 || left > area.right + 1 || top < area.top - 1 || top > area.bottom + 1;
  if (!Number.isFinite(x + y) || (outside && !mark.inAxes)) return <g />;
  const [tx, ty] = mark.target ? [map.x(mark.target[0]), map.y(mark.target[1])] : [Number.NaN, Number.NaN];
  const anchor = ({ left: "start", center: "middle", right: "end" } as const)[mark.align];
  const lines = labelText(mark.text).split("\n");
  // About as wide as they are, so that they do not run out of the picture.
  const room = area.right + edge - letter * Math.max(...lines.map((line) => line.length));
  const start = mark.align === "left" ? Math.max(area.left, Math.min(x, room)) : x;
  const foot = y + footOf[mark.level](lines.length);
  return (
    <g className="plots-ink plots-words" style={mark.colour ? inkOf(mark.colour) : undefined}>
      {Number.isFinite(tx + ty) && (
        <path className="plots-curve" d={mark.head ? arrow(x, y, tx, ty) : `M${point(x, y)}L${point(tx, ty)}`} />
      )}
      {lines.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place.
        <text key={i} x={start} y={foot - lineHeight * (lines.length - 1 - i)} textAnchor={anchor}>
          {line}
        </text>
      ))}
    </g>
  );
}
