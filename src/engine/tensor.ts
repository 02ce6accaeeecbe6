/** A strided view of a storage, with what autograd knows about it. */
import { type Dtype, isFloating, type Numbers } from "./dtype.ts";
import { fail } from "./errors.ts";
import { isHalf, narrowing } from "./halves.ts";
import type { AccumulateGrad, Node } from "./node.ts";
import { contiguousStrides, numelOf, type Shape, showShape } from "./shape.ts";
import { allocate, type Storage } from "./storage.ts";

/** Counts in-place changes; one counter is shared by all views of a storage, so that a stale saved tensor is noticed. */
export interface Version {
  n: number;
}

/** Called with the gradient when it is complete; a returned tensor replaces it. */
export type GradHook = (grad: Tensor) => Tensor | null | undefined;

let nextId = 1;
/** Restart numbering, at the start of a run. */
export function resetIds(): void {
  nextId = 1;
}
export function freshId(): number {
  return nextId++;
}
/** Every tensor made from now on has a higher id. */
export function newestId(): number {
  return nextId - 1;
}

export class Tensor implements Version {
  /** A tensor that shares its numbers with no earlier one is its own version counter. */
  n = 0;
  /** Name in the trace: fresh for every op result, also for an in-place op that enters the graph. */
  id: number = nextId++;
  storage: Storage;
  shape: Shape;
  strides: readonly number[];
  /** Index of the first element in `storage.data` (absolute: includes storage.base). */
  offset: number;
  version: Version;
  requiresGrad = false;
  /** The node that made it; use gradFnOf(tensor) (autograd/views) to read it, because a view's is rebuilt after its base changed in place. */
  gradFn: Node | null = null;
  outputNr = 0;
  grad: Tensor | null = null;
  /** The tensor whose storage this one views (never itself a view), for in-place autograd. */
  base: Tensor | null = null;
  /** base.version.n at which this view's gradFn was made. */
  viewVersion = 0;
  /** A Python number that became a 0-dim tensor: it yields to real tensors in type promotion. */
  isWrapped = false;
  isParameter = false;
  retainsGrad = false;
  isInference = false;
  hooks: GradHook[] | null = null;
  /** Called when `.grad` of this leaf has been added to. */
  afterGrad: (() => void)[] | null = null;
  /** Tensor of which this one is `.grad`, for the trace. */
  gradOwner: Tensor | null = null;
  /** Tensor of which this one is `.data` or `.detach()`, sharing numbers: an in-place change here moves that one. */
  aliasOf: Tensor | null = null;
  /** Node that adds into this leaf's `.grad`; made once when first needed. */
  accumulator: AccumulateGrad | null = null;
  /** Handle under which a language holds this tensor; 0 when none does. */
  handle = 0;
  /** True once the trace knows this tensor. */
  traced = false;

  constructor(storage: Storage, shape: Shape, strides: readonly number[], offset: number, version?: Version) {
    this.storage = storage;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.version = version ?? this;
  }

  get dtype(): Dtype {
    return this.storage.dtype;
  }
  get numel(): number {
    return numelOf(this.shape);
  }
  get rank(): number {
    return this.shape.length;
  }
  get isLeaf(): boolean {
    return this.gradFn === null;
  }
  get isContiguous(): boolean {
    let step = 1;
    for (let i = this.shape.length - 1; i >= 0; i--) {
      const size = this.shape[i] as number;
      if (size === 0) return true;
      if (size !== 1) {
        if (this.strides[i] !== step) return false;
        step *= size;
      }
    }
    return true;
  }
  /** The only element as a number; PyTorch's error when there are more. */
  item(): number {
    if (this.numel !== 1) {
      fail(`a Tensor with ${this.numel} elements cannot be converted to Scalar`);
    }
    return this.storage.data[this.offset] as number;
  }
  setRequiresGrad(value: boolean): this {
    if (value && !isFloating(this.dtype))
      fail("Only Tensors of floating point and complex dtype can require gradients");
    if (!value && this.gradFn !== null) {
      fail(
        "you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph that doesn't require differentiation use var_no_grad = var.detach().",
      );
    }
    this.requiresGrad = value;
    return this;
  }
}

/** A new contiguous tensor of zeros; kernels fill `storage.data` from `offset`. */
export function emptyTensor(shape: Shape, dtype: Dtype): Tensor {
  const n = numelOf(shape);
  // A length that is no length would take numbers away from other tensors.
  if (!(n >= 0)) fail(`Trying to create tensor with negative dimension ${Math.min(...shape)}: ${showShape(shape)}`);
  const storage = allocate(dtype, n);
  return new Tensor(storage, shape, contiguousStrides(shape), storage.base);
}

/** A new 0-dim tensor. */
export function scalarTensor(value: number, dtype: Dtype): Tensor {
  const storage = allocate(dtype, 1);
  storage.data[storage.base] = value;
  return new Tensor(storage, NO_DIMS, NO_DIMS, storage.base);
}

/** Shared by all 0-dim tensors; never written to. */
const NO_DIMS: readonly number[] = [];

/** A tensor over the same storage with another geometry; shares the version counter. No autograd: ops marked `view` add that. */
export function viewTensor(of: Tensor, shape: Shape, strides: readonly number[], offset: number): Tensor {
  return new Tensor(of.storage, shape, strides, offset, of.version);
}

/** A contiguous tensor from row-major numbers (rounded to the dtype by the typed array). */
export function tensorFrom(data: ArrayLike<number>, shape: Shape, dtype: Dtype): Tensor {
  const out = emptyTensor(shape, dtype);
  out.storage.data.set(data, out.offset);
  return narrowed(out);
}

/** Rounds the elements of a contiguous tensor to a dtype that is narrower than its memory. */
export function narrowed(t: Tensor): Tensor {
  if (!isHalf(t.storage.dtype)) return t;
  const round = narrowing(t.dtype);
  if (round !== undefined)
    for (let i = t.offset, end = t.offset + t.numel; i < end; i++)
      t.storage.data[i] = round(t.storage.data[i] as number);
  return t;
}

/** A Python number as a 0-dim tensor that yields in type promotion. Kept in double precision until the op's dtype is known. */
export function wrapScalar(value: number, dtype: "float64" | "int64" | "bool"): Tensor {
  const out = emptyTensor([], dtype);
  out.storage.data[out.offset] = value;
  out.isWrapped = true;
  return out;
}

/** All elements in row-major order; a live subarray when contiguous, else a copy: read only. */
export function elementsOf(t: Tensor): Numbers {
  const n = t.numel;
  if (t.isContiguous) return t.storage.data.subarray(t.offset, t.offset + n);
  const { data } = t.storage;
  const out = data instanceof Float32Array ? new Float32Array(n) : new Float64Array(n);
  if (n === 0) return out;
  const block = repeatedBlock(t);
  if (block > 0) {
    out.set(data.subarray(t.offset, t.offset + block));
    for (let done = block; done < n; done *= 2) out.copyWithin(done, 0, Math.min(done, n - done));
    return out;
  }
  // The last dim is a loop of its own: most of what is not contiguous is a transposed or repeated matrix.
  const last = t.shape.length - 1;
  const [size, step] = [t.shape[last] as number, t.strides[last] as number];
  let i = 0;
  const [shape, strides] = [t.shape.slice(0, last), t.strides.slice(0, last)];
  if (step === 1 && size > 8)
    forEachOffset(shape, strides, t.offset, (from) => {
      out.set(data.subarray(from, from + size), i);
      i += size;
    });
  else if (out instanceof Float32Array && data instanceof Float32Array)
    forEachOffset(shape, strides, t.offset, (from) => {
      copyApart(out, i, data, from, step, size);
      i += size;
    });
  else
    forEachOffset(shape, strides, t.offset, (from) => {
      for (let k = 0, at = from; k < size; k++, at += step) out[i++] = data[at] as number;
    });
  return out;
}

/** How many numbers in one piece a tensor repeats along its first dims, as broadcasting a bias does; 0 if it is not like that. */
function repeatedBlock({ shape, strides }: Tensor): number {
  let block = 1;
  let d = shape.length - 1;
  for (; d >= 0 && strides[d] === block; d--) block *= shape[d] as number;
  for (; d >= 0; d--) if (strides[d] !== 0) return 0;
  return block;
}

/** Copies `count` numbers that lie `step` apart. On its own, because a loop that meets one kind of array runs several times faster. */
function copyApart(
  to: Float32Array,
  toAt: number,
  from: Float32Array,
  fromAt: number,
  step: number,
  count: number,
): void {
  for (let k = 0, at = fromAt; k < count; k++, at += step) to[toAt + k] = from[at] as number;
}

/** Calls `visit` with the storage index of every element in row-major order. */
export function forEachOffset(
  shape: Shape,
  strides: readonly number[],
  offset: number,
  visit: (at: number) => void,
): void {
  const rank = shape.length;
  const total = numelOf(shape);
  if (total === 0) return;
  if (rank === 0) {
    visit(offset);
    return;
  }
  const index = new Array<number>(rank).fill(0);
  let at = offset;
  for (let count = 0; count < total; count++) {
    visit(at);
    for (let d = rank - 1; d >= 0; d--) {
      at += strides[d] as number;
      const next = (index[d] as number) + 1;
      index[d] = next;
      if (next < (shape[d] as number)) break;
      at -= (strides[d] as number) * (shape[d] as number);
      index[d] = 0;
    }
  }
}

/** The tensor whose numbers these are: that of which this one is a view or an alias (`.data`). */
export function ownerOf(t: Tensor): Tensor {
  let owner = t;
  for (let next = t.aliasOf ?? t.base; next !== null; next = owner.aliasOf ?? owner.base) owner = next;
  return owner;
}
