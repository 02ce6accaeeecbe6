/** What of a tensor goes into the trace: all of a small one, a sample of a large one. */

import type { Value } from "#trace/events.ts";
import { categoryOf } from "./dtype.ts";
import { elementsOf, type Tensor } from "./tensor.ts";

/** Tensors up to this many elements are kept whole; larger ones as a sample. */
const WHOLE = 256;
const SAMPLE_SIDE = 16;

/** Elements of `t`, or an even sample with the range of all. */
export function recordedValue(t: Tensor): Value {
  if (t.shape.length === 0) {
    return { dtype: t.dtype, shape: t.shape, data: [t.storage.data[t.offset] as number] };
  }
  const n = t.numel;
  const source = elementsOf(t);
  if (n <= WHOLE) {
    return { dtype: t.dtype, shape: t.shape, data: Array.from(source) };
  }
  const columns = t.shape[t.shape.length - 1] as number;
  const rows = n / columns;
  const r = Math.min(rows, SAMPLE_SIDE);
  const c = Math.min(columns, rows === 1 ? SAMPLE_SIDE * SAMPLE_SIDE : SAMPLE_SIDE);
  const data: number[] = [];
  for (let i = 0; i < r; i++) {
    for (let j = 0; j < c; j++)
      data.push(source[Math.floor((i * rows) / r) * columns + Math.floor((j * columns) / c)] as number);
  }
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n; i++) {
    const v = source[i] as number;
    if (v < min) min = v;
    if (v > max) max = v;
  }
  return { dtype: t.dtype, shape: t.shape, data, sample: [r, c], range: [min, max] };
}

/** A Python number that an op took as a tensor, as the number that it was. */
export function wrappedValue(t: Tensor): number | boolean {
  return categoryOf(t.dtype) === 0 ? t.item() !== 0 : t.item();
}
