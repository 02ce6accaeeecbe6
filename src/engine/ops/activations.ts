/** Activation functions of neural networks. */
import { elementwise } from "../batch.ts";
import type { Dtype } from "../dtype.ts";
import { fail } from "../errors.ts";
import { map, rounding, zip } from "../kernels.ts";
import { composite, type Op, op } from "../op.ts";
import { floatType } from "../promotion.ts";
import { given } from "../samples.ts";
import { type Tensor, tensorFrom } from "../tensor.ts";
import { add, div, mul, scalar, sub } from "./algebra.ts";
import { reshape, sum } from "./core.ts";
import { exp } from "./powers.ts";
import { abs, maskOf } from "./rounding.ts";
import { tanh } from "./trigonometry.ts";
import { unary } from "./unary.ts";

const one = scalar(1);
const everywhere = ["method", "torch", "F"] as const;

export const sigmoid: Op<[self: Tensor]> = unary("sigmoid", {
  f: (x) => 1 / (1 + Math.exp(-x)),
  vjp: (g, _x, z) => mul(g, mul(sub(one, z()), z())),
  lone: (g, _x, z) => g * Math.fround(Math.fround(1 - z) * z),
  homes: everywhere,
  aliases: ["expit"],
  symbol: "σ",
  tex: ["\\sigma(a)", "\\bar z \\odot z (1 - z)"],
  doc: "1/(1 + exp(−x)).",
});
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

/** A function of one tensor with number parameters; `slope` is its derivative, written in ops of x and z so that it can be differentiated again. */
interface Shaped<P extends readonly number[]> {
  readonly parameters: string;
  readonly f: (x: number, ...p: P) => number;
  readonly slope: (x: Tensor, ...p: P) => Tensor;
  readonly defaults: P;
  readonly node?: string;
  readonly tex: readonly [value: string, back: string];
  readonly doc: string;
  readonly homes?: readonly ("method" | "torch" | "F")[];
}
function shapedBy<P extends readonly number[]>(name: string, spec: Shaped<P>): Op<[self: Tensor, ...p: P]> {
  const { f, slope, defaults } = spec;
  /** The parameters as the tensor's dtype has them: an element may be just such a number. */
  const rounded = (dtype: Dtype, given: (i: number) => unknown): P =>
    defaults.map((d, i) => rounding(dtype)((given(i) as number | null) ?? d)) as unknown as P;
  return op<[self: Tensor, ...p: P]>(
    `${name}(Tensor self${spec.parameters === "" ? "" : `, ${spec.parameters}`}) -> Tensor`,
    {
      batch: elementwise,
      forward: (a, ...p) => {
        const dtype = floatType(a.dtype);
        const full = rounded(dtype, (i) => p[i]);
        return map(a, dtype, (x) => f(x, ...full));
      },
      vjp: {
        self: (g, c) => {
          const saved = c as unknown as { arg(i: number): unknown };
          return mul(g, slope(saved.arg(0) as Tensor, ...rounded(g.dtype, (i) => saved.arg(i + 1))));
        },
      },
      ...(spec.node === undefined ? {} : { node: spec.node }),
      homes: spec.homes ?? ["F"],
      inPlace: true,
      samples: [() => [given([0.3, -1.2, 2.1, -0.2]), ...defaults]],
      tex: { forward: `z = ${spec.tex[0]}`, vjp: { self: spec.tex[1] } },
      doc: spec.doc,
    },
  );
}

const where0 = (x: Tensor, negative: Tensor | number, positive = 1): Tensor =>
  add(
    mul(
      maskOf(x, (v) => v > 0),
      scalar(positive),
    ),
    mul(
      maskOf(x, (v) => v <= 0),
      typeof negative === "number" ? scalar(negative) : negative,
    ),
  );

shapedBy<[number]>("leaky_relu", {
  parameters: "float negative_slope=0.01",
  f: (x, s) => (x > 0 ? x : x * s),
  slope: (x, s) => where0(x, s),
  defaults: [0.01],
  tex: ["\\max(a, 0) + s \\min(a, 0)", "\\bar z \\odot (1 \\text{ or } s)"],
  doc: "relu with a small slope below zero.",
});
shapedBy<[number, number, number]>("elu", {
  parameters: "float alpha=1, float scale=1, float input_scale=1",
  f: (x, a, s, i) => (x <= 0 ? Math.expm1(x * i) * a * s : x * s),
  slope: (x, a, s, i) => where0(x, mul(exp(mul(minZero(x), scalar(i))), scalar(a * s * i)), s),
  defaults: [1, 1, 1],
  tex: ["a \\text{ or } \\alpha(e^{a} - 1)", "\\bar z \\odot (1 \\text{ or } \\alpha e^{a})"],
  doc: "Exponential below zero.",
});
/** min(x, 0) with its own gradient: keeps exp from overflowing where it is not used. */
const minZero = (x: Tensor): Tensor =>
  mul(
    x,
    maskOf(x, (v) => v <= 0),
  );
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;
shapedBy<[]>("selu", {
  parameters: "",
  f: (x) => SELU_SCALE * (x <= 0 ? SELU_ALPHA * Math.expm1(x) : x),
  slope: (x) => where0(x, mul(exp(minZero(x)), scalar(SELU_ALPHA * SELU_SCALE)), SELU_SCALE),
  defaults: [],
  node: "EluBackward0",
  homes: ["torch", "F"],
  tex: ["\\lambda (a \\text{ or } \\alpha(e^{a} - 1))", "\\bar z \\odot \\lambda (1 \\text{ or } \\alpha e^{a})"],
  doc: "Self-normalising exponential unit.",
});
shapedBy<[number]>("celu", {
  parameters: "float alpha=1",
  f: (x, a) => (x <= 0 ? a * Math.expm1(x / a) : x),
  slope: (x, a) => where0(x, exp(div(minZero(x), scalar(a)))),
  defaults: [1],
  homes: ["torch", "F"],
  tex: ["a \\text{ or } \\alpha(e^{a/\\alpha} - 1)", "\\bar z \\odot (1 \\text{ or } e^{a/\\alpha})"],
  doc: "Exponential below zero, smooth for every alpha.",
});
shapedBy<[]>("silu", {
  parameters: "",
  f: (x) => x / (1 + Math.exp(-x)),
  slope: (x) => {
    const s = sigmoid(x);
    return mul(s, add(mul(x, sub(one, s)), one));
  },
  defaults: [],
  tex: ["a\\,\\sigma(a)", "\\bar z \\odot \\sigma(a)(1 + a(1 - \\sigma(a)))"],
  doc: "x times sigmoid(x).",
});
shapedBy<[]>("mish", {
  parameters: "",
  f: (x) => x * Math.tanh(softplusOf(x)),
  slope: (x) => {
    const t = tanh(softplus(x, 1, 20));
    return add(t, mul(mul(x, sigmoid(x)), sub(one, mul(t, t))));
  },
  defaults: [],
  tex: ["a \\tanh(\\ln(1 + e^{a}))", "\\bar z \\odot \\tfrac{d}{da}"],
  doc: "x times tanh(softplus(x)).",
});
const softplusOf = (x: number): number => (x > 20 ? x : Math.log1p(Math.exp(x)));
export const softplus: Op<[self: Tensor, beta: number, threshold: number]> = shapedBy<[number, number]>("softplus", {
  parameters: "float beta=1, float threshold=20",
  f: (x, b, limit) => (x * b > limit ? x : Math.log1p(Math.exp(x * b)) / b),
  // σ(βa), and 1 where the line has taken over
  slope: (x, b, limit) => {
    const line = maskOf(x, (v) => v * b > limit);
    return add(line, mul(sub(one, line), sigmoid(mul(x, scalar(b)))));
  },
  defaults: [1, 20],
  tex: ["\\tfrac1\\beta \\ln(1 + e^{\\beta a})", "\\bar z \\odot \\sigma(\\beta a)"],
  doc: "A smooth relu.",
});
shapedBy<[number]>("softshrink", {
  parameters: "float lambd=0.5",
  f: (x, l) => (x > l ? x - l : x < -l ? x + l : 0 * x),
  slope: (x, l) => maskOf(x, (v) => v > l || v < -l),
  defaults: [0.5],
  tex: ["\\operatorname{sgn}(a) \\max(|a| - \\lambda, 0)", "\\bar z \\text{ where } |a| > \\lambda"],
  doc: "Moves every number towards zero.",
});
shapedBy<[number]>("hardshrink", {
  parameters: "float lambd=0.5",
  f: (x, l) => (x >= -l && x <= l ? 0 : x),
  slope: (x, l) => maskOf(x, (v) => v > l || v < -l),
  defaults: [0.5],
  tex: ["a \\text{ where } |a| > \\lambda", "\\bar z \\text{ where } |a| > \\lambda"],
  homes: ["method", "torch", "F"],
  doc: "Small numbers become zero.",
});
shapedBy<[number, number]>("hardtanh", {
  parameters: "float min_val=-1, float max_val=1",
  f: (x, low, high) => Math.min(Math.max(x, low), high),
  slope: (x, low, high) => maskOf(x, (v) => v > low && v < high),
  defaults: [-1, 1],
  tex: ["\\min(\\max(a, l), h)", "\\bar z \\text{ where } l < a < h"],
  doc: "Limits every number to a range.",
});
shapedBy<[]>("hardsigmoid", {
  parameters: "",
  f: (x) => Math.min(Math.max(x + 3, 0), 6) / 6,
  slope: (x) =>
    mul(
      maskOf(x, (v) => v > -3 && v < 3),
      scalar(1 / 6),
    ),
  defaults: [],
  tex: ["\\min(\\max(a + 3, 0), 6)/6", "\\bar z / 6 \\text{ where } |a| < 3"],
  doc: "A straight-lined sigmoid.",
});
shapedBy<[]>("hardswish", {
  parameters: "",
  f: (x) => (x * Math.min(Math.max(x + 3, 0), 6)) / 6,
  slope: (x) =>
    add(
      maskOf(x, (v) => v >= 3),
      mul(
        maskOf(x, (v) => v > -3 && v < 3),
        add(div(x, scalar(3)), scalar(0.5)),
      ),
    ),
  defaults: [],
  tex: ["a \\min(\\max(a + 3, 0), 6)/6", "\\bar z \\odot (a/3 + 1/2)"],
  doc: "A straight-lined silu.",
});
shapedBy<[number, number]>("threshold", {
  parameters: "float threshold=0, float value=0",
  f: (x, limit, value) => (x <= limit ? value : x),
  slope: (x, limit) => maskOf(x, (v) => v > limit),
  defaults: [0, 0],
  homes: ["torch", "F"],
  tex: ["a \\text{ where } a > t", "\\bar z \\text{ where } a > t"],
  doc: "Numbers up to a limit become a given number.",
});
shapedBy<[]>("logsigmoid", {
  parameters: "",
  f: (x) => Math.min(0, x) - Math.log1p(Math.exp(-Math.abs(x))),
  slope: (x) => sub(one, sigmoid(x)),
  defaults: [],
  node: "LogSigmoidBackward0",
  tex: ["\\ln \\sigma(a)", "\\bar z \\odot (1 - \\sigma(a))"],
  doc: "Logarithm of sigmoid.",
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
    self: (g, c) => mul(g, where0(c.arg(0), alongChannels(c.arg(1), c.arg(0)))),
    weight: (g, c) => {
      const x = c.arg(0);
      const each = mul(g, minZero(x));
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
composite<[self: Tensor]>("tanhshrink(Tensor self) -> Tensor", { homes: ["F"], doc: "x − tanh(x)." }, (a) =>
  sub(a, tanh(a)),
);
composite<[self: Tensor]>("softsign(Tensor self) -> Tensor", { homes: ["F"], doc: "x/(1 + |x|)." }, (a) =>
  div(a, add(abs(a), one)),
);
