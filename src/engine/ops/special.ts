/** Error functions, gamma functions, sinc, logit, entropy pieces. */

import { fail } from "../errors.ts";
import { map, rounding, zip } from "../kernels.ts";
import { type Op, op } from "../op.ts";
import { floatType, resultType } from "../promotion.ts";
import { given } from "../samples.ts";
import { erfc, erfinv, erf as erfOf, lgamma, polygamma } from "../specialMath.ts";
import type { Tensor } from "../tensor.ts";
import { add, div, mul, neg, scalar, sub } from "./algebra.ts";
import { exp, log } from "./powers.ts";
import { maskOf } from "./rounding.ts";
import { cos, sin } from "./trigonometry.ts";
import { unary } from "./unary.ts";

const square = (t: Tensor): Tensor => mul(t, t);
const twoOverRootPi = 2 / Math.sqrt(Math.PI);

export const erf: Op<[self: Tensor]> = unary("erf", {
  f: erfOf,
  vjp: (g, x) => mul(mul(exp(neg(square(x()))), scalar(twoOverRootPi)), g),
  homes: ["method", "torch", "special"],
  tex: ["\\operatorname{erf} a", "\\bar z \\odot \\tfrac{2}{\\sqrt\\pi} e^{-a^2}"],
  doc: "Error function.",
});
unary("erfc", {
  f: erfc,
  vjp: (g, x) => mul(mul(exp(neg(square(x()))), scalar(-twoOverRootPi)), g),
  homes: ["method", "torch", "special"],
  tex: ["1 - \\operatorname{erf} a", "-\\bar z \\odot \\tfrac{2}{\\sqrt\\pi} e^{-a^2}"],
  doc: "One minus the error function.",
});
unary("erfinv", {
  f: erfinv,
  vjp: (g, _x, z) => mul(mul(exp(square(z())), scalar(1 / twoOverRootPi)), g),
  sample: [0.3, -0.5, 0.1],
  homes: ["method", "torch", "special"],
  tex: ["\\operatorname{erf}^{-1} a", "\\bar z \\odot \\tfrac{\\sqrt\\pi}{2} e^{z^2}"],
  doc: "Inverse of the error function.",
});
unary("lgamma", {
  f: lgamma,
  vjp: (g, x) => mul(g, digamma(x())),
  sample: [0.3, 1.7, 4.5],
  homes: ["method", "torch", "special"],
  tex: ["\\ln |\\Gamma(a)|", "\\bar z \\odot \\psi(a)"],
  doc: "Logarithm of the gamma function.",
});
const digamma: Op<[self: Tensor]> = unary("digamma", {
  f: (x) => polygamma(0, x),
  vjp: (g, x) => mul(g, polygammaOp(1, x())),
  sample: [0.3, 1.7, 4.5],
  homes: ["method", "torch", "special"],
  aliases: ["psi"],
  tex: ["\\psi(a)", "\\bar z \\odot \\psi_1(a)"],
  doc: "Derivative of the logarithm of the gamma function.",
});
const polygammaOp: Op<[n: number, self: Tensor]> = op("polygamma(int n, Tensor self) -> Tensor", {
  forward: (n, a) => {
    if (n < 0) fail("polygamma(n, x) does not support negative n.");
    return map(a, floatType(a.dtype), (x) => polygamma(n, x));
  },
  vjp: { self: (g, c) => mul(g, polygammaOp(c.arg(0) + 1, c.arg(1))) },
  homes: ["torch", "special"],
  samples: [() => [1, given([0.3, 1.7, 4.5])]],
  tex: { forward: "z = \\psi_n(a)", vjp: { self: "\\bar z \\odot \\psi_{n+1}(a)" } },
  doc: "Further derivatives of the logarithm of the gamma function.",
});
unary("sinc", {
  f: (x) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)),
  single: (x) => {
    const angle = Math.fround(Math.fround(Math.PI) * x);
    return x === 0 ? 1 : Math.fround(Math.sin(angle)) / angle;
  },
  vjp: (g, x) => {
    // At 0 the top of its arch is flat; 1 stands in for 0 so that nothing is divided by it.
    const isTop = maskOf(x(), (v) => v === 0);
    const safe = add(x(), isTop);
    const angle = mul(safe, scalar(Math.PI));
    const slope = div(sub(mul(cos(angle), angle), sin(angle)), mul(angle, safe));
    return mul(g, mul(slope, sub(scalar(1), isTop)));
  },
  homes: ["method", "torch", "special"],
  tex: ["\\frac{\\sin \\pi a}{\\pi a}", "\\bar z \\odot \\frac{\\pi a \\cos \\pi a - \\sin \\pi a}{\\pi a^2}"],
  doc: "sin(πx)/(πx).",
});
op<[self: Tensor, eps?: number | null]>("logit(Tensor self, float? eps=None) -> Tensor", {
  forward: (a, eps = null) => {
    const dtype = floatType(a.dtype);
    const r = rounding(dtype);
    const [low, high] = eps === null ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] : [r(eps), r(1 - r(eps))];
    return map(a, dtype, (v) => {
      const x = Math.min(Math.max(v, low), high);
      return Math.log(r(x / r(1 - x)));
    });
  },
  vjp: {
    self: (g, c) => {
      const [x, eps] = [c.arg(0), c.arg(1) ?? null];
      const rule = div(g, mul(x, sub(scalar(1), x)));
      if (eps === null) return rule;
      return mul(
        rule,
        map(x, g.dtype, (v) => (v >= eps && v <= 1 - eps ? 1 : 0)),
      );
    },
  },
  homes: ["method", "torch", "special"],
  inPlace: true,
  samples: [() => [given([0.3, 0.6])]],
  tex: { forward: "z = \\ln \\frac{a}{1 - a}", vjp: { self: "\\bar z / (a (1 - a))" } },
  doc: "Inverse of sigmoid.",
});
unary("entr", {
  node: "SpecialEntrBackward0",
  f: (x) => (x > 0 ? -x * Math.log(x) : x === 0 ? 0 : Number.NEGATIVE_INFINITY),
  single: (x) => (x > 0 ? -x * Math.fround(Math.log(x)) : x === 0 ? 0 : Number.NEGATIVE_INFINITY),
  vjp: (g, x) => mul(g, sub(neg(log(x())), scalar(1))),
  sample: [0.3, 1.7],
  homes: ["special"],
  doc: "−x ln x.",
});

for (const [name, f, factor, doc] of [
  ["xlogy", Math.log, (y: Tensor) => log(y), "x · log(y), 0 where x is 0."],
  ["xlog1py", Math.log1p, (y: Tensor) => log(add(y, scalar(1))), "x · log(1 + y), 0 where x is 0."],
] as const) {
  const shift = name === "xlogy" ? 0 : 1;
  op<[self: Tensor, other: Tensor]>(`${name}(Tensor self, Tensor other) -> Tensor`, {
    forward: (a, b) => {
      const dtype = floatType(resultType([a, b]));
      const round = rounding(dtype);
      return zip(a, b, dtype, (x, y) => (x === 0 && !Number.isNaN(y) ? 0 : x * round(f(y))));
    },
    vjp: {
      self: (g, c) => mul(g, maskedLog(c.arg(0), c.arg(1), factor)),
      other: (g, c) => mul(g, div(c.arg(0), shift === 0 ? c.arg(1) : add(c.arg(1), scalar(1)))),
    },
    homes: name === "xlogy" ? ["method", "torch", "special"] : ["special"],
    inPlace: name === "xlogy",
    ...(name === "xlogy" ? {} : { node: "SpecialXlog1PyBackward0" }),
    samples: [() => [given([0.3, 1.2]), given([0.7, 2.1])]],
    doc,
  });
}

/** log(y), and 0 where x = 0 and y ≤ 0, as PyTorch masks it. */
function maskedLog(x: Tensor, y: Tensor, factor: (y: Tensor) => Tensor): Tensor {
  const mask = zip(x, y, resultType([x, y]), (a, b) => (a === 0 && b <= 0 ? 0 : 1));
  return mul(mask, factor(y));
}
