/** Smooth activation functions of neural networks. */
import { type Round, rounding } from "../kernels.ts";
import { composite, type Op } from "../op.ts";
import type { Tensor } from "../tensor.ts";
import { add, div, mul, neg, scalar, sub } from "./algebra.ts";
import { where } from "./binary.ts";
import { addcmul } from "./mixtures.ts";
import { exp } from "./powers.ts";
import { abs } from "./rounding.ts";
import { holds, shapedBy } from "./shaped.ts";
import { tanh } from "./trigonometry.ts";
import { unary } from "./unary.ts";

const one = scalar(1);
const zero = scalar(0);
const everywhere = ["method", "torch", "F"] as const;

export const sigmoid: Op<[self: Tensor]> = unary("sigmoid", {
  f: (x) => 1 / (1 + Math.exp(-x)),
  single: (x) => 1 / Math.fround(1 + Math.fround(Math.exp(-x))),
  vjp: (g, _x, z) => mul(mul(g, sub(one, z())), z()),
  lone: (g, _x, z) => Math.fround(g * Math.fround(1 - z)) * z,
  homes: everywhere,
  aliases: ["expit"],
  symbol: "σ",
  tex: ["\\sigma(a)", "\\bar z \\odot z (1 - z)"],
  doc: "1/(1 + exp(−x)).",
});
/** min(x, 0) with its own gradient: keeps exp from overflowing where it is not used. */
const minZero = (x: Tensor): Tensor =>
  where(
    holds(x, (v) => v <= 0),
    x,
    zero,
  );

const eluSteps = (r: Round, x: number, a: number, s: number, i: number): number =>
  x <= 0 ? r(Math.expm1(r(x * i))) * r(r(a) * r(s)) : x * r(s);
function eluBack(g: Tensor, x: Tensor, a: number, s: number, i: number): Tensor {
  const r = rounding(x.dtype);
  const below = mul(mul(mul(g, scalar(i)), scalar(r(r(a) * r(s)))), exp(mul(minZero(x), scalar(i))));
  return where(
    holds(x, (v) => v <= 0),
    below,
    mul(g, scalar(s)),
  );
}
shapedBy<[number, number, number]>("elu", {
  parameters: "float alpha=1, float scale=1, float input_scale=1",
  f: eluSteps,
  back: eluBack,
  defaults: [1, 1, 1],
  tex: ["a \\text{ or } \\alpha(e^{a} - 1)", "\\bar z \\odot (1 \\text{ or } \\alpha e^{a})"],
  doc: "Exponential below zero.",
});
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;
shapedBy<[]>("selu", {
  parameters: "",
  f: (r, x) => eluSteps(r, x, SELU_ALPHA, SELU_SCALE, 1),
  back: (g, x) => eluBack(g, x, SELU_ALPHA, SELU_SCALE, 1),
  defaults: [],
  node: "EluBackward0",
  homes: ["torch", "F"],
  tex: ["\\lambda (a \\text{ or } \\alpha(e^{a} - 1))", "\\bar z \\odot \\lambda (1 \\text{ or } \\alpha e^{a})"],
  doc: "Self-normalising exponential unit.",
});
shapedBy<[number]>("celu", {
  parameters: "float alpha=1",
  f: (r, x, a) => eluSteps(r, x, a, 1, r(1 / a)),
  back: (g, x, a) => eluBack(g, x, a, 1, 1 / a),
  defaults: [1],
  homes: ["torch", "F"],
  tex: ["a \\text{ or } \\alpha(e^{a/\\alpha} - 1)", "\\bar z \\odot (1 \\text{ or } e^{a/\\alpha})"],
  doc: "Exponential below zero, smooth for every alpha.",
});
shapedBy<[]>("silu", {
  parameters: "",
  f: (r, x) => x / r(1 + r(Math.exp(-x))),
  back: (g, x) => {
    const s = sigmoid(x);
    return mul(mul(g, s), addcmul(one, x, sub(one, s)));
  },
  defaults: [],
  tex: ["a\\,\\sigma(a)", "\\bar z \\odot \\sigma(a)(1 + a(1 - \\sigma(a)))"],
  doc: "x times sigmoid(x).",
});
shapedBy<[]>("mish", {
  parameters: "",
  f: (r, x) => x * r(Math.tanh(softplusSteps(r, x, 1, 20))),
  back: (g, x) => {
    const t = tanh(softplus(x, 1, 20));
    return mul(g, addcmul(t, mul(x, sigmoid(x)), addcmul(one, t, t, -1)));
  },
  defaults: [],
  tex: ["a \\tanh(\\ln(1 + e^{a}))", "\\bar z \\odot \\tfrac{d}{da}"],
  doc: "x times tanh(softplus(x)).",
});
const softplusSteps = (r: Round, x: number, b: number, limit: number): number =>
  r(x * b) > limit ? x : r(r(Math.log1p(r(Math.exp(r(x * b))))) / b);
export const softplus: Op<[self: Tensor, beta: number, threshold: number]> = shapedBy<[number, number]>("softplus", {
  parameters: "float beta=1, float threshold=20",
  f: softplusSteps,
  // σ(βa) as z/(z + 1) for z = e^βa, and 1 where the line has taken over
  back: (g, x, b, limit) => {
    const scaled = mul(x, scalar(b));
    const z = exp(
      where(
        holds(scaled, (v) => v <= limit),
        scaled,
        zero,
      ),
    );
    return where(
      holds(scaled, (v) => v > limit),
      g,
      div(mul(g, z), add(z, one)),
    );
  },
  defaults: [1, 20],
  tex: ["\\tfrac1\\beta \\ln(1 + e^{\\beta a})", "\\bar z \\odot \\sigma(\\beta a)"],
  doc: "A smooth relu.",
});
/** log σ(x), in the steps of PyTorch's kernel. */
export const logSigmoidSteps = (r: Round, x: number): number =>
  r(Math.min(0, x) - r(Math.log1p(r(Math.exp(-Math.abs(x))))));
shapedBy<[]>("logsigmoid", {
  parameters: "",
  f: logSigmoidSteps,
  // 1 − σ(a), from e^−|a|
  back: (g, x) => {
    const isNegative = holds(x, (v) => v < 0);
    const b = exp(where(isNegative, x, neg(x)));
    const share = div(b, add(b, one));
    return mul(where(isNegative, sub(one, share), share), g);
  },
  defaults: [],
  node: "LogSigmoidBackward0",
  tex: ["\\ln \\sigma(a)", "\\bar z \\odot (1 - \\sigma(a))"],
  doc: "Logarithm of sigmoid.",
});

composite<[self: Tensor]>("tanhshrink(Tensor self) -> Tensor", { homes: ["F"], doc: "x − tanh(x)." }, (a) =>
  sub(a, tanh(a)),
);
composite<[self: Tensor]>("softsign(Tensor self) -> Tensor", { homes: ["F"], doc: "x/(1 + |x|)." }, (a) =>
  div(a, add(abs(a), one)),
);
