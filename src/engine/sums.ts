/**
 * Adding up elements in the order in which PyTorch's CPU kernel adds them, so that the last digit is the same. Source: what its `cascade_sum`
 * does on processors with 256-bit registers, which all of its builds for such processors do.
 */
import { type Dtype, isFloating, type Numbers } from "./dtype.ts";
import { copyInto } from "./kernels.ts";
import { contiguousStrides, reductionDims } from "./shape.ts";
import { emptyTensor, scalarTensor, type Tensor, viewTensor } from "./tensor.ts";

/** Chains that are added up side by side. */
const CHAINS = 4;
/** A chain adds up runs of 16 numbers and more, then runs of such sums, and so on. */
const LEVELS = 4;
const SHORTEST_RUN = 4;

/** Sum over `dim` (null: all); integers and bools add up as int64. */
export function sumElements(a: Tensor, dim: readonly number[] | null, keepdim: boolean, dtype: Dtype | null): Tensor {
  const outDtype = dtype ?? (isFloating(a.dtype) ? a.dtype : "int64");
  const x = a.dtype === outDtype ? a : converted(a, outDtype);
  if (dim === null && !keepdim && x.isContiguous) {
    const out = scalarTensor(0, outDtype);
    if (x.numel > 0) new Sums(x).into(out, [{ size: x.numel, step: 1, to: 0 }]);
    return out;
  }
  const dims = reductionDims(dim, a.rank);
  const kept = a.shape.map((size, i) => (dims.includes(i) ? 1 : size));
  const out = emptyTensor(kept, outDtype);
  if (x.numel > 0) new Sums(x).into(out, axesOf(x, contiguousStrides(kept), dims));
  if (keepdim) return out;
  const shape = a.shape.filter((_, i) => !dims.includes(i));
  return viewTensor(out, shape, contiguousStrides(shape), out.offset);
}

function converted(a: Tensor, dtype: Dtype): Tensor {
  const out = emptyTensor(a.shape, dtype);
  copyInto(out, a);
  return out;
}

/** One dim of the walk: how far its elements are apart in the input, and their sums in the result (0: they go into one). */
interface Axis {
  size: number;
  readonly step: number;
  readonly to: number;
}

/** The dims in the order in which they are walked, those that are added up first and the nearest elements first; what lies in one piece is one. */
function axesOf({ shape, strides }: Tensor, to: readonly number[], reduced: readonly number[]): Axis[] {
  const axes = shape
    .map((size, i): Axis => ({ size, step: strides[i] as number, to: reduced.includes(i) ? 0 : (to[i] as number) }))
    .filter(({ size }) => size !== 1)
    .reverse()
    .sort((p, q) => (p.to === 0 || q.to === 0 ? (p.to === q.to ? p.step - q.step : p.to - q.to) : p.to - q.to));
  const merged: Axis[] = [];
  for (const axis of axes) {
    const last = merged[merged.length - 1];
    if (last && last.size * last.step === axis.step && last.size * last.to === axis.to) last.size *= axis.size;
    else merged.push(axis);
  }
  return merged;
}

/** The sums under way, chains of registers on each level, in single and in double precision. */
const singles = new Float32Array(LEVELS * CHAINS * 8);
const doubles = new Float64Array(LEVELS * CHAINS * 4);
const NONE: Axis = { size: 1, step: 0, to: 0 };

/** The walk over one input. */
class Sums {
  private readonly x: Numbers;
  private readonly at: number;
  private readonly sums: Float32Array | Float64Array;
  /** How many numbers a register holds. */
  private readonly wide: number;

  constructor({ storage, offset }: Tensor) {
    this.x = storage.data;
    this.at = offset;
    this.sums = storage.data instanceof Float32Array ? singles : doubles;
    this.wide = this.sums.length / (LEVELS * CHAINS);
  }

  into(out: Tensor, [first = NONE, second = NONE, ...others]: readonly Axis[]): void {
    const z = out.storage.data;
    const walk = (depth: number, from: number, to: number): void => {
      const axis = others[depth];
      if (axis === undefined) this.plane(z, from, to, first, second);
      else for (let i = 0; i < axis.size; i++) walk(depth + 1, from + i * axis.step, to + i * axis.to);
    };
    walk(0, this.at, out.offset);
  }

  /** Adds up along one dim, for every element of a second one. */
  private plane(z: Numbers, at: number, to: number, { size, step, to: apart }: Axis, second: Axis): void {
    const { x, wide, sums } = this;
    const put = (j: number, value: number): void => {
      z[to + j * second.to] = (z[to + j * second.to] as number) + value;
    };
    // Nothing is added up: the elements are the sums.
    if (apart !== 0) {
      for (let j = 0; j < second.size; j++)
        for (let i = 0; i < size; i++) z[to + i * apart + j * second.to] = x[at + i * step + j * second.step] as number;
    } else if (step === 1 && size >= wide) {
      for (let j = 0; j < second.size; j++) put(j, this.alongRow(at + j * second.step, size));
    } else {
      const registers = second.step === 1 && second.size >= wide;
      const together = registers ? wide : 1;
      let j = 0;
      if (registers || step >= second.step)
        for (; j + CHAINS * together <= second.size; j += CHAINS * together) {
          this.chains(at + j * second.step, step, together * second.step, together, size);
          for (let k = 0; k < CHAINS * together; k++) put(j + k, sums[k] as number);
        }
      for (let width = together; j < second.size; j += width) {
        if (j + width > second.size) width = 1;
        this.row(at + j * second.step, step, width, size);
        for (let k = 0; k < width; k++) put(j + k, sums[k] as number);
      }
    }
  }

  /** A row in one piece: register by register, then what is left over, then the numbers of the register. */
  private alongRow(at: number, size: number): number {
    const { x, wide, sums } = this;
    const whole = Math.floor(size / wide);
    const round = sums instanceof Float32Array ? Math.fround : (v: number): number => v;
    this.row(at, wide, wide, whole);
    let total = 0;
    for (let i = whole * wide; i < size; i++) total = round(total + (x[at + i] as number));
    for (let k = 0; k < wide; k++) total = round(total + (sums[k] as number));
    return total;
  }

  /** Σᵢ x[at + i·step + k] for k below `width`, in four chains that are then added up; left in the first places of `sums`. */
  private row(at: number, step: number, width: number, size: number): void {
    const { x, sums } = this;
    const each = Math.floor(size / CHAINS);
    this.chains(at, CHAINS * step, step, width, each);
    for (let i = each * CHAINS; i < size; i++)
      for (let k = 0; k < width; k++) sums[k] = (sums[k] as number) + (x[at + i * step + k] as number);
    for (let k = width; k < CHAINS * width; k++) sums[k % width] = (sums[k % width] as number) + (sums[k] as number);
  }

  /** Σᵢ x[at + i·step + c·apart + k] for each of four chains c and k below `width`; left in `sums` chain by chain. */
  private chains(at: number, step: number, apart: number, width: number, size: number): void {
    const { sums } = this;
    const room = CHAINS * width;
    const power = Math.max(SHORTEST_RUN, Math.floor(ceilLog2(size) / LEVELS));
    const run = 2 ** power;
    sums.fill(0, 0, LEVELS * room);
    let i = 0;
    while (i + run <= size) {
      this.add(at + i * step, step, apart, width, run);
      i += run;
      for (let level = 1; level < LEVELS; level++) {
        for (let k = 0; k < room; k++) {
          sums[level * room + k] = (sums[level * room + k] as number) + (sums[(level - 1) * room + k] as number);
          sums[(level - 1) * room + k] = 0;
        }
        if (Math.floor(i / run ** level) % run !== 0) break;
      }
    }
    this.add(at + i * step, step, apart, width, size - i);
    for (let level = 1; level < LEVELS; level++)
      for (let k = 0; k < room; k++) sums[k] = (sums[k] as number) + (sums[level * room + k] as number);
  }

  private add(at: number, step: number, apart: number, width: number, size: number): void {
    const { x, sums } = this;
    // A loop that only ever meets one kind of array runs several times faster.
    if (x instanceof Float32Array && sums instanceof Float32Array) addSingles(sums, x, at, step, apart, width, size);
    else
      for (let i = 0; i < size; i++)
        for (let c = 0; c < CHAINS; c++)
          for (let k = 0; k < width; k++)
            sums[c * width + k] = (sums[c * width + k] as number) + (x[at + i * step + c * apart + k] as number);
  }
}

function addSingles(
  sums: Float32Array,
  x: Float32Array,
  at: number,
  step: number,
  apart: number,
  width: number,
  size: number,
): void {
  for (let i = 0; i < size; i++)
    for (let c = 0; c < CHAINS; c++) {
      const from = at + i * step + c * apart;
      const to = c * width;
      for (let k = 0; k < width; k++) sums[to + k] = (sums[to + k] as number) + (x[from + k] as number);
    }
}

const ceilLog2 = (n: number): number => (n <= 2 ? 1 : 32 - Math.clz32(n - 1));

const LANES = 8;

/**
 * Σ term(i) of a line as PyTorch's kernels for softmax and norms of layers add it up: eight sums side by side, then those of opposite lanes; fewer
 * terms in turn. Terms are not rounded before they are added: a product and its addition are one step of the processor.
 */
export function addUpInLanes(n: number, term: (i: number) => number, round: (x: number) => number): number {
  const lanes = Array.from({ length: Math.min(n, LANES) }, (_, k) => round(term(k)));
  if (n < LANES) return lanes.reduce((a, b) => round(a + b), 0);
  for (let i = LANES; i < n; i++) lanes[i % LANES] = round((lanes[i % LANES] as number) + term(i));
  for (let apart = LANES / 2; apart >= 1; apart /= 2)
    for (let k = 0; k < apart; k++) lanes[k] = round((lanes[k] as number) + (lanes[k + apart] as number));
  return lanes[0] as number;
}

const STEPS = 8;

/** Σ term(i), each addition rounded, as PyTorch adds up the losses of a batch: what every sixteenth one completes goes one level up. */
export function addUpInSteps(n: number, term: (i: number) => number, round: (x: number) => number): number {
  const step = 2 ** Math.max(SHORTEST_RUN, Math.floor(ceilLog2(n) / STEPS));
  const sums = new Array<number>(STEPS).fill(0);
  for (let i = 0; i < n; i++) {
    sums[0] = round((sums[0] as number) + term(i));
    for (let level = 0; level + 1 < STEPS && Math.floor(i / step ** level) % step === 0; level++) {
      sums[level + 1] = round((sums[level + 1] as number) + (sums[level] as number));
      sums[level] = 0;
    }
  }
  return sums.reduce((total, sum) => round(total + sum), 0);
}
