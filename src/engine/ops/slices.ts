/** Parts of a tensor along a dim: select, slice, split, unbind. */
import { alongDims } from "../batch.ts";
import { fail } from "../errors.ts";
import { composite, type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { contiguousStrides, type Shape, wrapDim } from "../shape.ts";
import { type Tensor, viewTensor } from "../tensor.ts";
import { contiguous, zeros } from "./core.ts";
import { asStridedScatter } from "./strided.ts";

const sample = (): Tensor => given([1, 2, 3, 4, 5, 6], [2, 3]);

/** Zeros with `g` at the place that a slice was taken from; `offset` and `strides` as in a contiguous tensor of that shape. */
export function putBack(g: Tensor, shape: Shape, strides: readonly number[], offset: number): Tensor {
  return asStridedScatter(zeros(shape, g.dtype), contiguous(g), g.shape, strides, offset);
}

export const select: Op<[self: Tensor, dim: number, index: number]> = op(
  "select(Tensor self, int dim, int index) -> Tensor",
  {
    batch: alongDims,
    forward: (a, dim, index) => {
      if (a.rank === 0) fail("select() cannot be applied to a 0-dim tensor.", "IndexError");
      const d = wrapDim(dim, a.rank);
      const at = checkedIndex(index, d, a.shape);
      return viewTensor(
        a,
        a.shape.toSpliced(d, 1),
        a.strides.toSpliced(d, 1),
        a.offset + at * (a.strides[d] as number),
      );
    },
    vjp: {
      self: (g, c) => {
        const shape = c.shape(0);
        const strides = contiguousStrides(shape);
        const d = wrapDim(c.arg(1), shape.length);
        const at = c.arg(2) < 0 ? c.arg(2) + (shape[d] as number) : c.arg(2);
        return putBack(g, shape, strides.toSpliced(d, 1), at * (strides[d] as number));
      },
    },
    view: true,
    samples: [() => [sample(), 1, -1]],
    symbol: "[ ]",
    tex: { forward: "z = a_i", vjp: { self: "\\bar z \\text{ at } i \\text{, else } 0" } },
    doc: "One slice along a dim; the dim goes away.",
  },
);

function checkedIndex(index: number, dim: number, shape: Shape): number {
  const size = shape[dim] as number;
  if (index < -size || index >= size)
    fail(`index ${index} is out of bounds for dimension ${dim} with size ${size}`, "IndexError");
  return index < 0 ? index + size : index;
}

/** Start and number of elements of `start:end:step` in a dim of this size, as Python counts them. */
function rangeIn(size: number, start: number | null, end: number | null, step: number): readonly [number, number] {
  const clip = (x: number): number => Math.min(Math.max(x < 0 ? x + size : x, 0), size);
  const from = clip(start ?? 0);
  const to = Math.max(clip(end ?? size), from);
  return [from, Math.ceil((to - from) / step)];
}

export const slice: Op<[self: Tensor, dim: number, start?: number | null, end?: number | null, step?: number]> = op(
  "slice(Tensor self, int dim=0, int? start=None, int? end=None, int step=1) -> Tensor",
  {
    batch: alongDims,
    forward: (a, dim, start = null, end = null, step = 1) => {
      if (a.rank === 0) fail("slice() cannot be applied to a 0-dim tensor.");
      if (step <= 0) fail("slice step must be positive");
      const d = wrapDim(dim, a.rank);
      const [from, count] = rangeIn(a.shape[d] as number, start, end, step);
      const stride = a.strides[d] as number;
      return viewTensor(a, a.shape.with(d, count), a.strides.with(d, stride * step), a.offset + from * stride);
    },
    vjp: {
      self: (g, c) => {
        const shape = c.shape(0);
        const strides = contiguousStrides(shape);
        const d = wrapDim(c.arg(1), shape.length);
        const step = c.arg(4) ?? 1;
        const [from] = rangeIn(shape[d] as number, c.arg(2) ?? null, c.arg(3) ?? null, step);
        const stride = strides[d] as number;
        return putBack(g, shape, strides.with(d, stride * step), from * stride);
      },
    },
    view: true,
    homes: ["hidden"],
    samples: [() => [sample(), 1, 1, 3, 1], () => [sample(), 1, 0, 3, 2]],
    symbol: "[:]",
    tex: { forward: "z = a_{i:j}", vjp: { self: "\\bar z \\text{ at } i{:}j \\text{, else } 0" } },
    doc: "A range of slices along a dim.",
  },
);

composite<[self: Tensor, dim: number, start: number, length: number]>(
  "narrow(Tensor self, int dim, int start, int length) -> Tensor",
  { doc: "A range of a dim, by start and length." },
  (a, dim, start, length) => {
    if (a.rank === 0) fail("narrow() cannot be applied to a 0-dim tensor.");
    const d = wrapDim(dim, a.rank);
    const size = a.shape[d] as number;
    const from = start < 0 ? start + size : start;
    if (length < 0) fail("narrow(): length must be non-negative.");
    if (from > size || from < 0)
      fail(`start out of range (expected to be in range of [${-size}, ${size}], but got ${start})`, "IndexError");
    if (from + length > size) fail(`start (${from}) + length (${length}) exceeds dimension size (${size}).`);
    return slice(a, d, from, from + length, 1);
  },
);
