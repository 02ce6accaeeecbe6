/** The product of large matrices, two sums at a time. */
import type { Numbers } from "../dtype.ts";
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
  readonly memory: WebAssembly.Memory;
  readonly run: (n: number, k: number, m: number, x: number, y: number, z: number, panel: number) => void;
}

let kernel: Kernel | null | undefined;

/** Compiled at the first large product; null where SIMD is missing. */
function kernelOf(): Kernel | null {
  if (kernel !== undefined) return kernel;
  try {
    const module = new WebAssembly.Module(assemble(7, 6 + ROWS, 2 * ROWS + 3, body));
    kernel = new WebAssembly.Instance(module).exports as unknown as Kernel;
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
  x: Numbers,
  xAt: number,
  y: Numbers,
  yAt: number,
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
  memory.set(x.subarray(xAt, xAt + rowCount * inner));
  copyRows(memory, yPlace, wide, y, yAt, columnCount, inner);
  ready.run(tall, inner, wide, 0, yPlace * BYTES, zPlace * BYTES, panelPlace * BYTES);
  copyRows(z, zAt, columnCount, memory, zPlace, wide, rowCount);
  return true;
}

const PAGE = 65_536;

/** Copies so many rows from one matrix to another whose rows lie further apart, or closer; the closer distance is what a row holds. */
function copyRows(
  to: Numbers,
  toAt: number,
  toPitch: number,
  from: Numbers,
  fromAt: number,
  fromPitch: number,
  count: number,
): void {
  if (toPitch === fromPitch) {
    to.set(from.subarray(fromAt, fromAt + count * fromPitch), toAt);
    return;
  }
  const width = Math.min(toPitch, fromPitch);
  for (let row = 0; row < count; row++) {
    const start = fromAt + row * fromPitch;
    to.set(from.subarray(start, start + width), toAt + row * toPitch);
  }
}
