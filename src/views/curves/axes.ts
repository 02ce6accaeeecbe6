/** Which stretch of numbers a panel shows, and where it cannot show any. */
import type { Curve } from "#trace/curves.ts";
import type { PlotAxis } from "#ui/plotScale.ts";
import type { Line } from "./lines.ts";

/** The finite numbers of some lines, from the lowest to the highest. */
export interface Reach {
  readonly low: number;
  readonly high: number;
  /** The lowest above zero; infinite if there is none. */
  readonly positive: number;
}

export function reachOf(lines: readonly Line[]): Reach {
  let [low, high, positive] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { values } of lines)
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
      if (value > 0 && value < positive) positive = value;
    }
  return { low, high, positive };
}

/** A scale by powers of ten is offered where it has something to show … */
export function canBeLog({ high, positive }: Reach): boolean {
  return positive <= high;
}

/** … and taken by itself where a plain one would flatten most of the line. */
export function wantsLog({ low, high }: Reach): boolean {
  return low > 0 && high / low > 100;
}

/** The vertical axis of a panel, with a little room above and below. */
export function axisOf({ low, high, positive }: Reach, kind: Curve["kind"], log: boolean): PlotAxis {
  if (high < low) return { low: 0, high: 1, label: "" };
  if (log) {
    // Beyond 300 powers of ten a quotient is no double any more.
    const least = Math.max(positive, high / 1e300);
    const room = least === high ? 3 : (high / least) ** 0.05;
    return {
      low: Math.max(Number.MIN_VALUE, least / room),
      high: Math.min(Number.MAX_VALUE, high * room),
      log,
      label: "",
    };
  }
  // A parameter's zero means nothing in particular; of the others, zero is the floor to come down to.
  const floor = kind !== "coordinate" && low >= 0 && (kind === "rate" || low < high / 3) ? 0 : low;
  const height = high - floor;
  const room = height > 0 ? height * 0.06 : Math.abs(high) * 0.1 || 1;
  const below = floor === 0 && low > 0 ? 0 : floor - room;
  return { low: below, high: Math.min(Number.MAX_VALUE, high + room), label: "" };
}

/** Where the numbers of a panel stop being numbers. */
export interface Trouble {
  readonly what: "nan" | "inf" | "-inf";
  readonly iteration: number;
}

/** The first of each kind of what no axis can show, in order. */
export function troublesOf(lines: readonly Line[]): readonly Trouble[] {
  const first = new Map<Trouble["what"], number>();
  for (const { iterations, values, own } of lines) {
    if (!own) continue;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? 0;
      if (Number.isFinite(value)) continue;
      const what = Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
      const at = iterations[i] ?? 0;
      if (at < (first.get(what) ?? Number.POSITIVE_INFINITY)) first.set(what, at);
    }
  }
  return [...first].map(([what, iteration]) => ({ what, iteration })).sort((a, b) => a.iteration - b.iteration);
}

/** From where on none of the run's own lines has a finite number; undefined if they have to the end. */
export function lostFrom(lines: readonly Line[]): number | undefined {
  let [last, lost] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { iterations, values, own } of lines) {
    if (!own) continue;
    let i = values.length - 1;
    while (i >= 0 && !Number.isFinite(values[i])) i--;
    if (i >= 0) last = Math.max(last, iterations[i] ?? 0);
    if (i < values.length - 1) lost = Math.min(lost, iterations[i + 1] ?? 0);
  }
  return lost > last && Number.isFinite(lost) ? lost : undefined;
}
