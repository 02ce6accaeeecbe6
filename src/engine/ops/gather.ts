/** Reading and writing along one dim by index tensors: gather, scatter, index_select and their relatives; masks and triangles. */
import { dtypes } from "../dtype.ts";
import { fail } from "../errors.ts";
import { converter, copyInto, zip } from "../kernels.ts";
import { composite, type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { contiguousStrides, type Shape, wrapDim } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "../tensor.ts";
import { mul } from "./algebra.ts";
import { where } from "./binary.ts";
import { reshape, sum, zeros } from "./core.ts";

const sample = (): Tensor => given([1, 2, 3, 4, 5, 6], [2, 3]);
const long = (values: readonly number[], shape: readonly number[] = [values.length]): Tensor =>
  tensorFrom(values, shape, "int64");

/** Calls `visit` for each element of an index tensor: its number, and the offset in a contiguous `shape` that it points to along `dim`. */
export function eachTarget(index: Tensor, shape: Shape, dim: number, visit: (k: number, at: number) => void): void {
  const own = contiguousStrides(index.shape);
  const strides = contiguousStrides(shape);
  const values = elementsOf(index);
  const size = shape[dim] ?? 1;
  for (let k = 0; k < values.length; k++) {
    const target = values[k] as number;
    if (target < 0 || target >= size) fail(`index ${target} is out of bounds for dimension ${dim} with size ${size}`);
    let at = 0;
    for (let d = 0; d < index.rank; d++) {
      const i = d === dim ? target : Math.floor(k / (own[d] as number)) % (index.shape[d] as number);
      at += i * (strides[d] as number);
    }
    visit(k, at);
  }
}

function checkIndex(name: string, index: Tensor): void {
  if (index.dtype !== "int64" && index.dtype !== "int32") fail(`${name}(): Expected dtype int32/int64 for index`);
}

export const gather: Op<[self: Tensor, dim: number, index: Tensor]> = op(
  "gather(Tensor self, int dim, Tensor index) -> Tensor",
  {
    forward: (a, dim, index) => {
      checkIndex("gather", index);
      const d = wrapDim(dim, a.rank);
      if (index.rank !== a.rank && a.rank > 0 && index.rank > 0)
        fail("Index tensor must have the same number of dimensions as input tensor");
      const out = emptyTensor(index.shape, a.dtype);
      const x = elementsOf(a);
      eachTarget(index, a.shape, d, (k, at) => {
        out.storage.data[out.offset + k] = x[at] as number;
      });
      return out;
    },
    vjp: { self: (g, c) => scatterAdd(zeros(c.shape(0), g.dtype), c.arg(1), c.arg(2), g) },
    samples: [() => [sample(), 1, long([2, 0, 1, 1], [2, 2])]],
    tex: { forward: "z_k = a_{i_k}", vjp: { self: "\\text{each } \\bar z_k \\text{ added at } i_k" } },
    doc: "Takes elements along a dim by an index for each.",
  },
);

type Scatter = [self: Tensor, dim: number, index: Tensor, src: Tensor];
function scattered(
  a: Tensor,
  dim: number,
  index: Tensor,
  src: Tensor,
  combine: (old: number, next: number) => number,
): Tensor {
  checkIndex("scatter", index);
  if (!src.isWrapped && src.rank > 0 && src.dtype !== a.dtype)
    fail("scatter(): Expected self.dtype to be equal to src.dtype");
  const out = emptyTensor(a.shape, a.dtype);
  copyInto(out, a);
  const z = out.storage.data;
  const convert = converter(src.dtype, a.dtype);
  const strides = contiguousStrides(src.shape);
  const values = elementsOf(src);
  const own = contiguousStrides(index.shape);
  eachTarget(index, a.shape, wrapDim(dim, a.rank), (k, at) => {
    // The source may be larger than the index: element by coordinates, not by number.
    let from = 0;
    if (src.rank > 0)
      for (let d = 0; d < index.rank; d++)
        from += (Math.floor(k / (own[d] as number)) % (index.shape[d] as number)) * (strides[d] as number);
    z[out.offset + at] = combine(z[out.offset + at] as number, convert(values[from] as number));
  });
  return out;
}
export const scatterAdd: Op<Scatter> = op("scatter_add(Tensor self, int dim, Tensor index, Tensor src) -> Tensor", {
  forward: (a, dim, index, src) => scattered(a, dim, index, src, (x, y) => x + y),
  vjp: { self: (g) => g, src: (g, c) => gather(g, c.arg(1), c.arg(2)) },
  inPlace: true,
  samples: [() => [sample(), 1, long([2, 0, 1, 1], [2, 2]), given([7, 8, 9, 1], [2, 2])]],
  doc: "Adds elements along a dim by an index for each.",
});
const scatter: Op<Scatter> = op("scatter(Tensor self, int dim, Tensor index, Tensor src) -> Tensor", {
  forward: (a, dim, index, src) => scattered(a, dim, index, src, (_, y) => y),
  vjp: {
    self: (g, c) => scatter(g, c.arg(1), c.arg(2), zeros([], g.dtype)),
    src: (g, c) => (c.shape(3).length === 0 ? sum(gather(g, c.arg(1), c.arg(2))) : gather(g, c.arg(1), c.arg(2))),
  },
  inPlace: true,
  samples: [() => [sample(), 1, long([2, 0, 1, 2], [2, 2]), given([7, 8, 9, 1], [2, 2])]],
  doc: "Writes elements along a dim by an index for each.",
});
composite<[self: Tensor, dim: number, index: Tensor, value: Tensor]>(
  "scatter.value(Tensor self, int dim, Tensor index, *, Tensor value) -> Tensor",
  { doc: "Writes one number along a dim by an index." },
  (a, dim, index, value) => scatter(a, dim, index, value),
);

export const indexSelect: Op<[self: Tensor, dim: number, index: Tensor]> = op(
  "index_select(Tensor self, int dim, Tensor index) -> Tensor",
  {
    forward: (a, dim, index) => {
      checkIndex("index_select", index);
      if (index.rank > 1) fail("index_select(): Index is supposed to be a vector");
      const d = wrapDim(dim, a.rank);
      const shape = a.shape.with(d, index.numel);
      const out = emptyTensor(shape, a.dtype);
      const x = elementsOf(a);
      const inner = a.shape.slice(d + 1).reduce((n, s) => n * s, 1);
      const outer = a.shape.slice(0, d).reduce((n, s) => n * s, 1);
      const size = a.shape[d] as number;
      const rows = elementsOf(index);
      let k = out.offset;
      for (let o = 0; o < outer; o++)
        for (let r = 0; r < rows.length; r++) {
          const row = rows[r] as number;
          if (row < 0 || row >= size) fail("index out of range in self", "IndexError");
          for (let i = 0; i < inner; i++) out.storage.data[k++] = x[(o * size + row) * inner + i] as number;
        }
      return out;
    },
    vjp: { self: (g, c) => indexAdd(zeros(c.shape(0), g.dtype), c.arg(1), c.arg(2), g) },
    samples: [() => [sample(), 1, long([2, 0, 2])]],
    doc: "Slices along a dim, by number.",
  },
);
type Along = [self: Tensor, dim: number, index: Tensor, source: Tensor];
function overSlices(
  a: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor,
  combine: (old: number, next: number) => number,
): Tensor {
  const d = wrapDim(dim, a.rank);
  const out = emptyTensor(a.shape, a.dtype);
  copyInto(out, a);
  const inner = a.shape.slice(d + 1).reduce((n, s) => n * s, 1);
  const outer = a.shape.slice(0, d).reduce((n, s) => n * s, 1);
  const size = a.shape[d] as number;
  const rows = elementsOf(index);
  const v = source.rank === 0 ? null : elementsOf(source);
  const only = source.rank === 0 ? source.item() : 0;
  let k = 0;
  for (let o = 0; o < outer; o++)
    for (let r = 0; r < rows.length; r++)
      for (let i = 0; i < inner; i++) {
        const row = rows[r] as number;
        if (row < 0 || row >= size) fail("index out of range in self", "IndexError");
        const at = out.offset + (o * size + row) * inner + i;
        out.storage.data[at] = combine(out.storage.data[at] as number, v === null ? only : (v[k++] as number));
      }
  return out;
}
export const indexAdd: Op<[...Along, alpha?: number]> = op(
  "index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor",
  {
    forward: (a, dim, index, source, alpha = 1) => overSlices(a, dim, index, source, (x, y) => x + alpha * y),
    vjp: {
      self: (g) => g,
      source: (g, c) => mul(indexSelect(g, c.arg(1), c.arg(2)), tensorFrom([c.arg(4) ?? 1], [], g.dtype)),
    },
    inPlace: true,
    samples: [() => [sample(), 1, long([2, 0]), given([7, 8, 9, 1], [2, 2])]],
    doc: "Adds slices along a dim, by number.",
  },
);
op<[self: Tensor, dim: number, index: Tensor, value: Tensor]>(
  "index_fill(Tensor self, int dim, Tensor index, Tensor value) -> Tensor",
  {
    forward: (a, dim, index, value) => overSlices(a, dim, index, value, (_, y) => y),
    vjp: { self: (g, c) => overSlices(g, c.arg(1), c.arg(2), zeros([], g.dtype), (_, y) => y) },
    inPlace: true,
    doc: "Fills slices along a dim with a number.",
  },
);
op<Along>("index_copy(Tensor self, int dim, Tensor index, Tensor source) -> Tensor", {
  forward: (a, dim, index, source) => overSlices(a, dim, index, source, (_, y) => y),
  vjp: {
    self: (g, c) => overSlices(g, c.arg(1), c.arg(2), zeros([], g.dtype), (_, y) => y),
    source: (g, c) => indexSelect(g, c.arg(1), c.arg(2)),
  },
  inPlace: true,
  doc: "Writes slices along a dim, by number.",
});

export const maskedFill: Op<[self: Tensor, mask: Tensor, value: Tensor]> = op(
  "masked_fill(Tensor self, Tensor mask, Tensor value) -> Tensor",
  {
    forward: (a, mask, value) => {
      if (mask.dtype !== "bool")
        fail(`masked_fill_ only supports boolean masks, but got mask with dtype ${dtypes[mask.dtype].cName}`);
      const v = converter(value.dtype, a.dtype)(value.item());
      return zip(a, mask, a.dtype, (x, m) => (m !== 0 ? v : x));
    },
    vjp: {
      self: (g, c) => maskedFill(g, c.arg(1), zeros([], g.dtype)),
      value: (g, c) => sum(where(c.arg(1), g, zeros([], g.dtype))),
    },
    inPlace: true,
    samples: [() => [sample(), tensorFrom([1, 0, 0, 1, 0, 1], [2, 3], "bool"), given([7], [])]],
    doc: "A number where a mask is true.",
  },
);

op<[self: Tensor]>("nonzero(Tensor self) -> Tensor", {
  forward: (a) => {
    const strides = contiguousStrides(a.shape);
    const x = elementsOf(a);
    const found: number[] = [];
    for (let k = 0; k < x.length; k++)
      if (x[k] !== 0)
        for (let d = 0; d < a.rank; d++) found.push(Math.floor(k / (strides[d] as number)) % (a.shape[d] as number));
    return long(found, [a.rank === 0 ? (x[0] !== 0 ? 1 : 0) : found.length / a.rank, a.rank]);
  },
  aliases: ["argwhere"],
  doc: "Coordinates of the elements that are not zero.",
});
composite<[self: Tensor, index: Tensor]>(
  "take(Tensor self, Tensor index) -> Tensor",
  { doc: "Elements by their number in row-major order." },
  (a, index) => reshape(gather(reshape(a, [-1]), 0, reshape(index, [-1])), index.shape),
);
composite<[self: Tensor, indices: Tensor, dim?: number | null]>(
  "take_along_dim(Tensor self, Tensor indices, int? dim=None) -> Tensor",
  { doc: "Elements along a dim by an index for each." },
  (a, indices, dim = null) =>
    dim === null ? reshape(gather(reshape(a, [-1]), 0, reshape(indices, [-1])), [-1]) : gather(a, dim, indices),
);
composite<[self: Tensor, repeats: readonly number[], dim?: number | null]>(
  "repeat_interleave(Tensor self, int[1] repeats, int? dim=None) -> Tensor",
  { doc: "Every element several times in a row." },
  (a, repeats, dim = null) => {
    const x = dim === null ? reshape(a, [-1]) : a;
    const d = wrapDim(dim ?? 0, x.rank);
    const size = x.shape[d] as number;
    const times = repeats.length === 1 ? new Array<number>(size).fill(repeats[0] as number) : repeats;
    return indexSelect(x, d, long(times.flatMap((n, i) => new Array<number>(n).fill(i))));
  },
);
op<[self: Tensor, classes?: number]>("one_hot(Tensor tensor, int num_classes=-1) -> Tensor", {
  forward: (a, classes = -1) => {
    if (a.dtype !== "int64") fail("one_hot is only applicable to index tensor of type LongTensor.");
    const values = Array.from(elementsOf(a));
    if (values.some((v) => v < 0)) fail("Class values must be non-negative.");
    const most = Math.max(-1, ...values);
    if (classes >= 0 && most >= classes) fail("Class values must be smaller than num_classes.");
    const n = classes < 0 ? most + 1 : classes;
    const out = emptyTensor([...a.shape, n], "int64");
    values.forEach((v, i) => {
      out.storage.data[out.offset + i * n + v] = 1;
    });
    return out;
  },
  homes: ["F"],
  doc: "Class numbers as rows with a single 1.",
});
