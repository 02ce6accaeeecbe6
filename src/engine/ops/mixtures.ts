/** Mixtures of tensors: products and quotients that are added to a third. */
import { elementwise } from "../batch.ts";
import { rounding, zip3 } from "../kernels.ts";
import { type Op, op } from "../op.ts";
import { resultType } from "../promotion.ts";
import { given } from "../samples.ts";
import type { Tensor } from "../tensor.ts";
import { div, mul, neg, scalar, sub } from "./algebra.ts";

type Lerp = [self: Tensor, end: Tensor, weight: Tensor];
export const lerp: Op<Lerp> = op("lerp(Tensor self, Tensor end, Tensor weight) -> Tensor", {
  batch: elementwise,
  forward: (a, b, w) => {
    const dtype = resultType([a, b]);
    const round = rounding(dtype);
    // As PyTorch: from the nearer end, the product and the sum rounded together.
    return zip3(a, b, w, dtype, (x, y, t) =>
      Math.abs(t) < 0.5 ? t * round(y - x) + x : round(t - 1) * round(y - x) + y,
    );
  },
  vjp: {
    self: (g, c) => mul(g, sub(scalar(1), c.arg(2))),
    end: (g, c) => mul(g, c.arg(2)),
    weight: (g, c) => mul(g, sub(c.arg(1), c.arg(0))),
  },
  node: (_a, _b, w) => (w.isWrapped ? "LerpBackward0" : "LerpBackward1"),
  inPlace: true,
  samples: [() => [given([0.5, -1.5]), given([1.3, 0.4]), given([0.2, 0.8])]],
  tex: { forward: "z = a + w (b - a)", vjp: { self: "\\bar z (1 - w)", end: "\\bar z\\, w" } },
  doc: "A mixture of two tensors.",
});
type Three = [self: Tensor, tensor1: Tensor, tensor2: Tensor, value?: number];
export const addcmul: Op<Three> = op(
  "addcmul(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor",
  {
    batch: elementwise,
    forward: (a, b, c, value = 1) => {
      const dtype = resultType([a, b, c]);
      const round = rounding(dtype);
      const scale = round(value);
      return zip3(a, b, c, dtype, (x, y, w) => x + round(scale * y) * w);
    },
    vjp: {
      self: (g) => g,
      tensor1: (g, c) => mul(g, mul(c.arg(2), scalar(c.arg(3) as number))),
      tensor2: (g, c) => mul(g, mul(c.arg(1), scalar(c.arg(3) as number))),
    },
    inPlace: true,
    samples: [() => [given([0.5, -1.5]), given([1.3, 0.4]), given([0.2, 0.8]), 0.7]],
    doc: "Adds a scaled product.",
  },
);
export const addcdiv: Op<Three> = op(
  "addcdiv(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor",
  {
    batch: elementwise,
    forward: (a, b, c, value = 1) => {
      const dtype = resultType([a, b, c]);
      const round = rounding(dtype);
      const scale = round(value);
      return zip3(a, b, c, dtype, (x, y, w) => x + round(round(scale * y) / w));
    },
    vjp: {
      self: (g) => g,
      tensor1: (g, c) => mul(g, div(scalar(c.arg(3) as number), c.arg(2))),
      tensor2: (g, c) => mul(neg(g), div(mul(c.arg(1), scalar(c.arg(3) as number)), mul(c.arg(2), c.arg(2)))),
    },
    inPlace: true,
    samples: [() => [given([0.5, -1.5]), given([1.3, 0.4]), given([0.2, 0.8]), 0.7]],
    doc: "Adds a scaled quotient.",
  },
);
