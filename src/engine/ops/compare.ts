/** Comparisons, logic, bits, and questions about numbers: results without gradients. */
import { elementwise } from "../batch.ts";
import { categoryOf, type Dtype, dtypes } from "../dtype.ts";
import { fail } from "../errors.ts";
import { map, zip } from "../kernels.ts";
import { op } from "../op.ts";
import type { Home } from "../opInfo.ts";
import { resultType } from "../promotion.ts";
import { sameShape } from "../shape.ts";
import { elementsOf, type Tensor, tensorFrom } from "../tensor.ts";

type Compare = (x: number, y: number) => boolean;
const comparisons: readonly (readonly [string, string, Compare, readonly string[]])[] = [
  ["eq", "=", (x, y) => x === y, []],
  ["ne", "≠", (x, y) => x !== y, ["not_equal"]],
  ["lt", "<", (x, y) => x < y, ["less"]],
  ["le", "≤", (x, y) => x <= y, ["less_equal"]],
  ["gt", ">", (x, y) => x > y, ["greater"]],
  ["ge", "≥", (x, y) => x >= y, ["greater_equal"]],
  ["logical_and", "∧", (x, y) => x !== 0 && y !== 0, []],
  ["logical_or", "∨", (x, y) => x !== 0 || y !== 0, []],
  ["logical_xor", "⊻", (x, y) => (x !== 0) !== (y !== 0), []],
];
for (const [name, symbol, f, aliases] of comparisons) {
  op<[self: Tensor, other: Tensor]>(`${name}(Tensor self, Tensor other) -> Tensor`, {
    batch: elementwise,
    forward: (a, b) => zip(a, b, resultType([a, b]), (x, y) => (f(x, y) ? 1 : 0), "bool"),
    inPlace: true,
    symbol,
    aliases,
    doc: "Compares element by element.",
  });
}

const questions: readonly (readonly [string, (x: number) => boolean, string])[] = [
  ["isnan", Number.isNaN, "Where an element is not a number."],
  ["isinf", (x) => x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY, "Where an element is infinite."],
  ["isfinite", Number.isFinite, "Where an element is an ordinary number."],
  ["isneginf", (x) => x === Number.NEGATIVE_INFINITY, "Where an element is −∞."],
  ["isposinf", (x) => x === Number.POSITIVE_INFINITY, "Where an element is +∞."],
  ["signbit", (x) => x < 0 || Object.is(x, -0), "Where an element has a minus sign."],
  ["logical_not", (x) => x === 0, "Where an element is zero."],
];
for (const [name, f, doc] of questions) {
  op<[self: Tensor]>(`${name}(Tensor self) -> Tensor`, {
    batch: elementwise,
    forward: (a) => map(a, "bool", (x) => (f(x) ? 1 : 0)),
    doc,
  });
}

const close =
  (rtol: number, atol: number, equalNan: boolean): Compare =>
  (x, y) =>
    x === y ||
    (equalNan && Number.isNaN(x) && Number.isNaN(y)) ||
    (Number.isFinite(x - y) && Math.abs(x - y) <= atol + rtol * Math.abs(y));

type Close = [self: Tensor, other: Tensor, rtol?: number, atol?: number, equalNan?: boolean];
const arguments_ = "(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> Tensor";
op<Close>(`isclose${arguments_}`, {
  forward: (a, b, rtol = 1e-5, atol = 1e-8, equalNan = false) => {
    const test = close(rtol, atol, equalNan);
    return zip(a, b, sameDtype(a, b), (x, y) => (test(x, y) ? 1 : 0), "bool");
  },
  doc: "Where elements are equal up to a tolerance.",
});
op<Close>(`allclose${arguments_}`, {
  forward: (a, b, rtol = 1e-5, atol = 1e-8, equalNan = false) => {
    const test = close(rtol, atol, equalNan);
    const each = zip(a, b, sameDtype(a, b), (x, y) => (test(x, y) ? 1 : 0), "bool");
    return truth(Array.from(elementsOf(each)).every((x) => x !== 0));
  },
  doc: "Are all elements equal up to a tolerance?",
});
op<[self: Tensor, other: Tensor]>("equal(Tensor self, Tensor other) -> Tensor", {
  forward: (a, b) => {
    if (!sameShape(a.shape, b.shape)) return truth(false);
    const [x, y] = [elementsOf(a), elementsOf(b)];
    return truth(Array.from(x).every((v, i) => v === y[i]));
  },
  doc: "Same shape and same elements?",
});

function sameDtype(a: Tensor, b: Tensor): Dtype {
  if (a.dtype !== b.dtype) fail(`${dtypes[a.dtype].scalarName} did not match ${dtypes[b.dtype].scalarName}`);
  return a.dtype;
}
const truth = (value: boolean): Tensor => tensorFrom([value ? 1 : 0], [], "bool");

/** Bits of integers up to 2⁵³ by way of BigInt; bools by logic. */
const bits: readonly (readonly [string, string, (x: bigint, y: bigint) => bigint])[] = [
  ["bitwise_and", "&", (x, y) => x & y],
  ["bitwise_or", "|", (x, y) => x | y],
  ["bitwise_xor", "⊕", (x, y) => x ^ y],
  ["bitwise_left_shift", "≪", (x, y) => x << y],
  ["bitwise_right_shift", "≫", (x, y) => x >> y],
];
const home: readonly Home[] = ["method", "torch"];
for (const [name, symbol, f] of bits) {
  op<[self: Tensor, other: Tensor]>(`${name}(Tensor self, Tensor other) -> Tensor`, {
    forward: (a, b) => {
      const dtype = resultType([a, b]);
      if (categoryOf(dtype) === 2)
        fail(`"${name}_cpu" not implemented for '${dtypes[dtype].scalarName}'`, "NotImplementedError");
      return zip(a, b, dtype, (x, y) => Number(f(BigInt(x), BigInt(y))));
    },
    inPlace: true,
    homes: home,
    symbol,
    doc: "Bit by bit.",
  });
}
op<[self: Tensor]>("bitwise_not(Tensor self) -> Tensor", {
  forward: (a) => {
    if (categoryOf(a.dtype) === 2)
      fail(`"bitwise_not_cpu" not implemented for '${dtypes[a.dtype].scalarName}'`, "NotImplementedError");
    return map(
      a,
      a.dtype,
      a.dtype === "bool" ? (x) => (x === 0 ? 1 : 0) : a.dtype === "uint8" ? (x) => 255 - x : (x) => -x - 1,
    );
  },
  inPlace: true,
  symbol: "¬",
  doc: "Turns every bit; for bools: not.",
});
