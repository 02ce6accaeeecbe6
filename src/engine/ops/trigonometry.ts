/** Trigonometric and hyperbolic functions, and their inverses. */
import type { Op } from "../op.ts";
import type { Tensor } from "../tensor.ts";
import { add, div, mul, neg, scalar, sub } from "./algebra.ts";
import { addcmul } from "./mixtures.ts";
import { pow, rsqrt } from "./powers.ts";
import { unary } from "./unary.ts";

const one = scalar(1);
const square = (t: Tensor): Tensor => mul(t, t);

export const sin: Op<[self: Tensor]> = unary("sin", {
  f: Math.sin,
  vjp: (g, x) => mul(g, cos(x())),
  lone: (g, x) => g * Math.fround(Math.cos(x)),
  tex: ["\\sin a", "\\bar z \\odot \\cos a"],
  doc: "Sine.",
});
export const cos: Op<[self: Tensor]> = unary("cos", {
  f: Math.cos,
  vjp: (g, x) => mul(g, neg(sin(x()))),
  lone: (g, x) => g * -Math.fround(Math.sin(x)),
  tex: ["\\cos a", "-\\bar z \\odot \\sin a"],
  doc: "Cosine.",
});
unary("tan", {
  f: Math.tan,
  vjp: (g, _x, z) => mul(g, add(one, pow(z(), scalar(2)))),
  sample: [0.3, -0.7, 1.1],
  tex: ["\\tan a", "\\bar z \\odot (1 + z^2)"],
  doc: "Tangent.",
});
unary("asin", {
  f: Math.asin,
  vjp: (g, x) => mul(g, rsqrt(add(neg(square(x())), one))),
  sample: [0.3, -0.7, 0.1],
  aliases: ["arcsin"],
  tex: ["\\arcsin a", "\\bar z / \\sqrt{1 - a^2}"],
  doc: "Inverse sine.",
});
unary("acos", {
  f: Math.acos,
  vjp: (g, x) => mul(g, neg(rsqrt(add(neg(square(x())), one)))),
  sample: [0.3, -0.7, 0.1],
  aliases: ["arccos"],
  tex: ["\\arccos a", "-\\bar z / \\sqrt{1 - a^2}"],
  doc: "Inverse cosine.",
});
unary("atan", {
  f: Math.atan,
  vjp: (g, x) => div(g, add(square(x()), one)),
  aliases: ["arctan"],
  tex: ["\\arctan a", "\\bar z / (1 + a^2)"],
  doc: "Inverse tangent.",
});
/**
 * (eˣ − e⁻ˣ)/2 of a rounded eˣ, where nothing cancels. That PyTorch's vectorised sinh is not the rounded true value is known from
 * one number, sinh(−3.1); these steps give it, and are elsewhere within a unit in the last place.
 */
function singleSinh(x: number): number {
  const size = Math.abs(x);
  if (!(size >= 1 && size < 80)) return Math.sinh(x);
  const power = Math.fround(Math.exp(size));
  return (Math.sign(x) * Math.fround(power - Math.fround(1 / power))) / 2;
}
export const sinh: Op<[self: Tensor]> = unary("sinh", {
  f: Math.sinh,
  single: singleSinh,
  vjp: (g, x) => mul(g, cosh(x())),
  tex: ["\\sinh a", "\\bar z \\odot \\cosh a"],
  doc: "Hyperbolic sine.",
});
export const cosh: Op<[self: Tensor]> = unary("cosh", {
  f: Math.cosh,
  vjp: (g, x) => mul(g, sinh(x())),
  tex: ["\\cosh a", "\\bar z \\odot \\sinh a"],
  doc: "Hyperbolic cosine.",
});
export const tanh: Op<[self: Tensor]> = unary("tanh", {
  f: Math.tanh,
  // The square and the difference are rounded together.
  vjp: (g, _x, z) => mul(g, addcmul(one, z(), z(), -1)),
  lone: (g, _x, z) => g * Math.fround(1 - z * z),
  homes: ["method", "torch", "F"],
  tex: ["\\tanh a", "\\bar z \\odot (1 - z^2)"],
  doc: "Hyperbolic tangent.",
});
unary("asinh", {
  f: Math.asinh,
  vjp: (g, x) => mul(g, rsqrt(add(pow(x(), scalar(2)), one))),
  aliases: ["arcsinh"],
  tex: ["\\operatorname{arsinh} a", "\\bar z / \\sqrt{a^2 + 1}"],
  doc: "Inverse hyperbolic sine.",
});
unary("acosh", {
  f: Math.acosh,
  vjp: (g, x) => mul(g, mul(rsqrt(sub(x(), one)), rsqrt(add(x(), one)))),
  sample: [1.3, 1.7, 2.5],
  aliases: ["arccosh"],
  tex: ["\\operatorname{arcosh} a", "\\bar z / \\sqrt{a^2 - 1}"],
  doc: "Inverse hyperbolic cosine.",
});
unary("atanh", {
  f: Math.atanh,
  vjp: (g, x) => div(g, sub(one, pow(x(), scalar(2)))),
  sample: [0.3, -0.7, 0.1],
  aliases: ["arctanh"],
  tex: ["\\operatorname{artanh} a", "\\bar z / (1 - a^2)"],
  doc: "Inverse hyperbolic tangent.",
});
unary("deg2rad", {
  node: "Deg2RadBackward0",
  f: (x) => x * (Math.PI / 180),
  vjp: (g) => mul(g, scalar(Math.PI / 180)),
  tex: ["\\tfrac{\\pi}{180} a", "\\tfrac{\\pi}{180} \\bar z"],
  doc: "Degrees to radians.",
});
unary("rad2deg", {
  node: "Rad2DegBackward0",
  f: (x) => x * (180 / Math.PI),
  vjp: (g) => mul(g, scalar(180 / Math.PI)),
  tex: ["\\tfrac{180}{\\pi} a", "\\tfrac{180}{\\pi} \\bar z"],
  doc: "Radians to degrees.",
});
