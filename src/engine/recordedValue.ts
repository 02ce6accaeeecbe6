/** What of a tensor goes into the trace: all of a small one, a sample of a large one. */

import type { Value } from "#trace/events.ts";
import { rangeOf, samplePlan } from "#trace/sample.ts";
import { elementsOf, type Tensor } from "./tensor.ts";

/** Elements of `t`, or an even sample with the range of all. */
export function recordedValue(t: Tensor): Value {
  if (t.shape.length === 0)
    return { dtype: t.storage.dtype, shape: t.shape, data: [t.storage.data[t.offset] as number] };
  const source = elementsOf(t);
  const { count, sample } = samplePlan(t.shape);
  if (sample === null) return { dtype: t.dtype, shape: t.shape, data: Array.from(source) };
  const range = rangeOf(source, 0, count);
  const data = Array.from(sample.places, (place) => source[place] as number);
  return { dtype: t.dtype, shape: t.shape, data, sample: [sample.rows, sample.columns], range };
}
