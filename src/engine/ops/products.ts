/** Products, and gradients that stay right where a factor is zero. */

import { type Dtype, isFloating } from "../dtype.ts";
import { castElements, rounding } from "../kernels.ts";
import { eachLine } from "../lines.ts";
import { type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { type Shape, wrapDim } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "../tensor.ts";
import { add, div, mul, scalar, sub } from "./algebra.ts";
import { reshape, sum } from "./core.ts";

const sample = (): Tensor => given([1, 2, -3, 4, 0.5, 6], [2, 3]);

/** Π of a line without element k, for every k: products from both sides, so that zeros do no harm. */
function productsOfOthers(line: readonly number[]): number[] {
  const out = new Array<number>(line.length).fill(1);
  let left = 1;
  line.forEach((x, k) => {
    out[k] = left;
    left *= x;
  });
  let right = 1;
  for (let k = line.length - 1; k >= 0; k--) {
    out[k] = (out[k] as number) * right;
    right *= line[k] as number;
  }
  return out;
}
/** Π of a line, rounded as PyTorch's kernel does: one after another; of a long one in a piece, four registers of numbers first. */
function productOf(line: ArrayLike<number>, dtype: Dtype, isInOnePiece: boolean): number {
  const round = rounding(dtype);
  const wide = dtype === "float64" ? 4 : 8;
  const whole = isInOnePiece && isFloating(dtype) ? line.length - (line.length % (4 * wide)) : 0;
  let product = 1;
  if (whole > 0) {
    const places = Array.from({ length: 4 * wide }, (_, k) => {
      let own = line[k] as number;
      for (let i = k + 4 * wide; i < whole; i += 4 * wide) own = round(own * (line[i] as number));
      return own;
    });
    const register = places.slice(0, wide).map((own, k) => {
      const [second = 1, third = 1, fourth = 1] = [1, 2, 3].map((r) => places[r * wide + k]);
      return round(round(own * second) * round(third * fourth));
    });
    product = register.reduce((p, x) => round(p * x));
  }
  for (let i = whole; i < line.length; i++) product = round(product * (line[i] as number));
  return product;
}
const prodDtype = (a: Tensor, dtype: Dtype | null): Dtype => dtype ?? (isFloating(a.dtype) ? a.dtype : "int64");

op<[self: Tensor, dtype?: Dtype | null]>("prod(Tensor self, *, dtype? dtype=None) -> Tensor", {
  forward: (a, dtype = null) => {
    const type = prodDtype(a, dtype);
    return tensorFrom([productOf(castElements(a, type), type, true)], [], type);
  },
  vjp: {
    self: (g, c) =>
      hasZero(c.arg(0)) ? prodGradient(g, reshape(c.arg(0), [-1]), 0, c.shape(0)) : mul(g, div(c.out(), c.arg(0))),
  },
  samples: [() => [sample()]],
  symbol: "Π",
  tex: { forward: "z = \\prod_i a_i", vjp: { self: "\\bar z \\prod_{k \\ne i} a_k" } },
  doc: "Product of all elements.",
});
op<[self: Tensor, dim: number, keepdim?: boolean, dtype?: Dtype | null]>(
  "prod.dim_int(Tensor self, int dim, bool keepdim=False, *, dtype? dtype=None) -> Tensor",
  {
    forward: (a, dim, keepdim = false, dtype = null) => {
      const d = wrapDim(dim, a.rank);
      const type = prodDtype(a, dtype);
      const out = emptyTensor(keepdim && a.rank > 0 ? a.shape.with(d, 1) : a.shape.toSpliced(d, 1), type);
      const isInOnePiece = a.rank === 0 || a.strides[d] === 1;
      eachLine(a, d, (line, _, n) => {
        out.storage.data[out.offset + n] = productOf(line, type, isInOnePiece);
      });
      return out;
    },
    vjp: {
      self: (g, c) => {
        const d = wrapDim(c.arg(1), c.shape(0).length);
        const wide = (t: Tensor): Tensor =>
          c.arg(2) === true || c.shape(0).length === 0 ? t : reshape(t, c.shape(0).with(d, 1));
        if (hasZero(c.arg(0))) return prodGradient(wide(g), c.arg(0), d, c.shape(0));
        return mul(wide(g), div(wide(c.out()), c.arg(0)));
      },
    },
    node: "ProdBackward1",
    samples: [() => [sample(), 1]],
    symbol: "Π",
    doc: "Product along a dim.",
  },
);
const hasZero = (a: Tensor): boolean => Array.from(elementsOf(a)).includes(0);
/** ḡ · Π of the others, as an op so that it can be differentiated (through its own numbers' ratio where they are not zero). */
function prodGradient(g: Tensor, a: Tensor, dim: number, shape: Shape): Tensor {
  return reshape(mul(g, othersProduct(a, dim)), shape);
}
/** The same without a division by aⱼ, one j after the other: with 1 in its place, Σₖ ḡₖ pₖ over the k ≠ j. */
function throughOthers(g: Tensor, a: Tensor, dim: number): Tensor {
  const size = a.shape[dim] ?? 1;
  const along = a.shape.map((s, d) => (d === dim ? s : 1));
  const parts = Array.from({ length: size }, (_, j) => {
    const here = tensorFrom(
      Array.from({ length: size }, (_, k) => (k === j ? 1 : 0)),
      along,
      g.dtype,
    );
    const elsewhere = sub(scalar(1), here);
    const others = othersProduct(add(mul(a, elsewhere), here), dim);
    return mul(here, sum(mul(mul(g, elsewhere), others), [dim], true));
  });
  return parts.reduce((x, y) => add(x, y));
}
const othersProduct: Op<[self: Tensor, dim: number]> = op("_others_product(Tensor self, int dim) -> Tensor", {
  forward: (a, dim) => {
    const out = emptyTensor(a.shape, a.dtype);
    eachLine(a, wrapDim(dim, a.rank), (line, at) => {
      productsOfOthers(line).forEach((p, k) => {
        out.storage.data[out.offset + at(k)] = p;
      });
    });
    return out;
  },
  vjp: {
    // ∂/∂aⱼ Σₖ ḡₖ Π_{i≠k} aᵢ = (Σₖ ḡₖ pₖ − ḡⱼ pⱼ) / aⱼ
    self: (g, c) => {
      const [a, dim] = [c.arg(0), c.arg(1)];
      if (hasZero(a)) return throughOthers(g, a, dim);
      const weighted = mul(g, c.out());
      return div(sub(sum(weighted, [dim], true), weighted), a);
    },
  },
  homes: ["hidden"],
  samples: [() => [sample(), 1]],
});

// Variance ------------------------------------------------------------------------------------------------
