/** Powers, roots, exponentials and logarithms. */
import { elementwise } from "../batch.ts";
import { categoryOf } from "../dtype.ts";
import { fail } from "../errors.ts";
import { type Round, rounding, zip } from "../kernels.ts";
import { composite, type Op, op } from "../op.ts";
import { resultType } from "../promotion.ts";
import { given } from "../samples.ts";
import type { Tensor } from "../tensor.ts";
import { add, div, mul, neg, scalar, sub } from "./algebra.ts";
import { toDtype } from "./core.ts";
import { full } from "./create.ts";
import { unary } from "./unary.ts";

export const exp: Op<[self: Tensor]> = unary("exp", {
  f: Math.exp,
  vjp: (g, _x, z) => mul(g, z()),
  lone: (g, _x, z) => g * z,
  tex: ["e^{a}", "\\bar z \\odot e^{a}"],
  doc: "e to the power of every element.",
});
unary("exp2", {
  f: (x) => 2 ** x,
  vjp: (g, _x, z) => mul(mul(g, z()), scalar(Math.LN2)),
  tex: ["2^{a}", "\\bar z \\odot 2^{a} \\ln 2"],
  aliases: [],
  doc: "2 to the power of every element.",
});
unary("expm1", {
  f: Math.expm1,
  vjp: (g, _x, z) => mul(g, add(z(), scalar(1))),
  tex: ["e^{a} - 1", "\\bar z \\odot e^{a}"],
  doc: "exp(x) − 1, exact near zero.",
});
export const log: Op<[self: Tensor]> = unary("log", {
  f: Math.log,
  vjp: (g, x) => div(g, x()),
  lone: (g, x) => g / x,
  sample: [0.3, 1.7, 2.5],
  symbol: "ln",
  tex: ["\\ln a", "\\bar z / a"],
  doc: "Natural logarithm.",
});
unary("log2", {
  f: Math.log2,
  vjp: (g, x) => div(g, mul(x(), scalar(Math.LN2))),
  sample: [0.3, 1.7, 2.5],
  symbol: "log₂",
  tex: ["\\log_2 a", "\\bar z / (a \\ln 2)"],
  doc: "Logarithm to base 2.",
});
unary("log10", {
  f: Math.log10,
  vjp: (g, x) => div(g, mul(x(), scalar(Math.LN10))),
  sample: [0.3, 1.7, 2.5],
  symbol: "log₁₀",
  tex: ["\\log_{10} a", "\\bar z / (a \\ln 10)"],
  doc: "Logarithm to base 10.",
});
unary("log1p", {
  node: "Log1PBackward0",
  f: Math.log1p,
  vjp: (g, x) => div(g, add(x(), scalar(1))),
  sample: [0.3, -0.4, 2.5],
  tex: ["\\ln(1 + a)", "\\bar z / (1 + a)"],
  doc: "log(1 + x), exact near zero.",
});
export const sqrt: Op<[self: Tensor]> = unary("sqrt", {
  f: Math.sqrt,
  vjp: (g, _x, z) => div(g, mul(z(), scalar(2))),
  lone: (g, _x, z) => g / Math.fround(z * 2),
  sample: [0.3, 1.7, 2.5],
  symbol: "√",
  tex: ["\\sqrt{a}", "\\bar z / (2\\sqrt{a})"],
  doc: "Square root.",
});
export const rsqrt: Op<[self: Tensor]> = unary("rsqrt", {
  f: (x) => 1 / Math.sqrt(x),
  single: (x) => 1 / Math.fround(Math.sqrt(x)),
  vjp: (g, _x, z) => mul(mul(g, scalar(-0.5)), pow(z(), scalar(3))),
  sample: [0.3, 1.7, 2.5],
  symbol: "1/√",
  tex: ["1/\\sqrt{a}", "-\\tfrac12 \\bar z \\odot a^{-3/2}"],
  doc: "1 over the square root.",
});
export const reciprocal: Op<[self: Tensor]> = unary("reciprocal", {
  f: (x) => 1 / x,
  vjp: (g, _x, z) => mul(neg(g), mul(z(), z())),
  symbol: "1/",
  tex: ["1/a", "-\\bar z / a^2"],
  doc: "1 over every element.",
});

/** The number that a wrapped or 0-dim exponent stands for; null when the exponent is a tensor of its own. */
const numberOf = (t: Tensor): number | null => (t.isWrapped ? t.item() : null);

export const pow: Op<[self: Tensor, exponent: Tensor]> = op("pow(Tensor self, Tensor exponent) -> Tensor", {
  batch: elementwise,
  forward: (a, b) => {
    const dtype = resultType([a, b]);
    if (categoryOf(dtype) === 1 && b.isWrapped && b.item() < 0)
      fail("Integers to negative integer powers are not allowed.");
    if (dtype === "bool") return zip(a, b, dtype, (x, y) => (y !== 0 && x === 0 ? 0 : 1));
    return zip(a, b, dtype, ownSteps(numberOf(b), rounding(dtype)) ?? power);
  },
  vjp: {
    self: (g, c) => {
      const exponent = c.arg(1);
      const n = numberOf(exponent);
      if (n === 0) return mul(g, scalar(0));
      // n · a^(n−1), in PyTorch's order: grad · (n · a^(n−1))
      if (n !== null) return mul(g, mul(pow(c.arg(0), scalar(n - 1)), scalar(n)));
      return mul(g, mul(exponent, pow(c.arg(0), sub(exponent, scalar(1)))));
    },
    exponent: (g, c) => {
      const base = c.arg(0);
      const n = numberOf(base);
      const own = n === null ? base : full([], n, g.dtype);
      return mul(g, mul(c.out(), log(own)));
    },
  },
  lone: {
    when: (_, b) => b.isWrapped && Number.isInteger(b.item()) && b.item() !== 0,
    value: wholePower,
    vjp: [(g, a, n) => g * Math.fround(Math.fround(wholePower(a, n - 1)) * n)],
  },
  node: (a, b) => (b.isWrapped ? "PowBackward0" : a.isWrapped ? "PowBackward2" : "PowBackward1"),
  inPlace: true,
  symbol: "^",
  tex: { forward: "z = a^{b}", vjp: { self: "\\bar z \\odot b\\, a^{b-1}", exponent: "\\bar z \\odot a^{b} \\ln a" } },
  samples: [() => [given([0.5, 1.5, 2.5]), given([2, -0.5, 1.2])]],
  doc: "Raises to a power.",
});

composite<[self: Tensor, exponent: Tensor]>(
  "float_power(Tensor self, Tensor exponent) -> Tensor",
  { samples: [() => [given([0.5, 1.5, 2.5]), given([2, -0.5, 1.2])]], doc: "Raises to a power, in double precision." },
  (a, b) => pow(doubled(a), doubled(b)),
);
function doubled(t: Tensor): Tensor {
  return t.isWrapped || t.dtype === "float64" ? t : toDtype(t, "float64");
}

/** Powers for which PyTorch has steps of its own, each of them rounded. */
function ownSteps(exponent: number | null, round: Round): ((x: number) => number) | null {
  switch (exponent) {
    case 3:
      return (x) => round(x * x) * x;
    case 0.5:
      return Math.sqrt;
    case -0.5:
      return (x) => 1 / round(Math.sqrt(x));
    case -1:
      return (x) => 1 / x;
    case -2:
      return (x) => 1 / round(x * x);
    default:
      return null;
  }
}
function power(x: number, y: number): number {
  // IEEE pow, which PyTorch follows, gives 1 where JavaScript gives NaN.
  return x === 1 || (x === -1 && !Number.isFinite(y) && !Number.isNaN(y)) ? 1 : x ** y;
}

/** On lone numbers, for a whole exponent. */
function wholePower(x: number, n: number): number {
  return n === 3 ? Math.fround(x * x) * x : n === -2 ? 1 / Math.fround(x * x) : power(x, n);
}

unary("square", {
  f: (x) => x * x,
  vjp: (g, x) => mul(g, mul(x(), scalar(2))),
  lone: (g, x) => g * Math.fround(x * 2),
  keepsIntegers: true,
  node: "PowBackward0",
  symbol: "( )²",
  tex: ["a^2", "2\\,\\bar z \\odot a"],
  doc: "Every element times itself.",
});
