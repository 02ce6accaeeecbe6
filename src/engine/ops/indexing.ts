/** `x[…]` and `x[…] = v`: PyTorch turns an index into selects, slices and unsqueezes, then one gather for tensors among the items. */
import { categoryOf } from "../dtype.ts";
import { fail } from "../errors.ts";
import { copyInto, expandTo } from "../kernels.ts";
import { type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { broadcastShapes, contiguousStrides, type Shape, showShape } from "../shape.ts";
import { numbersOnly } from "../state.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "../tensor.ts";

import { alias, copy, expand, reshape, sumToSize, toDtype, zeros } from "./core.ts";
import { unsqueeze } from "./shape.ts";
import { select, slice } from "./slices.ts";

/** One item of an index, as a language hands it over. */
export type IndexItem =
  | { readonly kind: "int"; readonly value: number }
  | {
      readonly kind: "slice";
      readonly start: number | null;
      readonly stop: number | null;
      readonly step: number | null;
    }
  | { readonly kind: "none" }
  | { readonly kind: "ellipsis" }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "tensor"; readonly tensor: Tensor };

/** What is left after selects and slices: a view, and for each of its dims the tensor that indexes it. */
interface Prepared {
  readonly view: Tensor;
  readonly indices: readonly (Tensor | null)[];
}

/** How many dims of the tensor an item takes up. */
function consumed(item: IndexItem): number {
  if (item.kind === "int" || item.kind === "slice") return 1;
  if (item.kind !== "tensor") return 0;
  return isMask(item.tensor) ? item.tensor.rank : 1;
}
const isMask = (t: Tensor): boolean => t.dtype === "bool" || t.dtype === "uint8";

function prepare(t: Tensor, index: readonly IndexItem[]): Prepared {
  const named = index.reduce((n, item) => n + consumed(item), 0);
  if (named > t.rank) fail(`too many indices for tensor of dimension ${t.rank}`, "IndexError");
  let current = t;
  let dim = 0;
  const indices: (Tensor | null)[] = [];
  const put = (index: Tensor): void => {
    while (indices.length < dim) indices.push(null);
    indices[dim] = index;
    dim++;
  };
  let ellipses = 0;
  for (const item of index) {
    switch (item.kind) {
      case "int":
        if (current.rank === 0)
          fail(
            "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number",
            "IndexError",
          );
        current = select(current, dim, item.value);
        break;
      case "slice": {
        const step = item.step ?? 1;
        if (step <= 0) fail("step must be greater than zero", "ValueError");
        const whole = item.start === null && item.stop === null && step === 1;
        // A full slice changes nothing, and PyTorch skips it too (unless it is the whole index).
        if (!whole) current = slice(current, dim, item.start ?? 0, item.stop ?? Number.MAX_SAFE_INTEGER, step);
        dim++;
        break;
      }
      case "none":
        current = unsqueeze(current, dim);
        dim++;
        break;
      case "ellipsis":
        if (++ellipses > 1) fail("an index can only have a single ellipsis ('...')", "IndexError");
        dim += t.rank - named;
        break;
      case "bool":
        current = unsqueeze(current, dim);
        put(tensorFrom(item.value ? [0] : [], [item.value ? 1 : 0], "int64"));
        break;
      case "tensor":
        if (isMask(item.tensor)) for (const part of maskToIndices(item.tensor, current.shape, dim)) put(part);
        else {
          if (categoryOf(item.tensor.dtype) !== 1)
            fail("tensors used as indices must be long, int, byte or bool tensors", "IndexError");
          put(item.tensor);
        }
        break;
      default:
        item satisfies never;
    }
  }
  return { view: current, indices };
}

/** The coordinates where a mask is true, one tensor for each of its dims. */
function maskToIndices(mask: Tensor, shape: Shape, dim: number): Tensor[] {
  mask.shape.forEach((size, i) => {
    if (size !== shape[dim + i])
      fail(
        `The shape of the mask ${showShape(mask.shape)} at index ${i} does not match the shape of the indexed tensor ${showShape(shape)} at index ${dim + i}`,
        "IndexError",
      );
  });
  const strides = contiguousStrides(mask.shape);
  const elements = elementsOf(mask);
  const found: number[] = [];
  for (let k = 0; k < elements.length; k++) if (elements[k] !== 0) found.push(k);
  return mask.shape.map((size, i) =>
    tensorFrom(
      found.map((k) => Math.floor(k / (strides[i] as number)) % size),
      [found.length],
      "int64",
    ),
  );
}

/** Where an advanced index reads: for each element of the result an offset into a contiguous tensor, and the result's shape. */
interface Gathered {
  readonly shape: Shape;
  readonly offsets: Float64Array;
}

function gatherPlan(shape: Shape, indices: readonly (Tensor | null)[]): Gathered {
  if (indices.length > shape.length) fail(`too many indices for tensor of dimension ${shape.length}`, "IndexError");
  const used = indices.flatMap((index, d) => (index === null ? [] : [{ index, d }]));
  let common: Shape = [];
  for (const { index } of used) {
    try {
      common = broadcastShapes(common, index.shape);
    } catch {
      fail(
        `shape mismatch: indexing tensors could not be broadcast together with shapes ${used.map((u) => showShape(u.index.shape)).join(", ")}`,
        "IndexError",
      );
    }
  }
  const strides = contiguousStrides(shape);
  const rest = shape.map((_, d) => d).filter((d) => !used.some((u) => u.d === d));
  // Indexed dims that stand together keep their place; apart, their common shape goes to the front.
  const first = used[0]?.d ?? 0;
  const together = used.every((u, i) => u.d === first + i);
  const before = together ? rest.filter((d) => d < first) : [];
  const after = together ? rest.filter((d) => d > first) : rest;
  const n = common.reduce((p, s) => p * s, 1);
  const base = new Float64Array(n);
  for (const { index, d } of used) {
    const size = shape[d] as number;
    const values = elementsOf(expandTo(index, common));
    for (let i = 0; i < n; i++) {
      const at = values[i] as number;
      if (at < -size || at >= size)
        fail(`index ${at} is out of bounds for dimension ${d} with size ${size}`, "IndexError");
      base[i] = (base[i] as number) + (at < 0 ? at + size : at) * (strides[d] as number);
    }
  }
  const grid = (dims: readonly number[]): number[] =>
    dims.reduce<number[]>(
      (list, d) =>
        list.flatMap((o) => Array.from({ length: shape[d] as number }, (_, i) => o + i * (strides[d] as number))),
      [0],
    );
  const [head, tail] = [grid(before), grid(after)];
  const offsets = new Float64Array(head.length * n * tail.length);
  let k = 0;
  for (const h of head) for (let i = 0; i < n; i++) for (const e of tail) offsets[k++] = h + (base[i] as number) + e;
  return {
    shape: [...before.map((d) => shape[d] as number), ...common, ...after.map((d) => shape[d] as number)],
    offsets,
  };
}

type Index = [self: Tensor, indices: readonly (Tensor | null)[]];
export const index: Op<Index> = op<Index>("index(Tensor self, Tensor[] indices) -> Tensor", {
  forward: (a, indices) => {
    const { shape, offsets } = gatherPlan(a.shape, indices);
    const out = emptyTensor(shape, a.dtype);
    const x = elementsOf(a);
    for (let i = 0; i < offsets.length; i++) out.storage.data[out.offset + i] = x[offsets[i] as number] as number;
    return out;
  },
  vjp: { self: (g, c) => indexPut(zeros(c.shape(0), g.dtype), c.arg(1), g, true) },
  homes: ["hidden"],
  samples: [() => [given([1, 2, 3, 4, 5, 6], [2, 3]), [null, tensorFrom([2, 0, 2], [3], "int64")]]],
  symbol: "[ ]",
  tex: { forward: "z = a_{i}", vjp: { self: "\\text{each } \\bar z \\text{ added at } i" } },
});

type Put = [self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, accumulate?: boolean];
export const indexPut: Op<Put> = op<Put>(
  "index_put(Tensor self, Tensor[] indices, Tensor values, bool accumulate=False) -> Tensor",
  {
    forward: (a, indices, values, accumulate = false) => {
      const { shape, offsets } = gatherPlan(a.shape, indices);
      const out = emptyTensor(a.shape, a.dtype);
      copyInto(out, a);
      checkFits(values.shape, shape);
      const v = elementsOf(expandTo(values, shape));
      const z = out.storage.data;
      for (let i = 0; i < offsets.length; i++) {
        const at = out.offset + (offsets[i] as number);
        z[at] = accumulate ? (z[at] as number) + (v[i] as number) : (v[i] as number);
      }
      return out;
    },
    vjp: {
      self: (g, c) => (c.arg(3) === true ? g : indexPut(g, c.arg(1), zeros([], g.dtype), false)),
      // Ones in front that the places do not have were left out.
      values: (g, c) => {
        const [seen, own] = [index(g, c.arg(1)), c.shape(2)];
        return reshape(sumToSize(seen, own.slice(Math.max(0, own.length - seen.rank))), own);
      },
    },
    inPlace: true,
    homes: ["method", "torch"],
    symbol: "[ ] =",
    tex: { forward: "z = a \\text{ with } z_i = v", vjp: { self: "\\bar z \\text{, 0 at } i", values: "\\bar z_i" } },
    doc: "Writes values at the places of an index.",
  },
);

function checkFits(from: Shape, to: Shape): void {
  const lead = from.length - to.length;
  const fits = from.every((size, i) => size === 1 || (i >= lead && size === to[i - lead]));
  if (!fits)
    fail(
      `shape mismatch: value tensor of shape ${showShape(from)} cannot be broadcast to indexing result of shape ${showShape(to)}`,
    );
}

/** `t[index]`. An index of nothing but full slices gives a view of everything. */
export function getItem(t: Tensor, items: readonly IndexItem[]): Tensor {
  const { view: part, indices } = prepare(t, items);
  if (indices.some((i) => i !== null)) return index(part, indices);
  return part === t ? alias(t) : part;
}

/** `t[index] = value`, with autograd's view of it: the part is overwritten in place. */
export function setItem(t: Tensor, items: readonly IndexItem[], value: Tensor): void {
  const { view: part, indices } = prepare(t, items);
  if (indices.some((i) => i !== null)) {
    const values = value.dtype === part.dtype ? value : toDtype(value.isWrapped ? unwrapped(value) : value, part.dtype);
    indexPut.info.callInPlace([part, indices, values, false]);
    return;
  }
  const target = part === t ? t : part;
  // Leading dims of size 1 that the target does not have are dropped, as PyTorch does.
  const lead = value.rank - target.rank;
  const fitting =
    lead > 0 && value.shape.slice(0, lead).every((s) => s === 1) ? reshape(value, value.shape.slice(lead)) : value;
  checkAssignable(fitting.shape, target.shape);
  copy.info.callInPlace([target, fitting.isWrapped ? unwrapped(fitting) : fitting]);
}

function checkAssignable(from: Shape, to: Shape): void {
  const lead = to.length - from.length;
  if (lead < 0)
    fail(
      `expand(torch.FloatTensor{${showShape(from)}}, size=${showShape(to)}): the number of sizes provided (${to.length}) must be greater or equal to the number of dimensions in the tensor (${from.length})`,
    );
  from.forEach((size, i) => {
    if (size !== 1 && size !== to[lead + i])
      fail(
        `The expanded size of the tensor (${to[lead + i] ?? 1}) must match the existing size (${size}) at non-singleton dimension ${Math.max(lead + i, 0)}.  Target sizes: ${showShape(to)}.  Tensor sizes: ${showShape(from)}`,
      );
  });
}

/** A Python number as an ordinary 0-dim tensor. */
function unwrapped(t: Tensor): Tensor {
  return tensorFrom([t.item()], [], t.dtype);
}

/** Where a mask holds, in the shape of it and `a` together. */
function placesOf(a: Shape, mask: Tensor): readonly [Shape, Tensor[]] {
  const shape = broadcastShapes(a, mask.shape);
  const [own, wide] = shape.length === 0 ? [[1], expandTo(mask, [1])] : [shape, expandTo(mask, shape)];
  return [own, maskToIndices(wide, own, 0)];
}
export const maskedSelect: Op<[self: Tensor, mask: Tensor]> = op("masked_select(Tensor self, Tensor mask) -> Tensor", {
  forward: (a, mask) => {
    if (mask.dtype !== "bool") fail("masked_select: expected BoolTensor for mask");
    const [shape, places] = placesOf(a.shape, mask);
    return numbersOnly(() => index(expand(a, shape), places));
  },
  vjp: {
    self: (g, c) => {
      const [shape, places] = placesOf(c.shape(0), c.arg(1));
      return indexPut(zeros(shape, g.dtype), places, g, false);
    },
  },
  samples: [() => [given([1, 2, 3]), tensorFrom([1, 0, 1], [3], "bool")]],
  symbol: "mask",
  doc: "The elements where the mask is true, in a row.",
});
