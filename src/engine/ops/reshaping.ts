/** Parts and windows of a tensor, and tensors with a part replaced. */
import { dtypes } from "../dtype.ts";
import { fail } from "../errors.ts";
import { copyInto, expandedElements, expandTo } from "../kernels.ts";
import { composite, type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { broadcastShapes, contiguousStrides, numelOf, sameShape, showShape, wrapDim } from "../shape.ts";
import { numbersOnly } from "../state.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom, viewTensor } from "../tensor.ts";
import { add, mul } from "./algebra.ts";
import { combinationsOf } from "./combinations.ts";
import { clone, reshape, sum, zeros } from "./core.ts";
import { maskedFill } from "./gather.ts";
import { maskedSelect } from "./indexing.ts";
import { indexSelect } from "./indexSlices.ts";
import { cat, flip, stack } from "./join.ts";
import { diagonal, transpose } from "./shape.ts";
import { putBack, select, slice } from "./slices.ts";
import { pieces, piecesAt } from "./splits.ts";

function copyOf(a: Tensor): Tensor {
  const out = emptyTensor(a.shape, a.dtype);
  copyInto(out, a);
  return out;
}
const sample = (): Tensor => given([1, 2, 3, 4, 5, 6], [2, 3]);

op<[self: Tensor, dimension: number, size: number, step: number]>(
  "unfold(Tensor self, int dimension, int size, int step) -> Tensor",
  {
    forward: (a, dim, size, step) => {
      const d = wrapDim(dim, a.rank);
      const whole = a.shape[d] ?? 1;
      if (size > whole) fail(`maximum size for tensor at dimension ${d} is ${whole} but size is ${size}`);
      if (size < 0) fail(`size is ${size} but must be >= 0`);
      if (step <= 0) fail(`step is ${step} but must be > 0`);
      if (a.rank === 0) return viewTensor(a, [size], [1], a.offset);
      const stride = a.strides[d] as number;
      const count = Math.floor((whole - size) / step) + 1;
      return viewTensor(a, [...a.shape.with(d, count), size], [...a.strides.with(d, stride * step), stride], a.offset);
    },
    vjp: {
      self: (g, c) => {
        const [shape, size, step] = [c.shape(0), c.arg(2), c.arg(3)];
        // A number without dims is a window of itself, or of nothing.
        if (shape.length === 0) return sum(g);
        const d = wrapDim(c.arg(1), shape.length);
        const strides = contiguousStrides(shape);
        const stride = strides[d] as number;
        // Windows overlap: the k-th elements of all windows stand apart, so they are put back together.
        let total: Tensor | null = null;
        for (let k = 0; k < size; k++) {
          const back = putBack(select(g, -1, k), shape, strides.with(d, stride * step), k * stride);
          total = total === null ? back : add(total, back);
        }
        return total;
      },
    },
    view: true,
    homes: ["method"],
    samples: [() => [sample(), 1, 2, 1], () => [given([1, 2, 3, 4, 5]), 0, 3, 2]],
    symbol: "windows",
    doc: "Windows along a dim, side by side in a new last dim.",
  },
);

for (const [name, dim] of [
  ["fliplr", 1],
  ["flipud", 0],
] as const) {
  composite<[self: Tensor]>(
    `${name}(Tensor self) -> Tensor`,
    { doc: dim === 1 ? "Columns in reverse." : "Rows in reverse." },
    (a) => {
      if (a.rank <= dim) fail(`Input must be >= ${dim + 1}-d.`);
      return flip(a, [dim]);
    },
  );
}

for (const [name, least, dimOf] of [
  ["hsplit", 1, (rank: number) => (rank === 1 ? 0 : 1)],
  ["vsplit", 2, () => 0],
  ["dsplit", 3, () => 2],
] as const) {
  const check = (a: Tensor): number => {
    if (a.rank < least)
      fail(
        `torch.${name} requires a tensor with at least ${least} dimension${least > 1 ? "s" : ""}, but got a tensor with ${a.rank} dimensions!`,
      );
    return dimOf(a.rank);
  };
  composite<[self: Tensor, sections: number], Tensor[]>(
    `${name}(Tensor self, int indices_or_sections) -> Tensor[]`,
    { doc: "Equal pieces along a dim." },
    (a, sections) => {
      const d = check(a);
      if (sections === 0 || (a.shape[d] as number) % sections !== 0)
        fail(
          `torch.${name} attempted to split along dimension ${d}, but the size of the dimension ${a.shape[d]} is not divisible by the split_size ${sections}!`,
        );
      return pieces(a, sections, d);
    },
  );
  composite<[self: Tensor, places: readonly number[]], Tensor[]>(
    `${name}.array(Tensor self, int[] indices_or_sections) -> Tensor[]`,
    { doc: "Pieces that end at given places." },
    (a, places) => piecesAt(a, places, check(a)),
  );
}

// With a part replaced ------------------------------------------------------------------------------------

type Replace<A extends readonly unknown[]> = [self: Tensor, src: Tensor, ...A];
/** An op that copies `self` and writes `src` into a view of the copy. */
function replacing<A extends readonly unknown[]>(
  schema: string,
  part: (of: Tensor, ...where: A) => Tensor,
  samples: readonly (() => readonly unknown[])[],
  doc: string,
): Op<Replace<A>> {
  const written = (a: Tensor, src: Tensor, where: A): Tensor => {
    const out = copyOf(a);
    const place = numbersOnly(() => part(out, ...where));
    if (!sameShape(place.shape, src.shape))
      fail(
        `expected src to have a size equal to the slice of self. src size = ${showShape(src.shape)}, slice size = ${showShape(place.shape)}`,
      );
    copyInto(place, src);
    return out;
  };
  const self: Op<Replace<A>> = op<Replace<A>>(schema, {
    forward: (a, src, ...where) => written(a, src, where),
    vjp: {
      self: (g, c) => self(g, zeros(c.shape(1), g.dtype), ...rest(c)),
      src: (g, c) => part(g, ...rest(c)),
    },
    samples,
    doc,
  });
  const rest = (c: { arg(i: never): unknown }): A =>
    [2, 3, 4, 5].map((i) => (c as { arg(i: number): unknown }).arg(i)).filter((x) => x !== undefined) as unknown as A;
  return self;
}
replacing<[dim: number, index: number]>(
  "select_scatter(Tensor self, Tensor src, int dim, int index) -> Tensor",
  (t, dim, index) => select(t, dim, index),
  [() => [sample(), given([7, 8, 9]), 0, 1]],
  "A copy with one slice replaced.",
);
replacing<[dim: number, start: number | null, end: number | null, step: number]>(
  "slice_scatter(Tensor self, Tensor src, int dim=0, int? start=None, int? end=None, int step=1) -> Tensor",
  (t, dim, start, end, step) => slice(t, dim, start, end, step),
  [() => [sample(), given([7, 8], [2, 1]), 1, 1, 2, 1]],
  "A copy with a range of slices replaced.",
);
replacing<[offset: number, dim1: number, dim2: number]>(
  "diagonal_scatter(Tensor self, Tensor src, int offset=0, int dim1=0, int dim2=1) -> Tensor",
  (t, offset, dim1, dim2) => diagonal(t, offset, dim1, dim2),
  [() => [sample(), given([7, 8]), 0, 0, 1]],
  "A copy with a diagonal replaced.",
);

op<[self: Tensor, mask: Tensor, source: Tensor]>("masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor", {
  forward: (a, mask, source) => {
    if (mask.dtype !== "bool")
      fail(`masked_scatter_ only supports boolean masks, but got mask with dtype ${dtypes[mask.dtype].cName}`);
    if (a.dtype !== source.dtype)
      fail(
        `masked_scatter: expected self and source to have same dtypes but got ${dtypes[a.dtype].scalarName} and ${dtypes[source.dtype].scalarName}`,
      );
    const shape = broadcastShapes(mask.shape, a.shape);
    const out = copyOf(expandTo(a, shape));
    const hit = expandedElements(mask, shape);
    const from = elementsOf(source);
    let next = 0;
    for (let i = 0; i < hit.length; i++)
      if (hit[i] !== 0) {
        if (next >= from.length) fail("Number of elements of source < number of ones in mask");
        out.storage.data[out.offset + i] = from[next++] as number;
      }
    return out;
  },
  vjp: {
    self: (g, c) => maskedFill(g, c.arg(1), zeros([], g.dtype)),
    // What is left of the source when the mask ends went nowhere.
    source: (g, c) => {
      const [taken, shape] = [maskedSelect(g, c.arg(1)), c.shape(2)];
      return reshape(cat([taken, zeros([numelOf(shape) - taken.numel], g.dtype)], 0), shape);
    },
  },
  inPlace: true,
  samples: [() => [sample(), tensorFrom([1, 0, 0, 1, 0, 1], [2, 3], "bool"), given([7, 8, 9, 10])]],
  doc: "Elements of a source, one after another, where a mask is true.",
});

composite<[self: Tensor, offset?: number]>(
  "diagflat(Tensor self, int offset=0) -> Tensor",
  { doc: "A matrix with these elements on a diagonal.", node: "DiagEmbedBackward0" },
  (a, offset = 0) => {
    const n = a.numel + Math.abs(offset);
    const row = reshape(a, [-1]);
    return putBack(row, [n, n], [n + 1], offset >= 0 ? offset : -offset * n);
  },
);
composite<[self: Tensor, r?: number, replacement?: boolean]>(
  "combinations(Tensor self, int r=2, bool with_replacement=False) -> Tensor",
  { homes: ["torch"], doc: "All choices of r elements, one in each row." },
  (a, r = 2, replacement = false) => {
    if (a.rank !== 1) fail(`Expect a 1D vector, but got shape ${showShape(a.shape)}`);
    if (r < 0) fail(`Expect a non-negative number, but got ${r}`);
    if (r === 0) return zeros([0], a.dtype);
    const rows = combinationsOf(a.numel, r, replacement);
    const flat = tensorFrom(rows.flat(), [rows.length * r], "int64");
    return reshape(indexSelect(a, 0, flat), [rows.length, r]);
  },
);
composite<[self: Tensor, n?: number | null, increasing?: boolean]>(
  "vander(Tensor x, int? N=None, *, bool increasing=False) -> Tensor",
  { homes: ["torch"], doc: "Powers of the elements, one element in each row." },
  (x, n = null, increasing = false) => {
    const columns = n ?? x.numel;
    const ones = emptyTensor(x.shape, x.dtype);
    ones.storage.data.fill(1, ones.offset, ones.offset + ones.numel);
    const powers: Tensor[] = [];
    for (let k = 0; k < columns; k++) powers.push(k === 0 ? ones : mul(powers[k - 1] as Tensor, x));
    if (!increasing) powers.reverse();
    return stack(powers, 1);
  },
);
composite<[self: Tensor, dim: number, start: number, length: number]>(
  "narrow_copy(Tensor self, int dim, int start, int length) -> Tensor",
  { doc: "A copy of a range of a dim." },
  (a, dim, start, length) => clone(slice(a, dim, start, start + length, 1)),
);
composite<[self: Tensor]>("adjoint(Tensor self) -> Tensor", { doc: "The last two dims exchanged." }, (a) =>
  transpose(a, -2, -1),
);
