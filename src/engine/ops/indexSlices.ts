/** Reading and writing whole slices along a dim, by number: index_select and its relatives. */
import { categoryOf } from "../dtype.ts";
import { fail } from "../errors.ts";
import { copyInto } from "../kernels.ts";
import { composite, type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { sameShape, showShape, wrapDim } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "../tensor.ts";
import { mul, sub } from "./algebra.ts";
import { clone, expand, reshape, sum, zeros } from "./core.ts";
import { checkIndex, mustBeNumber } from "./gather.ts";
import { unsqueeze } from "./shape.ts";

const sample = (): Tensor => given([1, 2, 3, 4, 5, 6], [2, 3]);
const long = (values: readonly number[]): Tensor => tensorFrom(values, [values.length], "int64");

export const indexSelect: Op<[self: Tensor, dim: number, index: Tensor]> = op(
  "index_select(Tensor self, int dim, Tensor index) -> Tensor",
  {
    forward: (a, dim, index) => {
      checkIndex("index_select", index);
      if (index.rank > 1) fail("index_select(): Index is supposed to be a vector");
      const d = wrapDim(dim, a.rank);
      if (a.rank === 0 && index.numel !== 1)
        fail(`index_select(): Index to scalar can have only 1 value, got ${index.numel} value(s)`, "IndexError");
      const shape = a.rank === 0 ? [] : a.shape.with(d, index.numel);
      const out = emptyTensor(shape, a.dtype);
      const x = elementsOf(a);
      const inner = a.shape.slice(d + 1).reduce((n, s) => n * s, 1);
      const outer = a.shape.slice(0, d).reduce((n, s) => n * s, 1);
      const size = a.shape[d] ?? 1;
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
  const size = a.shape[d] ?? 1;
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
/** Slices to add or to write must be as many as the places, and look like those of `self`. */
function checkSlices(name: string, a: Tensor, dim: number, index: Tensor, source: Tensor): void {
  const d = wrapDim(dim, a.rank);
  if (index.rank > 1) fail(`${name}(): Index is supposed to be a vector`, "IndexError");
  const count = source.rank === 0 ? 1 : (source.shape[d] ?? 0);
  if (index.numel !== count)
    fail(
      `${name}(): Number of indices (${index.numel}) should be equal to source.size(dim): (${count}), for dim: ${d}`,
    );
  if (!sameShape(a.shape.toSpliced(d, 1), source.shape.toSpliced(d, 1)))
    fail(
      `source tensor shape must match self tensor shape, excluding the specified dimension. Got self.shape = ${showShape(a.shape)} source.shape = ${showShape(source.shape)}`,
    );
}
export const indexAdd: Op<[...Along, alpha?: number]> = op(
  "index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor",
  {
    forward: (a, dim, index, source, alpha = 1) => {
      checkSlices("index_add", a, dim, index, source);
      return overSlices(a, dim, index, source, (x, y) => x + alpha * y);
    },
    vjp: {
      self: (g) => g,
      source: (g, c) => mul(indexSelect(g, c.arg(1), c.arg(2)), tensorFrom([c.arg(4) ?? 1], [], g.dtype)),
    },
    inPlace: true,
    samples: [() => [sample(), 1, long([2, 0]), given([7, 8, 9, 1], [2, 2])]],
    doc: "Adds slices along a dim, by number.",
  },
);
const indexFill: Op<[self: Tensor, dim: number, index: Tensor, value: Tensor]> = op(
  "index_fill(Tensor self, int dim, Tensor index, Tensor value) -> Tensor",
  {
    forward: (a, dim, index, value) => {
      mustBeNumber("index_fill_", value);
      if (index.rank > 1) fail("index_fill_(): Index is supposed to be a vector", "IndexError");
      return overSlices(a, dim, index, value, (_, y) => y);
    },
    vjp: {
      self: (g, c) => indexFill(g, c.arg(1), c.arg(2), zeros([], g.dtype)),
      value: (g, c) => sum(sub(g, indexFill(g, c.arg(1), c.arg(2), zeros([], g.dtype)))),
    },
    inPlace: true,
    doc: "Fills slices along a dim with a number.",
  },
);
op<Along>("index_copy(Tensor self, int dim, Tensor index, Tensor source) -> Tensor", {
  forward: (a, dim, index, source) => {
    checkSlices("index_copy_", a, dim, index, source);
    return overSlices(a, dim, index, source, (_, y) => y);
  },
  vjp: {
    self: (g, c) => indexFill(g, c.arg(1), c.arg(2), zeros([], g.dtype)),
    source: (g, c) => indexSelect(g, c.arg(1), c.arg(2)),
  },
  inPlace: true,
  doc: "Writes slices along a dim, by number.",
});

composite<[self: Tensor, repeats: Tensor, dim?: number | null]>(
  "repeat_interleave.Tensor(Tensor self, Tensor repeats, int? dim=None) -> Tensor",
  {
    doc: "Every element several times in a row.",
    samples: [() => [given([1, 2, 3, 4, 5, 6], [2, 3]), tensorFrom([2, 0, 1], [3], "int64"), 1]],
  },
  (a, repeats, dim = null) => {
    if (categoryOf(repeats.dtype) !== 1) fail("repeats has to be Long or Int tensor");
    return repeatInterleave(a, Array.from(elementsOf(repeats)), dim);
  },
);
const repeatInterleave = composite<[self: Tensor, repeats: readonly number[], dim?: number | null]>(
  "repeat_interleave(Tensor self, int[1] repeats, int? dim=None) -> Tensor",
  { doc: "Every element several times in a row." },
  (a, repeats, dim = null) => {
    const x = dim === null ? reshape(a, [-1]) : a;
    const d = wrapDim(dim ?? 0, x.rank);
    const size = x.shape[d] ?? 1;
    if (repeats.length !== 1 && repeats.length !== size)
      fail(
        `repeats must have the same size as input along dim, but got repeats.size(0) = ${repeats.length} and input.size(${d}) = ${size}`,
      );
    if (repeats.some((n) => n < 0)) fail("repeats can not be negative");
    if (repeats.length === 1) {
      const wider = unsqueeze(x, d + 1);
      const each = expand(wider, wider.shape.with(d + 1, repeats[0] as number));
      return reshape(clone(each), x.shape.with(d, size * (repeats[0] as number)));
    }
    return indexSelect(x, d, long(repeats.flatMap((n, i) => new Array<number>(n).fill(i))));
  },
);
