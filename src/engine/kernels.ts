/** Loops over elements. They know nothing of autograd; float32 results are rounded by the typed array they are written into. */
import { type Dtype, isFloating } from "./dtype.ts";
import { isHalf, narrowing } from "./halves.ts";
import { eachNumber, eachPair, type Pairwise, plus, type Single } from "./loops.ts";
import { resultType } from "./promotion.ts";
import { broadcastShapes, type Shape, sameShape } from "./shape.ts";
import { elementsOf, emptyTensor, forEachOffset, scalarTensor, type Tensor, viewTensor } from "./tensor.ts";

/** z = f(x) element by element, in a new contiguous tensor. */
export function map(x: Tensor, dtype: Dtype, f: Single): Tensor {
  if (x.shape.length === 0) return scalarTensor(f(elementOf(x, dtype)), dtype);
  const out = emptyTensor(x.shape, dtype);
  const z = out.storage.data;
  const to = out.offset;
  const round = needsRounding(x.dtype, dtype);
  const [data, from] = rowMajor(x);
  const n = out.numel;
  if (z instanceof Float32Array && data instanceof Float32Array) {
    eachNumber(f)(z, to, data, from, n);
    return out;
  }
  for (let i = 0; i < n; i++) {
    const v = data[from + i] as number;
    z[to + i] = f(round ? Math.fround(v) : v);
  }
  return out;
}

/** The only element of a 0-dim tensor, as an op that computes in `dtype` reads it. */
function elementOf(t: Tensor, dtype: Dtype): number {
  const value = t.storage.data[t.offset] as number;
  return needsRounding(t.storage.dtype, dtype) ? Math.fround(value) : value;
}

/** Where a tensor's row-major elements can be read: in place when contiguous (no subarray, which costs more than a small op), else from a copy. */
function rowMajor(t: Tensor): readonly [data: ArrayLike<number>, from: number] {
  return t.shape.length === 0 || t.isContiguous ? [t.storage.data, t.offset] : [elementsOf(t), 0];
}

function needsRounding(from: Dtype, to: Dtype): boolean {
  if (to !== "float32" && to !== "float16" && to !== "bfloat16") return false;
  return from === "float64" || from === "int64" || from === "int32";
}

/**
 * z = f(a, b) with broadcasting, computed in `dtype`, stored as `outDtype` (for comparisons bool).
 * Operands of another dtype are first rounded to `dtype`, as PyTorch casts them.
 */
export function zip(a: Tensor, b: Tensor, dtype: Dtype, f: Pairwise, outDtype: Dtype = dtype): Tensor {
  if (a.shape.length === 0 && b.shape.length === 0)
    return scalarTensor(f(elementOf(a, dtype), elementOf(b, dtype)), outDtype);
  const shape = broadcastShapes(a.shape, b.shape);
  const out = emptyTensor(shape, outDtype);
  const z = out.storage.data;
  const to = out.offset;
  const n = out.numel;
  const [x, xFrom, xStep] = operand(a, shape, dtype, n);
  const [y, yFrom, yStep] = operand(b, shape, dtype, n);
  if (n > 1 && z instanceof Float32Array && x instanceof Float32Array && y instanceof Float32Array)
    eachPair(f)(z, to, x, xFrom, xStep, y, yFrom, yStep, n);
  else for (let i = 0; i < n; i++) z[to + i] = f(x[xFrom + i * xStep] as number, y[yFrom + i * yStep] as number);
  return out;
}

/** target = f(target, b) without a copy, for a floating target and a lone number or numbers of the same shape in other memory. False where it is not like that. */
export function zipInto(target: Tensor, b: Tensor, f: Pairwise): boolean {
  const { shape, storage, offset } = target;
  const z = storage.data;
  const lone = b.shape.length === 0;
  if (b.storage === storage || isHalf(storage.dtype) || !isFloating(storage.dtype)) return false;
  if (!(lone || sameShape(b.shape, shape)) || resultType([target, b]) !== storage.dtype) return false;
  if (shape.length === 0) {
    z[offset] = f(z[offset] as number, elementOf(b, storage.dtype));
    return true;
  }
  if (!(z instanceof Float32Array) || !target.isContiguous) return false;
  const n = target.numel;
  const [y, yFrom, yStep] = operand(b, shape, storage.dtype, n);
  if (!(y instanceof Float32Array)) return false;
  eachPair(f)(z, offset, z, offset, 1, y, yFrom, yStep, n);
  return true;
}

/** z = f(a, b, c) with broadcasting, computed and stored in `dtype`. */
export function zip3(
  a: Tensor,
  b: Tensor,
  c: Tensor,
  dtype: Dtype,
  f: (a: number, b: number, c: number) => number,
): Tensor {
  const shape = broadcastShapes(broadcastShapes(a.shape, b.shape), c.shape);
  const out = emptyTensor(shape, dtype);
  const z = out.storage.data;
  const n = out.numel;
  const [x, xFrom, xStep] = operand(a, shape, dtype, n);
  const [y, yFrom, yStep] = operand(b, shape, dtype, n);
  const [w, wFrom, wStep] = operand(c, shape, dtype, n);
  for (let i = 0; i < n; i++)
    z[out.offset + i] = f(
      x[xFrom + i * xStep] as number,
      y[yFrom + i * yStep] as number,
      w[wFrom + i * wStep] as number,
    );
  return out;
}

/** What a step of an op's arithmetic is rounded with. */
export type Round = (x: number) => number;

/** Rounds to the dtype that an op computes in. */
export const rounding = (dtype: Dtype): Round => (dtype === "float64" || !isFloating(dtype) ? (x) => x : Math.fround);

/** An operand's elements in the order of `shape`: a lone element is read again and again (step 0). */
function operand(
  t: Tensor,
  shape: Shape,
  dtype: Dtype,
  n: number,
): readonly [data: ArrayLike<number>, from: number, step: 0 | 1] {
  const lone = t.shape.length === 0;
  if (lone && needsRounding(t.dtype, dtype)) {
    const rounded = Math.fround(t.storage.data[t.offset] as number);
    return [n > 1 ? Float32Array.of(rounded) : [rounded], 0, 0];
  }
  if (lone) return [t.storage.data, t.offset, 0];
  if (n > 0 && sameShape(t.shape, shape) && !needsRounding(t.dtype, dtype)) {
    const [data, from] = rowMajor(t);
    return [data, from, 1];
  }
  return [expandedElements(t, shape, dtype), 0, 1];
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

/** Copies `source` (broadcast) into the elements of `target`, whatever its strides; rounds and truncates as a dtype conversion does. */
export function copyInto(target: Tensor, source: Tensor): void {
  if (target.shape.length === 0 && source.shape.length === 0 && target.dtype === source.dtype) {
    target.storage.data[target.offset] = source.storage.data[source.offset] as number;
    return;
  }
  const values = expandedElements(source, target.shape);
  const z = target.storage.data;
  // Floats of one precision next to each other need no conversion: the same array may be read and written.
  const narrow = narrowing(target.dtype) !== undefined;
  if (!narrow && target.isContiguous && z instanceof Float32Array && values instanceof Float32Array) {
    z.set(values, target.offset);
    return;
  }
  const convert = converter(source.dtype, target.dtype);
  const copy = source.storage.data === z ? Float64Array.from(values) : values;
  let i = 0;
  forEachOffset(target.shape, target.strides, target.offset, (at) => {
    z[at] = convert(copy[i++] as number);
  });
}

/** `target += source`, of equal shapes and dtypes. */
export function addInto(target: Tensor, source: Tensor): void {
  const [z, x] = [target.storage.data, source.storage.data];
  const n = target.numel;
  if (isHalf(target.dtype)) copyInto(target, zip(target, source, target.dtype, plus));
  else if (target.shape.length === 0) z[target.offset] = (z[target.offset] as number) + (x[source.offset] as number);
  else if (z instanceof Float32Array && x instanceof Float32Array && target.isContiguous && source.isContiguous)
    eachPair(plus)(z, target.offset, z, target.offset, 1, x, source.offset, 1, n);
  else copyInto(target, zip(target, source, target.dtype, plus));
}

/** How one number changes from dtype to dtype: floats truncate toward zero, anything non-zero is True. */
export function converter(from: Dtype, to: Dtype): (x: number) => number {
  if (to === "bool") return (x) => (x !== 0 ? 1 : 0);
  const narrow = narrowing(to);
  if (narrow !== undefined) return narrow;
  if (isFloating(from)) {
    if (to === "int64") return (x) => (Number.isFinite(x) ? Math.trunc(x) + 0 : -(2 ** 63));
    if (!isFloating(to)) return (x) => Math.trunc(x);
  }
  return (x) => x;
}
