/** Reductions that are sums at heart: mean, variance, products, counts. */

import { alongDims } from "../batch.ts";
import { type Dtype, dtypes, isFloating } from "../dtype.ts";
import { fail } from "../errors.ts";
import { map, rounding, zip } from "../kernels.ts";
import { eachLine } from "../lines.ts";
import { callOp, composite, type Op, op } from "../op.ts";
import { floatType } from "../promotion.ts";
import { given } from "../samples.ts";
import { reductionDims, type Shape, wrapDim } from "../shape.ts";
import { numbersOnly } from "../state.ts";
import { sumElements } from "../sums.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "../tensor.ts";
import { add, div, mul, scalar, sub } from "./algebra.ts";
import { reshape, spread, sum, zeros } from "./core.ts";
import { exp } from "./powers.ts";

type Reduction = [self: Tensor, dim?: readonly number[] | null, keepdim?: boolean, dtype?: Dtype | null];
const REDUCE = "(Tensor self, int[1]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor";
const sample = (): Tensor => given([1, 2, -3, 4, 0.5, 6], [2, 3]);
const samples = [() => [sample()], () => [sample(), [1], false], () => [sample(), [0], true]];

/** How many elements go into one result. */
export function countOf(shape: Shape, dim: readonly number[] | null | undefined): number {
  return reductionDims(dim, shape.length).reduce((n, d) => n * (shape[d] as number), 1);
}

export const mean: Op<Reduction> = op<Reduction>(`mean${REDUCE}`, {
  batch: alongDims,
  forward: (a, dim = null, keepdim = false, dtype = null) => {
    const type = dtype ?? a.dtype;
    if (!isFloating(type))
      fail(
        `mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: ${dtypes[type].scalarName}`,
      );
    const n = countOf(a.shape, dim);
    // The sum is rounded first, then divided, as PyTorch does.
    return map(sumElements(a.dtype === type ? a : toDouble(a), dim, keepdim, type), type, (x) => x / n);
  },
  vjp: {
    self: (g, c) => {
      const [shape, dim] = [c.shape(0), c.arg(1) ?? null];
      return div(spread(g, shape, dim, c.arg(2) ?? false), scalar(countOf(shape, dim)));
    },
  },
  node: (_a, dim = null) => (dim === null ? "MeanBackward0" : "MeanBackward1"),
  samples,
  symbol: "mean",
  tex: { forward: "z = \\tfrac1n \\sum_i a_i", vjp: { self: "\\bar z / n" } },
  doc: "Average of all elements, or of those along dims.",
});
/** The numbers in double precision, without a history: sums of float32 are kept exact until the end. */
function toDouble(a: Tensor): Tensor {
  const out = emptyTensor(a.shape, "float64");
  out.storage.data.set(elementsOf(a), out.offset);
  return out;
}

composite<Reduction>(
  `nanmean${REDUCE}`,
  { doc: "Average of the elements that are not NaN." },
  (a, dim = null, keepdim = false) => {
    if (!isFloating(a.dtype))
      fail(`nanmean(): expected input to have floating point or complex dtype but got ${dtypes[a.dtype].scalarName}`);
    const present = map(a, a.dtype, (x) => (Number.isNaN(x) ? 0 : 1));
    return div(nansum(a, dim, keepdim), sum(present, dim, keepdim));
  },
);
const nansum: Op<Reduction> = op<Reduction>(`nansum${REDUCE}`, {
  forward: (a, dim = null, keepdim = false, dtype = null) =>
    sumElements(
      map(a, a.dtype, (x) => (Number.isNaN(x) ? 0 : x)),
      dim,
      keepdim,
      dtype,
    ),
  vjp: {
    self: (g, c) =>
      mul(
        spread(g, c.shape(0), c.arg(1) ?? null, c.arg(2) ?? false),
        map(c.arg(0), g.dtype, (x) => (Number.isNaN(x) ? 0 : 1)),
      ),
  },
  samples,
  doc: "Sum of the elements that are not NaN.",
});

type Spread = [self: Tensor, dim?: readonly number[] | null, correction?: number | null, keepdim?: boolean];
const SPREAD = "(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor";

function variance(a: Tensor, dim: readonly number[] | null, correction: number, keepdim: boolean): Tensor {
  if (!isFloating(a.dtype)) fail("std and var only support floating point and complex dtypes");
  const n = countOf(a.shape, dim);
  const wide = toDouble(a);
  const averageOf = (t: Tensor): Tensor => map(sumElements(t, dim, true, null), "float64", (x) => x / n);
  // What rounding left over of the average is taken off too: numbers that are all equal then vary by exactly 0.
  const rough = averageOf(wide);
  const rest = averageOf(zip(wide, rough, "float64", (x, m) => x - m));
  const average = zip(rough, rest, "float64", (m, r) => m + r);
  const centred = zip(wide, average, "float64", (x, m) => x - m);
  const squares = map(centred, "float64", (x) => x * x);
  return map(sumElements(squares, dim, keepdim, null), a.dtype, (x) => x / Math.max(0, n - correction));
}
/** 2/(n − c) · ḡ · (a − mean) */
function varianceGradient(
  g: Tensor,
  a: Tensor,
  dim: readonly number[] | null,
  correction: number,
  keepdim: boolean,
): Tensor {
  const n = countOf(a.shape, dim);
  const wide = keepdim || dim === null ? g : spread(g, a.shape, dim, false);
  return mul(mul(wide, scalar(2 / (n - correction))), sub(a, mean(a, dim ?? [], true)));
}
export const varianceOp: Op<Spread> = op<Spread>(`var${SPREAD}`, {
  batch: alongDims,
  forward: (a, dim = null, correction = null, keepdim = false) => variance(a, dim, correction ?? 1, keepdim),
  vjp: { self: (g, c) => varianceGradient(g, c.arg(0), c.arg(1) ?? null, c.arg(2) ?? 1, c.arg(3) ?? false) },
  samples: [() => [sample()], () => [sample(), [1], 0, true]],
  symbol: "var",
  tex: {
    forward: "z = \\tfrac{1}{n-1} \\sum_i (a_i - \\bar a)^2",
    vjp: { self: "\\tfrac{2}{n-1} \\bar z (a - \\operatorname{mean} a)" },
  },
  doc: "Variance, divided by n − correction.",
});
const stdOp: Op<Spread> = op<Spread>(`std${SPREAD}`, {
  batch: alongDims,
  forward: (a, dim = null, correction = null, keepdim = false) =>
    map(variance(a, dim, correction ?? 1, keepdim), a.dtype, Math.sqrt),
  vjp: {
    self: (g, c) => {
      // Numbers that are all equal get 0.
      const z = c.out();
      const [isZero, isNot] = [map(z, z.dtype, (x) => (x === 0 ? 1 : 0)), map(z, z.dtype, (x) => (x === 0 ? 0 : 1))];
      const safe = div(mul(g, isNot), mul(add(z, isZero), scalar(2)));
      return varianceGradient(safe, c.arg(0), c.arg(1) ?? null, c.arg(2) ?? 1, c.arg(3) ?? false);
    },
  },
  samples: [() => [sample()], () => [sample(), [1], 0, true]],
  symbol: "std",
  tex: {
    forward: "z = \\sqrt{\\operatorname{var} a}",
    vjp: { self: "\\tfrac{1}{n-1} \\bar z (a - \\operatorname{mean} a) / z" },
  },
  doc: "Standard deviation.",
});
for (const [name, run] of [
  ["var", varianceOp],
  ["std", stdOp],
] as const) {
  composite<[self: Tensor, unbiased: boolean]>(
    `${name}.unbiased(Tensor self, bool unbiased) -> Tensor`,
    {},
    (a, unbiased) => run(a, null, unbiased ? 1 : 0, false),
  );
  composite<[self: Tensor, dim: readonly number[], unbiased: boolean, keepdim?: boolean]>(
    `${name}.dim(Tensor self, int[1] dim, bool unbiased, bool keepdim=False) -> Tensor`,
    {},
    (a, dim, unbiased, keepdim = false) => run(a, dim, unbiased ? 1 : 0, keepdim),
  );
  composite<Spread, Tensor[]>(
    `${name}_mean${SPREAD.replace("-> Tensor", "-> (Tensor, Tensor)")}`,
    { homes: ["torch"], node: name === "std" ? "StdMeanBackward0" : "VarMeanBackward0" },
    (a, dim = null, correction = null, keepdim = false) => [run(a, dim, correction, keepdim), mean(a, dim, keepdim)],
  );
}

// Truth and counts ----------------------------------------------------------------------------------------

for (const [name, test] of [
  ["all", (line: readonly number[]) => line.every((x) => x !== 0)],
  ["any", (line: readonly number[]) => line.some((x) => x !== 0)],
] as const) {
  op<[self: Tensor]>(`${name}(Tensor self) -> Tensor`, {
    forward: (a) => tensorFrom([test(Array.from(elementsOf(a))) ? 1 : 0], [], "bool"),
    doc: `Is ${name === "all" ? "every" : "any"} element true?`,
  });
  op<[self: Tensor, dim: number, keepdim?: boolean]>(
    `${name}.dim(Tensor self, int dim, bool keepdim=False) -> Tensor`,
    {
      forward: (a, dim, keepdim = false) => {
        const d = wrapDim(dim, a.rank);
        const out = emptyTensor(keepdim ? a.shape.with(d, 1) : a.shape.toSpliced(d, 1), "bool");
        eachLine(a, d, (line, _, n) => {
          out.storage.data[out.offset + n] = test(line) ? 1 : 0;
        });
        return out;
      },
      doc: `Is ${name === "all" ? "every" : "any"} element along a dim true?`,
    },
  );
}
op<[self: Tensor, dim?: readonly number[] | null]>("count_nonzero(Tensor self, int[1]? dim=None) -> Tensor", {
  forward: (a, dim = null) =>
    sumElements(
      map(a, "int64", (x) => (x !== 0 ? 1 : 0)),
      dim,
      false,
      null,
    ),
  doc: "How many elements are not zero.",
});

// logsumexp and traces ------------------------------------------------------------------------------------

export const logsumexp: Op<[self: Tensor, dim: readonly number[], keepdim?: boolean]> = op(
  "logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor",
  {
    forward: (a, dim, keepdim = false) =>
      numbersOnly(() => {
        const [dtype, dims] = [floatType(a.dtype), reductionDims(dim, a.rank)];
        const round = rounding(dtype);
        const least = emptyTensor(
          a.shape.map((size, d) => (dims.includes(d) ? 1 : size)),
          a.dtype,
        );
        const top = map(a.numel === 0 ? least : callOp("amax", [a, dims, true]), dtype, (x) =>
          Number.isFinite(x) ? x : 0,
        );
        // Each step is rounded as PyTorch's is.
        const shares = zip(a, top, dtype, (x, t) => Math.exp(round(x - t)));
        const out = zip(sumElements(shares, dims, true, null), top, dtype, (x, t) => round(Math.log(x)) + t);
        return keepdim
          ? out
          : reshape(
              out,
              a.shape.filter((_, d) => !dims.includes(d)),
            );
      }),
    vjp: {
      self: (g, c) => {
        const [shape, dim, keepdim] = [c.shape(0), c.arg(1), c.arg(2) ?? false];
        return mul(spread(g, shape, dim, keepdim), exp(sub(c.arg(0), spread(c.out(), shape, dim, keepdim))));
      },
    },
    homes: ["method", "torch", "special"],
    samples: [() => [sample(), [1]]],
    symbol: "log Σ exp",
    tex: { forward: "z = \\ln \\sum_i e^{a_i}", vjp: { self: "\\bar z \\odot e^{a - z}" } },
    doc: "log(sum(exp(x))) without overflow.",
  },
);
op<[self: Tensor]>("trace(Tensor self) -> Tensor", {
  forward: (a) => {
    if (a.rank !== 2) fail("trace: expected a matrix");
    const [rows = 0, columns = 0] = a.shape;
    let total = 0;
    for (let i = 0; i < Math.min(rows, columns); i++)
      total += a.storage.data[a.offset + i * ((a.strides[0] as number) + (a.strides[1] as number))] as number;
    return tensorFrom([total], [], isFloating(a.dtype) ? a.dtype : "int64");
  },
  vjp: {
    self: (g, c) => {
      const [rows = 0, columns = 0] = c.shape(0);
      const eye = zeros([rows, columns], g.dtype);
      for (let i = 0; i < Math.min(rows, columns); i++) eye.storage.data[eye.offset + i * columns + i] = 1;
      return mul(g, eye);
    },
  },
  samples: [() => [sample()]],
  symbol: "tr",
  tex: { forward: "z = \\operatorname{tr} A", vjp: { self: "\\bar z\\, I" } },
  doc: "Sum of the diagonal.",
});
