/** Parts of a tensor along a dim: select, slice, split, unbind. */
import { fail } from "../errors.ts";
import { composite, type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { contiguousStrides, type Shape, wrapDim } from "../shape.ts";
import { type Tensor, viewTensor } from "../tensor.ts";
import { asStridedScatter, contiguous, zeros } from "./core.ts";
import { cat, stack } from "./join.ts";

const sample = (): Tensor => given([1, 2, 3, 4, 5, 6], [2, 3]);

/** Zeros with `g` at the place that a slice was taken from; `offset` and `strides` as in a contiguous tensor of that shape. */
function putBack(g: Tensor, shape: Shape, strides: readonly number[], offset: number): Tensor {
  return asStridedScatter(zeros(shape, g.dtype), contiguous(g), g.shape, strides, offset);
}

export const select: Op<[self: Tensor, dim: number, index: number]> = op(
  "select(Tensor self, int dim, int index) -> Tensor",
  {
    forward: (a, dim, index) => {
      if (a.rank === 0) fail("select() cannot be applied to a 0-dim tensor.", "IndexError");
      const d = wrapDim(dim, a.rank);
      const at = checkedIndex(index, d, a.shape);
      return viewTensor(a, a.shape.toSpliced(d, 1), a.strides.toSpliced(d, 1), a.offset + at * (a.strides[d] as number));
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
    forward: (a, dim, start = null, end = null, step = 1) => {
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

export const narrow = composite<[self: Tensor, dim: number, start: number, length: number]>(
  "narrow(Tensor self, int dim, int start, int length) -> Tensor",
  { doc: "A range of a dim, by start and length." },
  (a, dim, start, length) => {
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

/** Several views of one tensor along `dim`; their gradients are put side by side again. */
type Parts = [self: Tensor, sizes: readonly number[], dim: number];
const splitInto = (node: "SplitBackward0" | "SplitWithSizesBackward0"): Op<Parts, Tensor[]> =>
  op<Parts, Tensor[]>(`${node === "SplitBackward0" ? "_split" : "_split_with_sizes"}(Tensor self, int[] sizes, int dim) -> Tensor[]`, {
    forward: (a, sizes, dim) => {
      let from = 0;
      return sizes.map((size) => {
        const stride = a.strides[dim] as number;
        const part = viewTensor(a, a.shape.with(dim, size), a.strides, a.offset + from * stride);
        from += size;
        return part;
      });
    },
    vjp: {
      self: (_g, c) => {
        const [shape, dim] = [c.shape(0), c.arg(2)];
        return cat(
          c.grads.map((g, i) => g ?? zeros(shape.with(dim, c.arg(1)[i] as number), firstOf(c.grads).dtype)),
          dim,
        );
      },
    },
    view: true,
    node,
    homes: ["hidden"],
    symbol: "split",
  });
const firstOf = (grads: readonly (Tensor | null)[]): Tensor => grads.find((g) => g !== null) as Tensor;
const evenSplit = splitInto("SplitBackward0");
const sizedSplit = splitInto("SplitWithSizesBackward0");

composite<[self: Tensor, size: number, dim?: number], Tensor[]>(
  "split(Tensor self, int split_size_or_sections, int dim=0) -> Tensor[]",
  { doc: "Pieces of a size along a dim." },
  (a, size, dim = 0) => split(a, size, dim),
);
export function split(a: Tensor, size: number, dim: number): Tensor[] {
  const d = wrapDim(dim, a.rank);
  if (size < 0) fail(`split expects split_size be non-negative, but got split_size=${size}`);
  const whole = a.shape[d] as number;
  if (size === 0 && whole > 0)
    fail(`split_size can only be 0 if dimension size is 0, but got dimension size of ${whole}`);
  const count = Math.max(1, Math.ceil(whole / size));
  const sizes = Array.from({ length: count }, (_, i) => Math.min(size, whole - i * size));
  return evenSplit(a, sizes, d);
}
composite<[self: Tensor, sizes: readonly number[], dim?: number], Tensor[]>(
  "split.sizes(Tensor self, int[] split_size_or_sections, int dim=0) -> Tensor[]",
  { aliases: ["split_with_sizes"], doc: "Pieces of given sizes along a dim." },
  (a, sizes, dim = 0) => {
    const d = wrapDim(dim, a.rank);
    const total = sizes.reduce((n, s) => n + s, 0);
    if (total !== a.shape[d])
      fail(
        `split_with_sizes expects split_sizes to sum exactly to ${a.shape[d]} (input tensor's size at dimension ${dim}), but got split_sizes=[${sizes.join(", ")}]`,
      );
    return sizedSplit(a, sizes, d);
  },
);
composite<[self: Tensor, chunks: number, dim?: number], Tensor[]>(
  "chunk(Tensor self, int chunks, int dim=0) -> Tensor[]",
  { doc: "About equal pieces along a dim." },
  (a, chunks, dim = 0) => {
    if (chunks <= 0) fail(`chunk expects \`chunks\` to be greater than 0, got: ${chunks}`);
    return split(a, Math.max(1, Math.ceil((a.shape[wrapDim(dim, a.rank)] as number) / chunks)), dim);
  },
);
composite<[self: Tensor, sections: number, dim?: number], Tensor[]>(
  "tensor_split(Tensor self, int indices_or_sections, int dim=0) -> Tensor[]",
  { doc: "Pieces along a dim, the first ones longer by one where needed." },
  (a, sections, dim = 0) => {
    const d = wrapDim(dim, a.rank);
    const size = a.shape[d] as number;
    let from = 0;
    return Array.from({ length: sections }, (_, i) => {
      const length = Math.floor(size / sections) + (i < size % sections ? 1 : 0);
      const part = slice(a, d, from, from + length, 1);
      from += length;
      return part;
    });
  },
);
export const unbind: Op<[self: Tensor, dim?: number], Tensor[]> = op<[self: Tensor, dim?: number], Tensor[]>(
  "unbind(Tensor self, int dim=0) -> Tensor[]",
  {
    forward: (a, dim = 0) => {
      const d = wrapDim(dim, a.rank);
      return Array.from({ length: a.shape[d] ?? 0 }, (_, i) =>
        viewTensor(a, a.shape.toSpliced(d, 1), a.strides.toSpliced(d, 1), a.offset + i * (a.strides[d] as number)),
      );
    },
    vjp: {
      self: (_g, c) => {
        const shape = c.shape(0);
        const d = wrapDim(c.arg(1) ?? 0, shape.length);
        return stack(
          c.grads.map((g) => g ?? zeros(shape.toSpliced(d, 1), firstOf(c.grads).dtype)),
          d,
        );
      },
    },
    view: true,
    symbol: "unbind",
    doc: "All slices along a dim.",
  },
);
