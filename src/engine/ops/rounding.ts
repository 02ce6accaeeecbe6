/** Rounding, signs, limits: functions that are flat or straight almost everywhere. */

import { elementwise } from "../batch.ts";
import { categoryOf, type Dtype, isFloating } from "../dtype.ts";
import { fail } from "../errors.ts";
import { map, rounding, zip, zip3 } from "../kernels.ts";
import { type Op, op } from "../op.ts";
import { resultType } from "../promotion.ts";
import { given } from "../samples.ts";
import type { Tensor } from "../tensor.ts";
import { mul, neg, scalar } from "./algebra.ts";
import { full } from "./create.ts";

import { unary } from "./unary.ts";

const flat = (g: Tensor): Tensor => full(g.shape, 0, g.dtype);

/** To the nearest integer, ties to even. */
export function roundEven(x: number): number {
  const r = Math.round(x);
  return Math.abs(x % 1) === 0.5 && r % 2 !== 0 ? r - 1 : r;
}

const steps: readonly (readonly [string, (x: number) => number, string, string, readonly string[]])[] = [
  ["floor", Math.floor, "⌊ ⌋", "The next integer below.", []],
  ["ceil", Math.ceil, "⌈ ⌉", "The next integer above.", []],
  ["trunc", Math.trunc, "trunc", "The integer part.", ["fix"]],
  ["sign", (x) => (Number.isNaN(x) ? 0 : Math.sign(x)), "sgn", "−1, 0 or 1.", ["sgn"]],
];
for (const [name, f, symbol, doc, aliases] of steps) {
  unary(name, { f, vjp: flat, keepsIntegers: true, symbol, tex: [`\\operatorname{${name}}(a)`, "0"], doc, aliases });
}

op<[self: Tensor, decimals?: number]>("round(Tensor self, *, int decimals=0) -> Tensor", {
  batch: elementwise,
  forward: (a, decimals = 0) => {
    const scale = 10 ** Math.abs(decimals);
    if (decimals === 0) return map(a, a.dtype, roundEven);
    return map(a, a.dtype, decimals > 0 ? (x) => roundEven(x * scale) / scale : (x) => roundEven(x / scale) * scale);
  },
  vjp: { self: flat },
  inPlace: true,
  samples: [() => [given([0.3, -1.2])]],
  symbol: "round",
  tex: { forward: "z = \\operatorname{round}(a)", vjp: { self: "0" } },
  doc: "To the nearest integer, halves to the even one.",
});
unary("frac", {
  f: (x) => x - Math.trunc(x),
  vjp: (g) => g,
  tex: ["a - \\operatorname{trunc}(a)", "\\bar z"],
  doc: "The part after the decimal point.",
});
export const sign = (t: Tensor): Tensor => map(t, t.dtype, (x) => (Number.isNaN(x) ? 0 : Math.sign(x)));

export const abs: Op<[self: Tensor]> = unary("abs", {
  f: Math.abs,
  vjp: (g, x) => mul(g, sign(x())),
  keepsIntegers: true,
  aliases: ["absolute"],
  symbol: "| |",
  tex: ["|a|", "\\bar z \\odot \\operatorname{sgn} a"],
  doc: "Without the sign.",
});

/** 1 where the condition on the elements holds, else 0: the masks of gradient rules, without a history. */
export function maskOf(t: Tensor, holds: (x: number) => boolean): Tensor {
  return map(t, t.dtype, (x) => (holds(x) ? 1 : 0));
}

const limit = (x: number, low: number, high: number): number =>
  Number.isNaN(x) ? x : Math.min(Math.max(x, low), high);

/** Both ends of a range as the tensor's dtype has them: 0.1 is another number in single precision, and an element may be just that. */
const bounds = (
  dtype: Dtype,
  min: number | null | undefined,
  max: number | null | undefined,
): readonly [number, number] => {
  const round = rounding(dtype);
  return [round(min ?? Number.NEGATIVE_INFINITY), round(max ?? Number.POSITIVE_INFINITY)];
};

export const clamp: Op<[self: Tensor, min?: number | null, max?: number | null]> = op(
  "clamp(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor",
  {
    batch: elementwise,
    forward: (a, min = null, max = null) => {
      if (min === null && max === null) fail("torch.clamp: At least one of 'min' or 'max' must not be None");
      const whole = Number.isInteger(min ?? 0) && Number.isInteger(max ?? 0);
      const dtype = categoryOf(a.dtype) === 2 || whole ? a.dtype : resultType([a, scalar(0.5)]);
      const [low, high] = bounds(dtype, min, max);
      return map(a, dtype, (x) => limit(x, low, high));
    },
    vjp: {
      self: (g, c) => {
        const [low, high] = bounds(g.dtype, c.arg(1), c.arg(2));
        return mul(
          g,
          maskOf(c.arg(0), (x) => x >= low && x <= high),
        );
      },
    },
    node: "ClampBackward1",
    inPlace: true,
    aliases: ["clip"],
    samples: [() => [given([0.3, -1.2, 2.1]), -1, 1]],
    tex: { forward: "z = \\min(\\max(a, l), h)", vjp: { self: "\\bar z \\text{ where } l \\le a \\le h" } },
    doc: "Limits every element to a range.",
  },
);
op<[self: Tensor, min?: Tensor | null, max?: Tensor | null]>(
  "clamp.Tensor(Tensor self, Tensor? min=None, Tensor? max=None) -> Tensor",
  {
    batch: elementwise,
    forward: (a, min = null, max = null) => {
      if (!min && !max) fail("torch.clamp: At least one of 'min' or 'max' must not be None");
      let out = a;
      if (min) out = zip(out, min, resultType([out, min]), (x, m) => (x < m || Number.isNaN(m) ? m : x));
      if (max) out = zip(out, max, resultType([out, max]), (x, m) => (x > m || Number.isNaN(m) ? m : x));
      return out;
    },
    vjp: {
      self: (g, c) => {
        let out = g;
        const [a, min, max] = [c.arg(0), c.arg(1) ?? null, c.arg(2) ?? null];
        if (min)
          out = mul(
            out,
            zip(a, min, g.dtype, (x, m) => (x >= m ? 1 : 0)),
          );
        if (max)
          out = mul(
            out,
            zip(a, max, g.dtype, (x, m) => (x <= m ? 1 : 0)),
          );
        return out;
      },
      min: (g, c) =>
        mul(
          g,
          zip3(c.arg(0), c.arg(1) as Tensor, c.arg(2) ?? scalar(Number.POSITIVE_INFINITY), g.dtype, (x, low, high) =>
            x < low && low < high ? 1 : 0,
          ),
        ),
      // The upper bound has the last word, also where it lies below the lower one.
      max: (g, c) =>
        mul(
          g,
          zip3(c.arg(0), c.arg(1) ?? scalar(Number.NEGATIVE_INFINITY), c.arg(2) as Tensor, g.dtype, (x, low, high) =>
            x > high || high < low ? 1 : 0,
          ),
        ),
    },
    node: "ClampBackward0",
    aliases: ["clip"],
    samples: [() => [given([0.3, -1.2, 2.1]), given([-1, -1, -1]), given([1, 1, 1])]],
    doc: "Limits every element to a range given by tensors.",
  },
);
function clampTo(a: Tensor, min: number | null, max: number | null): Tensor {
  const [low, high] = bounds(a.dtype, min, max);
  return map(a, a.dtype, (x) => limit(x, low, high));
}
export const clampMin: Op<[self: Tensor, min: number]> = op("clamp_min(Tensor self, Scalar min) -> Tensor", {
  batch: elementwise,
  forward: (a, min) => clampTo(a, min, null),
  vjp: {
    self: (g, c) => {
      const [low] = bounds(g.dtype, c.arg(1), null);
      return mul(
        g,
        maskOf(c.arg(0), (x) => x >= low),
      );
    },
  },
  inPlace: true,
  samples: [() => [given([0.3, -1.2, 2.1]), -1]],
  doc: "No element below a limit.",
});
op<[self: Tensor, max: number]>("clamp_max(Tensor self, Scalar max) -> Tensor", {
  forward: (a, max) => clampTo(a, null, max),
  vjp: {
    self: (g, c) => {
      const [, high] = bounds(g.dtype, null, c.arg(1));
      return mul(
        g,
        maskOf(c.arg(0), (x) => x <= high),
      );
    },
  },
  inPlace: true,
  samples: [() => [given([0.3, -1.2, 2.1]), 1]],
  doc: "No element above a limit.",
});
op<[self: Tensor, nan?: number | null, posinf?: number | null, neginf?: number | null]>(
  "nan_to_num(Tensor self, float? nan=None, float? posinf=None, float? neginf=None) -> Tensor",
  {
    forward: (a, nan = null, posinf = null, neginf = null) => {
      const largest = a.dtype === "float64" ? Number.MAX_VALUE : 3.4028234663852886e38;
      return map(a, a.dtype, (x) =>
        Number.isNaN(x) ? (nan ?? 0) : Number.isFinite(x) ? x : x > 0 ? (posinf ?? largest) : (neginf ?? -largest),
      );
    },
    vjp: { self: (g, c) => mul(g, maskOf(c.arg(0), Number.isFinite)) },
    inPlace: true,
    samples: [() => [given([0.3, -1.2])]],
    doc: "Replaces NaN and infinities by numbers.",
  },
);

op<[self: Tensor, other: Tensor, alpha?: number]>("rsub(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor", {
  forward: (a, b, alpha = 1) => zip(a, b, resultType([a, b]), (x, y) => y - alpha * x),
  vjp: { self: (g, c) => (c.arg(2) === 1 ? neg(g) : mul(g, scalar(-(c.arg(2) as number)))), other: (g) => g },
  node: (_a, b) => (b.isWrapped ? "RsubBackward1" : "RsubBackward0"),
  homes: ["torch"],
  symbol: "−",
  tex: { forward: "z = b - a", vjp: { self: "-\\bar z", other: "\\bar z" } },
  samples: [() => [given([0.3, -1.2]), given([2, 3])]],
  doc: "The other minus this one.",
});
op<[self: Tensor, other: Tensor]>("floor_divide(Tensor self, Tensor other) -> Tensor", {
  forward: (a, b) => {
    const dtype = resultType([a, b]);
    if (categoryOf(dtype) < 2) refuseZero(b);
    return zip(a, b, dtype, (x, y) => Math.floor(x / y));
  },
  // In the graph, but with no way through: a step has no slope, and PyTorch gives it none.
  vjp: { self: noSlope, other: noSlope },
  node: "NotImplemented",
  inPlace: true,
  symbol: "//",
  doc: "Divides and rounds down.",
});
function noSlope(): never {
  return fail("derivative for aten::floor_divide is not implemented");
}
function refuseZero(t: Tensor): void {
  map(t, t.dtype, (x) => (x === 0 ? fail("ZeroDivisionError") : x));
}
op<[self: Tensor, other: Tensor]>("remainder(Tensor self, Tensor other) -> Tensor", {
  // The sign of the divisor, as Python's %.
  forward: (a, b) => {
    const dtype = resultType([a, b]);
    if (categoryOf(dtype) < 2) refuseZero(b);
    return zip(a, b, dtype, (x, y) => {
      const r = x % y;
      return r !== 0 && r < 0 !== y < 0 ? r + y : r;
    });
  },
  vjp: {
    self: (g) => g,
    other: (g, c) =>
      mul(
        neg(g),
        zip(c.arg(0), c.arg(1), g.dtype, (x, y) => Math.floor(x / y)),
      ),
  },
  inPlace: true,
  symbol: "%",
  samples: [() => [given([5.3, -1.2]), given([2, 0.7])]],
  node: (_a, b) => (b.isWrapped ? "RemainderBackward0" : "RemainderBackward1"),
  doc: "The rest of a division, with the divisor's sign.",
});
op<[self: Tensor, other: Tensor]>("fmod(Tensor self, Tensor other) -> Tensor", {
  forward: (a, b) => {
    const dtype = resultType([a, b]);
    const divisible = isFloating(dtype) ? (y: number) => y : (y: number) => (y === 0 ? fail("ZeroDivisionError") : y);
    return zip(a, b, dtype, (x, y) => x % divisible(y));
  },
  vjp: {
    self: (g) => g,
    other: (g, c) =>
      mul(
        neg(g),
        zip(c.arg(0), c.arg(1), g.dtype, (x, y) => Math.trunc(x / y)),
      ),
  },
  inPlace: true,
  samples: [() => [given([5.3, -1.2]), given([2, 0.7])]],
  node: (_a, b) => (b.isWrapped ? "FmodBackward0" : "FmodBackward1"),
  doc: "The rest of a division, with the dividend's sign.",
});
