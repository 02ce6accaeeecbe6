/** A model at other inputs than the recorded ones: the recorded ops run for as many rows as were recorded at a time. */
import type { TensorId } from "#trace/events.ts";
import type { ReplayAnswer, ReplayQuestion } from "#trace/replay.ts";
import { Batched } from "./batch.ts";
import { runBatched } from "./landscape.ts";
import { numelOf } from "./shape.ts";
import { numbersOnly } from "./state.ts";
import { argumentsOf, call, givensOf, keep, runChecked, type Step, Stop, stepsOf } from "./tape.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "./tensor.ts";

type Question = Extract<ReplayQuestion, { kind: "model" }>;

/** So many numbers of a batched tensor are kept at once. */
const room = 2_000_000;
/** So many of the recorded rows are looked at alone. */
const tried = 8;
/** The same row alone and among others may differ by so much, relative to the largest output. */
const slack = 1e-6;

/** What the model gives for each asked row, in double precision. */
export function model(question: Question): ReplayAnswer {
  const { tape, output, input, at } = question;
  const last = tape.steps.at(-1)?.op ?? "";
  const steps = stepsOf(tape);
  return numbersOnly(() => {
    const recorded = givensOf(tape, "float64");
    const given = recorded.get(input.id);
    const fixed = new Map(recorded);
    // What the trace says must come out before anything is believed that the trace does not say.
    for (const one of steps) runChecked(one, recorded);
    const was = recorded.get(output);
    const rows = input.shape[0] ?? 0;
    if (!given || !was || rows < 1 || was.shape[0] !== rows) throw new Stop("different", last);
    const columns = was.numel / rows;
    mustKeepRowsApart(question, steps, fixed, elementsOf(given), elementsOf(was));
    for (const { id, values } of question.parameters) {
      const parameter = fixed.get(id);
      if (!parameter) continue;
      if (values.length !== parameter.numel) throw new Stop("sampled", last);
      fixed.set(id, tensorFrom(values, parameter.shape, parameter.dtype));
    }
    const outputs = new Float64Array(at.length * columns);
    const largest = Math.max(1, ...[...recorded.values()].map((t) => t.numel));
    const part = Math.max(1, Math.floor(room / largest)) * rows;
    for (let from = 0; from < at.length; from += part)
      outputs.set(outputsAt(question, steps, fixed, at.slice(from, from + part)), from * columns);
    return { kind: "model", columns, outputs };
  });
}

/**
 * Batch norm, a softmax down the batch or one constant for each row would bend the curve: a row's output would depend on its neighbours or
 * its place. So chunks that hold one recorded row over and over must give what was recorded for that row everywhere.
 */
function mustKeepRowsApart(
  question: Question,
  steps: readonly Step[],
  fixed: ReadonlyMap<TensorId, Tensor>,
  inputs: ArrayLike<number>,
  was: ArrayLike<number>,
): void {
  const rows = question.input.shape[0] ?? 0;
  const [wide, columns] = [inputs.length / rows, was.length / rows];
  const count = Math.min(rows, tried);
  const chosen = Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count));
  const alone = chosen.flatMap((row) => {
    const numbers = Array.from({ length: wide }, (_, column) => inputs[row * wide + column] ?? 0);
    return Array.from({ length: rows }, () => numbers);
  });
  const now = outputsAt(question, steps, fixed, alone);
  let most = 1;
  for (let i = 0; i < was.length; i++) if (Number.isFinite(was[i])) most = Math.max(most, Math.abs(was[i] ?? 0));
  const step = steps.at(-1)?.recorded.op ?? "";
  chosen.forEach((row, c) => {
    for (let i = 0; i < rows * columns; i++) {
      const [a = 0, b = 0] = [was[row * columns + (i % columns)], now[c * rows * columns + i]];
      if (!Object.is(a, b) && !(Math.abs(a - b) <= slack * most)) throw new Stop("mixes", step);
    }
  });
}

/** The outputs for any number of rows, in chunks of the recorded number: recorded sizes (`view`, `expand`) then still fit. The last chunk is filled up. */
function outputsAt(
  { input, output }: Question,
  steps: readonly Step[],
  fixed: ReadonlyMap<TensorId, Tensor>,
  at: readonly (readonly number[])[],
): Float64Array {
  const rows = input.shape[0] ?? 1;
  const wide = numelOf(input.shape) / rows;
  const chunks = Math.max(1, Math.ceil(at.length / rows));
  const many = emptyTensor([chunks, ...input.shape], "float64");
  const { data } = many.storage;
  for (let row = 0; row < chunks * rows; row++) {
    const numbers = at[Math.min(row, at.length - 1)];
    for (let column = 0; column < wide; column++)
      data[many.offset + row * wide + column] = numbers?.[column] ?? Number.NaN;
  }
  const known = new Map<TensorId, Tensor | Batched>(fixed);
  const plain = new Map(fixed);
  known.set(input.id, new Batched(many));
  plain.delete(input.id);
  for (const step of steps) {
    const args = argumentsOf(step, (_, id) => known.get(id));
    const moves = args.some(
      (arg) => arg instanceof Batched || (Array.isArray(arg) && arg.some((a) => a instanceof Batched)),
    );
    if (moves) keep(step, runBatched(step.info, args, chunks), known);
    else {
      const outs = call(step, plain);
      keep(step, outs, plain);
      keep(step, outs, known);
    }
  }
  const result = known.get(output);
  // A model that no longer takes in its input gives the same for every row, and that row by row check has seen.
  if (!(result instanceof Batched)) throw new Stop("different", steps.at(-1)?.recorded.op ?? "");
  const numbers = elementsOf(result.tensor);
  return Float64Array.from(
    { length: (at.length * numbers.length) / (chunks * rows) },
    (_, i) => numbers[i] ?? Number.NaN,
  );
}
