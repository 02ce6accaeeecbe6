/** Losses of yes and no: cross entropies of probabilities, and of their logits. */
import { dtypes, isFloating } from "../dtype.ts";
import { fail } from "../errors.ts";
import { map, rounding, zip } from "../kernels.ts";
import { op } from "../op.ts";
import { given } from "../samples.ts";
import { numelOf, sameShape, showShape } from "../shape.ts";
import { elementsOf, type Tensor, tensorFrom } from "../tensor.ts";
import { logSigmoidSteps, sigmoid, softplus } from "./activations.ts";
import { add, div, mul, neg, scalar, sub } from "./algebra.ts";
import { mustHaveDtype, reducedAfter, reduceNumbers } from "./lossReduction.ts";
import { log } from "./powers.ts";
import { clampMin } from "./rounding.ts";

type Binary = [self: Tensor, target: Tensor, weight?: Tensor | null, reduction?: string];
const pairSample = (): readonly unknown[] => [given([0.3, 0.2, 0.9]), tensorFrom([1, 0, 0.4], [3], "float64"), null];

/** A gradient times the weights, divided by the number of elements for the mean. */
function shared(each: Tensor, weight: Tensor | null, reduction: string | undefined, n: number): Tensor {
  const weighted = weight === null ? each : mul(each, weight);
  return (reduction ?? "mean") === "mean" ? div(weighted, scalar(n)) : weighted;
}

/** Weights are multiplied in place, so they must not make more of the losses. */
function mustKeepShape(x: Tensor, weighted: Tensor): void {
  if (!sameShape(x.shape, weighted.shape))
    fail(`output with shape ${showShape(x.shape)} doesn't match the broadcast shape ${showShape(weighted.shape)}`);
}

op<Binary>('binary_cross_entropy(Tensor self, Tensor target, Tensor? weight=None, str reduction="mean") -> Tensor', {
  batch: reducedAfter,
  forward: (x, t, weight = null, reduction = "mean") => {
    if (!sameShape(x.shape, t.shape))
      fail(
        `Using a target size (torch.Size(${showShape(t.shape)})) that is different to the input size (torch.Size(${showShape(x.shape)})) is deprecated. Please ensure they have the same size.`,
        "ValueError",
      );
    mustHaveDtype(t, x);
    if (Array.from(elementsOf(x)).some((v) => !(v >= 0 && v <= 1)))
      fail("all elements of input should be between 0 and 1");
    const r = rounding(x.dtype);
    const each = zip(
      x,
      t,
      x.dtype,
      (a, b) => r(r(b - 1) * Math.max(r(Math.log1p(-a)), -100)) - r(b * Math.max(r(Math.log(a)), -100)),
    );
    const weighted = weight === null ? each : zip(each, weight, x.dtype, (a, w) => a * w);
    mustKeepShape(x, weighted);
    return reduceNumbers(weighted, reduction);
  },
  vjp: {
    // (a − t) / (a (1 − a))
    self: (g, c) => {
      const [x, t] = [c.arg(0), c.arg(1)];
      const each = div(mul(g, sub(x, t)), clampMin(mul(sub(scalar(1), x), x), 1e-12));
      return shared(each, c.arg(2) ?? null, c.arg(3), numelOf(c.shape(0)));
    },
    target: (g, c) => {
      const x = c.arg(0);
      const each = mul(sub(log(sub(scalar(1), x)), log(x)), g);
      return shared(each, c.arg(2) ?? null, c.arg(3), numelOf(c.shape(0)));
    },
  },
  homes: ["F"],
  samples: [pairSample],
  symbol: "bce",
  tex: {
    forward: "z = -\\tfrac1n \\sum_i t_i \\ln a_i + (1 - t_i) \\ln(1 - a_i)",
    vjp: { self: "\\tfrac1n \\bar z\\, \\frac{a - t}{a (1 - a)}" },
  },
  doc: "Cross entropy of probabilities and targets between 0 and 1.",
});

op<[self: Tensor, target: Tensor, weight?: Tensor | null, posWeight?: Tensor | null, reduction?: string]>(
  'binary_cross_entropy_with_logits(Tensor self, Tensor target, Tensor? weight=None, Tensor? pos_weight=None, str reduction="mean") -> Tensor',
  {
    batch: reducedAfter,
    forward: (x, t, weight = null, posWeight = null, reduction = "mean") => {
      if (!sameShape(x.shape, t.shape))
        fail(
          `Target size (torch.Size(${showShape(t.shape)})) must be the same as input size (torch.Size(${showShape(x.shape)}))`,
          "ValueError",
        );
      // 1 − target is multiplied by the input in place: the loss has the target's dtype.
      if (t.dtype === "bool")
        fail(
          "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.",
        );
      if (!isFloating(t.dtype))
        fail(
          `result type ${dtypes[x.dtype].scalarName} can't be cast to the desired output type ${dtypes[t.dtype].scalarName}`,
        );
      // (1 − t) a − log σ(a), each step rounded.
      const r = rounding(x.dtype);
      const logs = map(x, x.dtype, (a) => logSigmoidSteps(r, a));
      const rise = posWeight === null ? null : zip(t, posWeight, x.dtype, (b, p) => r(r(p - 1) * b) + 1);
      const scaled = rise === null ? logs : zip(logs, rise, x.dtype, (s, w) => s * w);
      const linear = zip(x, t, t.dtype, (a, b) => rounding(t.dtype)(1 - b) * a);
      const each = zip(linear, scaled, t.dtype, (a, b) => a - b);
      const weighted = weight === null ? each : zip(each, weight, t.dtype, (a, w) => a * w);
      mustKeepShape(x, weighted);
      return reduceNumbers(weighted, reduction);
    },
    vjp: {
      // σ(a) − t; with a weight p on positives, (p t + 1 − t) σ(a) − p t
      self: (g, c) => {
        const [x, t, p] = [c.arg(0), c.arg(1), c.arg(3) ?? null];
        const pt = p === null ? null : mul(p, t);
        const slope = pt === null ? sub(sigmoid(x), t) : sub(mul(sub(add(pt, scalar(1)), t), sigmoid(x)), pt);
        return shared(mul(slope, g), c.arg(2) ?? null, c.arg(4), numelOf(c.shape(0)));
      },
      // −a; with a weight p on positives, (p − 1) ln(1 + e⁻ᵃ) − a
      target: (g, c) => {
        const [x, p] = [c.arg(0), c.arg(3) ?? null];
        const slope = p === null ? neg(x) : sub(mul(sub(p, scalar(1)), softplus(neg(x), 1, 20)), x);
        return shared(mul(slope, g), c.arg(2) ?? null, c.arg(4), numelOf(c.shape(0)));
      },
    },
    homes: ["F"],
    samples: [() => [given([0.3, -1.2, 0.9]), tensorFrom([1, 0, 0.4], [3], "float32"), null, null]],
    symbol: "bce",
    tex: {
      forward: "z = -\\tfrac1n \\sum_i t_i \\ln \\sigma(a_i) + (1 - t_i) \\ln(1 - \\sigma(a_i))",
      vjp: { self: "\\tfrac1n \\bar z\\, (\\sigma(a) - t)" },
    },
    doc: "Cross entropy of logits and targets between 0 and 1.",
  },
);
