/** Lines of equal loss, and the levels at which they are drawn. */
import { contours } from "d3-contour";
import { type Grid, spanOf } from "./grid.ts";

/** One band of the map: everywhere the loss is at least `level`. */
export interface Band {
  readonly level: number;
  /** An SVG path in cells of the grid: x from 0 to `columns`, y from 0 to `rows`, upwards as the second axis. */
  readonly path: string;
}

/** How the levels are spaced: evenly, or by equal factors of the height above the lowest point. */
export type LevelScale = "linear" | "log";

/** So many bands are told apart without counting. */
const count = 14;

/** A map shows its lower half in bands of its own when the median lies below this share of its height … */
export const mapShare = 0.3;
/** … a surface, whose shape is the point, only when nearly all of it would be a flat floor. */
export const surfaceShare = 0.05;

/** Log where most of the landscape would otherwise lie at the bottom: the median is below `share` of the height. */
export function scaleFor(grid: Grid, share: number): LevelScale {
  const span = spanOf(grid);
  if (!span) return "linear";
  const sorted = grid.values.filter(Number.isFinite).sort();
  const median = sorted[sorted.length >> 1] ?? span.low;
  return median - span.low < share * (span.high - span.low) ? "log" : "linear";
}

/** The levels of a map, ascending; the lowest is its lowest value. */
export function levelsOf(grid: Grid, scale: LevelScale): readonly number[] {
  const span = spanOf(grid);
  if (!span || span.low === span.high) return span ? [span.low] : [];
  const { low, high } = span;
  if (scale === "linear") return Array.from({ length: count }, (_, i) => low + (i / count) * (high - low));
  const sorted = grid.values.filter(Number.isFinite).sort();
  // The lowest hundredth of the map is the bottom; less would be lost in the resolution.
  const bottom = Math.max((sorted[Math.floor(sorted.length / 100)] ?? low) - low, (high - low) * 1e-7);
  const factor = Math.log((high - low) / bottom);
  return [low, ...Array.from({ length: count - 1 }, (_, i) => low + bottom * Math.exp((factor * i) / (count - 1)))];
}

/** The bands of a map, lowest first, each drawn over the one before. */
export function bandsOf(grid: Grid, levels: readonly number[]): readonly Band[] {
  const { columns, rows } = grid;
  const span = spanOf(grid);
  if (!span) return [];
  // Where the loss is no number or infinite it is taken as highest; the picture hatches those places.
  const values = Array.from(grid.values, (v) => (Number.isFinite(v) ? v : span.high));
  return contours()
    .size([columns, rows])
    .thresholds([...levels])(values)
    .map(({ value, coordinates }) => ({ level: value, path: pathOf(coordinates) }));
}

/** So large a share of a map is called its flattest part. */
const flattest = 0.04;

/** Where the loss changes least, as an SVG path like those of the bands: the flattest hundredths of the map, and nothing of a map that is flat all over. */
export function flatRegion(grid: Grid): string {
  const { columns, rows, values } = grid;
  const value = (column: number, row: number): number =>
    values[Math.min(rows - 1, Math.max(0, row)) * columns + Math.min(columns - 1, Math.max(0, column))] ?? Number.NaN;
  const slopes = Float64Array.from(values, (_, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    return Math.hypot(value(column + 1, row) - value(column - 1, row), value(column, row + 1) - value(column, row - 1));
  });
  const sorted = slopes.filter(Number.isFinite).sort();
  const limit = sorted[Math.floor(flattest * sorted.length)] ?? 0;
  if (!(limit > 0)) return "";
  const [region] = contours().size([columns, rows]).thresholds([0])(
    Array.from(slopes, (slope) => (Number.isFinite(slope) ? 1 - slope / limit : -1)),
  );
  return region ? pathOf(region.coordinates) : "";
}

/** Where the loss is no number, as an SVG path like those of the bands; empty when it is one everywhere. */
export function undefinedRegion({ columns, rows, values }: Grid): string {
  if (values.every(Number.isFinite)) return "";
  const [region] = contours().size([columns, rows]).thresholds([0.5])(
    Array.from(values, (v) => (Number.isFinite(v) ? 0 : 1)),
  );
  return region ? pathOf(region.coordinates) : "";
}

function pathOf(polygons: readonly (readonly (readonly number[])[])[][] | readonly unknown[]): string {
  let path = "";
  for (const rings of polygons as readonly (readonly (readonly (readonly number[])[])[])[])
    for (const ring of rings) {
      ring.forEach(([x = 0, y = 0], i) => {
        path += `${i === 0 ? "M" : "L"}${x.toFixed(2)},${y.toFixed(2)}`;
      });
      path += "Z";
    }
  return path;
}
