/** What a descent looks like over its iterations: the loss, each number that moves, the gradient's length, the learning rate. */
import { type Descent, stepAt, tensorAtPart } from "./descent.ts";
import type { Value } from "./events.ts";
import { nameOf } from "./keys.ts";
import { partsOf, ratesOf } from "./learningRate.ts";
import type { Story } from "./story.ts";

/** One quantity at each iteration at which it is known or could be. */
export interface Curve {
  readonly id: "loss" | "gradient" | "rate" | `coordinate:${number}`;
  readonly kind: "loss" | "gradient" | "rate" | "coordinate";
  /** The program's own name; empty where it has none. */
  readonly label: string;
  /** Ascending; a jump stands for rounds that were left out of the trace. */
  readonly iterations: Float64Array;
  /** NaN also where a number is not known. */
  readonly values: Float64Array;
  /** The cursor from which on each point is true. */
  readonly sinces: Float64Array;
}

/** More lines than this in one picture are a tangle. */
const most = 8;

interface Known {
  readonly whole: readonly Curve[];
  readonly choices: Map<string, readonly Curve[]>;
  readonly coordinates: Map<number, Curve>;
}

const known = new WeakMap<Descent, Known>();

/**
 * The curves of a descent: loss, gradient norm, learning rate, then the coordinates that are asked for (the first few, if none are).
 * A curve without any finite number is left out.
 */
export function curvesOf(story: Story, descent: Descent, coordinates?: readonly number[]): readonly Curve[] {
  let state = known.get(descent);
  if (!state) {
    const { norms, ends } = gradientsOf(story, descent);
    const curves = [lossOf(story, descent), gradientOf(descent, norms, ends), rateOf(story, descent, ends)];
    state = { whole: curves.filter(isKnown), choices: new Map(), coordinates: new Map() };
    known.set(descent, state);
  }
  const asked = coordinates ?? descent.coordinates.slice(0, most).map((_, k) => k);
  const choice = asked.join();
  let chosen = state.choices.get(choice);
  if (!chosen) {
    const moving = asked.filter((k) => k in descent.coordinates).map((k) => coordinateOf(story, descent, k, state));
    chosen = [...state.whole, ...moving.filter(isKnown)];
    state.choices.set(choice, chosen);
  }
  return chosen;
}

/** The iteration at a cursor: whole where a step begins, in between on the way to the next one, at last one past the last step. */
export function iterationAtCursor(story: Story, descent: Descent, cursor: number): number {
  const { steps } = descent;
  const at = stepAt(descent, cursor);
  const step = steps[at];
  if (!step) return steps[0]?.round ?? 0;
  const next = steps[at + 1];
  const [until, last] = next
    ? [next.since, next.round]
    : [story.length, step.moved < story.length ? step.round + 1 : step.round];
  const share = until > step.since ? Math.min(1, (cursor - step.since) / (until - step.since)) : 0;
  return step.round + share * (last - step.round);
}

function isKnown({ values }: Curve): boolean {
  return values.some(Number.isFinite);
}

function lossOf(story: Story, { steps }: Descent): Curve {
  const root = steps.findLast(({ pass }) => pass)?.pass?.event.roots[0];
  const tensor = root && story.index.tensors.get(root.id);
  return {
    id: "loss",
    kind: "loss",
    label: (tensor && (tensor.names.first ?? nameOf(tensor.node))) ?? "",
    iterations: Float64Array.from(steps, ({ round }) => round),
    values: Float64Array.from(steps, ({ loss }) => loss),
    sinces: Float64Array.from(steps, ({ since }) => since),
  };
}

function coordinateOf(story: Story, descent: Descent, k: number, state: Known): Curve {
  const before = state.coordinates.get(k);
  if (before) return before;
  const { steps, path, coordinates } = descent;
  const last = steps.at(-1);
  // Where the run ended is a point of its own, if the last step led anywhere.
  const length = steps.length + (last && last.moved < story.length ? 1 : 0);
  const curve: Curve = {
    id: `coordinate:${k}`,
    kind: "coordinate",
    label: labelOf(descent, k),
    iterations: Float64Array.from({ length }, (_, s) => steps[s]?.round ?? (last?.round ?? 0) + 1),
    values: Float64Array.from({ length }, (_, s) => path[s * coordinates.length + k] ?? Number.NaN),
    sinces: Float64Array.from({ length }, (_, s) => steps[s]?.since ?? story.length),
  };
  state.coordinates.set(k, curve);
  return curve;
}

/** Two layers may both call their parameter `weight`: the later ones are counted. */
function labelOf({ coordinates, parameters }: Descent, k: number): string {
  const { label, parameter } = coordinates[k] ?? { label: "", parameter: 0 };
  const twins = parameters.slice(0, parameter).filter(({ name }) => name === parameters[parameter]?.name).length;
  return twins === 0 ? label : `${label} (${twins + 1})`;
}

interface Gradients {
  /** The Euclidean norm of what was in `.grad` when each step's pass had ended. */
  readonly norms: Float64Array;
  /** When it had ended. */
  readonly ends: Float64Array;
}

function gradientsOf(story: Story, descent: Descent): Gradients {
  const { steps } = descent;
  const parts = partsOf(descent);
  const ends = Float64Array.from(steps, ({ since, pass }) => (pass ? (pass.until ?? story.length) : since));
  const norms = Float64Array.from(ends, (end) => {
    const grads = parts.flatMap(({ parameter }) => tensorAtPart(parameter, end)?.grad.at(end) ?? []);
    return normOf(grads);
  });
  return { norms, ends };
}

/** As `clip_grad_norm_` sees it: a `.grad` that is None takes no part; NaN when nothing does. */
function normOf(grads: readonly Value[]): number {
  let largest = 0;
  for (const { data } of grads) for (const x of data) largest = Math.max(largest, Math.abs(x));
  if (grads.length === 0) return Number.NaN;
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  // Divided first: a square may be beyond what a double holds.
  for (const { data } of grads) for (const x of data) sum += (x / largest) ** 2;
  return largest * Math.sqrt(sum);
}

function gradientOf({ steps }: Descent, norms: Float64Array, ends: Float64Array): Curve {
  const iterations = Float64Array.from(steps, ({ round }) => round);
  return { id: "gradient", kind: "gradient", label: "", iterations, values: norms, sinces: ends };
}

function rateOf(story: Story, descent: Descent, ends: Float64Array): Curve {
  const { steps } = descent;
  const iterations = Float64Array.from(steps, ({ round }) => round);
  const sinces = Float64Array.from(steps, ({ moved }) => moved);
  return { id: "rate", kind: "rate", label: "", iterations, values: ratesOf(story, descent, ends), sinces };
}

/** An exponential moving average that starts without a bias to zero, as TensorBoard draws it; what is not finite stays and is passed over. */
export function smoothed(values: Float64Array, weight: number): Float64Array {
  let [sum, share] = [0, 0];
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    sum = weight * sum + (1 - weight) * value;
    share = weight * share + (1 - weight);
    return sum / share;
  });
}

/**
 * Which points to draw on so many pixel columns, ascending: of each column the lowest and the highest, and the two ends, so that no
 * spike is lost; a column without a finite number keeps one point as its gap.
 */
export function thinnedFor(width: number, xs: ArrayLike<number>, ys: ArrayLike<number>): readonly number[] {
  const { length } = xs;
  const columns = Math.max(1, Math.floor(width));
  if (length <= 2 * columns) return Array.from({ length }, (_, i) => i);
  const [start, end] = [xs[0] ?? 0, xs[length - 1] ?? 0];
  const span = end > start ? end - start : 1;
  const columnOf = (i: number): number => Math.min(columns - 1, Math.floor((((xs[i] ?? 0) - start) * columns) / span));
  const kept: number[] = [0];
  const keep = (i: number): void => {
    if (i > (kept.at(-1) ?? -1)) kept.push(i);
  };
  for (let i = 0; i < length; ) {
    const column = columnOf(i);
    let [low, high] = [-1, -1];
    const first = i;
    for (; i < length && columnOf(i) === column; i++) {
      const y = ys[i] ?? Number.NaN;
      if (!Number.isFinite(y)) continue;
      if (low < 0 || y < (ys[low] ?? 0)) low = i;
      if (high < 0 || y > (ys[high] ?? 0)) high = i;
    }
    if (low < 0) keep(first);
    else {
      keep(Math.min(low, high));
      keep(Math.max(low, high));
    }
  }
  keep(length - 1);
  return kept;
}
