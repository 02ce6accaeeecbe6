/** A tensor in one short line, for tables, labels and spoken descriptions. */
import type { Value } from "#trace/events.ts";
import { formatNumber, formatShort } from "./formatNumber.ts";

/** All numbers of a small tensor (`[1, 2, 3]`), else its first ones and its range. */
export function summaryOf(value: Value, most = 6): string {
  const { data, dtype, shape } = value;
  const [only] = data;
  if (shape.length === 0) return only === undefined ? "" : formatNumber(only, dtype);
  const size = shape.reduce((product, n) => product * n, 1);
  if (size <= most && data.length === size)
    return nest(
      data.map((x) => formatNumber(x, dtype)),
      shape,
    );
  const [low, high] = value.range ?? rangeOf(data);
  return `${shape.join("×")}, ${formatShort(low, dtype)} … ${formatShort(high, dtype)}`;
}

function nest(texts: readonly string[], shape: readonly number[]): string {
  const [n = 0, ...rest] = shape;
  if (rest.length === 0) return `[${texts.join(", ")}]`;
  const step = rest.reduce((product, m) => product * m, 1);
  const parts = Array.from({ length: n }, (_, i) => nest(texts.slice(i * step, (i + 1) * step), rest));
  return `[${parts.join(", ")}]`;
}

/** The least and the greatest; nan where any number is nan, as PyTorch's min and max say. */
export function rangeOf(data: readonly number[]): readonly [min: number, max: number] {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const x of data) {
    if (Number.isNaN(x)) return [Number.NaN, Number.NaN];
    if (x < min) min = x;
    if (x > max) max = x;
  }
  return [min, max];
}

/** √Σx²: the size of a gradient that is a tensor. */
export function normOf(value: Value): number {
  return Math.hypot(...value.data);
}
