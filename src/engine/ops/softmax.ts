/** softmax and its logarithm. */

import { alongDims } from "../batch.ts";
import { type Dtype, dtypes } from "../dtype.ts";
import { fail } from "../errors.ts";
import { eachLine } from "../lines.ts";
import { composite, type Op, op } from "../op.ts";
import { floatType } from "../promotion.ts";
import { given } from "../samples.ts";
import { wrapDim } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { mul, neg, sub } from "./algebra.ts";
import { sum, toDtype } from "./core.ts";
import { exp } from "./powers.ts";

function normalised(a: Tensor, dim: number, log: boolean): Tensor {
  const axis = a.rank === 0 ? 0 : wrapDim(dim, a.rank);
  const source = a.rank === 0 ? [elementsOf(a)[0] as number] : null;
  const out = emptyTensor(a.shape, floatType(a.dtype));
  const z = out.storage.data;
  if (source !== null) {
    z[out.offset] = log ? 0 : 1;
    return out;
  }
  // Each step is rounded as PyTorch's is; only of long lines, which it adds in lanes, the sum is exact.
  const rounded = out.dtype === "float64" ? (x: number): number => x : Math.fround;
  eachLine(a, axis, (line, at) => {
    const n = line.length;
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < n; k++) top = Math.max(top, line[k] as number);
    const shares = new Array<number>(n);
    let total = 0;
    for (let k = 0; k < n; k++) {
      const share = rounded(Math.exp(rounded((line[k] as number) - top)));
      shares[k] = share;
      total = n < 8 ? rounded(total + share) : total + share;
    }
    total = rounded(total);
    const logTotal = rounded(Math.log(total));
    for (let k = 0; k < n; k++)
      z[out.offset + at(k)] = log ? rounded((line[k] as number) - top) - logTotal : (shares[k] as number) / total;
  });
  return out;
}

export const softmaxOp: Op<[self: Tensor, dim: number]> = op("_softmax(Tensor self, int dim) -> Tensor", {
  batch: alongDims,
  forward: (a, dim) => normalised(a, dim, false),
  vjp: {
    self: (g, c) => {
      // The mean of ḡ goes first, as in PyTorch: what is left of nearly equal numbers depends on it.
      const z = c.out();
      const weighted = mul(g, z);
      return mul(z, sub(g, z.rank === 0 ? weighted : sum(weighted, [c.arg(1)], true)));
    },
  },
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
  vjp: { self: (g, c) => sub(g, mul(exp(c.out()), g.rank === 0 ? g : sum(g, [c.arg(1)], true))) },
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
