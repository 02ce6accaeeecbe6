/** Tensors put together: cat, stack and their relatives; repeats, turns and grids. */

import { alongDims, joining } from "../batch.ts";
import { promote } from "../dtype.ts";
import { fail } from "../errors.ts";
import { copyInto } from "../kernels.ts";
import { composite, type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { contiguousStrides, type Shape, sameShape, showShape, wrapDim } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor, viewTensor } from "../tensor.ts";
import { expand, reshape, sum, view, zeros } from "./core.ts";
import { transpose, unsqueeze } from "./shape.ts";
import { select, slice } from "./slices.ts";

type List = [tensors: readonly Tensor[], dim?: number];
const sample = (): Tensor => given([1, 2, 3, 4, 5, 6], [2, 3]);

/** An empty vector may stand among tensors of any rank: PyTorch passes over it. */
const isLegacyEmpty = (shape: Shape): boolean => shape.length === 1 && shape[0] === 0;

export const cat: Op<List> = op<List>("cat(Tensor[] tensors, int dim=0) -> Tensor", {
  batch: joining,
  forward: (tensors, dim = 0) => {
    if (tensors.length === 0) fail("torch.cat(): expected a non-empty list of Tensors", "ValueError");
    tensors.forEach((x, i) => {
      if (x.rank === 0) fail(`zero-dimensional tensor (at position ${i}) cannot be concatenated`);
    });
    const real = tensors.filter((x) => !isLegacyEmpty(x.shape));
    const first = real[0] ?? (tensors[0] as Tensor);
    const d = wrapDim(dim, first.rank);
    real.forEach((x, i) => {
      if (x.rank !== first.rank) fail(`Tensors must have same number of dimensions: got ${first.rank} and ${x.rank}`);
      const odd = x.shape.findIndex((size, k) => k !== d && size !== first.shape[k]);
      if (odd >= 0)
        fail(
          `Sizes of tensors must match except in dimension ${dim}. Expected size ${first.shape[odd]} but got size ${x.shape[odd]} for tensor number ${i} in the list.`,
        );
    });
    const size = real.reduce((n, x) => n + (x.shape[d] as number), 0);
    const dtype = tensors.reduce((type, x) => promote(type, x.dtype), first.dtype);
    const out = emptyTensor(first.shape.with(d, size), dtype);
    let from = 0;
    for (const x of real) {
      copyInto(viewTensor(out, x.shape, out.strides, out.offset + from * (out.strides[d] as number)), x);
      from += x.shape[d] as number;
    }
    return out;
  },
  vjp: {
    tensors: (g, c) => {
      const d = wrapDim(c.arg(1) ?? 0, g.rank);
      let from = 0;
      return c.arg(0).map((x) => {
        if (isLegacyEmpty(x.shape)) return zeros(x.shape, g.dtype);
        const size = x.shape[d] as number;
        from += size;
        return slice(g, d, from - size, from, 1);
      });
    },
  },
  aliases: ["concat", "concatenate"],
  homes: ["torch"],
  samples: [() => [[sample(), sample()], 0]],
  tex: { forward: "z = (a_1, a_2, \\ldots)", vjp: { tensors: "\\text{the part of } \\bar z" } },
  doc: "Tensors put one after another along a dim.",
});
export const stack: Op<List> = op<List>("stack(Tensor[] tensors, int dim=0) -> Tensor", {
  batch: joining,
  forward: (tensors, dim = 0) => {
    const [first] = tensors;
    if (first === undefined) return fail("stack expects a non-empty TensorList");
    tensors.forEach((x, i) => {
      if (!sameShape(x.shape, first.shape))
        fail(
          `stack expects each tensor to be equal size, but got ${showShape(first.shape)} at entry 0 and ${showShape(x.shape)} at entry ${i}`,
        );
    });
    const d = wrapDim(dim, first.rank + 1);
    const dtype = tensors.reduce((type, x) => promote(type, x.dtype), first.dtype);
    const out = emptyTensor(first.shape.toSpliced(d, 0, tensors.length), dtype);
    const step = out.strides[d] as number;
    tensors.forEach((x, i) => {
      copyInto(viewTensor(out, x.shape, out.strides.toSpliced(d, 1), out.offset + i * step), x);
    });
    return out;
  },
  vjp: { tensors: (g, c) => c.arg(0).map((_, i) => select(g, wrapDim(c.arg(1) ?? 0, g.rank), i)) },
  homes: ["torch"],
  samples: [() => [[sample(), sample()], 1]],
  tex: { forward: "z = (a_1, a_2, \\ldots)", vjp: { tensors: "\\text{the slice of } \\bar z" } },
  doc: "Tensors of one shape put side by side along a new dim.",
});

const raised = (rank: number) => (x: Tensor) => {
  if (x.rank >= rank) return x;
  return view(x, [...new Array<number>(rank - x.rank).fill(1), ...x.shape]);
};
composite<[tensors: readonly Tensor[]]>(
  "vstack(Tensor[] tensors) -> Tensor",
  { homes: ["torch"], aliases: ["row_stack"], doc: "Rows below each other." },
  (tensors) => cat(tensors.map(raised(2)), 0),
);
composite<[tensors: readonly Tensor[]]>(
  "hstack(Tensor[] tensors) -> Tensor",
  { homes: ["torch"], doc: "Columns beside each other." },
  (tensors) => cat(tensors.map(raised(1)), (tensors[0]?.rank ?? 1) <= 1 ? 0 : 1),
);
composite<[tensors: readonly Tensor[]]>(
  "dstack(Tensor[] tensors) -> Tensor",
  { homes: ["torch"], doc: "Along the third dim." },
  (tensors) =>
    cat(
      tensors.map((x) => (x.rank === 1 ? view(x, [1, x.numel, 1]) : x.rank === 2 ? unsqueeze(x, 2) : raised(3)(x))),
      2,
    ),
);
composite<[tensors: readonly Tensor[]]>(
  "column_stack(Tensor[] tensors) -> Tensor",
  { homes: ["torch"], doc: "Vectors as columns." },
  (tensors) =>
    cat(
      tensors.map((x) => (x.rank <= 1 ? reshape(x, [x.numel, 1]) : x)),
      1,
    ),
);
composite<[tensors: readonly Tensor[]]>(
  "block_diag(Tensor[] tensors) -> Tensor",
  { homes: ["torch"], doc: "Matrices along the diagonal of a larger one.", node: "BlockDiagBackward0" },
  (tensors) => {
    const blocks = tensors.map(raised(2));
    const width = blocks.reduce((n, b) => n + (b.shape[1] as number), 0);
    let left = 0;
    return cat(
      blocks.map((b) => {
        const [rows = 0, columns = 0] = b.shape;
        const row = cat([zeros([rows, left], b.dtype), b, zeros([rows, width - left - columns], b.dtype)], 1);
        left += columns;
        return row;
      }),
      0,
    );
  },
);

export const repeat: Op<[self: Tensor, repeats: readonly number[]]> = op(
  "repeat(Tensor self, int[] repeats) -> Tensor",
  {
    forward: (a, repeats) => {
      if (repeats.length < a.rank)
        fail("Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor");
      const own = [...new Array<number>(repeats.length - a.rank).fill(1), ...a.shape];
      const negative = repeats.find((n) => n < 0);
      if (negative !== undefined)
        fail(
          `Trying to create tensor with negative dimension ${negative}: ${showShape(own.map((s, i) => s * (repeats[i] as number)))}`,
        );
      const out = emptyTensor(
        own.map((s, i) => s * (repeats[i] as number)),
        a.dtype,
      );
      // Seen as (r₀, s₀, r₁, s₁, …) the result is the input broadcast over the r's.
      const shape = own.flatMap((s, i) => [repeats[i] as number, s]);
      const target = viewTensor(out, shape, contiguousStrides(shape), out.offset);
      copyInto(
        target,
        viewTensor(
          a,
          own.flatMap((s) => [1, s]),
          interleaved(a, own.length),
          a.offset,
        ),
      );
      return out;
    },
    vjp: {
      self: (g, c) => {
        const shape = c.shape(0);
        const repeats = c.arg(1);
        const own = [...new Array<number>(repeats.length - shape.length).fill(1), ...shape];
        const seen = reshape(
          g,
          own.flatMap((s, i) => [repeats[i] as number, s]),
        );
        return reshape(
          sum(
            seen,
            own.map((_, i) => 2 * i),
          ),
          shape,
        );
      },
    },
    homes: ["method"],
    samples: [() => [sample(), [2, 1, 2]]],
    doc: "Copies side by side along every dim.",
  },
);
function interleaved(a: Tensor, rank: number): number[] {
  const strides = [...new Array<number>(rank - a.rank).fill(0), ...a.strides];
  return strides.flatMap((s) => [0, s]);
}
composite<[self: Tensor, dims: readonly number[]]>(
  "tile(Tensor self, int[] dims) -> Tensor",
  { doc: "Copies side by side; missing counts are 1." },
  (a, dims) => repeat(a, dims.length >= a.rank ? dims : [...new Array<number>(a.rank - dims.length).fill(1), ...dims]),
);

/** Elements at other places: `source(index)` says where each element of the result comes from. */
function rearranged(a: Tensor, source: (index: number[]) => number[]): Tensor {
  const out = emptyTensor(a.shape, a.dtype);
  const strides = contiguousStrides(a.shape);
  const x = elementsOf(a);
  for (let k = 0; k < out.numel; k++) {
    const index = a.shape.map((size, i) => Math.floor(k / (strides[i] as number)) % size);
    const at = source(index).reduce((n, j, i) => n + j * (strides[i] as number), 0);
    out.storage.data[out.offset + k] = x[at] as number;
  }
  return out;
}
export const flip: Op<[self: Tensor, dims: readonly number[]]> = op("flip(Tensor self, int[] dims) -> Tensor", {
  batch: alongDims,
  forward: (a, dims) => {
    const turned = dims.map((d) => wrapDim(d, a.rank));
    return rearranged(a, (index) => index.map((j, i) => (turned.includes(i) ? (a.shape[i] as number) - 1 - j : j)));
  },
  vjp: { self: (g, c) => flip(g, c.arg(1)) },
  samples: [() => [sample(), [1]]],
  doc: "Dims in reverse order.",
});
export const roll: Op<[self: Tensor, shifts: readonly number[], dims?: readonly number[] | null]> = op(
  "roll(Tensor self, int[1] shifts, int[1]? dims=None) -> Tensor",
  {
    forward: (a, shifts, dims = null) => {
      const flat = dims === null || dims.length === 0;
      if (shifts.length !== (flat ? 1 : dims.length))
        fail(`shifts and dimensions must align. shifts: ${shifts.length}, dims:${dims?.length ?? 0}`);
      const source = flat ? viewTensor(a, [a.numel], [1], a.offset) : a;
      const x = flat && !a.isContiguous ? rowOf(a) : source;
      const axes = flat ? [0] : dims.map((d) => wrapDim(d, a.rank));
      const moved = rearranged(x, (index) =>
        index.map((j, i) => {
          const by = axes.reduce((n, axis, k) => (axis === i ? n + (shifts[k] as number) : n), 0);
          const size = x.shape[i] as number;
          return (((j - by) % size) + size) % size;
        }),
      );
      return viewTensor(moved, a.shape, contiguousStrides(a.shape), moved.offset);
    },
    vjp: {
      self: (g, c) =>
        roll(
          g,
          c.arg(1).map((s) => -s),
          c.arg(2) ?? null,
        ),
    },
    samples: [() => [sample(), [1], [1]]],
    doc: "Elements moved along a dim, round the end.",
  },
);
function rowOf(a: Tensor): Tensor {
  const out = emptyTensor([a.numel], a.dtype);
  out.storage.data.set(elementsOf(a), out.offset);
  return out;
}
composite<[self: Tensor, k?: number, dims?: readonly number[]]>(
  "rot90(Tensor self, int k=1, int[] dims=[0, 1]) -> Tensor",
  { doc: "Turned by quarter turns in the plane of two dims." },
  (a, k = 1, dims = [0, 1]) => {
    const [x = 0, y = 1] = dims;
    const turns = ((k % 4) + 4) % 4;
    if (turns === 1) return transpose(flip(a, [y]), x, y);
    if (turns === 2) return flip(a, [x, y]);
    if (turns === 3) return flip(transpose(a, x, y), [y]);
    return reshape(a, a.shape);
  },
);
composite<[tensors: readonly Tensor[], indexing?: string], Tensor[]>(
  'meshgrid(Tensor[] tensors, *, str indexing="ij") -> Tensor[]',
  { homes: ["torch"], doc: "Coordinates of a grid from its axes." },
  (tensors, indexing = "ij") => {
    const axes =
      indexing === "xy" && tensors.length >= 2
        ? [tensors[1] as Tensor, tensors[0] as Tensor, ...tensors.slice(2)]
        : tensors;
    const shape = axes.map((x) => x.numel);
    const grids = axes.map((x, i) =>
      expand(
        view(
          x,
          shape.map((s, k) => (k === i ? s : 1)),
        ),
        shape,
      ),
    );
    if (indexing !== "xy" || grids.length < 2) return grids;
    return [grids[1] as Tensor, grids[0] as Tensor, ...grids.slice(2)];
  },
);
