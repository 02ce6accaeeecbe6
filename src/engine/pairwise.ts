/** Sums as NumPy adds them up: by halves along rows that lie in memory one after another, one by one across rows. */
import { contiguousStrides, numelOf } from "./shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "./tensor.ts";

/** Up to here a run is added by eight accumulators; longer ones are halved. */
const BLOCK = 128;
const LANES = 8;

type Round = (x: number) => number;

function pairwise(a: ArrayLike<number>, from: number, n: number, round: Round): number {
  if (n < LANES) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum = round(sum + (a[from + i] as number));
    return sum;
  }
  if (n <= BLOCK) {
    const lanes = Array.from({ length: LANES }, (_, j) => a[from + j] as number) as [number, ...number[]];
    const whole = n - (n % LANES);
    for (let i = LANES; i < whole; i += LANES)
      for (let j = 0; j < LANES; j++) lanes[j] = round((lanes[j] as number) + (a[from + i + j] as number));
    const [l0 = 0, l1 = 0, l2 = 0, l3 = 0, l4 = 0, l5 = 0, l6 = 0, l7 = 0] = lanes;
    const left = round(round(l0 + l1) + round(l2 + l3));
    const right = round(round(l4 + l5) + round(l6 + l7));
    let sum = round(left + right);
    for (let i = whole; i < n; i++) sum = round(sum + (a[from + i] as number));
    return sum;
  }
  let half = Math.floor(n / 2);
  half -= half % LANES;
  return round(pairwise(a, from, half, round) + pairwise(a, from + half, n - half, round));
}

/** The sums of a tensor along `dim`, or the sum of all elements (null), in its own dtype. */
export function pairwiseSums(t: Tensor, dim: number | null): Tensor {
  const values = elementsOf(t);
  const round: Round = t.dtype === "float32" ? Math.fround : (x) => x;
  if (dim === null) {
    const out = emptyTensor([], t.dtype);
    out.storage.data[out.offset] = pairwise(values, 0, values.length, round);
    return out;
  }
  const shape = t.shape.filter((_, d) => d !== dim);
  const out = emptyTensor(shape, t.dtype);
  const size = t.shape[dim] as number;
  const inner = contiguousStrides(t.shape)[dim] as number;
  const count = numelOf(shape);
  for (let k = 0; k < count; k++) {
    const start = Math.floor(k / inner) * inner * size + (k % inner);
    let sum = 0;
    if (inner === 1) sum = pairwise(values, start, size, round);
    else for (let i = 0; i < size; i++) sum = round(sum + (values[start + i * inner] as number));
    out.storage.data[out.offset + k] = sum;
  }
  return out;
}
