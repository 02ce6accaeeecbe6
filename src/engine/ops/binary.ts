/** Functions of two tensors: extremes, angles, choices. */
import { elementwise } from "../batch.ts";
import { dtypes } from "../dtype.ts";
import { fail } from "../errors.ts";
import { type Round, rounding, zip, zip3 } from "../kernels.ts";
import { type Op, op } from "../op.ts";
import type { OpSpec } from "../opInfo.ts";
import { floatType, resultType } from "../promotion.ts";
import { given } from "../samples.ts";
import { type Tensor, tensorFrom } from "../tensor.ts";
import { add, div, mul, neg, scalar, sub } from "./algebra.ts";
import { exp, pow, reciprocal } from "./powers.ts";

type Pair = [self: Tensor, other: Tensor];
const samples = [() => [given([0.5, -1.5, 2.2]), given([1.3, 0.4, 0.7])]];

function pair(
  name: string,
  /** The function, in steps that are rounded if it has more than one. */
  f: (round: Round) => (x: number, y: number) => number,
  spec: Omit<OpSpec<Pair, Tensor>, "forward"> & { readonly float?: boolean },
): Op<Pair> {
  const { float = false, ...rest } = spec;
  return op(`${name}(Tensor self, Tensor other) -> Tensor`, {
    batch: elementwise,
    forward: (a, b) => {
      const dtype = float ? floatType(resultType([a, b])) : resultType([a, b]);
      return zip(a, b, dtype, f(rounding(dtype)));
    },
    ...(rest.vjp ? { samples } : {}),
    ...rest,
  });
}

/** Extremes send the gradient to the winner, half to each at a tie. */
const share = (wins: (x: number, y: number) => boolean) => ({
  self: (g: Tensor, c: { arg(i: 0 | 1): Tensor }) =>
    mul(
      g,
      zip(c.arg(0), c.arg(1), g.dtype, (x, y) => (x === y ? 0.5 : wins(x, y) ? 1 : 0)),
    ),
  other: (g: Tensor, c: { arg(i: 0 | 1): Tensor }) =>
    mul(
      g,
      zip(c.arg(0), c.arg(1), g.dtype, (x, y) => (x === y ? 0.5 : wins(x, y) ? 0 : 1)),
    ),
});
const nanOr = (f: (x: number, y: number) => number) => (x: number, y: number) =>
  Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : f(x, y);
const notNan = (f: (x: number, y: number) => number) => (x: number, y: number) =>
  Number.isNaN(x) ? y : Number.isNaN(y) ? x : f(x, y);

export const maximum: Op<Pair> = pair("maximum", () => nanOr(Math.max), {
  vjp: share((x, y) => x > y),
  symbol: "max",
  tex: {
    forward: "z = \\max(a, b)",
    vjp: { self: "\\bar z \\text{ where } a > b", other: "\\bar z \\text{ where } b > a" },
  },
  doc: "The larger of two, element by element.",
});
export const minimum: Op<Pair> = pair("minimum", () => nanOr(Math.min), {
  vjp: share((x, y) => x < y),
  symbol: "min",
  tex: {
    forward: "z = \\min(a, b)",
    vjp: { self: "\\bar z \\text{ where } a < b", other: "\\bar z \\text{ where } b < a" },
  },
  doc: "The smaller of two, element by element.",
});
const winner = (wins: (x: number, y: number) => boolean) => ({
  self: (g: Tensor, c: { arg(i: 0 | 1): Tensor }) =>
    mul(
      g,
      zip(c.arg(0), c.arg(1), g.dtype, (x, y) => (wins(x, y) ? 1 : 0)),
    ),
  other: (g: Tensor, c: { arg(i: 0 | 1): Tensor }) =>
    mul(
      g,
      zip(c.arg(0), c.arg(1), g.dtype, (x, y) => (wins(x, y) ? 0 : 1)),
    ),
});
pair("fmax", () => notNan(Math.max), {
  vjp: winner((x, y) => x >= y || Number.isNaN(y)),
  doc: "The larger of two, ignoring NaN.",
});
pair("fmin", () => notNan(Math.min), {
  vjp: winner((x, y) => x <= y || Number.isNaN(y)),
  doc: "The smaller of two, ignoring NaN.",
});

/** 1/(a² + b²) */
const overSquares = (a: Tensor, b: Tensor): Tensor => reciprocal(add(mul(a, a), mul(b, b)));
pair("atan2", () => Math.atan2, {
  float: true,
  vjp: {
    self: (g, c) => mul(mul(g, c.arg(1)), overSquares(c.arg(0), c.arg(1))),
    other: (g, c) => mul(mul(g, neg(c.arg(0))), overSquares(c.arg(0), c.arg(1))),
  },
  inPlace: true,
  aliases: ["arctan2"],
  tex: {
    forward: "z = \\operatorname{atan2}(a, b)",
    vjp: { self: "\\bar z\\, b / (a^2 + b^2)", other: "-\\bar z\\, a / (a^2 + b^2)" },
  },
  doc: "The angle of the point (other, self).",
});
pair("hypot", () => Math.hypot, {
  float: true,
  vjp: {
    self: (g, c) => mul(g, div(c.arg(0), c.out())),
    other: (g, c) => mul(g, div(c.arg(1), c.out())),
  },
  inPlace: true,
  tex: { forward: "z = \\sqrt{a^2 + b^2}", vjp: { self: "\\bar z\\, a / z", other: "\\bar z\\, b / z" } },
  doc: "Length of the hypotenuse.",
});
/** max + log(1 + base^−|x − y|); the last product, by 1/ln of the base, is rounded together with the sum. */
function logAdd(up: (x: number) => number, scale: number): (round: Round) => (x: number, y: number) => number {
  return (round) => (x, y) => {
    const m = Math.max(x, y);
    if (!Number.isFinite(m)) return m;
    return m + round(Math.log1p(round(up(-Math.abs(round(x - y)))))) * round(scale);
  };
}
/** ḡ / (1 + base^(other − own)) */
const shareOf = (up: (t: Tensor) => Tensor) => (g: Tensor, own: Tensor, other: Tensor) =>
  div(g, add(up(sub(other, own)), scalar(1)));
const shareOfExp = shareOf(exp);
const shareOfExp2 = shareOf((t) => pow(scalar(2), t));
pair("logaddexp", logAdd(Math.exp, 1), {
  float: true,
  vjp: {
    self: (g, c) => shareOfExp(g, c.arg(0), c.arg(1)),
    other: (g, c) => shareOfExp(g, c.arg(1), c.arg(0)),
  },
  node: "LogaddexpBackward0",
  doc: "log(exp(a) + exp(b)), without overflow.",
});
pair(
  "logaddexp2",
  logAdd((x) => 2 ** x, Math.LOG2E),
  {
    float: true,
    vjp: {
      self: (g, c) => shareOfExp2(g, c.arg(0), c.arg(1)),
      other: (g, c) => shareOfExp2(g, c.arg(1), c.arg(0)),
    },
    node: "Logaddexp2Backward0",
    doc: "log2(2^a + 2^b), without overflow.",
  },
);
pair("heaviside", () => (x, y) => (x === 0 ? y : x > 0 ? 1 : 0), {
  doc: "0 below zero, 1 above, the other's value at zero.",
});
pair("copysign", () => (x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x)), {
  float: true,
  vjp: {
    self: (g, c) =>
      mul(
        g,
        zip(c.arg(0), c.arg(1), g.dtype, (x, y) => (x === 0 ? 0 : x < 0 === (y < 0 || Object.is(y, -0)) ? 1 : -1)),
      ),
    other: (g) => mul(g, scalar(0)),
  },
  inPlace: true,
  doc: "The first's size with the second's sign.",
});

export const where: Op<[condition: Tensor, input: Tensor, other: Tensor]> = op(
  "where.self(Tensor condition, Tensor input, Tensor other) -> Tensor",
  {
    batch: elementwise,
    forward: (condition, a, b) => {
      if (condition.dtype !== "bool" && condition.dtype !== "uint8")
        fail(
          `where expected condition to be a boolean tensor, but got a tensor with dtype ${dtypes[condition.dtype].scalarName}`,
        );
      const dtype = resultType([a, b]);
      return zip3(condition, a, b, dtype, (k, x, y) => (k !== 0 ? x : y));
    },
    vjp: {
      input: (g, c) => where(c.arg(0), g, scalar(0)),
      other: (g, c) => where(c.arg(0), scalar(0), g),
    },
    node: "WhereBackward0",
    samples: [() => [tensorFrom([1, 0, 1], [3], "bool"), given([0.5, -1.5, 2.2]), given([1.3, 0.4, 0.7])]],
    homes: ["torch"],
    tex: {
      forward: "z = a \\text{ where } c \\text{ else } b",
      vjp: { input: "\\bar z \\text{ where } c", other: "\\bar z \\text{ elsewhere}" },
    },
    doc: "Takes from the first where the condition holds, else from the second.",
  },
);
