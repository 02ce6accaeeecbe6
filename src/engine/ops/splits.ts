/** A tensor cut into several views along a dim: split, chunk, unbind. */

import { fail } from "../errors.ts";
import { composite, type Op, op } from "../op.ts";
import { wrapDim } from "../shape.ts";
import { type Tensor, viewTensor } from "../tensor.ts";
import { zeros } from "./core.ts";
import { cat, stack } from "./join.ts";
import { slice } from "./slices.ts";

/** Several views of one tensor along `dim`; their gradients are put side by side again. */
type Parts = [self: Tensor, sizes: readonly number[], dim: number];
const splitInto = (node: "SplitBackward0" | "SplitWithSizesBackward0"): Op<Parts, Tensor[]> =>
  op<Parts, Tensor[]>(
    `${node === "SplitBackward0" ? "_split" : "_split_with_sizes"}(Tensor self, int[] sizes, int dim) -> Tensor[]`,
    {
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
    },
  );
const firstOf = (grads: readonly (Tensor | null)[]): Tensor => grads.find((g) => g !== null) as Tensor;
const evenSplit = splitInto("SplitBackward0");
const sizedSplit = splitInto("SplitWithSizesBackward0");

composite<[self: Tensor, size: number, dim?: number], Tensor[]>(
  "split(Tensor self, int split_size_or_sections, int dim=0) -> Tensor[]",
  { doc: "Pieces of a size along a dim." },
  (a, size, dim = 0) => split(a, size, dim),
);
export function split(a: Tensor, size: number, dim: number): Tensor[] {
  if (a.rank === 0) fail("split expects at least a 1-dimensional tensor");
  const d = wrapDim(dim, a.rank);
  if (size < 0) fail(`split expects split_size be non-negative, but got split_size=${size}`);
  const whole = a.shape[d] as number;
  if (size === 0 && whole > 0)
    fail(`split_size can only be 0 if dimension size is 0, but got dimension size of ${whole}`);
  const count = whole === 0 ? 1 : Math.ceil(whole / size);
  const sizes = Array.from({ length: count }, (_, i) => Math.min(size, whole - i * size));
  return evenSplit(a, sizes, d);
}
composite<[self: Tensor, sizes: readonly number[], dim?: number], Tensor[]>(
  "split.sizes(Tensor self, int[] split_size_or_sections, int dim=0) -> Tensor[]",
  { aliases: ["split_with_sizes"], doc: "Pieces of given sizes along a dim." },
  (a, sizes, dim = 0) => {
    if (a.rank === 0) fail("split expects at least a 1-dimensional tensor");
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
    if (a.rank === 0) fail("chunk expects at least a 1-dimensional tensor");
    if (chunks <= 0) fail(`chunk expects \`chunks\` to be greater than 0, got: ${chunks}`);
    return split(a, Math.max(1, Math.ceil((a.shape[wrapDim(dim, a.rank)] as number) / chunks)), dim);
  },
);
composite<[self: Tensor, sections: number, dim?: number], Tensor[]>(
  "tensor_split(Tensor self, int indices_or_sections, int dim=0) -> Tensor[]",
  { doc: "Pieces along a dim, the first ones longer by one where needed." },
  (a, sections, dim = 0) => {
    if (a.rank === 0) fail("tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims");
    if (sections <= 0) fail(`number of sections must be larger than 0, got ${sections}`);
    return pieces(a, sections, wrapDim(dim, a.rank));
  },
);
/** So many pieces along a dim, the first ones longer by one where needed. */
export function pieces(a: Tensor, sections: number, d: number): Tensor[] {
  const size = a.shape[d] as number;
  let from = 0;
  return Array.from({ length: sections }, (_, i) => {
    const length = Math.floor(size / sections) + (i < size % sections ? 1 : 0);
    const part = slice(a, d, from, from + length, 1);
    from += length;
    return part;
  });
}
composite<[self: Tensor, places: readonly number[], dim?: number], Tensor[]>(
  "tensor_split.indices(Tensor self, int[] indices_or_sections, int dim=0) -> Tensor[]",
  { doc: "Pieces along a dim that end at given places." },
  (a, places, dim = 0) => piecesAt(a, places, wrapDim(dim, a.rank)),
);
/** Pieces along a dim that end at given places; the last one takes the rest. */
export function piecesAt(a: Tensor, places: readonly number[], d: number): Tensor[] {
  return [...places, a.shape[d] as number].map((end, i) => slice(a, d, places[i - 1] ?? 0, end, 1));
}
op<[self: Tensor, dim?: number], Tensor[]>("unbind(Tensor self, int dim=0) -> Tensor[]", {
  forward: (a, dim = 0) => {
    if (a.rank === 0) fail("Dimension specified as 0 but tensor has no dimensions", "IndexError");
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
});
