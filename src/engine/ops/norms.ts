import { alongDims } from "../batch.ts";
import { map, type Round, rounding } from "../kernels.ts";
import { type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { reductionDims } from "../shape.ts";
import { numbersOnly } from "../state.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { div, mul, neg, scalar, sub } from "./algebra.ts";
import { spread, sum } from "./core.ts";
import { maskedFill } from "./gather.ts";
import { pow } from "./powers.ts";
import { abs, maskOf, sign } from "./rounding.ts";

type Norm = [self: Tensor, ord?: number, dim?: readonly number[] | null, keepdim?: boolean];

/** Where a norm is zero its gradient is taken as zero: a subgradient. */
const filledWhere = (t: Tensor, norm: Tensor, by: number): Tensor =>
  maskedFill(
    t,
    map(norm, "bool", (x) => (x === 0 ? 1 : 0)),
    scalar(by),
  );
const zeroWhere = (t: Tensor, norm: Tensor): Tensor => filledWhere(t, norm, 0);

export const vectorNorm: Op<Norm> = op<Norm>(
  "linalg_vector_norm(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False) -> Tensor",
  {
    batch: alongDims,
    forward: (a, p = 2, dim = null, keepdim = false) => {
      const dims = reductionDims(dim, a.rank);
      const out = emptyTensor(
        keepdim ? a.shape.map((s, i) => (dims.includes(i) ? 1 : s)) : a.shape.filter((_, i) => !dims.includes(i)),
        a.dtype,
      );
      const [round, values] = [rounding(a.dtype), elementsOf(a)];
      if (p === 2 && a.dtype === "float32" && areRows(a, dims)) {
        const size = values.length / Math.max(1, out.numel);
        for (let i = 0; i < out.numel; i++)
          out.storage.data[out.offset + i] = Math.sqrt(addUpSquares(values, i * size, size));
        return out;
      }
      const total = new Float64Array(out.numel).fill(p === Number.NEGATIVE_INFINITY ? Number.POSITIVE_INFINITY : 0);
      const steps = a.shape.map(() => 0);
      let stride = 1;
      for (let i = a.rank - 1; i >= 0; i--)
        if (!dims.includes(i)) {
          steps[i] = stride;
          stride *= a.shape[i] as number;
        }
      for (let k = 0; k < values.length; k++) {
        let [rest, at] = [k, 0];
        for (let i = a.rank - 1; i >= 0; i--) {
          const size = a.shape[i] as number;
          at += (rest % size) * (steps[i] as number);
          rest = Math.floor(rest / size);
        }
        total[at] = round(accumulate(total[at] as number, Math.abs(values[k] as number), p, round));
      }
      for (let i = 0; i < total.length; i++) out.storage.data[out.offset + i] = finish(total[i] as number, p, round);
      return out;
    },
    vjp: {
      self: (g, c) => normGradient(g, c.arg(0), c.out(), c.arg(1) ?? 2, c.arg(2) ?? null, c.arg(3) ?? false),
    },
    homes: ["linalg"],
    samples: [
      () => [given([1, 2, -3, 4, 0.5, 6], [2, 3])],
      () => [given([1, 2, -3, 4, 0.5, 6], [2, 3]), 3, [1], true],
      () => [given([1, 2, -3, 4, 0.5, 6], [2, 3]), 1, [0]],
    ],
    symbol: "‖·‖",
    tex: { forward: "z = \\lVert a \\rVert", vjp: { self: "\\bar z\\, a / \\lVert a \\rVert" } },
    doc: "The p-norm of all elements, or along dims.",
  },
);
/** ḡ · ∂‖x‖ₚ/∂x; a subgradient where the norm is zero. */
export function normGradient(
  g: Tensor,
  x: Tensor,
  norm: Tensor,
  p: number,
  dim: readonly number[] | null,
  keepdim: boolean,
): Tensor {
  const wide = (t: Tensor): Tensor => spread(t, x.shape, dim, keepdim);
  if (p === 0) return mul(x, scalar(0));
  if (p === 1) return mul(sign(x), wide(g));
  // 1 stands in for a norm of zero, so that nothing is divided by it in further derivatives either.
  if (p === 2) return mul(wide(g), zeroWhere(div(x, wide(filledWhere(norm, norm, 1))), wide(norm)));
  if (!Number.isFinite(p)) {
    const hit = maskOf(sub(abs(x), wide(norm)), (d) => d === 0);
    return mul(mul(sign(x), hit), div(wide(g), spread(sum(hit, dim, keepdim), x.shape, dim, keepdim)));
  }
  const [size, length] = [abs(x), filledWhere(norm, norm, 1)];
  const direction = (by: Tensor, power: number): Tensor => mul(by, zeroWhere(pow(size, scalar(power)), size));
  if (p < 1) return mul(mul(direction(sign(x), p - 1), wide(g)), wide(zeroWhere(pow(length, scalar(1 - p)), norm)));
  const scaled = zeroWhere(div(g, pow(length, scalar(p - 1))), norm);
  return mul(p < 2 ? direction(sign(x), p - 1) : direction(x, p - 2), wide(scaled));
}

/** Is every norm that of numbers next to each other? */
function areRows(a: Tensor, dims: readonly number[]): boolean {
  const kept = a.shape.findLastIndex((size, i) => size !== 1 && !dims.includes(i));
  return a.isContiguous && a.shape.every((size, i) => size === 1 || i > kept || !dims.includes(i));
}
const LANES = 8;
/** Σx² as PyTorch's kernel adds it up: eight sums, one after the other into the first, then what is left over. A square and its addition are one step, but not for four that are left over. */
function addUpSquares(x: ArrayLike<number>, from: number, n: number): number {
  const lanes = new Float32Array(LANES);
  const [square, whole] = [(i: number): number => (x[from + i] as number) ** 2, n - (n % LANES)];
  for (let i = 0; i < whole; i++) lanes[i % LANES] = (lanes[i % LANES] as number) + square(i);
  let total = lanes.reduce((a, b) => Math.fround(a + b));
  const apart = n - whole >= 4 ? whole + 4 : whole;
  for (let i = whole; i < n; i++) total = Math.fround(total + (i < apart ? Math.fround(square(i)) : square(i)));
  return total;
}

const accumulate = (total: number, x: number, p: number, round: Round): number => {
  if (p === 2) return total + x * x;
  if (p === 1) return total + x;
  if (p === 0) return total + (x !== 0 ? 1 : 0);
  if (p === Number.POSITIVE_INFINITY) return Number.isNaN(x) || x > total ? x : total;
  if (p === Number.NEGATIVE_INFINITY) return Number.isNaN(x) || x < total ? x : total;
  return total + round(x ** p);
};
const finish = (total: number, p: number, round: Round): number =>
  p === 2 ? Math.sqrt(total) : p === 0 || p === 1 || !Number.isFinite(p) ? total : total ** round(1 / p);

op<[self: Tensor, other: Tensor, p?: number]>("dist(Tensor self, Tensor other, Scalar p=2) -> Tensor", {
  forward: (a, b, p = 2) => numbersOnly(() => vectorNorm(sub(a, b), p)),
  vjp: {
    self: (g, c) => normGradient(g, sub(c.arg(0), c.arg(1)), c.out(), c.arg(2) ?? 2, null, false),
    other: (g, c) => neg(normGradient(g, sub(c.arg(0), c.arg(1)), c.out(), c.arg(2) ?? 2, null, false)),
  },
  samples: [() => [given([1, 2, -3]), given([0.5, -1, 2])], () => [given([1, 2, -3]), given([0.5, -1, 2]), 3]],
  symbol: "‖a−b‖",
  tex: {
    forward: "z = \\lVert a - b \\rVert",
    vjp: { self: "\\bar z\\, (a - b) / z", other: "-\\bar z\\, (a - b) / z" },
  },
  doc: "The p-norm of the difference of two tensors.",
});
