/** The product of large matrices, several sums at a time. */
import type { Numbers } from "../dtype.ts";
import type { Matrix } from "../product.ts";
import {
  type Code,
  constant,
  double,
  either,
  equal,
  fused,
  get,
  type Lane,
  load,
  minus,
  plus,
  type Routine,
  repeat,
  set,
  single,
  step,
  store,
  times,
  zero,
} from "./assembler.ts";
import { kernelOf } from "./kernel.ts";

/** Rows of a tile, and the vectors side by side in it: its eight vectors of sums stay in registers. */
const ROWS = 4;
const VECTORS = 2;
const rows = [0, 1, 2, 3];

type Locals<N extends number, T extends number[] = []> = T["length"] extends N ? T : Locals<N, [...T, number]>;
const locals = Array.from({ length: 26 }, (_, local) => local) as [...Locals<26>];
const [n, k, m, x, xRow, xColumn, y, yRow, yColumn, z, packed, panel, ...own] = locals;
const [c, i, l, at, to, left, pitch, wide, j, ...rowAt] = own;
const firstVector = 12 + 9 + ROWS;
const sum = (r: number, half: number): number => firstVector + VECTORS * r + half;
const [first, second, factor] = [firstVector + 8, firstVector + 9, firstVector + 10];

/**
 * z (n × m, row-major) = x (n × k) y (k × m), whose rows and columns are so many bytes apart; n is a multiple of 4 and k at least 1.
 * `packed` has room for n × k numbers, `panel` for k rows of a tile. Up to a tile's width is written beyond the end of z, and read beyond
 * the last column of y.
 */
function productOf(lane: Lane): Routine {
  const { bytes } = lane;
  const columns = (VECTORS * 16) / bytes;
  const size = constant(bytes);
  const body: Code = [
    set(pitch, times(get(m), size)),
    // The rows of x in fours, in the order in which tiles read them.
    set(to, get(packed)),
    repeat(
      i,
      ROWS,
      n,
      rows.map((r) => set(rowAt[r] as number, plus(get(x), times(plus(get(i), constant(r)), get(xRow))))),
      repeat(
        l,
        1,
        k,
        rows.map((r) => [
          lane.move(get(to), get(rowAt[r] as number), r * bytes),
          step(rowAt[r] as number, get(xColumn)),
        ]),
        step(to, constant(ROWS * bytes)),
      ),
    ),
    // From the last columns to the first, and down each: what a tile writes beyond its row is overwritten by what belongs there.
    set(wide, [plus(get(m), constant(columns - 1)), constant(columns), 0x6e]),
    repeat(
      c,
      1,
      wide,
      set(j, times(minus(minus(get(wide), constant(1)), get(c)), constant(columns))),
      // The columns of y side by side, or a large matrix would throw itself out of the cache.
      set(at, plus(get(y), times(get(j), get(yColumn)))),
      set(to, get(panel)),
      either(
        equal(get(yColumn), size),
        repeat(
          l,
          1,
          k,
          store(get(to), load(get(at))),
          store(get(to), load(get(at), 16), 16),
          step(at, get(yRow)),
          step(to, constant(32)),
        ),
        repeat(
          l,
          1,
          k,
          set(left, get(at)),
          Array.from({ length: columns }, (_, place) => [
            lane.move(get(to), get(left), place * bytes),
            step(left, get(yColumn)),
          ]),
          step(at, get(yRow)),
          step(to, constant(32)),
        ),
      ),
      set(left, get(packed)),
      repeat(
        i,
        ROWS,
        n,
        rows.map((r) => [set(sum(r, 0), zero), set(sum(r, 1), zero)]),
        set(at, get(panel)),
        repeat(
          l,
          1,
          k,
          set(first, load(get(at))),
          set(second, load(get(at), 16)),
          rows.map((r) => [
            set(factor, lane.splat(get(left), r * bytes)),
            set(sum(r, 0), lane.plus(get(sum(r, 0)), lane.times(get(factor), get(first)))),
            set(sum(r, 1), lane.plus(get(sum(r, 1)), lane.times(get(factor), get(second)))),
          ]),
          step(at, constant(32)),
          step(left, constant(ROWS * bytes)),
        ),
        set(to, plus(get(z), plus(times(get(i), get(pitch)), times(get(j), size)))),
        rows.map((r) => [store(get(to), get(sum(r, 0))), store(get(to), get(sum(r, 1)), 16), step(to, get(pitch))]),
      ),
    ),
  ];
  return { parameters: 12, integers: 9 + ROWS, vectors: 2 * ROWS + 3, body };
}

const kernelWith = kernelOf({ rounded: productOf(single), fused: productOf(fused), exact: productOf(double) });
/** Whether products and sums are rounded to single precision, sums alone, or none. */
export type Precision = "rounded" | "fused" | "exact";

const upToRows = (count: number): number => Math.ceil(count / ROWS) * ROWS;

/** As `multiplyInto` of the room, for a large product. False where it cannot be done. */
export function multiplyLarge(
  z: Numbers,
  zAt: number,
  x: Matrix,
  y: Matrix,
  [n, k, m]: readonly [number, number, number],
  precision: Precision,
): boolean {
  const tall = upToRows(n);
  const margin = VECTORS * 4;
  const [xSpan, ySpan] = [spanOf(x, n, k), spanOf(y, k, m)];
  const xWithMargin = xSpan + (tall - n) * Math.max(x.row, k);
  const yPlace = xWithMargin;
  const zPlace = yPlace + ySpan + margin * Math.max(y.column, 1);
  const packedPlace = zPlace + tall * m + margin;
  const panelPlace = packedPlace + tall * k;
  const bytes = precision === "rounded" ? 4 : 8;
  const kernel = kernelWith((panelPlace + k * margin) * bytes);
  if (kernel === null) return false;
  const memory = precision === "rounded" ? kernel.single : kernel.double;
  const [xRow, xColumn] = bring(memory, 0, x, n, k, xSpan);
  const [yRow, yColumn] = bring(memory, yPlace, y, k, m, ySpan);
  kernel[precision](
    ...([tall, k, m, 0, xRow * bytes, xColumn * bytes, yPlace * bytes, yRow * bytes, yColumn * bytes] as const),
    ...([zPlace * bytes, packedPlace * bytes, panelPlace * bytes] as const),
  );
  z.set(memory.subarray(zPlace, zPlace + n * m), zAt);
  return true;
}

/** How many numbers lie between the first and the last of a matrix, or how many it has where they are scattered. */
function spanOf({ row, column }: Matrix, rows: number, columns: number): number {
  const span = (rows - 1) * row + (columns - 1) * column + 1;
  return isScattered(span, rows, columns) ? rows * columns : span;
}

const isScattered = (span: number, rows: number, columns: number): boolean => span > 2 * rows * columns;

/** Copies a matrix into the kernel's memory, as it lies or, where it is scattered, row by row. Gives how far rows and columns are apart there. */
function bring(
  memory: Float32Array | Float64Array,
  to: number,
  { data, at, row, column }: Matrix,
  rows: number,
  columns: number,
  span: number,
): readonly [row: number, column: number] {
  if (!isScattered((rows - 1) * row + (columns - 1) * column + 1, rows, columns)) {
    memory.set(data.subarray(at, at + span), to);
    return [row, column];
  }
  let place = to;
  for (let i = 0; i < rows; i++)
    for (let j = 0, from = at + i * row; j < columns; j++, from += column) memory[place++] = data[from] as number;
  return [columns, 1];
}
