/** The product of large matrices, two sums at a time. */
import type { Numbers } from "../dtype.ts";
import type { Matrix } from "../product.ts";
import {
  assemble,
  type Code,
  constant,
  get,
  loadTwice,
  loadTwo,
  plus,
  plusTwo,
  repeat,
  set,
  storeTwo,
  times,
  timesTwo,
  zeroTwo,
} from "./assembler.ts";

/** Rows and columns of a tile: its eight pairs of sums stay in registers. */
const ROWS = 4;
const COLUMNS = 4;
const BYTES = 8;

const [n, k, m, x, y, z, panel, i, j, l, at, to, pitch] = Array.from({ length: 13 }, (_, local) => local) as [
  ...Locals<13>,
];
const row = (r: number): number => 13 + r;
const firstVector = 13 + ROWS;
const sum = (r: number, half: number): number => firstVector + 2 * r + half;
const [left, right, factor] = [firstVector + 2 * ROWS, firstVector + 2 * ROWS + 1, firstVector + 2 * ROWS + 2];
type Locals<N extends number, T extends number[] = []> = T["length"] extends N ? T : Locals<N, [...T, number]>;

const rows = [0, 1, 2, 3];
const step = (pointer: number, by: Code): Code => set(pointer, plus(get(pointer), by));

/** z (n × m) = x (n × k) y (k × m), row-major; n a multiple of 4, m of 8, k at least 1. `panel` is room for k × 8 numbers. */
const body: Code = [
  set(pitch, times(get(m), constant(BYTES))),
  repeat(
    j,
    COLUMNS,
    m,
    // Eight columns of y side by side, or a large matrix would throw itself out of the cache.
    set(at, plus(get(y), times(get(j), constant(BYTES)))),
    set(to, get(panel)),
    repeat(
      l,
      1,
      k,
      storeTwo(get(to), loadTwo(get(at))),
      storeTwo(get(to), loadTwo(get(at), 16), 16),
      step(at, get(pitch)),
      step(to, constant(COLUMNS * BYTES)),
    ),
    repeat(
      i,
      ROWS,
      n,
      rows.map((r) => [
        set(row(r), plus(get(x), times(times(plus(get(i), constant(r)), get(k)), constant(BYTES)))),
        set(sum(r, 0), zeroTwo),
        set(sum(r, 1), zeroTwo),
      ]),
      set(at, get(panel)),
      repeat(
        l,
        1,
        k,
        set(left, loadTwo(get(at))),
        set(right, loadTwo(get(at), 16)),
        rows.map((r) => [
          set(factor, loadTwice(get(row(r)))),
          set(sum(r, 0), plusTwo(get(sum(r, 0)), timesTwo(get(factor), get(left)))),
          set(sum(r, 1), plusTwo(get(sum(r, 1)), timesTwo(get(factor), get(right)))),
          step(row(r), constant(BYTES)),
        ]),
        step(at, constant(COLUMNS * BYTES)),
      ),
      set(to, plus(get(z), plus(times(get(i), get(pitch)), times(get(j), constant(BYTES))))),
      rows.map((r) => [storeTwo(get(to), get(sum(r, 0))), storeTwo(get(to), get(sum(r, 1)), 16), step(to, get(pitch))]),
    ),
  ),
];

interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly run: (n: number, k: number, m: number, x: number, y: number, z: number, panel: number) => void;
}

/** What is used of WebAssembly; the engine runs without it too. */
interface WebAssemblyHost {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

let kernel: Kernel | null | undefined;

/** Compiled at the first large product; null where WebAssembly or its SIMD is missing. */
function kernelOf(): Kernel | null {
  if (kernel !== undefined) return kernel;
  try {
    const { WebAssembly: host } = globalThis as unknown as { readonly WebAssembly: WebAssemblyHost };
    const module = new host.Module(assemble(7, 6 + ROWS, 2 * ROWS + 3, body));
    kernel = new host.Instance(module).exports as Kernel;
  } catch {
    kernel = null;
  }
  return kernel;
}

const upTo = (multiple: number, count: number): number => Math.ceil(count / multiple) * multiple;

/** As `multiplyInto` of the room, for a large product. False where it cannot be done. */
export function multiplyLarge(
  z: Numbers,
  zAt: number,
  x: Matrix,
  y: Matrix,
  [rowCount, inner, columnCount]: readonly [number, number, number],
): boolean {
  const ready = kernelOf();
  if (ready === null) return false;
  const [tall, wide] = [upTo(ROWS, rowCount), upTo(COLUMNS, columnCount)];
  // What is left in the margins from before only reaches other margins.
  const yPlace = tall * inner;
  const zPlace = yPlace + inner * wide;
  const panelPlace = zPlace + tall * wide;
  const missing = (panelPlace + inner * COLUMNS) * BYTES - ready.memory.buffer.byteLength;
  if (missing > 0) ready.memory.grow(Math.ceil(missing / PAGE));
  const memory = new Float64Array(ready.memory.buffer);
  bring(memory, 0, inner, x, rowCount, inner);
  bring(memory, yPlace, wide, y, inner, columnCount);
  ready.run(tall, inner, wide, 0, yPlace * BYTES, zPlace * BYTES, panelPlace * BYTES);
  if (wide === columnCount) z.set(memory.subarray(zPlace, zPlace + rowCount * wide), zAt);
  else
    for (let i = 0; i < rowCount; i++)
      z.set(memory.subarray(zPlace + i * wide, zPlace + i * wide + columnCount), zAt + i * columnCount);
  return true;
}

const PAGE = 65_536;

/** Copies a matrix into the kernel's memory, its rows `pitch` numbers apart. */
function bring(memory: Float64Array, to: number, pitch: number, from: Matrix, rows: number, columns: number): void {
  const { data, at, row, column } = from;
  if (column === 1 && row === pitch && pitch === columns) memory.set(data.subarray(at, at + rows * columns), to);
  else if (column === 1)
    for (let i = 0; i < rows; i++) memory.set(data.subarray(at + i * row, at + i * row + columns), to + i * pitch);
  else if (data instanceof Float32Array) bringSingle(memory, to, pitch, data, at, row, column, rows, columns);
  else
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) memory[to + i * pitch + j] = data[at + i * row + j * column] as number;
}

/** The same for single precision only: a loop that meets one kind of array runs several times faster. */
function bringSingle(
  memory: Float64Array,
  to: number,
  pitch: number,
  data: Float32Array,
  at: number,
  row: number,
  column: number,
  rows: number,
  columns: number,
): void {
  for (let i = 0; i < rows; i++) {
    let place = to + i * pitch;
    for (let j = 0, from = at + i * row; j < columns; j++, from += column) memory[place++] = data[from] as number;
  }
}
