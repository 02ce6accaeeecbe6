/** softmax and its logarithm. */

import { alongDims } from "../batch.ts";
import { type Dtype, dtypes } from "../dtype.ts";
import { fail } from "../errors.ts";
import { type Round, rounding } from "../kernels.ts";
import { eachLine } from "../lines.ts";
import { composite, type Op, op } from "../op.ts";
import { floatType } from "../promotion.ts";
import { given } from "../samples.ts";
import { wrapDim } from "../shape.ts";
import { addUpInLanes } from "../sums.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { mul, neg, sub } from "./algebra.ts";
import { sum, toDtype } from "./core.ts";
import { exp } from "./powers.ts";

/** Σ term(i) along a dim: in lanes along the last one, else in turn. A term's last product and its addition are one step. */
function total(isLast: boolean, n: number, r: Round, term: (i: number) => number): number {
  if (isLast) return addUpInLanes(n, term, r);
  let sum = 0;
  for (let i = 0; i < n; i++) sum = r(sum + term(i));
  return sum;
}

function normalised(a: Tensor, dim: number, log: boolean): Tensor {
  const axis = a.rank === 0 ? 0 : wrapDim(dim, a.rank);
  const out = emptyTensor(a.shape, floatType(a.dtype));
  const z = out.storage.data;
  // Each step is rounded as PyTorch's is.
  const r = rounding(out.dtype);
  eachLine(a, axis, (line, at) => {
    const n = line.length;
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < n; k++) top = Math.max(top, line[k] as number);
    const shares = line.map((x) => r(Math.exp(r(x - top))));
    const whole = total(axis >= a.rank - 1, n, r, (k) => shares[k] as number);
    const logWhole = r(Math.log(whole));
    for (let k = 0; k < n; k++)
      z[out.offset + at(k)] = log ? r((line[k] as number) - top) - logWhole : (shares[k] as number) / whole;
  });
  return out;
}

/** What the gradients along a dim become, line by line, from those that arrive and the results. */
function linesBack(
  g: Tensor,
  out: Tensor,
  dim: number,
  back: (g: readonly number[], z: readonly number[], isLast: boolean, r: Round) => (k: number) => number,
): Tensor {
  const axis = g.rank === 0 ? 0 : wrapDim(dim, g.rank);
  const result = emptyTensor(g.shape, g.dtype);
  const r = rounding(g.dtype);
  const results: number[][] = [];
  eachLine(out, axis, (line) => results.push(line));
  eachLine(g, axis, (line, at, number) => {
    const each = back(line, results[number] as number[], axis >= g.rank - 1, r);
    line.forEach((_, k) => {
      result.storage.data[result.offset + at(k)] = each(k);
    });
  });
  return result;
}
const along = (t: Tensor, dim: number): Tensor => (t.rank === 0 ? t : sum(t, [dim], true));
type Back = [g: Tensor, output: Tensor, dim: number];
const BACK = "(Tensor grad_output, Tensor output, int dim) -> Tensor";
const backSamples = [
  () => [given([0.3, -1.2, 2.1, 0.5, 0.1, 0.9], [2, 3]), given([0.2, 0.3, 0.5, 0.1, 0.6, 0.3], [2, 3]), 1],
];

const softmaxBack: Op<Back> = op(`_softmax_backward_data${BACK}`, {
  // The mean of ḡ goes first, as in PyTorch: what is left of nearly equal numbers depends on it.
  forward: (grad, out, dim) =>
    linesBack(grad, out, dim, (g, z, isLast, r) => {
      const mean = total(isLast, g.length, r, (k) => (g[k] as number) * (z[k] as number));
      return (k) => r((g[k] as number) - mean) * (z[k] as number);
    }),
  vjp: {
    grad_output: (v, c) => softmaxBack(v, c.arg(1), c.arg(2)),
    output: (v, c) => {
      const [g, z, dim] = [c.arg(0), c.arg(1), c.arg(2)];
      return sub(sub(mul(g, v), mul(along(mul(z, g), dim), v)), mul(g, along(mul(z, v), dim)));
    },
  },
  homes: ["hidden"],
  samples: backSamples,
  symbol: "softmax′",
  tex: { forward: "z = s \\odot (g - \\textstyle\\sum g \\odot s)" },
});
const logSoftmaxBack: Op<Back> = op(`_log_softmax_backward_data${BACK}`, {
  // A product and its difference are one step.
  forward: (grad, out, dim) =>
    linesBack(grad, out, dim, (g, z, isLast, r) => {
      const whole = total(isLast, g.length, r, (k) => g[k] as number);
      return (k) => (g[k] as number) - r(Math.exp(z[k] as number)) * whole;
    }),
  vjp: {
    grad_output: (v, c) => sub(v, along(mul(v, exp(c.arg(1))), c.arg(2))),
    output: (v, c) => mul(mul(neg(along(c.arg(0), c.arg(2))), exp(c.arg(1))), v),
  },
  homes: ["hidden"],
  samples: backSamples,
  symbol: "log softmax′",
  tex: { forward: "z = g - e^{s} \\textstyle\\sum g" },
});

export const softmaxOp: Op<[self: Tensor, dim: number]> = op("_softmax(Tensor self, int dim) -> Tensor", {
  batch: alongDims,
  forward: (a, dim) => normalised(a, dim, false),
  vjp: { self: (g, c) => softmaxBack(g, c.out(), c.arg(1)) },
  node: "SoftmaxBackward0",
  homes: ["hidden"],
  samples: [() => [given([0.3, -1.2, 2.1, 0.5, 0.1, 0.9], [2, 3]), 1]],
  symbol: "softmax",
  tex: {
    forward: "z_i = e^{a_i} / \\sum_k e^{a_k}",
    vjp: { self: "z \\odot (\\bar z - \\textstyle\\sum \\bar z \\odot z)" },
  },
});
export const logSoftmaxOp: Op<[self: Tensor, dim: number]> = op("_log_softmax(Tensor self, int dim) -> Tensor", {
  batch: alongDims,
  forward: (a, dim) => normalised(a, dim, true),
  vjp: { self: (g, c) => logSoftmaxBack(g, c.out(), c.arg(1)) },
  node: "LogSoftmaxBackward0",
  homes: ["hidden"],
  samples: [() => [given([0.3, -1.2, 2.1, 0.5, 0.1, 0.9], [2, 3]), 1]],
  symbol: "log softmax",
  tex: { forward: "z_i = a_i - \\ln \\sum_k e^{a_k}", vjp: { self: "\\bar z - e^{z} \\textstyle\\sum \\bar z" } },
});

/** The dim that old programs left out. */
const implicitDim = (rank: number): number => (rank === 0 || rank === 1 || rank === 3 ? 0 : 1);
/** PyTorch's kernels for the last dim have a name of their own. */
function kernelOf(name: string, a: Tensor, dim: number | null): string {
  const isLast = a.rank === 0 || wrapDim(dim ?? implicitDim(a.rank), a.rank) === a.rank - 1;
  return `${name === "softmin" ? "softmax" : name}${isLast ? "_lastdim" : ""}_kernel_impl`;
}
type Soft = [self: Tensor, dim?: number | null, dtype?: Dtype | null];
function family(name: string, run: (a: Tensor, dim: number) => Tensor, doc: string): (...args: Soft) => Tensor {
  return composite<Soft>(
    `${name}(Tensor self, int? dim=None, *, dtype? dtype=None) -> Tensor`,
    { homes: name === "softmin" ? ["F"] : ["method", "torch", "F", "special"], doc },
    (a, dim = null, dtype = null) => {
      if (dtype === null && floatType(a.dtype) !== a.dtype)
        fail(`"${kernelOf(name, a, dim)}" not implemented for '${dtypes[a.dtype].scalarName}'`, "NotImplementedError");
      const x = dtype === null || dtype === a.dtype ? a : toDtype(a, dtype);
      return run(x, dim ?? implicitDim(a.rank));
    },
  );
}
family("softmax", softmaxOp, "Positive numbers that sum to 1 along a dim.");
export const logSoftmax = family("log_softmax", logSoftmaxOp, "Logarithm of softmax.");
family("softmin", (a, dim) => softmaxOp(neg(a), dim), "softmax of the negative.");
