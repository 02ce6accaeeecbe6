/** The cells in which a tensor is shown: a choice that depends on its shape alone, so that changing numbers move nothing. */
import type { Value } from "#trace/events.ts";

/** Rows and columns of the picture of a tensor; `digits` says that there is room for numbers in the cells. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly digits: boolean;
  /** The whole tensor's rows and columns: all axes but the last make the rows. */
  readonly of: readonly [rows: number, columns: number];
}

/** One cell: where it stands in the grid, its number and the index it has in the tensor. */
export interface Cell {
  readonly row: number;
  readonly column: number;
  readonly x: number;
  readonly index: string;
}

const maxRows = 8;
const maxColumns = 12;

/** The grid for a shape; undefined for a scalar, which is written as digits. */
export function gridOf(shape: readonly number[]): Grid | undefined {
  if (shape.length === 0) return undefined;
  const allColumns = shape.at(-1) ?? 1;
  const allRows = shape.slice(0, -1).reduce((product, n) => product * n, 1);
  const of: readonly [number, number] = [allRows, allColumns];
  const rows = Math.min(allRows, maxRows);
  const columns = Math.min(allColumns, maxColumns);
  if (allColumns <= 4 && allRows <= 4) {
    // A lone number in brackets deserves the width that a scalar has.
    const cellWidth = allColumns * allRows <= 1 ? 72 : 42;
    return { rows, columns, cellWidth, cellHeight: allRows === 1 ? 28 : 24, digits: true, of };
  }
  const cellWidth = columns <= 6 ? 20 : columns <= 8 ? 16 : 12;
  const cellHeight = rows === 1 ? 26 : rows <= 4 ? 16 : 12;
  return { rows, columns, cellWidth, cellHeight, digits: false, of };
}

/** The numbers that stand in a grid's cells; a large tensor shows an evenly spaced choice. */
export function cellsOf(value: Value, grid: Grid): readonly Cell[] {
  const [rows, columns] = grid.of;
  const [haveRows, haveColumns] = value.sample ?? [rows, columns];
  const cells: Cell[] = [];
  for (let row = 0; row < grid.rows; row++) {
    for (let column = 0; column < grid.columns; column++) {
      const r = spread(row, grid.rows, haveRows);
      const c = spread(column, grid.columns, haveColumns);
      const x = value.data[r * haveColumns + c];
      if (x === undefined) continue;
      const place = [spread(r, haveRows, rows), spread(c, haveColumns, columns)] as const;
      cells.push({ row, column, x, index: indexText(value.shape, place[0], place[1]) });
    }
  }
  return cells;
}

/** The i-th of n places spread evenly over `over` places, ends included. */
function spread(i: number, n: number, over: number): number {
  return n >= over || n < 2 ? Math.min(i, over - 1) : Math.round((i * (over - 1)) / (n - 1));
}

function indexText(shape: readonly number[], row: number, column: number): string {
  const index = [column];
  let rest = row;
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    const n = shape[axis] ?? 1;
    index.unshift(n === 0 ? 0 : rest % n);
    rest = n === 0 ? 0 : Math.floor(rest / n);
  }
  return `[${index.join(", ")}]`;
}

/** The largest finite size among a tensor's numbers: what full colour means. */
export function magnitudeOf(value: Value): number {
  let most = 0;
  for (const x of value.data) if (Number.isFinite(x) && Math.abs(x) > most) most = Math.abs(x);
  for (const x of value.range ?? []) if (Number.isFinite(x) && Math.abs(x) > most) most = Math.abs(x);
  return most;
}
