/** The ground of a map: bands of equal loss, and what is special about some places. */
import { memo, type ReactElement, useMemo } from "react";
import { bandsOf, flatRegion, undefinedRegion } from "#geometry/contours.ts";
import { type Grid, marksOf } from "#geometry/grid.ts";
import { type PlotScale, shortNumber } from "#ui/plotScale.ts";
import { hillColour } from "./hill.ts";
import type { DescentStrings } from "./strings.ts";

export interface GroundProps {
  readonly grid: Grid;
  readonly levels: readonly number[];
  readonly x: PlotScale;
  readonly y: PlotScale;
  readonly strings: DescentStrings;
}

/** Bands drawn in cells of the grid and stretched to the picture: to pan and to zoom draws nothing anew. */
export function Ground({ grid, levels, x, y, strings }: GroundProps): ReactElement {
  const [across, up] = grid.ranges;
  const marks = useMemo(() => marksOf(grid), [grid]);
  if (!across || !up) return <g />;
  const [left, bottom] = [x.at(across.low), y.at(up.low)];
  const [kx, ky] = [(x.at(across.high) - left) / grid.columns, (y.at(up.high) - bottom) / grid.rows];
  return (
    <g>
      <g transform={`translate(${left} ${bottom}) scale(${kx} ${ky})`}>
        <Bands grid={grid} levels={levels} />
      </g>
      {marks.map(({ kind, at, value }) => {
        const [px, py] = [x.at(at[0] ?? 0), y.at(at[1] ?? 0)];
        return (
          <g key={at.join()} className="descent-mark" transform={`translate(${px} ${py})`}>
            <title>{`${strings[kind]}: ${shortNumber(value)}`}</title>
            {kind === "minimum" ? <path d="M-4,-4L4,4M-4,4L4,-4" /> : <path d="M0,-5L5,0L0,5L-5,0Z" />}
          </g>
        );
      })}
    </g>
  );
}

const Bands = memo(function Bands({ grid, levels }: Pick<GroundProps, "grid" | "levels">): ReactElement {
  const bands = useMemo(() => bandsOf(grid, levels), [grid, levels]);
  const flat = useMemo(() => flatRegion(grid), [grid]);
  const nowhere = useMemo(() => undefinedRegion(grid), [grid]);
  return (
    <>
      <defs>
        <pattern id="descent-hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="8" height="8" className="descent-hatch-ground" />
          <line x1="0" y1="0" x2="0" y2="8" className="descent-hatch-line" />
        </pattern>
      </defs>
      {bands.map(({ level, path }, i) => (
        <path
          key={level}
          className="descent-band"
          d={path}
          style={{ fill: hillColour(levels.length < 2 ? 0 : i / (levels.length - 1)) }}
        />
      ))}
      {flat !== "" && <path className="descent-flat" d={flat} />}
      {nowhere !== "" && <path className="descent-nowhere" d={nowhere} />}
    </>
  );
});
