/** Reading and writing along one dim by index tensors: gather, scatter, index_select and their relatives; masks and triangles. */
import { dtypes } from "../dtype.ts";
import { fail } from "../errors.ts";
import { converter, copyInto, expandTo, zip } from "../kernels.ts";
import { composite, type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { contiguousStrides, type Shape, showShape, wrapDim } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "../tensor.ts";
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
      at += i * (strides[d] ?? 0);
    }
    visit(k, at);
  }
}

/** An index of no elements may have any shape; any other must lie inside of the tensors that it reads and writes. */
export function checkSizes(index: Tensor, a: Tensor, dim: number, src: Tensor | null): void {
  if (index.numel === 0) return;
  const mustHaveRank = (t: Tensor, name: string): void => {
    if (Math.max(1, index.rank) !== Math.max(1, t.rank))
      fail(`Index tensor must have the same number of dimensions as ${name} tensor`);
  };
  mustHaveRank(a, src === null ? "input" : "self");
  if (src !== null) mustHaveRank(src, "src");
  const wide = index.shape.findIndex((size, d) => d !== dim && size > (a.shape[d] as number));
  const own = `xpected index ${showShape(index.shape)} to be no larger than self ${showShape(a.shape)} apart from dimension ${dim}`;
  if (src === null && wide >= 0) fail(`Size does not match at dimension ${wide} e${own}`);
  if (src !== null && (wide >= 0 || index.shape.some((size, d) => size > (src.shape[d] ?? 1))))
    fail(`E${own} and to be no larger size than src ${showShape(src.shape)}`);
}

/** PyTorch's words where an index holds no whole numbers. */
export function checkIndex(name: string, index: Tensor): void {
  if (index.dtype !== "int64" && index.dtype !== "int32") fail(`${name}(): Expected dtype int32/int64 for index`);
}

export const gather: Op<[self: Tensor, dim: number, index: Tensor]> = op(
  "gather(Tensor self, int dim, Tensor index) -> Tensor",
  {
    forward: (a, dim, index) => {
      checkIndex("gather", index);
      const d = wrapDim(dim, a.rank);
      checkSizes(index, a, d, null);
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
/** `a` with the elements of `src` combined into it at the places that an index names along a dim. */
export function scattered(
  a: Tensor,
  dim: number,
  index: Tensor,
  src: Tensor,
  combine: (old: number, next: number) => number,
): Tensor {
  checkIndex("scatter", index);
  if (!src.isWrapped && src.rank > 0 && src.dtype !== a.dtype)
    fail("scatter(): Expected self.dtype to be equal to src.dtype");
  // A lone number goes everywhere.
  checkSizes(index, a, wrapDim(dim, a.rank), src.rank > 0 || index.rank === 0 ? src : expandTo(src, index.shape));
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
        from += (Math.floor(k / (own[d] as number)) % (index.shape[d] as number)) * (strides[d] ?? 0);
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
  (a, dim, index, value) => {
    mustBeNumber("scatter", value);
    return scatter(a, dim, index, value);
  },
);

/** PyTorch's words where one number is to be written, not a tensor of them. */
export function mustBeNumber(name: string, value: Tensor): void {
  if (value.rank > 0)
    fail(`${name} only supports a 0-dimensional value tensor, but got tensor with ${value.rank} dimension(s).`);
}

export const maskedFill: Op<[self: Tensor, mask: Tensor, value: Tensor]> = op(
  "masked_fill(Tensor self, Tensor mask, Tensor value) -> Tensor",
  {
    forward: (a, mask, value) => {
      if (mask.dtype !== "bool")
        fail(`masked_fill_ only supports boolean masks, but got mask with dtype ${dtypes[mask.dtype].cName}`);
      mustBeNumber("masked_fill", value);
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
  { doc: "Elements by their number in row-major order.", node: "TakeBackward0" },
  (a, index) => {
    const beyond = elementsOf(index).find((i) => i < -a.numel || i >= a.numel);
    if (beyond !== undefined)
      fail(`out of range: tried to access index ${beyond} on a tensor of ${a.numel} elements.`, "IndexError");
    const places = Array.from(elementsOf(index), (i) => (i < 0 ? i + a.numel : i));
    return reshape(gather(reshape(a, [-1]), 0, tensorFrom(places, [index.numel], "int64")), index.shape);
  },
);
composite<[self: Tensor, indices: Tensor, dim?: number | null]>(
  "take_along_dim(Tensor self, Tensor indices, int? dim=None) -> Tensor",
  { doc: "Elements along a dim by an index for each." },
  (a, indices, dim = null) =>
    dim === null ? reshape(gather(reshape(a, [-1]), 0, reshape(indices, [-1])), [-1]) : gather(a, dim, indices),
);
