/** What normalising layers make of single-precision numbers, in the order and with the roundings of PyTorch's kernels. */
import { addUpInLanes } from "./sums.ts";
import { elementsOf, emptyTensor, type Tensor } from "./tensor.ts";

const f = Math.fround;
const LANES = 8;
/** So many registers are taken in before their moments are joined with what was there. */
const CHUNK = 16;

/** How many numbers were seen, their mean, and the sum of their squared distances from it. */
interface Moments {
  count: number;
  mean: number;
  squares: number;
}
const none = (): Moments => ({ count: 0, mean: 0, squares: 0 });

/** One more number, `share` of the way from the mean that it brings; a product and its sum are one step. */
function take(m: Moments, x: number, share: number | null): void {
  const delta = f(x - m.mean);
  m.count++;
  m.mean = share === null ? f(m.mean + f(delta / m.count)) : f(m.mean + delta * share);
  m.squares = f(m.squares + delta * f(x - m.mean));
}
function join(m: Moments, other: Moments): void {
  const count = m.count + other.count;
  const share = count === 0 ? 0 : f(other.count / count);
  const delta = f(other.mean - m.mean);
  m.mean = f(m.mean + share * delta);
  m.squares = f(m.squares + f(other.squares + f(f(delta * delta) * share) * m.count));
  m.count = count;
}

/** Mean and variance of `n` numbers from a place on: eight lanes of moments, chunk by chunk, pairs of chunks and pairs of pairs joined. */
export function momentsOf(x: ArrayLike<number>, from: number, n: number): readonly [mean: number, variance: number] {
  const registers = Math.floor(n / LANES);
  const all = none();
  for (let i = registers * LANES; i < n; i++) take(all, x[from + i] as number, null);
  for (let lane = 0; lane < LANES; lane++) join(all, laneMoments(x, from + lane, registers));
  return [all.mean, f(all.squares / n)];
}
function laneMoments(x: ArrayLike<number>, from: number, registers: number): Moments {
  const chunks = Math.ceil(registers / CHUNK);
  const stack = Array.from({ length: chunks <= 2 ? 1 : Math.ceil(Math.log2(chunks)) }, none);
  for (let i = 0; i < chunks; i++) {
    const chunk = none();
    for (let j = i * CHUNK; j < Math.min(registers, (i + 1) * CHUNK); j++)
      take(chunk, x[from + j * LANES] as number, f(1 / (chunk.count + 1)));
    join(stack[0] as Moments, chunk);
    for (let level = 1, done = i + 1; level < stack.length && done % 2 === 0; level++, done /= 2) {
      join(stack[level] as Moments, stack[level - 1] as Moments);
      stack[level - 1] = none();
    }
  }
  const [first, ...others] = stack as [Moments, ...Moments[]];
  for (const other of others) join(first, other);
  return first;
}

/** Numbers of an optional vector, or one and the same. */
const numbersOf = (t: Tensor | null, otherwise: number): ((i: number) => number) => {
  if (t === null) return () => otherwise;
  const values = elementsOf(t);
  return (i) => values[i] as number;
};
const filled = (shape: readonly number[], of: (i: number) => number): Tensor => {
  const out = emptyTensor(shape, "float32");
  for (let i = 0; i < out.numel; i++) out.storage.data[out.offset + i] = of(i);
  return out;
};

/** Mean and 1/√(variance + ε) of every row of `n` numbers. */
function rowsOf(x: Tensor, n: number, eps: number): { mean: Float32Array; rise: Float32Array } {
  const [values, rows] = [elementsOf(x), n === 0 ? 0 : x.numel / n];
  const [mean, rise] = [new Float32Array(rows), new Float32Array(rows)];
  for (let row = 0; row < rows; row++) {
    const [average, variance] = momentsOf(values, row * n, n);
    mean[row] = average;
    rise[row] = 1 / f(Math.sqrt(f(Math.max(variance, 0) + f(eps))));
  }
  return { mean, rise };
}

/** Rows of `n` numbers normalised, times a weight and plus a bias for every place. */
export function normaliseRows(x: Tensor, n: number, weight: Tensor | null, bias: Tensor | null, eps: number): Tensor {
  const { mean, rise } = rowsOf(x, n, eps);
  const [values, w, b] = [elementsOf(x), numbersOf(weight, 1), numbersOf(bias, 0)];
  return filled(x.shape, (i) => {
    const [row, place] = [Math.floor(i / n), i % n];
    return f(f((values[i] as number) - (mean[row] as number)) * (rise[row] as number)) * w(place) + b(place);
  });
}

/** The gradient of the rows. */
export function rowsBack(g: Tensor, x: Tensor, n: number, weight: Tensor | null, eps: number): Tensor {
  const { mean, rise } = rowsOf(x, n, eps);
  const [values, grads, w] = [elementsOf(x), elementsOf(g), numbersOf(weight, 1)];
  const [at, arrives] = [(i: number): number => values[i] as number, (i: number): number => grads[i] as number];
  const share = f(1 / n);
  const lines = Array.from(mean, (average, row) => {
    const first = row * n;
    const products = addUpInLanes(n, (k) => f(arrives(first + k) * at(first + k)) * w(k), f);
    const plain = addUpInLanes(n, (k) => arrives(first + k) * w(k), f);
    const a = rise[row] as number;
    const b = f(f(f(f(f(plain * average - products) * a) * a) * a) * share);
    return { a, b, c: f(-b * average - f(f(plain * a) * share)) };
  });
  return filled(x.shape, (i) => {
    const { a, b, c } = lines[Math.floor(i / n)] as (typeof lines)[number];
    return f(b * at(i) + f(f(a * arrives(i)) * w(i % n))) + c;
  });
}

/** The gradient of the weights of rows of `n` numbers, added up row by row. */
export function rowWeightsBack(g: Tensor, x: Tensor, n: number, shape: readonly number[], eps: number): Tensor {
  const { mean, rise } = rowsOf(x, n, eps);
  const [values, grads] = [elementsOf(x), elementsOf(g)];
  return filled(shape, (k) => {
    let total = 0;
    mean.forEach((average, row) => {
      const a = rise[row] as number;
      const hat = f(a * (values[row * n + k] as number) + f(-a * average));
      total = f(total + (grads[row * n + k] as number) * hat);
    });
    return total;
  });
}

/** The gradient of the biases of rows of `n` numbers, added up row by row. */
export function rowBiasesBack(g: Tensor, n: number, shape: readonly number[]): Tensor {
  const grads = elementsOf(g);
  return filled(shape, (k) => {
    let total = 0;
    for (let i = k; i < grads.length; i += n) total = f(total + (grads[i] as number));
    return total;
  });
}

/** Groups of channels normalised, `[N, C, …]` in `groups`, times a weight and plus a bias for every channel. */
export function normaliseGroups(
  x: Tensor,
  groups: number,
  weight: Tensor | null,
  bias: Tensor | null,
  eps: number,
): Tensor {
  const [items, channels] = x.shape as [number, number];
  const size = x.numel / (items * groups);
  const inner = x.numel / (items * channels);
  const { mean, rise } = rowsOf(x, size, eps);
  const [values, w, b] = [elementsOf(x), numbersOf(weight, 1), numbersOf(bias, 0)];
  const isPlain = weight === null && bias === null;
  return filled(x.shape, (i) => {
    const [row, channel, v] = [Math.floor(i / size), Math.floor(i / inner) % channels, values[i] as number];
    const [average, a] = [mean[row] as number, rise[row] as number];
    if (isPlain) return f(v - average) * a;
    const scale = f(a * w(channel));
    return scale * v + f(-scale * average + b(channel));
  });
}
