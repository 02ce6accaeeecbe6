/** Where a slider stands for a number, and what a number it means there. */

/** The range of a number on a slider. */
export interface Range {
  readonly min: number;
  readonly max: number;
  /** On a log scale in decades. */
  readonly step: number;
  readonly scale: "log" | "linear";
}

/** The place of a value, in whole steps. */
export function tickOf({ step, scale }: Range, value: number): number {
  return Math.round((scale === "log" ? Math.log10(value) : value) / step);
}

/** The value of a place: multiples of the step, so that round numbers are met on the way. */
export function valueAt({ min, max, step, scale }: Range, tick: number): number {
  if (scale === "log") return Number((10 ** (tick * step)).toPrecision(2));
  return Math.min(max, Math.max(min, tick * step));
}

/** The first and the last place of a range. */
export function endsOf(range: Range): readonly [first: number, last: number] {
  return [tickOf(range, range.min), tickOf(range, range.max)];
}
