/** Addition, subtraction, multiplication, division: the ops that every gradient rule leans on. */
import { elementwise } from "../batch.ts";
import { fail } from "../errors.ts";
import { rounding, zip, zipInto } from "../kernels.ts";
import { minus, plus, product, quotient, scaledSum } from "../loops.ts";
import { type Op, op } from "../op.ts";
import { floatType, resultType } from "../promotion.ts";
import { given } from "../samples.ts";
import { type Tensor, wrapScalar } from "../tensor.ts";

/** A Python number in a gradient rule, as the op's operand. */
export function scalar(value: number): Tensor {
  return wrapScalar(value, Number.isInteger(value) ? "int64" : "float64");
}

export const add: Op<[self: Tensor, other: Tensor, alpha?: number]> = op(
  "add(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor",
  {
    batch: elementwise,
    forward: (a, b, alpha = 1) => {
      const dtype = resultType([a, b]);
      return alpha === 1
        ? zip(a, b, dtype, dtype === "bool" ? (x, y) => x | y : plus)
        : zip(a, b, dtype, scaledSum(rounding(dtype)(alpha)));
    },
    vjp: {
      self: (g) => g,
      other: (g, c) => (c.arg(2) === 1 ? g : mul(g, scalar(c.arg(2) as number))),
    },
    lone: { value: (a, b) => a + b, vjp: [(g) => g, (g) => g] },
    inPlace: (a, b, alpha = 1) => zipInto(a, b, alpha === 1 ? plus : scaledSum(rounding(a.dtype)(alpha))),
    symbol: "+",
    tex: { forward: "z = a + b", vjp: { self: "\\bar z", other: "\\bar z" } },
    samples: [
      () => [given([2, 3, -1, 4, 5, 6], [2, 3]), given([0.5, -1.5, 2])],
      () => [given([2], []), given([-3.5], [])],
    ],
    doc: "Adds two tensors element by element, with broadcasting.",
  },
);

export const sub: Op<[self: Tensor, other: Tensor, alpha?: number]> = op(
  "sub(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor",
  {
    batch: elementwise,
    forward: (a, b, alpha = 1) => {
      const dtype = resultType([a, b]);
      if (dtype === "bool")
        fail(
          "Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.",
        );
      return zip(a, b, dtype, alpha === 1 ? minus : scaledSum(-rounding(dtype)(alpha)));
    },
    vjp: {
      self: (g) => g,
      other: (g, c) => (c.arg(2) === 1 ? neg(g) : mul(g, scalar(-(c.arg(2) as number)))),
    },
    lone: { value: (a, b) => a - b, vjp: [(g) => g, (g) => -g] },
    inPlace: (a, b, alpha = 1) => zipInto(a, b, alpha === 1 ? minus : scaledSum(-rounding(a.dtype)(alpha))),
    aliases: ["subtract"],
    symbol: "−",
    tex: { forward: "z = a - b", vjp: { self: "\\bar z", other: "-\\bar z" } },
    samples: [
      () => [given([2, 3, -1, 4, 5, 6], [2, 3]), given([0.5, -1.5, 2])],
      () => [given([2], []), given([-3.5], [])],
    ],
    doc: "Subtracts one tensor from another, with broadcasting.",
  },
);

export const mul: Op<[self: Tensor, other: Tensor]> = op("mul(Tensor self, Tensor other) -> Tensor", {
  batch: elementwise,
  forward: (a, b) => zip(a, b, resultType([a, b]), product),
  vjp: { self: (g, c) => mul(g, c.arg(1)), other: (g, c) => mul(g, c.arg(0)) },
  lone: { value: (a, b) => a * b, vjp: [(g, _a, b) => g * b, (g, a) => g * a] },
  inPlace: (a, b) => zipInto(a, b, product),
  aliases: ["multiply"],
  symbol: "×",
  tex: { forward: "z = a \\odot b", vjp: { self: "\\bar z \\odot b", other: "\\bar z \\odot a" } },
  samples: [
    () => [given([2, 3, -1, 4, 5, 6], [2, 3]), given([0.5, -1.5, 2])],
    () => [given([2], []), given([-3.5], [])],
  ],
  doc: "Multiplies two tensors element by element, with broadcasting.",
});

export const div: Op<[self: Tensor, other: Tensor, roundingMode?: string | null]> = op(
  "div(Tensor self, Tensor other, *, str? rounding_mode=None) -> Tensor",
  {
    batch: elementwise,
    forward: (a, b, mode = null) => {
      const common = resultType([a, b]);
      if (mode === null) return zip(a, b, floatType(common), quotient);
      const round =
        mode === "floor"
          ? Math.floor
          : mode === "trunc"
            ? Math.trunc
            : fail(`div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '${mode}'`);
      return zip(a, b, common, (x, y) => round(x / y));
    },
    vjp: {
      self: (g, c) => (c.arg(2) == null ? div(g, c.arg(1)) : null),
      // ∂(a/b)/∂b = -(a/b)/b, in the order of operations that PyTorch uses
      other: (g, c) => (c.arg(2) == null ? mul(neg(g), div(div(c.arg(0), c.arg(1)), c.arg(1))) : null),
    },
    lone: {
      value: (a, b) => a / b,
      vjp: [(g, _a, b) => g / b, (g, a, b) => -g * Math.fround(Math.fround(a / b) / b)],
    },
    inPlace: (a, b, mode = null) => mode === null && zipInto(a, b, quotient),
    aliases: ["divide", "true_divide"],
    symbol: "÷",
    tex: { forward: "z = a / b", vjp: { self: "\\bar z / b", other: "-\\bar z \\odot a / b^2" } },
    samples: [
      () => [given([2, 3, -1, 4, 5, 6], [2, 3]), given([0.5, -1.5, 2])],
      () => [given([2], []), given([-3.5], [])],
    ],
    doc: "Divides one tensor by another, with broadcasting; integers become floats.",
  },
);

export const neg: Op<[self: Tensor]> = op("neg(Tensor self) -> Tensor", {
  batch: elementwise,
  forward: (a) => {
    if (a.dtype === "bool")
      fail(
        "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.",
      );
    return zip(a, scalar(0), a.dtype, (x) => -x);
  },
  vjp: { self: (g) => neg(g) },
  lone: { value: (a) => -a, vjp: [(g) => -g] },
  inPlace: true,
  aliases: ["negative"],
  symbol: "−( )",
  tex: { forward: "z = -a", vjp: { self: "-\\bar z" } },
  samples: [() => [given([1, -2])]],
  doc: "Changes the sign of every element.",
});
