/** Activation functions of straight lines. */
import { fail } from "../errors.ts";
import { zip } from "../kernels.ts";
import { op } from "../op.ts";
import { given } from "../samples.ts";
import { type Tensor, tensorFrom } from "../tensor.ts";
import { add, div, mul, scalar } from "./algebra.ts";
import { where } from "./binary.ts";
import { reshape, sum } from "./core.ts";
import { maskOf } from "./rounding.ts";
import { gated, holds, shapedBy } from "./shaped.ts";
import { unary } from "./unary.ts";

unary("relu6", {
  f: (x) => Math.min(Math.max(x, 0), 6),
  vjp: (g, x) =>
    mul(
      g,
      maskOf(x(), (v) => v > 0 && v < 6),
    ),
  homes: ["F"],
  node: "HardtanhBackward0",
  tex: ["\\min(\\max(a, 0), 6)", "\\bar z \\text{ where } 0 < a < 6"],
  doc: "relu limited to 6.",
});

shapedBy<[number]>("leaky_relu", {
  parameters: "float negative_slope=0.01",
  f: (_, x, s) => (x > 0 ? x : x * s),
  back: (g, x, s) =>
    where(
      holds(x, (v) => v > 0),
      g,
      mul(g, scalar(s)),
    ),
  defaults: [0.01],
  tex: ["\\max(a, 0) + s \\min(a, 0)", "\\bar z \\odot (1 \\text{ or } s)"],
  doc: "relu with a small slope below zero.",
});
shapedBy<[number]>("softshrink", {
  parameters: "float lambd=0.5",
  f: (_, x, l) => (x > l ? x - l : x < -l ? x + l : 0 * x),
  back: (g, x, l) => gated(g, x, (v) => v > l || v < -l),
  defaults: [0.5],
  tex: ["\\operatorname{sgn}(a) \\max(|a| - \\lambda, 0)", "\\bar z \\text{ where } |a| > \\lambda"],
  doc: "Moves every number towards zero.",
});
shapedBy<[number]>("hardshrink", {
  parameters: "float lambd=0.5",
  f: (_, x, l) => (x >= -l && x <= l ? 0 : x),
  back: (g, x, l) => gated(g, x, (v) => v > l || v < -l),
  defaults: [0.5],
  tex: ["a \\text{ where } |a| > \\lambda", "\\bar z \\text{ where } |a| > \\lambda"],
  homes: ["method", "torch", "F"],
  doc: "Small numbers become zero.",
});
shapedBy<[number, number]>("hardtanh", {
  parameters: "float min_val=-1, float max_val=1",
  f: (_, x, low, high) => Math.min(Math.max(x, low), high),
  back: (g, x, low, high) => gated(g, x, (v) => v > low && v < high),
  defaults: [-1, 1],
  tex: ["\\min(\\max(a, l), h)", "\\bar z \\text{ where } l < a < h"],
  doc: "Limits every number to a range.",
});
shapedBy<[]>("hardsigmoid", {
  parameters: "",
  f: (r, x) => Math.min(Math.max(r(x + 3), 0), 6) / 6,
  back: (g, x) =>
    mul(
      gated(g, x, (v) => v > -3 && v < 3),
      scalar(1 / 6),
    ),
  defaults: [],
  tex: ["\\min(\\max(a + 3, 0), 6)/6", "\\bar z / 6 \\text{ where } |a| < 3"],
  doc: "A straight-lined sigmoid.",
});
shapedBy<[]>("hardswish", {
  parameters: "",
  f: (r, x) => r(x * Math.min(Math.max(r(x + 3), 0), 6)) / 6,
  back: (g, x) =>
    add(
      gated(g, x, (v) => v >= 3),
      mul(
        gated(g, x, (v) => v > -3 && v < 3),
        add(div(x, scalar(3)), scalar(0.5)),
      ),
    ),
  defaults: [],
  tex: ["a \\min(\\max(a + 3, 0), 6)/6", "\\bar z \\odot (a/3 + 1/2)"],
  doc: "A straight-lined silu.",
});
shapedBy<[number, number]>("threshold", {
  parameters: "float threshold=0, float value=0",
  f: (_, x, limit, value) => (x <= limit ? value : x),
  back: (g, x, limit) => gated(g, x, (v) => v > limit),
  defaults: [0, 0],
  homes: ["torch", "F"],
  tex: ["a \\text{ where } a > t", "\\bar z \\text{ where } a > t"],
  doc: "Numbers up to a limit become a given number.",
});
/** Slopes in the shape that lines them up with dim 1 (the channels), or as they are when there is one. */
function alongChannels(weight: Tensor, x: Tensor): Tensor {
  if (weight.numel === 1) return x.rank === 0 ? reshape(weight, []) : weight;
  if (x.rank === 0) fail("Not allow zero-dim input tensor.");
  const channels = x.shape[1] ?? 1;
  if (weight.numel !== channels)
    fail(
      `Mismatch of parameter numbers and input channel size. Found parameter numbers = ${weight.numel} and channel size = ${channels}.`,
    );
  if (x.rank === 1) return weight;
  return reshape(
    weight,
    x.shape.map((_, i) => (i === 1 ? -1 : 1)),
  );
}

op<[self: Tensor, weight: Tensor]>("prelu(Tensor self, Tensor weight) -> Tensor", {
  forward: (a, w) => {
    if (w.rank > 1) fail(`prelu: Expected \`weight\` to be a scalar or 1D tensor, but got: ndim = ${w.rank}`);
    return zip(a, alongChannels(w, a), a.dtype, (x, slope) => (x > 0 ? x : x * slope));
  },
  vjp: {
    self: (g, c) => {
      const x = c.arg(0);
      return where(
        holds(x, (v) => v > 0),
        g,
        mul(g, alongChannels(c.arg(1), x)),
      );
    },
    weight: (g, c) => {
      const x = c.arg(0);
      const each = where(
        holds(x, (v) => v > 0),
        scalar(0),
        mul(x, g),
      );
      const dims = x.shape.flatMap((_, i) => (i === 1 && c.arg(1).numel !== 1 ? [] : [i]));
      return reshape(sum(each, dims), c.shape(1));
    },
  },
  node: "PreluKernelBackward0",
  homes: ["method", "torch", "F"],
  samples: [() => [given([0.3, -1.2, 2.1, -0.5], [2, 2]), given([0.25])]],
  doc: "relu with learned slopes below zero.",
});
op<[self: Tensor, noise: Tensor]>("rrelu_with_noise(Tensor self, Tensor noise) -> Tensor", {
  forward: (a, noise) => zip(a, noise, a.dtype, (x, slope) => x * slope),
  vjp: { self: (g, c) => mul(g, c.arg(1)) },
  homes: ["F"],
  samples: [() => [given([0.3, -1.2]), tensorFrom([1, 0.2], [2], "float64")]],
  doc: "x times slopes that are given.",
});
