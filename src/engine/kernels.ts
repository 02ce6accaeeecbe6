/** Loops over elements. They know nothing of autograd; float32 results are rounded by the typed array they are written into. */
import type { Dtype, Numbers } from "./dtype.ts";
import { broadcastShapes, type Shape, sameShape } from "./shape.ts";
import { elementsOf, emptyTensor, forEachOffset, type Tensor, viewTensor } from "./tensor.ts";

/** z = f(x) element by element, in a new contiguous tensor. */
export function map(x: Tensor, dtype: Dtype, f: (x: number) => number): Tensor {
  const out = emptyTensor(x.shape, dtype);
  const z = out.storage.data;
  const from = out.offset;
  if (x.shape.length === 0) {
    z[from] = f(read(x, dtype));
    return out;
  }
  const source = elementsOf(x);
  const round = needsRounding(x.dtype, dtype);
  for (let i = 0; i < source.length; i++) {
    const v = source[i] as number;
    z[from + i] = f(round ? Math.fround(v) : v);
  }
  return out;
}

function needsRounding(from: Dtype, to: Dtype): boolean {
  return to === "float32" && from !== "float32" && from !== "bool" && from !== "uint8";
}

function read(t: Tensor, dtype: Dtype): number {
  const v = t.storage.data[t.offset] as number;
  return needsRounding(t.dtype, dtype) ? Math.fround(v) : v;
}

/**
 * z = f(a, b) with broadcasting, computed in `dtype`, stored as `outDtype` (for comparisons bool).
 * Operands of another dtype are first rounded to `dtype`, as PyTorch casts them.
 */
export function zip(
  a: Tensor,
  b: Tensor,
  dtype: Dtype,
  f: (a: number, b: number) => number,
  outDtype: Dtype = dtype,
): Tensor {
  const shape = broadcastShapes(a.shape, b.shape);
  const out = emptyTensor(shape, outDtype);
  const z = out.storage.data;
  const from = out.offset;
  if (shape.length === 0) {
    z[from] = f(read(a, dtype), read(b, dtype));
    return out;
  }
  const n = out.numel;
  if (b.shape.length === 0) {
    const y = read(b, dtype);
    const x = castElements(a, dtype);
    for (let i = 0; i < n; i++) z[from + i] = f(x[i] as number, y);
  } else if (a.shape.length === 0) {
    const x = read(a, dtype);
    const y = castElements(b, dtype);
    for (let i = 0; i < n; i++) z[from + i] = f(x, y[i] as number);
  } else {
    const x = expandedElements(a, shape, dtype);
    const y = expandedElements(b, shape, dtype);
    for (let i = 0; i < n; i++) z[from + i] = f(x[i] as number, y[i] as number);
  }
  return out;
}

/** Row-major elements rounded to `dtype` where that changes them. */
export function castElements(t: Tensor, dtype: Dtype): ArrayLike<number> {
  const source = elementsOf(t);
  return needsRounding(t.dtype, dtype) ? Float32Array.from(source) : source;
}

/** Row-major elements of `t` broadcast to `shape`. */
export function expandedElements(t: Tensor, shape: Shape, dtype: Dtype = t.dtype): ArrayLike<number> {
  if (sameShape(t.shape, shape)) return castElements(t, dtype);
  return castElements(expandTo(t, shape), dtype);
}

/** `t` seen with the larger shape, repeated sizes by stride 0; the caller has checked that the shapes agree. */
export function expandTo(t: Tensor, shape: Shape): Tensor {
  const lead = shape.length - t.shape.length;
  const strides = shape.map((size, i) => {
    if (i < lead) return 0;
    return t.shape[i - lead] === 1 && size !== 1 ? 0 : (t.strides[i - lead] as number);
  });
  return viewTensor(t, shape, strides, t.offset);
}

/** Adds `source` into `target` (same shape, contiguous target): the accumulation of gradients. */
export function addInto(target: Tensor, source: Tensor): void {
  const z: Numbers = target.storage.data;
  const x = elementsOf(source);
  for (let i = 0; i < x.length; i++) z[target.offset + i] = (z[target.offset + i] as number) + (x[i] as number);
}

/** Copies `source` (broadcast) into the elements of `target`, whatever its strides; rounds and truncates as a dtype conversion does. */
export function copyInto(target: Tensor, source: Tensor): void {
  const values = expandedElements(source, target.shape);
  const z = target.storage.data;
  const convert = converter(source.dtype, target.dtype);
  const copy = source.storage.data === z ? Float64Array.from(values) : values;
  let i = 0;
  forEachOffset(target.shape, target.strides, target.offset, (at) => {
    z[at] = convert(copy[i++] as number);
  });
}

/** How one number changes from dtype to dtype: floats truncate toward zero, anything non-zero is True. */
export function converter(from: Dtype, to: Dtype): (x: number) => number {
  if (to === "bool") return (x) => (x !== 0 ? 1 : 0);
  if (from === "float32" || from === "float64") {
    if (to === "int64") return (x) => (Number.isFinite(x) ? Math.trunc(x) + 0 : -(2 ** 63));
    if (to === "int32" || to === "uint8") return (x) => Math.trunc(x);
  }
  return (x) => x;
}
