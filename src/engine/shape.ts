/** Arithmetic of shapes and strides; strides count elements. */
import { fail } from "./errors.ts";

export type Shape = readonly number[];

/** Product of the sizes: how many elements. */
export function numelOf(shape: Shape): number {
  let n = 1;
  for (let i = 0; i < shape.length; i++) n *= shape[i] as number;
  return n;
}

/** Shared by all 0-dim tensors; never written to. */
const NO_STRIDES: number[] = [];

/** Row-major strides; a size of 0 counts as 1, as PyTorch does. */
export function contiguousStrides(shape: Shape): number[] {
  if (shape.length === 0) return NO_STRIDES;
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = step;
    step *= Math.max(1, shape[i] as number);
  }
  return strides;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The shape two tensors broadcast to; PyTorch's error when they do not. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  if (sameShape(a, b) || b.length === 0) return a;
  if (a.length === 0) return b;
  const rank = Math.max(a.length, b.length);
  const out = new Array<number>(rank);
  for (let i = 0; i < rank; i++) {
    const dimA = a[a.length - rank + i] ?? 1;
    const dimB = b[b.length - rank + i] ?? 1;
    if (dimA !== dimB && dimA !== 1 && dimB !== 1) {
      fail(`The size of tensor a (${dimA}) must match the size of tensor b (${dimB}) at non-singleton dimension ${i}`);
    }
    out[i] = dimA === 1 ? dimB : dimA;
  }
  return out;
}

/** Can a tensor of this shape be expanded to that one? */
export function broadcastsTo(from: Shape, to: Shape): boolean {
  const lead = to.length - from.length;
  return lead >= 0 && from.every((size, i) => size === 1 || size === to[lead + i]);
}

/** A dim counted from the end made positive; PyTorch's IndexError when out of range. A 0-dim tensor accepts 0 and -1. */
export function wrapDim(dim: number, rank: number): number {
  const span = Math.max(rank, 1);
  if (dim < -span || dim >= span) {
    fail(`Dimension out of range (expected to be in range of [${-span}, ${span - 1}], but got ${dim})`, "IndexError");
  }
  return dim < 0 ? dim + span : dim;
}

/** Sorted, distinct, wrapped dims of a reduction; null or empty means all of them. */
export function reductionDims(dim: number | readonly number[] | null | undefined, rank: number): number[] {
  const list = typeof dim === "number" ? [dim] : (dim ?? []);
  if (list.length === 0) return Array.from({ length: rank }, (_, i) => i);
  const wrapped = list.map((d) => wrapDim(d, rank));
  for (let i = 0; i < wrapped.length; i++) {
    if (wrapped.indexOf(wrapped[i] as number) !== i)
      fail(`dim ${wrapped[i]} appears multiple times in the list of dims`);
  }
  return rank === 0 ? [] : wrapped.sort((x, y) => x - y);
}

/** `[2, 3]`, as PyTorch writes sizes in messages. */
export function showShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}
