/** The Gaussian error linear unit and the normal distribution behind it. */
import { elementwise } from "../batch.ts";
import { map } from "../kernels.ts";
import { type Op, op } from "../op.ts";
import { floatType } from "../promotion.ts";
import { given } from "../samples.ts";
import { erf } from "../specialMath.ts";
import type { Tensor } from "../tensor.ts";
import { add, mul, scalar, sub } from "./algebra.ts";
import { exp } from "./powers.ts";
import { tanh } from "./trigonometry.ts";
import { unary } from "./unary.ts";

const one = scalar(1);

op<[self: Tensor, approximate?: string]>('gelu(Tensor self, *, str approximate="none") -> Tensor', {
  batch: elementwise,
  forward: (a, approximate = "none") =>
    map(
      a,
      floatType(a.dtype),
      approximate === "tanh"
        ? (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
        : (x) => 0.5 * x * (1 + erf(x * Math.SQRT1_2)),
    ),
  vjp: {
    self: (g, c) => {
      const x = c.arg(0);
      if (c.arg(1) === "tanh") {
        const k = Math.sqrt(2 / Math.PI);
        const t = tanh(mul(add(x, mul(mul(mul(x, x), x), scalar(0.044715))), scalar(k)));
        const inner = mul(add(mul(mul(x, x), scalar(3 * 0.044715)), one), scalar(k));
        return mul(g, mul(add(add(t, one), mul(mul(x, sub(one, mul(t, t))), inner)), scalar(0.5)));
      }
      // Φ(x) + x φ(x), with Φ through tanh-free erf
      const density = mul(exp(mul(mul(x, x), scalar(-0.5))), scalar(1 / Math.sqrt(2 * Math.PI)));
      return mul(g, add(normalCdf(x), mul(x, density)));
    },
  },
  homes: ["F"],
  samples: [() => [given([0.3, -1.2, 2.1])], () => [given([0.3, -1.2, 2.1]), "tanh"]],
  tex: { forward: "z = a\\,\\Phi(a)", vjp: { self: "\\bar z \\odot (\\Phi(a) + a\\,\\varphi(a))" } },
  doc: "x times the normal distribution function.",
});
const normalCdf: Op<[self: Tensor]> = unary("special_ndtr", {
  // PyTorch makes it of erf: its last step is a product.
  node: "MulBackward0",
  f: (x) => 0.5 * (1 + erf(x * Math.SQRT1_2)),
  vjp: (g, x) => mul(g, mul(exp(mul(mul(x(), x()), scalar(-0.5))), scalar(1 / Math.sqrt(2 * Math.PI)))),
  homes: ["special"],
  tex: ["\\Phi(a)", "\\bar z \\odot \\varphi(a)"],
  doc: "The normal distribution function.",
});
