/** Where the lines of equal height of a table run, in cells of the table. */
import { contours } from "d3-contour";
import type { Mark } from "#trace/figure.ts";

type Contour = Extract<Mark, { kind: "contour" }>;

/** A closed line: places along the columns and along the rows. */
export type Ring = readonly (readonly number[])[];

/** Around everywhere that is at least as high as each level, in cells of the table. */
export function ringsOf({ rows, columns, z, levels }: Contour): readonly (readonly Ring[])[] {
  const lowest = z.reduce(
    (low, value) => (Number.isFinite(value) ? Math.min(low, value) : low),
    Number.POSITIVE_INFINITY,
  );
  const values = z.map((value) => (Number.isFinite(value) ? value : lowest - 1));
  const draw = contours().size([columns, rows]);
  // What lies exactly on the lowest level belongs to it, in spite of rounding.
  return levels.map(
    (level) =>
      draw.contour(values, level <= lowest ? level - 1e-12 * Math.abs(level) : level).coordinates.flat() as Ring[],
  );
}

/** The number at a place between the entries of a list; d3 counts from the edges of cells, and the outermost half cells do not exist. */
export function between(list: readonly number[], place: number): number {
  const at = Math.max(0, Math.min(list.length - 1, place - 0.5));
  const low = Math.min(list.length - 2, Math.floor(at));
  const [from = 0, to = 0] = [list[low], list[low + 1]];
  return from + (at - low) * (to - from);
}

/** Whether a place lies on the edge of the table, where a ring only closes itself. */
export const isEdge = ([x = 0, y = 0]: readonly number[], { columns, rows }: Contour): boolean =>
  x <= 0.5 || y <= 0.5 || x >= columns - 0.5 || y >= rows - 0.5;
