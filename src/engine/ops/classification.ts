/** Losses of classes and probabilities: negative log-likelihood and the cross entropies. */
import { dtypes, isFloating } from "../dtype.ts";
import { fail } from "../errors.ts";
import { map, rounding } from "../kernels.ts";
import { composite, type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { numelOf, type Shape, sameShape, showShape } from "../shape.ts";
import { addUpInSteps } from "../sums.ts";
import { elementsOf, type Tensor, tensorFrom } from "../tensor.ts";
import { add, div, mul, neg, scalar } from "./algebra.ts";
import { sum, zeros } from "./core.ts";
import { maskedFill, scatterAdd } from "./gather.ts";
import { plus, reduceLoss, reductionOf, times } from "./lossReduction.ts";
import { unsqueeze } from "./shape.ts";
import { logSoftmax } from "./softmax.ts";

type Nll = [self: Tensor, target: Tensor, weight?: Tensor | null, ignoreIndex?: number, reduction?: string];

/** Where each target points: the class dim, and for every item the class (0 where it is ignored) and its weight (0 there). */
function readTargets(x: Tensor, target: Tensor, weight: Tensor | null, ignore: number) {
  const dim = x.rank === 1 ? 0 : 1;
  const classes = x.shape[dim] as number;
  const weights = weight === null ? null : elementsOf(weight);
  const found = Array.from(elementsOf(target), (t) => {
    if (t === ignore) return { at: 0, weight: 0 };
    if (t < 0 || t >= classes) fail(`Target ${t} is out of bounds.`, "IndexError");
    return { at: t, weight: weights === null ? 1 : (weights[t] as number) };
  });
  const total = addUpInSteps(found.length, (k) => found[k]?.weight ?? 0, rounding(x.dtype));
  return { dim, found, total };
}

function checkTargets(x: Tensor, target: Tensor, weight: Tensor | null): void {
  if (x.rank === 0) fail("Expected 1 or more dimensions (got 0)", "ValueError");
  if (x.rank > 1 && x.shape[0] !== target.shape[0])
    fail(
      `Expected input batch_size (${x.shape[0]}) to match target batch_size (${target.shape[0] ?? 1}).`,
      "ValueError",
    );
  if (x.rank <= 2 && target.rank > 1) fail("0D or 1D target tensor expected, multi-target not supported");
  if (x.rank === 1 && target.rank > 0)
    fail(`size mismatch (got input: ${showShape(x.shape)}, target: ${showShape(target.shape)})`);
  const space = [x.shape[0] as number, ...x.shape.slice(2)];
  if (x.rank > 2 && !sameShape(target.shape, space))
    fail(`Expected target size ${showShape(space)}, got ${showShape(target.shape)}`);
  const classes = x.shape[x.rank === 1 ? 0 : 1];
  if (weight !== null && (weight.rank !== 1 || weight.numel !== classes))
    fail(
      `weight tensor should be defined either for all ${classes} classes or no classes but got weight tensor of shape: ${showShape(weight.shape)}`,
    );
  if (target.dtype !== "int64" && target.dtype !== "uint8")
    fail(`expected scalar type Long but found ${dtypes[target.dtype].scalarName}`);
}

/** Every item's own −w, in the shape of the targets with a class dim of size 1, and what the gradient is divided by: Σw for the mean. */
function factors(c: { arg(i: number): unknown; shape(i: number): Shape }): {
  factor: Tensor;
  by: number;
  index: Tensor;
  dim: number;
} {
  const [x, target] = [c.arg(0) as Tensor, c.arg(1) as Tensor];
  const { dim, found, total } = readTargets(
    x,
    target,
    (c.arg(2) ?? null) as Tensor | null,
    (c.arg(3) ?? -100) as number,
  );
  const by = (c.arg(4) ?? "mean") === "mean" ? total : 1;
  const shape = x.rank === 1 ? [1] : target.shape.toSpliced(1, 0, 1);
  return {
    dim,
    by,
    factor: tensorFrom(
      found.map((f) => -f.weight),
      shape,
      x.dtype,
    ),
    index: tensorFrom(
      found.map((f) => f.at),
      shape,
      "int64",
    ),
  };
}

export const nllLoss: Op<Nll> = op<Nll>(
  'nll_loss(Tensor self, Tensor target, Tensor? weight=None, *, int ignore_index=-100, str reduction="mean") -> Tensor',
  {
    forward: (x, target, weight = null, ignore = -100, reduction = "mean") => {
      checkTargets(x, target, weight);
      const { dim, found, total } = readTargets(x, target, weight, ignore);
      const inner = x.shape.slice(dim + 1).reduce((n, s) => n * s, 1);
      const classes = x.shape[dim] as number;
      const values = elementsOf(x);
      const round = rounding(x.dtype);
      const each = found.map(({ at, weight: w }, k) => {
        const [n, rest] = [Math.floor(k / inner), k % inner];
        return w === 0 ? 0 : round(-w * (values[(n * classes + at) * inner + rest] as number));
      });
      const kind = reductionOf(reduction);
      if (kind === "none") return tensorFrom(each, x.rank === 1 ? [] : target.shape, x.dtype);
      const all = addUpInSteps(each.length, (k) => each[k] as number, round);
      return tensorFrom([kind === "mean" ? all / total : all], [], x.dtype);
    },
    vjp: {
      self: (g, c) => {
        const { factor, by, index, dim } = factors(c as never);
        const shared = by === 1 ? g : div(g, scalar(by));
        const each = g.rank === 0 ? shared : unsqueeze(shared, dim);
        return scatterAdd(zeros(c.shape(0), factor.dtype), dim, index, mul(factor, each));
      },
    },
    node: (x) => (x.rank > 2 ? "NllLoss2DBackward0" : "NllLossBackward0"),
    homes: ["F"],
    samples: [() => [given([-0.3, -1.2, -2.1, -0.5, -0.1, -0.9], [2, 3]), tensorFrom([2, 0], [2], "int64")]],
    symbol: "nll",
    tex: {
      forward: "z = -\\tfrac1n \\sum_i a_{i,t_i}",
      vjp: { self: "-\\tfrac1n \\bar z \\text{ at } (i, t_i), \\; 0 \\text{ elsewhere}" },
    },
    doc: "Negative log-likelihood of the right classes.",
  },
);

/** Division by a plain number: an op of its own name in PyTorch's graph. */
const divScalar: Op<[self: Tensor, other: number]> = op("_div_scalar(Tensor self, Scalar other) -> Tensor", {
  forward: (a, by) => map(a, a.dtype, (x) => x / by),
  vjp: { self: (g, c) => div(g, scalar(c.arg(1))) },
  node: "DivBackward1",
  homes: ["hidden"],
  samples: [() => [given([1, 2, 3]), 4]],
  symbol: "÷",
  tex: { forward: "z = a / n", vjp: { self: "\\bar z / n" } },
});

type Cross = [
  self: Tensor,
  target: Tensor,
  weight?: Tensor | null,
  reduction?: string,
  ignoreIndex?: number,
  labelSmoothing?: number,
];
composite<Cross>(
  'cross_entropy(Tensor self, Tensor target, Tensor? weight=None, str reduction="mean", int ignore_index=-100, float label_smoothing=0.0) -> Tensor',
  {
    homes: ["F"],
    doc: "Softmax and negative log-likelihood in one.",
    samples: [() => [given([0.3, -1.2, 2.1, -0.5, 0.1, 0.9], [2, 3]), tensorFrom([2, 0], [2], "int64")]],
  },
  (x, target, weight = null, reduction = "mean", ignore = -100, smoothing = 0) => {
    const dim = x.rank === 1 ? 0 : 1;
    const classes = x.shape[dim] as number;
    if (x.rank === target.rank && x.shape.every((s, i) => s === target.shape[i]))
      return crossOfProbabilities(x, target, weight, reduction, smoothing, dim);
    const scores = logSoftmax(x, dim);
    const plain = nllLoss(scores, target, weight, ignore, reduction);
    if (smoothing === 0) return plain;
    const along = weight === null ? scores : mul(scores, asChannels(weight, x.rank));
    let smooth = neg(sum(along, [dim]));
    smooth = maskedFill(
      smooth,
      map(target, "bool", (t) => (t === ignore ? 1 : 0)),
      scalar(0),
    );
    const { total } = readTargets(x, target, weight, ignore);
    const reduced = reduction === "mean" ? div(sum(smooth), scalar(total)) : reduceLoss(smooth, reduction);
    return add(times(plain, 1 - smoothing), times(reduced, smoothing / classes));
  },
);

function crossOfProbabilities(
  x: Tensor,
  target: Tensor,
  weight: Tensor | null,
  reduction: string,
  smoothing: number,
  dim: number,
): Tensor {
  if (!isFloating(target.dtype))
    fail(`Expected floating point type for target with class probabilities, got ${dtypes[target.dtype].scalarName}`);
  const classes = x.shape[dim] as number;
  const wanted = smoothing === 0 ? target : plus(times(target, 1 - smoothing), smoothing / classes);
  const scores = logSoftmax(x, dim);
  const product = mul(scores, weight === null ? wanted : mul(wanted, asChannels(weight, x.rank)));
  const kind = reductionOf(reduction);
  if (kind === "none") return neg(sum(product, [dim]));
  const total = neg(sum(product));
  return kind === "sum" ? total : divScalar(total, numelOf(x.shape) / classes);
}
/** Class weights in the shape that lines them up with dim 1. */
function asChannels(weight: Tensor, rank: number): Tensor {
  let out = weight;
  for (let i = 2; i < rank; i++) out = unsqueeze(out, -1);
  return out;
}
