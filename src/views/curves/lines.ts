/** What is drawn of each curve: its name, its colour and its dash. */
import { type Curve, smoothed } from "#trace/curves.ts";
import type { CurvesStrings } from "./strings.ts";

/** The loss of another run, to compare with: a race, a ghost. */
export interface ExtraCurve {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  /** As `stroke-dasharray` writes it; empty for a whole line. */
  readonly dash: string;
  readonly iterations: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** One line of the chart. */
export interface Line {
  readonly id: string;
  readonly name: string;
  readonly kind: Curve["kind"];
  readonly colour: string;
  readonly dash: string;
  readonly iterations: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  /** What stands in front of the raw values, if they are to be smoothed. */
  readonly smooth: ArrayLike<number> | undefined;
  /** Of the run itself and not of another one. */
  readonly own: boolean;
}

/** Each coordinate has a dash beside its colour, so that no line is told by its colour alone. */
const dashes = ["", "7 4", "2 3.5", "9 3 2 3", "14 4", "5 2.5 1 2.5", "1 4", "10 3 2 3 2 3"];

/** The lines of the curves of a run; `weight` is how strongly the noisy ones are smoothed. */
export function linesOf(curves: readonly Curve[], weight: number, strings: CurvesStrings): readonly Line[] {
  let coordinate = 0;
  return curves.map(({ id, kind, label, iterations, values }) => {
    const place = kind === "coordinate" ? coordinate++ % dashes.length : 0;
    return {
      id,
      name: label || strings.kinds[kind],
      kind,
      colour: kind === "coordinate" ? `var(--curve-${place + 1})` : colours[kind],
      dash: kind === "coordinate" ? (dashes[place] ?? "") : "",
      iterations,
      values,
      smooth: weight > 0 && isNoisy(kind) ? smoothed(values, weight) : undefined,
      own: true,
    };
  });
}

const colours = { loss: "var(--ink)", gradient: "var(--accent)", rate: "var(--code-keyword)" } as const;

/** The lines of other runs' losses. */
export function linesOfOthers(others: readonly ExtraCurve[], weight: number): readonly Line[] {
  return others.map((extra) => ({
    ...extra,
    kind: "loss",
    smooth: weight > 0 ? smoothed(Float64Array.from(extra.values), weight) : undefined,
    own: false,
  }));
}

/** Kinds that jump about from one batch to the next; a parameter or a rate is shown as it is. */
export function isNoisy(kind: Curve["kind"]): boolean {
  return kind === "loss" || kind === "gradient";
}

/** The line that a reader follows: the smoothed one, if there is one. */
export function leading({ smooth, values }: Line): ArrayLike<number> {
  return smooth ?? values;
}

/** The last point at or before an iteration; −1 before the first. */
export function indexUpTo(iterations: ArrayLike<number>, limit: number): number {
  let [low, high] = [0, iterations.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((iterations[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The point nearest to an iteration. */
export function nearestIndex(iterations: ArrayLike<number>, iteration: number): number {
  const before = Math.max(0, indexUpTo(iterations, iteration));
  const after = Math.min(iterations.length - 1, before + 1);
  const far = (i: number): number => Math.abs((iterations[i] ?? 0) - iteration);
  return far(after) < far(before) ? after : before;
}

/** What a line says at an iteration; undefined where it has no point. */
export function valueOn({ iterations }: Line, values: ArrayLike<number>, iteration: number): number | undefined {
  const i = indexUpTo(iterations, iteration);
  return iterations[i] === iteration ? values[i] : undefined;
}
