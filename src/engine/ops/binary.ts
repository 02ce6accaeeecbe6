/** Functions of two or three tensors: extremes, angles, mixtures. */
import { elementwise } from "../batch.ts";
import { dtypes } from "../dtype.ts";
import { fail } from "../errors.ts";
import { rounding, zip, zip3 } from "../kernels.ts";
import { type Op, op } from "../op.ts";
import type { OpSpec } from "../opInfo.ts";
import { floatType, resultType } from "../promotion.ts";
import { given } from "../samples.ts";
import { type Tensor, tensorFrom } from "../tensor.ts";
import { sigmoid } from "./activations.ts";
import { add, div, mul, neg, scalar, sub } from "./algebra.ts";
import { pow } from "./powers.ts";

type Pair = [self: Tensor, other: Tensor];
const samples = [() => [given([0.5, -1.5, 2.2]), given([1.3, 0.4, 0.7])]];

function pair(
  name: string,
  f: (x: number, y: number) => number,
  spec: Omit<OpSpec<Pair, Tensor>, "forward"> & { readonly float?: boolean },
): Op<Pair> {
  const { float = false, ...rest } = spec;
  return op(`${name}(Tensor self, Tensor other) -> Tensor`, {
    batch: elementwise,
    forward: (a, b) => zip(a, b, float ? floatType(resultType([a, b])) : resultType([a, b]), f),
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

export const maximum: Op<Pair> = pair("maximum", nanOr(Math.max), {
  vjp: share((x, y) => x > y),
  symbol: "max",
  tex: {
    forward: "z = \\max(a, b)",
    vjp: { self: "\\bar z \\text{ where } a > b", other: "\\bar z \\text{ where } b > a" },
  },
  doc: "The larger of two, element by element.",
});
export const minimum: Op<Pair> = pair("minimum", nanOr(Math.min), {
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
pair("fmax", notNan(Math.max), {
  vjp: winner((x, y) => x >= y || Number.isNaN(y)),
  doc: "The larger of two, ignoring NaN.",
});
pair("fmin", notNan(Math.min), {
  vjp: winner((x, y) => x <= y || Number.isNaN(y)),
  doc: "The smaller of two, ignoring NaN.",
});

pair("atan2", Math.atan2, {
  float: true,
  vjp: {
    self: (g, c) => mul(g, div(c.arg(1), add(mul(c.arg(0), c.arg(0)), mul(c.arg(1), c.arg(1))))),
    other: (g, c) => mul(g, div(neg(c.arg(0)), add(mul(c.arg(0), c.arg(0)), mul(c.arg(1), c.arg(1))))),
  },
  inPlace: true,
  aliases: ["arctan2"],
  tex: {
    forward: "z = \\operatorname{atan2}(a, b)",
    vjp: { self: "\\bar z\\, b / (a^2 + b^2)", other: "-\\bar z\\, a / (a^2 + b^2)" },
  },
  doc: "The angle of the point (other, self).",
});
pair("hypot", Math.hypot, {
  float: true,
  vjp: {
    self: (g, c) => mul(g, div(c.arg(0), c.out())),
    other: (g, c) => mul(g, div(c.arg(1), c.out())),
  },
  inPlace: true,
  tex: { forward: "z = \\sqrt{a^2 + b^2}", vjp: { self: "\\bar z\\, a / z", other: "\\bar z\\, b / z" } },
  doc: "Length of the hypotenuse.",
});
const logAdd = (base: number) => {
  const [up, ln] = base === 2 ? [(x: number) => 2 ** x, Math.log2] : [Math.exp, Math.log];
  return (x: number, y: number): number => {
    const m = Math.max(x, y);
    return Number.isFinite(m) ? m + ln(up(x - m) + up(y - m)) : m;
  };
};
pair("logaddexp", logAdd(Math.E), {
  float: true,
  vjp: {
    self: (g, c) => mul(g, sigmoid(sub(c.arg(0), c.arg(1)))),
    other: (g, c) => mul(g, sigmoid(sub(c.arg(1), c.arg(0)))),
  },
  node: "LogaddexpBackward0",
  doc: "log(exp(a) + exp(b)), without overflow.",
});
pair("logaddexp2", logAdd(2), {
  float: true,
  vjp: {
    self: (g, c) => mul(g, pow(scalar(2), sub(c.arg(0), c.out()))),
    other: (g, c) => mul(g, pow(scalar(2), sub(c.arg(1), c.out()))),
  },
  node: "Logaddexp2Backward0",
  doc: "log2(2^a + 2^b), without overflow.",
});
pair("heaviside", (x, y) => (x === 0 ? y : x > 0 ? 1 : 0), {
  doc: "0 below zero, 1 above, the other's value at zero.",
});
pair("copysign", (x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x)), {
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

type Lerp = [self: Tensor, end: Tensor, weight: Tensor];
export const lerp: Op<Lerp> = op("lerp(Tensor self, Tensor end, Tensor weight) -> Tensor", {
  batch: elementwise,
  forward: (a, b, w) => {
    const dtype = resultType([a, b]);
    const round = rounding(dtype);
    // As PyTorch: from the nearer end, the product and the sum rounded together.
    return zip3(a, b, w, dtype, (x, y, t) =>
      Math.abs(t) < 0.5 ? t * round(y - x) + x : round(t - 1) * round(y - x) + y,
    );
  },
  vjp: {
    self: (g, c) => mul(g, sub(scalar(1), c.arg(2))),
    end: (g, c) => mul(g, c.arg(2)),
    weight: (g, c) => mul(g, sub(c.arg(1), c.arg(0))),
  },
  node: (_a, _b, w) => (w.isWrapped ? "LerpBackward0" : "LerpBackward1"),
  inPlace: true,
  samples: [() => [given([0.5, -1.5]), given([1.3, 0.4]), given([0.2, 0.8])]],
  tex: { forward: "z = a + w (b - a)", vjp: { self: "\\bar z (1 - w)", end: "\\bar z\\, w" } },
  doc: "A mixture of two tensors.",
});
type Three = [self: Tensor, tensor1: Tensor, tensor2: Tensor, value?: number];
export const addcmul: Op<Three> = op(
  "addcmul(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor",
  {
    batch: elementwise,
    forward: (a, b, c, value = 1) => {
      const dtype = resultType([a, b, c]);
      const round = rounding(dtype);
      const scale = round(value);
      return zip3(a, b, c, dtype, (x, y, w) => x + round(scale * y) * w);
    },
    vjp: {
      self: (g) => g,
      tensor1: (g, c) => mul(g, mul(c.arg(2), scalar(c.arg(3) as number))),
      tensor2: (g, c) => mul(g, mul(c.arg(1), scalar(c.arg(3) as number))),
    },
    inPlace: true,
    samples: [() => [given([0.5, -1.5]), given([1.3, 0.4]), given([0.2, 0.8]), 0.7]],
    doc: "Adds a scaled product.",
  },
);
export const addcdiv: Op<Three> = op(
  "addcdiv(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor",
  {
    batch: elementwise,
    forward: (a, b, c, value = 1) => {
      const dtype = resultType([a, b, c]);
      const round = rounding(dtype);
      const scale = round(value);
      return zip3(a, b, c, dtype, (x, y, w) => x + round(round(scale * y) / w));
    },
    vjp: {
      self: (g) => g,
      tensor1: (g, c) => mul(g, div(scalar(c.arg(3) as number), c.arg(2))),
      tensor2: (g, c) => mul(neg(g), div(mul(c.arg(1), scalar(c.arg(3) as number)), mul(c.arg(2), c.arg(2)))),
    },
    inPlace: true,
    samples: [() => [given([0.5, -1.5]), given([1.3, 0.4]), given([0.2, 0.8]), 0.7]],
    doc: "Adds a scaled quotient.",
  },
);
