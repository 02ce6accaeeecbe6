/** What is left of a distribution beyond a point: tails of the normal distribution, incomplete gamma functions. */
import { zip } from "../kernels.ts";
import { callOp, type Op, op } from "../op.ts";
import { floatType, resultType } from "../promotion.ts";
import { given } from "../samples.ts";
import { erfc, erfinv, lgamma } from "../specialMath.ts";
import type { Tensor } from "../tensor.ts";
import { div, mul, neg, scalar, sub } from "./algebra.ts";
import { exp, log } from "./powers.ts";
import { unary } from "./unary.ts";

/** eˣ² erfc x: from afar a continued fraction, read from its end. */
function scaledTail(x: number): number {
  if (x < 2) return Math.exp(x * x) * erfc(x);
  let fraction = x;
  for (let k = 120; k > 0; k--) fraction = x + k / 2 / fraction;
  return 1 / (Math.sqrt(Math.PI) * fraction);
}

const erfcx: Op<[self: Tensor]> = unary("special_erfcx", {
  f: scaledTail,
  vjp: (g, x, z) => mul(g, sub(mul(mul(x(), z()), scalar(2)), scalar(2 / Math.sqrt(Math.PI)))),
  homes: ["special"],
  tex: ["e^{a^2} \\operatorname{erfc} a", "\\bar z \\odot (2 a z - 2/\\sqrt\\pi)"],
  doc: "erfc scaled so that it does not vanish.",
});
unary("special_log_ndtr", {
  f: (x) =>
    x < -1 ? Math.log(scaledTail(-x * Math.SQRT1_2) / 2) - (x * x) / 2 : Math.log1p(-erfc(x * Math.SQRT1_2) / 2),
  vjp: (g, x) => div(mul(g, scalar(Math.sqrt(2 / Math.PI))), erfcx(mul(x(), scalar(-Math.SQRT1_2)))),
  homes: ["special"],
  tex: ["\\ln \\Phi(a)", "\\bar z \\odot \\varphi(a) / \\Phi(a)"],
  doc: "Logarithm of the normal distribution function.",
});
/** Φ⁻¹ by erfinv, and one step of Newton's on the side where Φ has all its digits. */
function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  const x = Math.SQRT2 * erfinv(2 * p - 1);
  if (!Number.isFinite(x) || x < -8) return x;
  return x - (erfc(-x * Math.SQRT1_2) / 2 - p) * Math.sqrt(2 * Math.PI) * Math.exp((x * x) / 2);
}
unary("special_ndtri", {
  f: normalQuantile,
  vjp: (g, _x, z) => mul(g, mul(exp(div(mul(z(), z()), scalar(2))), scalar(Math.sqrt(2 * Math.PI)))),
  sample: [0.2, 0.5, 0.9],
  homes: ["special"],
  tex: ["\\Phi^{-1}(a)", "\\bar z \\odot \\sqrt{2\\pi}\\, e^{z^2/2}"],
  doc: "Below this value lies the given share of a normal distribution.",
});

/** The share of Γ(a) below x (lower) or above: a series near zero, a continued fraction beyond. */
function gammaShare(a: number, x: number, lower: boolean): number {
  if (a < 0 || x < 0 || Number.isNaN(a + x)) return Number.NaN;
  if (x === 0 || a === 0) return (a === 0 && x > 0) === lower ? 1 : 0;
  if (x === Number.POSITIVE_INFINITY) return lower ? 1 : 0;
  const front = Math.exp(a * Math.log(x) - x - lgamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let k = 1; k < 2000 && term > 1e-17 * sum; k++) {
      term *= x / (a + k);
      sum += term;
    }
    return lower ? front * sum : 1 - front * sum;
  }
  let fraction = 0;
  for (let k = 300; k > 0; k--) fraction = (k * (k - a)) / (x + 2 * k + 1 - a - fraction);
  const above = front / (x + 1 - a - fraction);
  return lower ? 1 - above : above;
}

for (const [name, lower] of [
  ["igamma", true],
  ["igammac", false],
] as const)
  op<[self: Tensor, other: Tensor]>(`${name}(Tensor self, Tensor other) -> Tensor`, {
    forward: (a, b) => zip(a, b, floatType(resultType([a, b])), (s, x) => gammaShare(s, x, lower)),
    vjp: {
      // ±xᵃ⁻¹ e⁻ˣ / Γ(a); by a there is no rule, in PyTorch neither.
      other: (g, c) => {
        const [a, x] = [c.arg(0), c.arg(1)];
        const density = exp(sub(sub(mul(sub(a, scalar(1)), log(x)), x), callOp("lgamma", [a])));
        return mul(lower ? g : neg(g), density);
      },
    },
    samples: [() => [given([0.7, 2.5]), given([0.4, 3.1])]],
    tex: { forward: `z = ${lower ? "P" : "Q"}(a, b)` },
    doc: `The share of the gamma distribution ${lower ? "below" : "above"} a value.`,
  });
