/** A path on a line or plane: what has been walked, what is to come, and its start. */
import { memo, type ReactElement } from "react";
import { thinnedRows } from "#geometry/walk.ts";

/** Another run to compare with: an earlier one as a ghost, or a racer. */
export interface OtherPath {
  readonly id: string;
  readonly name: string;
  /** A CSS colour. */
  readonly colour: string;
  /** An SVG dash pattern; empty for a full line. */
  readonly dash: string;
  /** Rows of plane coordinates, one for each iteration. */
  readonly points: readonly (readonly number[])[];
  /** The loss at each row; NaN where it is unknown. */
  readonly losses: readonly number[];
}

export interface WalkProps {
  /** Rows in pixels. */
  readonly pixels: readonly (readonly [x: number, y: number])[];
  /** How much of it has been walked, in rows. */
  readonly row: number;
  /** Where the point is now, in pixels. */
  readonly at: readonly [x: number, y: number];
  readonly colour?: string;
  readonly dash?: string;
  readonly ghost?: boolean;
}

/** Fewer dots than this can be told apart. */
const dots = 60;

/** The path up to a row, the rest of it fainter, a dot at every row while there are few. */
export function Walk({ pixels, row, at, colour, dash = "", ghost = false }: WalkProps): ReactElement {
  const done = Math.min(pixels.length - 1, Math.floor(row));
  const style = { stroke: colour, strokeDasharray: dash };
  return (
    <g className={`walk${ghost ? " is-ghost" : ""}`}>
      <Stretch className="walk-to-come" pixels={pixels} from={Math.max(0, done)} to={pixels.length - 1} style={style} />
      <Stretch className="walk-halo" pixels={pixels} from={0} to={done} end={at} style={undefined} />
      <Stretch className="walk-done" pixels={pixels} from={0} to={done} end={at} style={style} />
      {pixels.length <= dots && (
        <g className="walk-dots" style={{ fill: colour }}>
          {pixels.slice(0, done + 1).map(([x, y], i) =>
            Number.isFinite(x) && Number.isFinite(y) ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is what it is by its number.
              <circle key={i} cx={x} cy={y} r={2.4} />
            ) : null,
          )}
        </g>
      )}
    </g>
  );
}

interface StretchProps {
  readonly className: string;
  readonly pixels: WalkProps["pixels"];
  readonly from: number;
  readonly to: number;
  readonly end?: readonly [number, number];
  readonly style: { readonly stroke: string | undefined; readonly strokeDasharray: string } | undefined;
}

function Stretch({ className, pixels, from, to, end, style }: StretchProps): ReactElement {
  const path = pathOf(pixels, from, to);
  const tail = end && Number.isFinite(end[0]) && Number.isFinite(end[1]) && path !== "" ? `L${fixed(end)}` : "";
  return <path className={className} d={path + tail} style={style} />;
}

const known = new WeakMap<WalkProps["pixels"], readonly number[]>();

/** SVG of some rows; moves of less than a pixel are left out, and so are places that are no numbers. */
function pathOf(pixels: WalkProps["pixels"], from: number, to: number): string {
  let rows = known.get(pixels);
  if (!rows) {
    rows = thinnedRows(pixels, 0.7);
    known.set(pixels, rows);
  }
  let path = "";
  const add = (row: number): void => {
    const place = pixels[row];
    if (!place || !Number.isFinite(place[0]) || !Number.isFinite(place[1])) return;
    path += `${path === "" ? "M" : "L"}${fixed(place)}`;
  };
  add(from);
  for (const row of rows) if (row > from && row < to) add(row);
  if (to > from) add(to);
  return path;
}

/** Far outside the picture a line only needs its direction; a renderer may not take larger numbers. */
const far = 1e5;
const fixed = ([x, y]: readonly [number, number]): string =>
  `${Math.max(-far, Math.min(far, x)).toFixed(1)},${Math.max(-far, Math.min(far, y)).toFixed(1)}`;

export interface ArrowProps {
  readonly from: readonly [x: number, y: number];
  readonly by: readonly [x: number, y: number];
  readonly className: string;
}

/** An arrow in pixels; one that is too short to have a head is a line. */
export const Arrow = memo(function Arrow({ from, by, className }: ArrowProps): ReactElement | null {
  const length = Math.hypot(by[0], by[1]);
  if (!Number.isFinite(length) || length < 1) return null;
  const head = Math.min(9, length / 2);
  const [ux, uy] = [by[0] / length, by[1] / length];
  const [tipX, tipY] = [from[0] + by[0], from[1] + by[1]];
  const [backX, backY] = [tipX - ux * head, tipY - uy * head];
  return (
    <g className={className}>
      <line x1={from[0]} y1={from[1]} x2={backX} y2={backY} />
      <path
        d={`M${tipX},${tipY}L${backX - uy * head * 0.5},${backY + ux * head * 0.5}L${backX + uy * head * 0.5},${backY - ux * head * 0.5}Z`}
      />
    </g>
  );
});
