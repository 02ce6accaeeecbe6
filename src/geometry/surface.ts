/** A loss over two directions as a surface in the unit cube, and the order in which its pieces are painted for an eye. */
import type { LevelScale } from "./contours.ts";
import type { Range } from "./frame.ts";
import { type Grid, spanOf } from "./grid.ts";
import { eyeOf, type Turn } from "./projection.ts";

/** Heights at the corners of equal squares over the base of the unit cube, and the lines of equal height on them. */
export interface Surface {
  /** Vertices along the first axis and along the second. */
  readonly columns: number;
  readonly rows: number;
  readonly ranges: readonly Range[];
  /** From 0 to 1, row by row as in a grid; NaN is a hole. */
  readonly heights: Float64Array;
  /** Five numbers for each piece of a line of equal height: where it starts, where it ends, how high it lies. */
  readonly lines: Float64Array;
  /** Quad q has the pieces from `lineStart[q]` up to `lineStart[q + 1]`. */
  readonly lineStart: Int32Array;
  /** The losses at the heights 0 and 1. */
  readonly span: Range;
  /** The height of a loss, between 0 and 1 for those of the grid; NaN for one that is not finite. */
  readonly heightOf: (loss: number) => number;
  /** The loss at a height: the inverse of `heightOf`. */
  readonly lossAt: (height: number) => number;
}

/** The surface of a grid with so many vertices along either axis, and lines of equal height at the levels. */
export function surfaceOf(grid: Grid, scale: LevelScale, levels: readonly number[], columns = 49): Surface {
  const span = spanOf(grid) ?? { low: 0, high: 0 };
  const { heightOf, lossAt } = scale === "log" ? logHeights(span, levels) : linearHeights(span);
  const rows = columns;
  const heights = new Float64Array(columns * rows);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const loss = resampled(grid, column / (columns - 1), row / (rows - 1));
      heights[row * columns + column] = heightOf(Math.min(span.high, Math.max(span.low, loss)));
    }
  const body = { columns, rows, heights };
  return { ...body, ...linesOf(body, levels.map(heightOf)), ranges: grid.ranges, span, heightOf, lossAt };
}

type Heights = Pick<Surface, "heightOf" | "lossAt">;

function linearHeights({ low, high }: Range): Heights {
  const extent = high > low ? high - low : 1;
  return {
    heightOf: (loss) => (Number.isFinite(loss) ? (loss - low) / extent : Number.NaN),
    lossAt: (height) => low + height * (high - low),
  };
}

/** h = log(1 + (loss − low) / bottom) / log(1 + (high − low) / bottom): straight below the bottom of the map, so that a valley is round, and logarithmic above it. */
function logHeights({ low, high }: Range, levels: readonly number[]): Heights {
  const extent = high > low ? high - low : 1;
  const second = levels.find((level) => level > low) ?? low;
  // The second level of a logarithmic map is its bottom; a caller may have given others.
  const bottom = Math.min(extent, Math.max(second - low, extent * 1e-7));
  const whole = Math.log1p(extent / bottom);
  return {
    heightOf: (loss) =>
      Number.isFinite(loss) ? Math.sign(loss - low) * (Math.log1p(Math.abs(loss - low) / bottom) / whole) : Number.NaN,
    lossAt: (height) => (high > low ? low + bottom * Math.expm1(height * whole) : low),
  };
}

/** The loss at a share of either axis; beyond the middles of the outermost cells it goes on as it went before them. */
function resampled({ columns, rows, values }: Grid, u: number, v: number): number {
  const [x, y] = [u * columns - 0.5, rows > 1 ? v * rows - 0.5 : 0];
  const i = Math.max(0, Math.min(columns - 2, Math.floor(x)));
  const j = Math.max(0, Math.min(rows - 2, Math.floor(y)));
  let sum = 0;
  for (const [di, dj] of corners) {
    const weight = (di ? x - i : 1 - x + i) * (dj ? y - j : 1 - y + j);
    // A corner without weight must not make a hole; it may also lie outside a grid of one row.
    if (weight !== 0) sum += weight * (values[(j + dj) * columns + i + di] ?? Number.NaN);
  }
  return Number.isFinite(sum) ? sum : Number.NaN;
}

const corners = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;

/** The height of a surface over a point of its base, both from 0 to 1; NaN over a hole and outside. */
export function heightOn(
  { columns, rows, heights }: Pick<Surface, "columns" | "rows" | "heights">,
  u: number,
  v: number,
): number {
  if (!(u >= 0 && u <= 1 && v >= 0 && v <= 1)) return Number.NaN;
  const [x, y] = [u * (columns - 1), v * (rows - 1)];
  const [i, j] = [Math.min(columns - 2, Math.floor(x)), Math.min(rows - 2, Math.floor(y))];
  const [s, t] = [x - i, y - j];
  const at = j * columns + i;
  const near = (heights[at] ?? Number.NaN) * (1 - s) + (heights[at + 1] ?? Number.NaN) * s;
  const far = (heights[at + columns] ?? Number.NaN) * (1 - s) + (heights[at + columns + 1] ?? Number.NaN) * s;
  return near * (1 - t) + far * t;
}

/**
 * The quads of a surface (row × (columns − 1) + column), the furthest from the eye first. A ray from the eye only goes
 * away from the eye's column and row, so whole columns follow each other, and the rows in them: nothing is sorted.
 */
export function paintOrder({ columns, rows }: Pick<Surface, "columns" | "rows">, turn: Turn): Int32Array {
  const eye = eyeOf(turn);
  const across = farToNear(columns - 1, eye.x * (columns - 1));
  const along = farToNear(rows - 1, eye.y * (rows - 1));
  const order = new Int32Array(across.length * along.length);
  let n = 0;
  for (const column of across) for (const row of along) order[n++] = row * (columns - 1) + column;
  return order;
}

/** The cells of a line, the furthest from a place on it (or beyond its ends) first. */
function farToNear(count: number, eye: number): Int32Array {
  const order = new Int32Array(count);
  let [low, high] = [0, count - 1];
  for (let n = 0; n < count; n++) order[n] = eye - low > high + 1 - eye ? low++ : high--;
  return order;
}

/** The pieces of the lines at some heights, in each quad by itself: painted with it, they are hidden as it is. */
function linesOf(
  { columns, rows, heights }: Pick<Surface, "columns" | "rows" | "heights">,
  levels: readonly number[],
): Pick<Surface, "lines" | "lineStart"> {
  const [across, along] = [columns - 1, rows - 1];
  const lines: number[] = [];
  const lineStart = new Int32Array(across * along + 1);
  for (let quad = 0; quad < across * along; quad++) {
    const [i, j] = [quad % across, Math.floor(quad / across)];
    const around = corners.map(([di, dj]) => heights[(j + dj) * columns + i + di] ?? Number.NaN);
    const [lowest, highest] = [Math.min(...around), Math.max(...around)];
    for (const level of levels) {
      // Where a corner is a hole both comparisons fail.
      if (!(level > lowest && level <= highest)) continue;
      const crossings = crossingsAt(around, level);
      // Of four crossings those belong together that the middle does not part.
      const first = crossings[0];
      const asMet = crossings.length === 4 && mean(around) > level === (around[0] ?? 0) > level;
      const ordered = asMet || !first ? crossings : [...crossings.slice(1), first];
      for (let k = 0; k + 1 < ordered.length; k += 2) {
        const [a, b] = [ordered[k] ?? [0, 0], ordered[k + 1] ?? [0, 0]];
        lines.push((i + a[0]) / across, (j + a[1]) / along, (i + b[0]) / across, (j + b[1]) / along, level);
      }
    }
    lineStart[quad + 1] = lines.length / 5;
  }
  return { lines: Float64Array.from(lines), lineStart };
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

/** Where a height is met on the way round a quad, in shares of its sides. */
function crossingsAt(around: readonly number[], level: number): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  corners.forEach(([x, y], k) => {
    const next = corners[(k + 1) % 4] ?? corners[0];
    const [from, to] = [around[k] ?? 0, around[(k + 1) % 4] ?? 0];
    if (from >= level === to >= level) return;
    const share = (level - from) / (to - from);
    found.push([x + share * (next[0] - x), y + share * (next[1] - y)]);
  });
  return found;
}
