/** A loss known at regular points of a line or plane. */
import type { Range } from "./frame.ts";

/** Values at the middles of equal cells, row by row, the first row at the low end of the second axis; one row for a line. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** One for each axis. */
  readonly ranges: readonly Range[];
  readonly values: Float64Array;
}

/** The coordinates of every point of a grid, one after the other, for the points from row `from` up to row `to`. */
export function gridPoints(
  ranges: readonly Range[],
  columns: number,
  [from, to]: readonly [from: number, to: number],
  rows: number,
): Float64Array {
  const [x, y] = ranges;
  const points = new Float64Array((to - from) * columns * ranges.length);
  let at = 0;
  for (let row = from; row < to; row++)
    for (let column = 0; column < columns; column++) {
      points[at++] = middle(x, column, columns);
      if (y) points[at++] = middle(y, row, rows);
    }
  return points;
}

function middle(range: Range | undefined, i: number, count: number): number {
  const { low, high } = range ?? { low: 0, high: 1 };
  return low + ((i + 0.5) / count) * (high - low);
}

/** The value of a grid at a place between its points, by the four around it; NaN outside. */
export function valueOn({ columns, rows, ranges, values }: Grid, at: readonly number[]): number {
  const place = (axis: number, count: number): number => {
    const { low, high } = ranges[axis] ?? { low: 0, high: 1 };
    return Math.min(count - 1, Math.max(0, (((at[axis] ?? 0) - low) / (high - low)) * count - 0.5));
  };
  if (ranges.some(({ low, high }, axis) => !((at[axis] ?? Number.NaN) >= low && (at[axis] ?? Number.NaN) <= high)))
    return Number.NaN;
  const [x, y] = [place(0, columns), rows > 1 ? place(1, rows) : 0];
  const [i, j] = [Math.min(columns - 2, Math.floor(x)), Math.max(0, Math.min(rows - 2, Math.floor(y)))];
  const value = (column: number, row: number): number => values[row * columns + column] ?? Number.NaN;
  const between = (row: number): number => value(i, row) + (x - i) * (value(i + 1, row) - value(i, row));
  if (rows === 1) return between(0);
  return between(j) + (y - j) * (between(j + 1) - between(j));
}

/** The lowest and the highest finite value; undefined when there is none. */
export function spanOf({ values }: Pick<Grid, "values">): Range | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : undefined;
}

/** A point of a grid that is lower than, or a pass between, everything around it. */
export interface Mark {
  readonly kind: "minimum" | "saddle";
  readonly at: readonly number[];
  readonly value: number;
}

/** So many marks at most: a rugged landscape has too many to name. */
const most = 12;

/** Minima and saddles that a grid shows: by the signs of the differences to the eight points around, as they are met going round. */
export function marksOf(grid: Grid): readonly Mark[] {
  const { columns, rows, ranges, values } = grid;
  const marks: Mark[] = [];
  const value = (column: number, row: number): number => values[row * columns + column] ?? Number.NaN;
  const [x, y] = ranges;
  for (let row = 1; row < rows - 1; row++)
    for (let column = 1; column < columns - 1; column++) {
      const here = value(column, row);
      const higher = around.map(([dx, dy]) => value(column + dx, row + dy) >= here);
      if (!Number.isFinite(here)) continue;
      const changes = higher.filter((up, i) => up !== higher[(i + 7) % 8]).length;
      const kind = higher.every(Boolean) ? "minimum" : changes === 4 ? "saddle" : undefined;
      if (kind) marks.push({ kind, at: [middle(x, column, columns), middle(y, row, rows)], value: here });
    }
  // A long flat valley shows a minimum at every other point: then none of them means anything.
  return marks.length > most ? [] : marks;
}

const around: readonly (readonly [number, number])[] = [
  [-1, -1],
  [0, -1],
  [1, -1],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
];
