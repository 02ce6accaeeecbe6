/** The ops that autograd itself needs: copies, sums, broadcasts, strided views, dtype conversion, detachment. */
import { alongDims, asItIs, type Batched, widened } from "../batch.ts";
import type { Dtype } from "../dtype.ts";
import { fail } from "../errors.ts";
import { registerGradientShaping } from "../gradientShape.ts";
import { converter, copyInto, expandTo, map } from "../kernels.ts";
import { composite, type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import {
  broadcastShapes,
  broadcastsTo,
  contiguousStrides,
  reductionDims,
  type Shape,
  sameShape,
  showShape,
} from "../shape.ts";
import { state } from "../state.ts";
import { sumElements } from "../sums.ts";
import { elementsOf, emptyTensor, narrowed, type Tensor, tensorFrom, viewTensor } from "../tensor.ts";
import { expandedShape, inferShape, viewStrides } from "../viewGeometry.ts";
import { registerZeros } from "../views.ts";

export const clone: Op<[self: Tensor]> = op("clone(Tensor self, *, str? memory_format=None) -> Tensor", {
  batch: asItIs,
  forward: (a) => tensorFrom(elementsOf(a), a.shape, a.dtype),
  vjp: { self: (g) => g },
  samples: [() => [given([1, 2, 3, 4, 5, 6], [2, 3])]],
  symbol: "copy",
  tex: { forward: "z = a", vjp: { self: "\\bar z" } },
  doc: "A copy with its own memory; gradients pass through.",
});

/** Same numbers, row-major memory: the tensor itself when it already is. */
export function contiguous(a: Tensor): Tensor {
  return a.isContiguous ? a : clone(a);
}

export const sum: Op<[self: Tensor, dim?: readonly number[] | null, keepdim?: boolean, dtype?: Dtype | null]> = op(
  "sum(Tensor self, int[1]? dim=None, bool keepdim=False, *, dtype? dtype=None) -> Tensor",
  {
    batch: alongDims,
    forward: (a, dim = null, keepdim = false, dtype = null) => sumElements(a, dim, keepdim, dtype),
    vjp: { self: (g, c) => spread(g, c.shape(0), c.arg(1) ?? null, c.arg(2) ?? false) },
    node: (_a, dim = null) => (dim === null ? "SumBackward0" : "SumBackward1"),
    samples: [
      () => [given([1, 2, 3, 4, 5, 6], [2, 3])],
      () => [given([1, 2, 3, 4, 5, 6], [2, 3]), [1], false],
      () => [given([1, 2, 3, 4, 5, 6], [2, 3]), [0], true],
    ],
    symbol: "Σ",
    tex: { forward: "z = \\sum_i a_i", vjp: { self: "\\bar z \\cdot \\mathbf 1" } },
    doc: "Adds up all elements, or those along the given dims.",
  },
);

/** The gradient of a reduction seen at every element: put the reduced dims back as size 1 and broadcast. */
export function spread(g: Tensor, shape: Shape, dim: readonly number[] | null, keepdim: boolean): Tensor {
  if (shape.length === 0) return g;
  if (dim === null && !keepdim && !state.gradEnabled)
    return viewTensor(g, shape, new Array<number>(shape.length).fill(0), g.offset);
  let out = g;
  if (!keepdim) {
    const dims = reductionDims(dim, shape.length);
    out = reshape(
      g,
      shape.map((size, i) => (dims.includes(i) ? 1 : size)),
    );
  }
  return expand(out, shape);
}

export const expand: Op<[self: Tensor, size: readonly number[]]> = op("expand(Tensor self, int[] size) -> Tensor", {
  batch: (info, [self, size], n) =>
    info.call([widened(self as Batched, (size as number[]).length), [n, ...(size as number[])]]),
  forward: (a, size) => expandTo(a, expandedShape(a.shape, size)),
  vjp: { self: (g) => g },
  view: true,
  homes: ["method"],
  samples: [() => [given([1, 2, 3], [3, 1]), [2, 3, 4]]],
  symbol: "expand",
  tex: { forward: "z_{ij} = a_j", vjp: { self: "\\sum_i \\bar z_{ij}" } },
  doc: "Repeats a tensor along new or size-1 dims without copying.",
});

/** Numbers in one piece with another shape; no autograd. */
const withShape = (t: Tensor, shape: Shape): Tensor =>
  sameShape(t.shape, shape) ? t : viewTensor(t, shape, contiguousStrides(shape), t.offset);

/** Adds up what broadcasting repeated, so that a gradient has its input's shape again. */
export function sumToSize(g: Tensor, shape: Shape): Tensor {
  const lead = g.rank - shape.length;
  const dims = g.shape.flatMap((size, i) => (i < lead || (shape[i - lead] === 1 && size !== 1) ? [i] : []));
  if (!state.gradEnabled)
    return withShape(narrowed(sumElements(g, dims.length === g.rank ? null : dims, false, null)), shape);
  const summed = dims.length === 0 ? g : sum(g, dims, true);
  return lead > 0 ? reshape(summed, shape) : summed;
}

export const view: Op<[self: Tensor, size: readonly number[]]> = op("view(Tensor self, int[] size) -> Tensor", {
  batch: (_info, [self, size], n) =>
    reshape((self as Batched).tensor, [n, ...inferShape(size as number[], (self as Batched).tensor.numel / n)]),
  forward: (a, size) => {
    const shape = inferShape(size, a.numel);
    const strides = viewStrides(a, shape);
    if (strides === null) {
      fail(
        "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.",
      );
    }
    return viewTensor(a, shape, strides, a.offset);
  },
  vjp: { self: (g, c) => reshape(g, c.shape(0)) },
  view: true,
  homes: ["method"],
  samples: [() => [given([1, 2, 3, 4, 5, 6], [2, 3]), [3, -1]]],
  symbol: "view",
  tex: { forward: "z = \\operatorname{view}(a)", vjp: { self: "\\operatorname{reshape}(\\bar z)" } },
  doc: "The same numbers in another shape, without copying.",
});

/** `view` where the layout allows it, else a copy in the new shape (UnsafeViewBackward0, as PyTorch names it). */
export function reshape(a: Tensor, size: readonly number[]): Tensor {
  const shape = inferShape(size, a.numel);
  return viewStrides(a, shape) === null ? unsafeView(clone(a), shape) : view(a, shape);
}

export const unsafeView: Op<[self: Tensor, size: readonly number[]]> = op(
  "_unsafe_view(Tensor self, int[] size) -> Tensor",
  {
    batch: (_info, [self, size], n) =>
      reshape((self as Batched).tensor, [n, ...inferShape(size as number[], (self as Batched).tensor.numel / n)]),
    forward: (a, size) => viewTensor(a, size, contiguousStrides(size), a.offset),
    vjp: { self: (g, c) => reshape(g, c.shape(0)) },
    node: "UnsafeViewBackward0",
    homes: ["hidden"],
    symbol: "view",
    tex: { forward: "z = \\operatorname{reshape}(a)", vjp: { self: "\\operatorname{reshape}(\\bar z)" } },
  },
);

/** The whole tensor as a view of itself: `x[:]`. */
export const alias: Op<[self: Tensor]> = op("alias(Tensor self) -> Tensor", {
  batch: asItIs,
  forward: (a) => viewTensor(a, a.shape, a.strides, a.offset),
  vjp: { self: (g) => g },
  view: true,
  homes: ["hidden"],
  samples: [() => [given([1, 2, 3])]],
  symbol: "[:]",
  tex: { forward: "z = a", vjp: { self: "\\bar z" } },
});

/** Zeros without a history. */
export function zeros(shape: Shape, dtype: Dtype): Tensor {
  return emptyTensor(shape, dtype);
}

export const toDtype: Op<[self: Tensor, dtype: Dtype]> = op("_to_copy(Tensor self, *, dtype dtype) -> Tensor", {
  batch: asItIs,
  forward: (a, dtype) => map(a, dtype, converter(a.dtype, dtype)),
  vjp: { self: (g) => g },
  node: "ToCopyBackward0",
  homes: ["hidden"],
  samples: [() => [given([1, 2, 3]), "float64"]],
  symbol: "cast",
  tex: { forward: "z = a", vjp: { self: "\\bar z" } },
  doc: "The same numbers in another dtype.",
});

/** The same numbers outside the graph; an in-place change of one is seen by the other. */
export const detach: Op<[self: Tensor]> = op("detach(Tensor self) -> Tensor", {
  batch: asItIs,
  forward: (a) => {
    const out = viewTensor(a, a.shape, a.strides, a.offset);
    out.aliasOf = a;
    return out;
  },
  symbol: "detach",
  cut: "detach",
  tex: { forward: "z = a", vjp: { self: "0" } },
  doc: "A view of the numbers that is cut from the graph: no gradient passes.",
});

/** Overwrites `self` with `src`, broadcast and converted. */
export const copy: Op<[self: Tensor, src: Tensor]> = op(
  "copy(Tensor self, Tensor src, bool non_blocking=False) -> Tensor",
  {
    forward: (a, src) => {
      const wide = broadcastShapes(a.shape, src.shape);
      if (!sameShape(wide, a.shape))
        fail(`output with shape ${showShape(a.shape)} doesn't match the broadcast shape ${showShape(wide)}`);
      const out = emptyTensor(a.shape, a.dtype);
      copyInto(out, src);
      return out;
    },
    vjp: { self: (g) => zeros(g.shape, g.dtype), src: (g) => g },
    node: "CopyBackwards",
    inPlace: true,
    homes: ["method"],
    samples: [() => [given([1, 2, 3, 4, 5, 6], [2, 3]), given([7, 8, 9])]],
    symbol: "=",
    tex: { forward: "z = b", vjp: { self: "0", src: "\\bar z" } },
  },
);

op<[self: Tensor, value: Tensor]>("fill(Tensor self, Tensor value) -> Tensor", {
  forward: (a, value) => {
    if (value.rank > 0)
      fail(`fill_ only supports 0-dimension value tensor but got tensor with ${value.rank} dimensions.`);
    const out = emptyTensor(a.shape, a.dtype);
    copyInto(out, value);
    return out;
  },
  vjp: { self: (g) => zeros(g.shape, g.dtype), value: (g) => sum(g) },
  inPlace: true,
  homes: ["method"],
  samples: [() => [given([1, 2, 3, 4, 5, 6], [2, 3]), given([7], [])]],
  symbol: "fill",
  tex: { forward: "z_i = b", vjp: { self: "0", value: "\\sum_i \\bar z_i" } },
});

export const zero: Op<[self: Tensor]> = op("zero(Tensor self) -> Tensor", {
  forward: (a) => zeros(a.shape, a.dtype),
  vjp: { self: (g) => zeros(g.shape, g.dtype) },
  inPlace: true,
  homes: ["method"],
  symbol: "0",
  tex: { forward: "z = 0", vjp: { self: "0" } },
});

composite<[self: Tensor, shape: readonly number[]]>(
  "reshape(Tensor self, int[] shape) -> Tensor",
  { doc: "The same numbers in another shape: a view where the layout allows it, else a copy." },
  reshape,
);
composite<[self: Tensor, size: readonly number[]]>(
  "sum_to_size(Tensor self, int[] size) -> Tensor",
  { homes: ["method"], doc: "Adds up what broadcasting would repeat." },
  (a, size) => {
    if (!broadcastsTo(size, a.shape))
      fail(`size {${showShape(size)}} is not expandable to size {${showShape(a.shape)}}.`);
    return sumToSize(a, size);
  },
);

registerGradientShaping({ sumToSize, castTo: (g, dtype) => toDtype(g, dtype) });
registerZeros(zeros);
