/** The Gaussian error linear unit and the normal distribution behind it. */
import { elementwise } from "../batch.ts";
import { map, type Round, rounding } from "../kernels.ts";
import { op } from "../op.ts";
import { floatType } from "../promotion.ts";
import { given } from "../samples.ts";
import { erf } from "../specialMath.ts";
import type { Tensor } from "../tensor.ts";
import { add, mul, scalar } from "./algebra.ts";
import { addcmul } from "./mixtures.ts";
import { exp } from "./powers.ts";
import { erf as erfOp } from "./special.ts";
import { tanh } from "./trigonometry.ts";
import { unary } from "./unary.ts";

const one = scalar(1);
const half = scalar(0.5);
const BETA = Math.sqrt(2 / Math.PI);
const KAPPA = 0.044715;

/** x Φ(x), or the form of it with tanh, in the steps of PyTorch's kernel: a product and the sum that it goes into are one of them. */
function steps(r: Round, withTanh: boolean): (x: number) => number {
  const [beta, kappa, alpha] = [r(BETA), r(KAPPA), r(Math.SQRT1_2)];
  return withTanh
    ? (x) => r(0.5 * x) * r(1 + r(Math.tanh(r(beta * r(x + kappa * r(r(x * x) * x))))))
    : (x) => r(x * 0.5) * r(1 + r(erf(r(x * alpha))));
}
function tanhBack(g: Tensor, x: Tensor): Tensor {
  const r = rounding(x.dtype);
  const squares = mul(x, x);
  const t = tanh(mul(addcmul(x, mul(squares, x), scalar(KAPPA)), scalar(BETA)));
  const inner = mul(addcmul(one, squares, scalar(r(3 * r(KAPPA)))), scalar(BETA));
  const right = mul(mul(mul(x, half), addcmul(one, t, t, -1)), inner);
  return mul(g, add(mul(add(t, one), half), right));
}

op<[self: Tensor, approximate?: string]>('gelu(Tensor self, *, str approximate="none") -> Tensor', {
  batch: elementwise,
  forward: (a, approximate = "none") => {
    const dtype = floatType(a.dtype);
    return map(a, dtype, steps(rounding(dtype), approximate === "tanh"));
  },
  vjp: {
    self: (g, c) => {
      const x = c.arg(0);
      if (c.arg(1) === "tanh") return tanhBack(g, x);
      // Φ(x) + x φ(x)
      const cdf = mul(add(erfOp(mul(x, scalar(Math.SQRT1_2))), one), half);
      const pdf = mul(exp(mul(mul(x, x), scalar(-0.5))), scalar(1 / Math.sqrt(2 * Math.PI)));
      return mul(g, add(cdf, mul(x, pdf)));
    },
  },
  homes: ["F"],
  samples: [() => [given([0.3, -1.2, 2.1])], () => [given([0.3, -1.2, 2.1]), "tanh"]],
  tex: { forward: "z = a\\,\\Phi(a)", vjp: { self: "\\bar z \\odot (\\Phi(a) + a\\,\\varphi(a))" } },
  doc: "x times the normal distribution function.",
});
unary("special_ndtr", {
  // PyTorch makes it of erf: its last step is a product.
  node: "MulBackward0",
  f: (x) => 0.5 * (1 + erf(x * Math.SQRT1_2)),
  vjp: (g, x) => mul(g, mul(exp(mul(mul(x(), x()), scalar(-0.5))), scalar(1 / Math.sqrt(2 * Math.PI)))),
  homes: ["special"],
  tex: ["\\Phi(a)", "\\bar z \\odot \\varphi(a)"],
  doc: "The normal distribution function.",
});
