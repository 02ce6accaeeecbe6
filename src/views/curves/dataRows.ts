/** The numbers behind the lines, one row for each iteration that any of them has. */
import type { Line } from "./lines.ts";

/** Rows of an iteration and what each line says there; empty where it says nothing. */
export function rowsOf(
  lines: readonly Line[],
  iterations: readonly number[],
): readonly (readonly (number | string)[])[] {
  const columns = lines.map(({ iterations, values }) => {
    const at = new Map<number, number>();
    for (let i = 0; i < iterations.length; i++) at.set(iterations[i] ?? 0, values[i] ?? Number.NaN);
    return at;
  });
  return iterations.map((iteration) => [
    iteration,
    ...columns.map((column, k) => cellOf(column.get(iteration), lines[k]?.kind === "rate")),
  ]);
}

/** All iterations that any of the lines has, ascending. */
export function iterationsOf(lines: readonly Line[]): readonly number[] {
  const all = new Set<number>();
  for (const { iterations } of lines) for (let i = 0; i < iterations.length; i++) all.add(iterations[i] ?? 0);
  return [...all].sort((a, b) => a - b);
}

/** Seven digits are what a float32 can tell apart. */
function cellOf(value: number | undefined, unknowable: boolean): number | string {
  if (value === undefined || (unknowable && Number.isNaN(value))) return "";
  return Number.isFinite(value)
    ? Number(value.toPrecision(7))
    : String(value).replace("Infinity", "inf").replace("NaN", "nan");
}
