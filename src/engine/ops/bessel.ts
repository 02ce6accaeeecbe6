/** Modified Bessel functions of orders 0 and 1, plain and scaled by e⁻|ˣ|. */
import type { Op } from "../op.ts";
import type { Tensor } from "../tensor.ts";
import { add, div, mul, scalar, sub } from "./algebra.ts";
import { maskOf, sign } from "./rounding.ts";
import { unary } from "./unary.ts";

/** e⁻|ˣ| I(x): a series of positive terms, and for large x an asymptotic one. */
function scaled(order: 0 | 1, x: number): number {
  const size = Math.abs(x);
  const turn = order === 1 && x < 0 ? -1 : 1;
  let term = 1;
  let sum = 1;
  if (size > 30) {
    for (let k = 1; k < 30 && Math.abs(term) > 1e-17; k++) {
      term *= -(4 * order * order - (2 * k - 1) ** 2) / (8 * size * k);
      sum += term;
    }
    return (turn * sum) / Math.sqrt(2 * Math.PI * size);
  }
  for (let k = 1; k < 500 && term > 1e-17 * sum; k++) {
    term *= (size * size) / (4 * k * (k + order));
    sum += term;
  }
  return turn * (order === 1 ? size / 2 : 1) * sum * Math.exp(-size);
}
const plain =
  (order: 0 | 1) =>
  (x: number): number =>
    scaled(order, x) * Math.exp(Math.abs(x));

/** I₁(x)/x where the quotient is known to be 1/2 at 0; by the scaled function for the scaled one. */
function overX(z: Tensor, x: Tensor): Tensor {
  const isZero = maskOf(x, (v) => v === 0);
  return add(div(z, add(x, isZero)), mul(isZero, scalar(0.5)));
}

const sample = [0.3, -1.2, 2.1];
const i0: Op<[self: Tensor]> = unary("i0", {
  f: plain(0),
  vjp: (g, x) => mul(g, i1(x())),
  sample,
  homes: ["method", "torch", "special"],
  tex: ["I_0(a)", "\\bar z \\odot I_1(a)"],
  doc: "Modified Bessel function of order 0.",
});
const i1: Op<[self: Tensor]> = unary("special_i1", {
  f: plain(1),
  vjp: (g, x, z) => mul(g, sub(i0(x()), overX(z(), x()))),
  sample,
  homes: ["special"],
  tex: ["I_1(a)", "\\bar z \\odot (I_0(a) - z / a)"],
  doc: "Modified Bessel function of order 1.",
});
const i0e: Op<[self: Tensor]> = unary("special_i0e", {
  f: (x) => scaled(0, x),
  vjp: (g, x, z) => mul(g, sub(i1e(x()), mul(sign(x()), z()))),
  sample,
  homes: ["special"],
  tex: ["e^{-|a|} I_0(a)", "\\bar z \\odot (e^{-|a|} I_1(a) - \\operatorname{sign}(a)\\, z)"],
  doc: "Modified Bessel function of order 0, scaled so that it does not overflow.",
});
const i1e: Op<[self: Tensor]> = unary("special_i1e", {
  f: (x) => scaled(1, x),
  vjp: (g, x, z) => mul(g, sub(i0e(x()), add(mul(sign(x()), z()), overX(z(), x())))),
  sample,
  homes: ["special"],
  tex: ["e^{-|a|} I_1(a)", "\\bar z \\odot (e^{-|a|} I_0(a) - z\\,(\\operatorname{sign}(a) + 1/a))"],
  doc: "Modified Bessel function of order 1, scaled so that it does not overflow.",
});
