/** The same numbers in another order of dims: views that cost nothing. */

import { alongDims, type Batched } from "../batch.ts";
import { fail } from "../errors.ts";
import { copyInto } from "../kernels.ts";
import { composite, type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { broadcastShapes, numelOf, type Shape, showShape, wrapDim } from "../shape.ts";
import { numbersOnly } from "../state.ts";
import { emptyTensor, type Tensor, viewTensor } from "../tensor.ts";
import { expand, reshape, view } from "./core.ts";

type One = [self: Tensor];
type OneDim = [self: Tensor, dim: number];
const sample = (): Tensor => given([1, 2, 3, 4, 5, 6], [2, 3]);

export const permute: Op<[self: Tensor, dims: readonly number[]]> = op("permute(Tensor self, int[] dims) -> Tensor", {
  batch: (info, [self, dims]) =>
    info.call([
      (self as Batched).tensor,
      [0, ...(dims as number[]).map((d) => wrapDim(d, (self as Batched).rank) + 1)],
    ]),
  forward: (a, dims) => {
    if (dims.length !== a.rank)
      fail(
        `permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = ${a.rank} is not equal to len(dims) = ${dims.length}`,
      );
    const order = dims.map((d) => wrapDim(d, a.rank));
    if (new Set(order).size !== order.length) fail("permute(): duplicate dims are not allowed.");
    return reordered(a, order);
  },
  vjp: {
    self: (g, c) => {
      const back = new Array<number>(g.rank);
      c.arg(1).forEach((d, i) => {
        back[wrapDim(d, g.rank)] = i;
      });
      return permute(g, back);
    },
  },
  view: true,
  samples: [() => [sample(), [1, 0]]],
  tex: { forward: "z = \\operatorname{permute}(a)", vjp: { self: "\\operatorname{permute}^{-1}(\\bar z)" } },
  doc: "The dims in another order.",
});

function reordered(a: Tensor, order: readonly number[]): Tensor {
  return viewTensor(
    a,
    order.map((d) => a.shape[d] as number),
    order.map((d) => a.strides[d] as number),
    a.offset,
  );
}

export const transpose: Op<[self: Tensor, dim0: number, dim1: number]> = op(
  "transpose(Tensor self, int dim0, int dim1) -> Tensor",
  {
    batch: alongDims,
    forward: (a, d0, d1) => {
      const [x, y] = [wrapDim(d0, a.rank), wrapDim(d1, a.rank)];
      const order = a.shape.map((_, i) => (i === x ? y : i === y ? x : i));
      return reordered(a, order);
    },
    vjp: { self: (g, c) => transpose(g, c.arg(1), c.arg(2)) },
    view: true,
    aliases: ["swapaxes", "swapdims"],
    samples: [() => [sample(), 0, 1]],
    symbol: "ᵀ",
    tex: { forward: "z = A^\\top", vjp: { self: "\\bar Z^\\top" } },
    doc: "Two dims exchanged.",
  },
);
export const t: Op<One> = op("t(Tensor self) -> Tensor", {
  batch: (_info, [self]) =>
    (self as Batched).rank === 2 ? transpose((self as Batched).tensor, 1, 2) : (self as Batched).tensor,
  forward: (a) => {
    if (a.rank > 2) fail(`t() expects a tensor with <= 2 dimensions, but self is ${a.rank}D`);
    return reordered(a, a.rank === 2 ? [1, 0] : a.shape.map((_, i) => i));
  },
  vjp: { self: (g) => t(g) },
  view: true,
  samples: [() => [sample()]],
  symbol: "ᵀ",
  tex: { forward: "z = A^\\top", vjp: { self: "\\bar Z^\\top" } },
  doc: "Rows and columns exchanged.",
});

export const unsqueeze: Op<OneDim> = op("unsqueeze(Tensor self, int dim) -> Tensor", {
  batch: alongDims,
  forward: (a, dim) => {
    const at = wrapDim(dim, a.rank + 1);
    const step = at < a.rank ? (a.strides[at] as number) * (a.shape[at] as number) : 1;
    return viewTensor(a, a.shape.toSpliced(at, 0, 1), a.strides.toSpliced(at, 0, step), a.offset);
  },
  vjp: { self: (g, c) => squeeze(g, wrapDim(c.arg(1), g.rank)) },
  view: true,

  samples: [() => [sample(), 1]],
  doc: "A new dim of size 1.",
});

/** Without the size-1 dims among these. */
function squeezed(a: Tensor, dims: readonly number[]): Tensor {
  const drop = (i: number): boolean => dims.includes(i) && a.shape[i] === 1;
  return viewTensor(
    a,
    a.shape.filter((_, i) => !drop(i)),
    a.strides.filter((_, i) => !drop(i)),
    a.offset,
  );
}
const everyDim = (shape: Shape): number[] => shape.map((_, i) => i);
export const squeezeAll: Op<One> = op<One>("squeeze(Tensor self) -> Tensor", {
  batch: (_info, [self]) => squeezed((self as Batched).tensor, everyDim((self as Batched).tensor.shape).slice(1)),
  forward: (a) => squeezed(a, everyDim(a.shape)),
  vjp: { self: (g, c) => reshape(g, c.shape(0)) },
  view: true,
  samples: [() => [given([1, 2], [1, 2])]],
  doc: "Without the dims of size 1.",
});
export const squeeze: Op<OneDim> = op("squeeze.dim(Tensor self, int dim) -> Tensor", {
  batch: alongDims,
  forward: (a, dim) => squeezed(a, [wrapDim(dim, a.rank)]),
  vjp: { self: (g, c) => reshape(g, c.shape(0)) },
  node: "SqueezeBackward1",
  view: true,
  samples: [() => [given([1, 2], [1, 2]), 0]],
  doc: "Without one dim, if its size is 1.",
});
op<[self: Tensor, dim: readonly number[]]>("squeeze.dims(Tensor self, int[] dim) -> Tensor", {
  batch: alongDims,
  forward: (a, dims) =>
    squeezed(
      a,
      dims.map((d) => wrapDim(d, a.rank)),
    ),
  vjp: { self: (g, c) => reshape(g, c.shape(0)) },
  node: "SqueezeBackward2",
  view: true,
  doc: "Without some dims, where their size is 1.",
});

export const diagonal: Op<[self: Tensor, offset?: number, dim1?: number, dim2?: number]> = op(
  "diagonal(Tensor self, int offset=0, int dim1=0, int dim2=1) -> Tensor",
  {
    forward: (a, offset = 0, dim1 = 0, dim2 = 1) => {
      const [x, y] = [wrapDim(dim1, a.rank), wrapDim(dim2, a.rank)];
      if (x === y) fail(`diagonal dimensions cannot be identical ${dim1}, ${dim2}`);
      const [rows, columns] = [a.shape[x] as number, a.shape[y] as number];
      const size = Math.max(0, offset >= 0 ? Math.min(rows, columns - offset) : Math.min(rows + offset, columns));
      const [sx, sy] = [a.strides[x] as number, a.strides[y] as number];
      const rest = everyDim(a.shape).filter((i) => i !== x && i !== y);
      const start = size === 0 ? 0 : offset >= 0 ? offset * sy : -offset * sx;
      return viewTensor(
        a,
        [...rest.map((i) => a.shape[i] as number), size],
        [...rest.map((i) => a.strides[i] as number), sx + sy],
        a.offset + start,
      );
    },
    vjp: {
      self: (g, c) => diagonalBack(g, c.shape(0), c.arg(1) ?? 0, c.arg(2) ?? 0, c.arg(3) ?? 1),
    },
    view: true,
    samples: [() => [sample()]],
    tex: { forward: "z_i = A_{ii}", vjp: { self: "\\operatorname{diag}(\\bar z)" } },
    doc: "The diagonal of a matrix.",
  },
);
/** Zeros with a diagonal: an op of its own, because it is differentiated again. */
const diagonalBack: Op<[g: Tensor, shape: readonly number[], offset: number, dim1: number, dim2: number]> = op(
  "diagonal_backward(Tensor self, int[] size, int offset, int dim1, int dim2) -> Tensor",
  {
    forward: (g, shape, offset, dim1, dim2) => {
      const out = emptyTensor(shape, g.dtype);
      copyInto(
        numbersOnly(() => diagonal(out, offset, dim1, dim2)),
        g,
      );
      return out;
    },
    vjp: { self: (g, c) => diagonal(g, c.arg(2), c.arg(3), c.arg(4)) },
    homes: ["hidden"],
  },
);

composite<[self: Tensor, start?: number, end?: number]>(
  "flatten(Tensor self, int start_dim=0, int end_dim=-1) -> Tensor",
  { doc: "Several dims as one." },
  (a, start = 0, end = -1) => {
    if (a.rank === 0) return reshape(a, [1]);
    const [from, to] = [wrapDim(start, a.rank), wrapDim(end, a.rank)];
    if (from > to) fail("flatten() has invalid args: start_dim cannot come after end_dim");
    if (from === to) return a;
    const size = a.shape.slice(from, to + 1).reduce((n, s) => n * s, 1);
    return reshape(a, [...a.shape.slice(0, from), size, ...a.shape.slice(to + 1)]);
  },
);
composite<[self: Tensor, dim: number, sizes: readonly number[]]>(
  "unflatten(Tensor self, int dim, int[] sizes) -> Tensor",
  { doc: "One dim as several." },
  (a, dim, sizes) => {
    const at = wrapDim(dim, a.rank);
    const known = sizes.reduce((n, s) => (s === -1 ? n : n * s), 1);
    const size = a.shape[at] ?? 1;
    const full = sizes.map((s) => (s === -1 ? size / known : s));
    if (numelOf(full) !== size || full.some((s) => !(s >= 0)))
      fail(
        `unflatten: Provided sizes ${showShape(sizes)} don't multiply up to the size of dim ${at} (${size}) in the input tensor`,
      );
    return view(a, [...a.shape.slice(0, at), ...full, ...a.shape.slice(at + 1)]);
  },
);
composite<One>("ravel(Tensor self) -> Tensor", { doc: "All elements in one row." }, (a) => reshape(a, [-1]));
composite<[self: Tensor, other: Tensor]>(
  "view_as(Tensor self, Tensor other) -> Tensor",
  { homes: ["method"], doc: "In the shape of another tensor, without copying." },
  (a, b) => view(a, b.shape),
);
composite<[self: Tensor, other: Tensor]>(
  "reshape_as(Tensor self, Tensor other) -> Tensor",
  { homes: ["method"], doc: "In the shape of another tensor." },
  (a, b) => reshape(a, b.shape),
);
composite<[self: Tensor, other: Tensor]>(
  "expand_as(Tensor self, Tensor other) -> Tensor",
  { homes: ["method"], doc: "Broadcast to the shape of another tensor." },
  (a, b) => expand(a, b.shape),
);
composite<[self: Tensor, size: readonly number[]]>(
  "broadcast_to(Tensor self, int[] size) -> Tensor",
  { doc: "Broadcast to a shape." },
  (a, size) => expand(a, size),
);
composite<[tensors: readonly Tensor[]], Tensor[]>(
  "broadcast_tensors(Tensor[] tensors) -> Tensor[]",
  { homes: ["torch"], doc: "All broadcast to their common shape." },
  (tensors) => {
    const shape = tensors.reduce<Shape>((s, x) => broadcastShapes(s, x.shape), []);
    return tensors.map((x) => expand(x, shape));
  },
);
composite<[self: Tensor, source: readonly number[], destination: readonly number[]]>(
  "movedim(Tensor self, int[1] source, int[1] destination) -> Tensor",
  { aliases: ["moveaxis"], doc: "Dims moved to other places." },
  (a, source, destination) => {
    if (source.length !== destination.length)
      fail(
        `movedim: Invalid source or destination dims: source (${showShape(source)} dims) should contain the same number of dims as destination (${showShape(destination)} dims)`,
      );
    const from = source.map((d) => wrapDim(d, a.rank));
    const to = destination.map((d) => wrapDim(d, a.rank));
    const rest = everyDim(a.shape).filter((d) => !from.includes(d));
    const order = a.shape.map((_, i) => {
      const k = to.indexOf(i);
      return k >= 0 ? (from[k] as number) : (rest.shift() as number);
    });
    return permute(a, order);
  },
);
for (const [name, least] of [
  ["atleast_1d", 1],
  ["atleast_2d", 2],
  ["atleast_3d", 3],
] as const) {
  composite<One>(`${name}(Tensor self) -> Tensor`, { homes: ["torch"], doc: `At least ${least} dims.` }, (a) => {
    if (a.rank >= least) return a;
    const missing = least - a.rank;
    if (least === 3 && a.rank === 2) return unsqueeze(a, 2);
    return reshape(
      a,
      least === 3 && a.rank === 1 ? [1, a.numel, 1] : [...new Array<number>(missing).fill(1), ...a.shape],
    );
  });
}
