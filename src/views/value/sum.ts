/** Gradients that meet are added. */
import type { Value } from "#trace/events.ts";

/** The sum of tensors of one shape, in the precision in which the engine adds; undefined for none. */
export function sumOf(parts: readonly Value[]): Value | undefined {
  const [first, ...rest] = parts;
  if (!first || rest.length === 0) return first;
  const round = first.dtype === "float32" ? Math.fround : Number;
  const { range: _, ...sum } = first;
  return {
    ...sum,
    data: first.data.map((x, i) => rest.reduce((total, part) => round(total + (part.data[i] ?? 0)), x)),
  };
}
