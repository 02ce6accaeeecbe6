/** The numbers of a fit: samples as they were recorded, what the model's outputs say about them, and how far they reach over a run. */
import type { Descent } from "./descent.ts";
import type { TensorId, Value } from "./events.ts";
import { type Fit, type FitChoice, fitOf } from "./fit.ts";
import type { Story } from "./story.ts";

/** One list entry for each row. */
export interface FitData {
  readonly inputs: readonly (readonly number[])[];
  /** The number to predict, or the place of the class in the list of classes. */
  readonly targets: readonly number[];
  /** What the model said in the fit's own pass, to be read like `targets`; empty where it was not recorded whole. */
  readonly predictions: readonly number[];
}

/** From where to where. */
export interface FitRange {
  readonly low: number;
  readonly high: number;
}

/** A frame that holds still while the model moves: one range for each axis of the picture. */
export interface FitFrame {
  readonly x: FitRange;
  readonly y: FitRange;
}

const known = new WeakMap<Fit, FitData>();

/** The samples of the pass that a fit is of. */
export function fitData(story: Story, fit: Fit): FitData {
  const before = known.get(fit);
  if (before) return before;
  const data = (id: TensorId): Value | undefined => story.index.tensors.get(id)?.value.at(fit.pass.since);
  const whole = (id: TensorId): readonly number[] => {
    const value = data(id);
    return value && !value.sample ? value.data : [];
  };
  const made = {
    inputs: rowsOf(whole(fit.input.id), fit.inputColumns),
    targets: targetsOf(fit, whole(fit.target.id)),
    predictions: saidBy(fit, whole(fit.prediction.id)),
  };
  known.set(fit, made);
  return made;
}

function rowsOf(numbers: readonly number[], columns: number): readonly (readonly number[])[] {
  return Array.from({ length: numbers.length / columns }, (_, row) =>
    numbers.slice(row * columns, (row + 1) * columns),
  );
}

function targetsOf(fit: Fit, numbers: readonly number[]): readonly number[] {
  if (fit.kind === "line") return numbers;
  const { classes, rows } = fit;
  if (numbers.length === rows) return numbers.map((x) => classes.indexOf(x));
  return rowsOf(numbers, classes.length).map(largest);
}

/** What a model's outputs, row after row, say: the predicted number or probability, or the place of the class. */
export function saidBy(fit: Fit, outputs: ArrayLike<number>): readonly number[] {
  const shown = probabilities(fit, outputs);
  if (fit.kind === "line") return [...shown];
  if (fit.outputs > 1) return rowsOf([...shown], fit.outputs).map(largest);
  return Array.from(shown, (x) => (x > fit.threshold ? 1 : 0));
}

/** Outputs as they are shown: logits as the probabilities that the loss makes of them. */
export function probabilities({ link }: Fit, outputs: ArrayLike<number>): Float64Array {
  return Float64Array.from(outputs, (x) => (link === "sigmoid" ? 1 / (1 + Math.exp(-x)) : x));
}

function largest(numbers: readonly number[]): number {
  return numbers.indexOf(Math.max(...numbers));
}

/** So many passes of a run are looked at: with batches each has other data. */
const looked = 24;
/** Room around the data, as a share of its extent. */
const margin = 0.1;
/** The first and the last predictions are in the frame, but no further off than so many times the extent of the targets. */
const reach = 2.5;

/** A frame around the data of a whole run, with room for what the model said at its start and at its end. */
export function fitFrame(story: Story, descent: Descent, choice: FitChoice = {}): FitFrame | undefined {
  const { steps } = descent;
  const count = Math.min(looked, steps.length);
  const at = Array.from({ length: count }, (_, i) => Math.round((i * (steps.length - 1)) / Math.max(1, count - 1)));
  const fits = new Set(at.flatMap((step) => fitOf(story, descent, step, choice) ?? []));
  const all = [...fits].map((fit) => ({ fit, data: fitData(story, fit) }));
  const [first, last] = [all[0], all.at(-1)];
  if (!first || !last) return undefined;
  const column = (axis: number): readonly number[] =>
    all.flatMap(({ data }) => data.inputs.map((row) => row[axis] ?? Number.NaN));
  const x = around(column(0));
  if (first.fit.kind === "classes") return { x, y: around(column(1)) };
  const targets = rangeOf(all.flatMap(({ data }) => data.targets));
  const extent = targets.high - targets.low || Math.max(1, Math.abs(targets.high));
  const [lowest, highest] = [targets.low - reach * extent, targets.high + reach * extent];
  const said = [...first.data.predictions, ...last.data.predictions].filter(Number.isFinite);
  return {
    x,
    y: around([targets.low, targets.high, ...said.map((v) => Math.min(highest, Math.max(lowest, v)))]),
  };
}

function rangeOf(numbers: readonly number[]): FitRange {
  const seen = numbers.filter(Number.isFinite);
  return seen.length === 0 ? { low: 0, high: 1 } : { low: Math.min(...seen), high: Math.max(...seen) };
}

function around(numbers: readonly number[]): FitRange {
  const { low, high } = rangeOf(numbers);
  const room = (high - low) * margin || Math.max(1, Math.abs(high)) / 2;
  return { low: low - room, high: high + room };
}
