/** Adding up elements: all of them pairwise, or along dims. */
import { type Dtype, isFloating, type Numbers } from "./dtype.ts";
import { contiguousStrides, numelOf, reductionDims, type Shape } from "./shape.ts";
import { elementsOf, emptyTensor, scalarTensor, type Tensor, viewTensor } from "./tensor.ts";
import { columnSumsLarge } from "./wasm/elements.ts";

/** Sum over `dim` (null: all); integers and bools add up as int64. */
export function sumElements(a: Tensor, dim: readonly number[] | null, keepdim: boolean, dtype: Dtype | null): Tensor {
  const outDtype = dtype ?? (isFloating(a.dtype) ? a.dtype : "int64");
  if (dim === null && !keepdim) return scalarTensor(total(elementsOf(a)), outDtype);
  const dims = reductionDims(dim, a.rank);
  const kept = a.shape.map((size, i) => (dims.includes(i) ? 1 : size));
  const out = emptyTensor(kept, outDtype);
  const z = out.storage.data;
  const source = elementsOf(a);
  if (dims.length === a.rank) z[out.offset] = total(source);
  else {
    // Accumulate in double and round once: at least as exact as PyTorch's cascade.
    const totals = new Float64Array(out.numel);
    if (dims.every((d, i) => i === 0 || d === (dims[i - 1] as number) + 1)) {
      // Neighbouring dims are one: what lies before, what is added up, what lies behind.
      const [first, last] = [dims[0] as number, dims[dims.length - 1] as number];
      const [size, inner] = [numelOf(a.shape.slice(first, last + 1)), numelOf(a.shape.slice(last + 1))];
      if (isShort(source, size)) addUpShort(totals, 0, source, size, inner);
      else if (!(source instanceof Float32Array)) addUp(totals, source, size, inner);
      else if (first > 0 || !columnSumsLarge(totals, source, size, inner)) addUpSingle(totals, source, size, inner);
    } else {
      const strides = contiguousStrides(kept).map((s, i) => (dims.includes(i) ? 0 : s));
      let i = 0;
      walk(a.shape, strides, (at) => {
        totals[at] = (totals[at] as number) + (source[i++] as number);
      });
    }
    for (let k = 0; k < totals.length; k++) z[out.offset + k] = totals[k] as number;
  }
  return keepdim
    ? out
    : viewTensor(
        out,
        a.shape.filter((_, i) => !dims.includes(i)),
        contiguousStrides(a.shape.filter((_, i) => !dims.includes(i))),
        out.offset,
      );
}

/** Σᵢ x[i] */
function total(x: Numbers): number {
  if (!isShort(x, x.length)) return pairwise(x, 0, x.length);
  const sum = [0];
  if (x.length > 0) addUpShort(sum, 0, x, x.length, 1);
  return sum[0] as number;
}

function pairwise(x: ArrayLike<number>, from: number, to: number): number {
  if (to - from <= 128) {
    let total = 0;
    for (let i = from; i < to; i++) total += x[i] as number;
    return total;
  }
  const middle = (from + to) >> 1;
  return pairwise(x, from, middle) + pairwise(x, middle, to);
}

/** So few numbers of single precision that no processor adds them in lanes: their order is known. */
const isShort = (x: ArrayLike<number>, size: number): x is Float32Array => x instanceof Float32Array && size < 8;

/** totals[o, i] = Σₛ x[o, s, i] rounded at each step, as PyTorch adds: rows in four columns when they lie in one piece, else one after another. */
function addUpShort(totals: { [at: number]: number }, at: number, x: Float32Array, size: number, inner: number): void {
  const order = inner === 1 && size > 4 ? [0, ...Array.from({ length: size - 4 }, (_, i) => i + 4), 1, 2, 3] : null;
  for (let from = 0, o = at; from < x.length; from += size * inner) {
    for (let i = 0; i < inner; i++) {
      let total = 0;
      for (let s = 0; s < size; s++) total = Math.fround(total + (x[from + (order?.[s] ?? s) * inner + i] as number));
      totals[o++] = total;
    }
  }
}

/** totals[o, i] = Σₛ x[o, s, i], for so many s and i. */
function addUp(totals: Float64Array, x: ArrayLike<number>, size: number, inner: number): void {
  for (let o = 0, from = 0; from < x.length; o += inner)
    for (let s = 0; s < size; s++)
      for (let i = 0; i < inner; i++) totals[o + i] = (totals[o + i] as number) + (x[from++] as number);
}

/** The same for single precision only: a loop that meets one kind of array runs several times faster. */
function addUpSingle(totals: Float64Array, x: Float32Array, size: number, inner: number): void {
  for (let o = 0, from = 0; from < x.length; o += inner)
    for (let s = 0; s < size; s++)
      for (let i = 0; i < inner; i++) totals[o + i] = (totals[o + i] as number) + (x[from++] as number);
}

function walk(shape: Shape, strides: readonly number[], visit: (at: number) => void): void {
  const n = numelOf(shape);
  const index = new Array<number>(shape.length).fill(0);
  let at = 0;
  for (let count = 0; count < n; count++) {
    visit(at);
    for (let d = shape.length - 1; d >= 0; d--) {
      at += strides[d] as number;
      const next = (index[d] as number) + 1;
      index[d] = next;
      if (next < (shape[d] as number)) break;
      at -= (strides[d] as number) * (shape[d] as number);
      index[d] = 0;
    }
  }
}
