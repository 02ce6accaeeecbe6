/** The loss as a function of a few directions of its parameters: recorded ops run for many points at once. */
import type { TensorId } from "#trace/events.ts";
import type { ReplayAnswer, ReplayQuestion } from "#trace/replay.ts";
import { Batched } from "./batch.ts";
import type { OpInfo } from "./opInfo.ts";
import { stack } from "./ops/join.ts";
import { select } from "./ops/slices.ts";
import { numelOf } from "./shape.ts";
import { numbersOnly } from "./state.ts";
import { argumentsOf, givensOf, keep, runChecked, type Step, Stop, stepsOf } from "./tape.ts";
import { elementsOf, emptyTensor, type Tensor } from "./tensor.ts";

/** So many numbers of a batched tensor are kept at once: a tape of large tensors runs in smaller parts. */
const room = 2_000_000;

/** The loss at every asked point, in double precision. A point whose loss is no number (log of a negative) gives NaN. */
export function landscape(question: Extract<ReplayQuestion, { kind: "landscape" }>): ReplayAnswer {
  const { tape, root, points } = question;
  const steps = stepsOf(tape);
  return numbersOnly(() => {
    const known = givensOf(tape, "float64");
    // What the trace says must come out before anything is believed that the trace does not say.
    for (const one of steps) runChecked(one, known);
    const axes = question.moving[0]?.directions.length ?? 0;
    const count = points.length / Math.max(1, axes);
    const largest = Math.max(1, ...[...known.values()].map((t) => t.numel));
    const part = Math.max(1, Math.min(count, Math.floor(room / largest)));
    const losses = new Float64Array(count);
    for (let from = 0; from < count; from += part) {
      const size = Math.min(part, count - from);
      losses.set(lossesAt(question, steps, known, points.subarray(from * axes, (from + size) * axes), size), from);
    }
    if (!known.has(root)) throw new Stop("different", tape.steps.at(-1)?.op ?? "");
    return { kind: "landscape", losses };
  });
}

function lossesAt(
  { moving, root }: Extract<ReplayQuestion, { kind: "landscape" }>,
  steps: readonly Step[],
  fixed: ReadonlyMap<TensorId, Tensor>,
  points: Float64Array,
  size: number,
): Float64Array {
  const known = new Map<TensorId, Tensor | Batched>(fixed);
  const touched = new Set<TensorId>();
  for (const { id, shape, origin, directions } of moving) {
    const n = numelOf(shape);
    const many = emptyTensor([size, ...shape], "float64");
    const { data } = many.storage;
    for (let p = 0; p < size; p++)
      for (let i = 0; i < n; i++) {
        let x = origin[i] ?? Number.NaN;
        directions.forEach((direction, axis) => {
          x += (points[p * directions.length + axis] ?? 0) * (direction[i] ?? 0);
        });
        data[many.offset + p * n + i] = x;
      }
    known.set(id, new Batched(many));
    touched.add(id);
  }
  for (const step of steps) {
    const args = argumentsOf(step, (_, id) => known.get(id));
    // What no moving number reaches is what it was.
    if (!args.some((arg) => arg instanceof Batched || (Array.isArray(arg) && arg.some((a) => a instanceof Batched))))
      continue;
    keep(step, runBatched(step.info, args, size), known);
  }
  const loss = known.get(root);
  if (loss instanceof Batched) return Float64Array.from(elementsOf(loss.tensor));
  return new Float64Array(size).fill(loss ? (elementsOf(loss)[0] ?? Number.NaN) : Number.NaN);
}

/** Runs an op for every value of a batch: by its own rule where it has one that fits, else one by one. */
export function runBatched(info: OpInfo, args: readonly unknown[], size: number): readonly Batched[] {
  const result = info.batch?.(info, args, size) ?? oneByOne(info, args, size);
  return (Array.isArray(result) ? result : [result]).map((t: Tensor) => new Batched(t));
}

function oneByOne(info: OpInfo, args: readonly unknown[], size: number): Tensor | Tensor[] {
  const at = (arg: unknown, i: number): unknown => {
    if (arg instanceof Batched) return select(arg.tensor, 0, i);
    return Array.isArray(arg) ? arg.map((a) => at(a, i)) : arg;
  };
  const results = Array.from({ length: size }, (_, i) => info.call(args.map((arg) => at(arg, i))));
  const [first] = results;
  if (!Array.isArray(first)) return stack(results as Tensor[]);
  return first.map((_, k) => stack(results.map((outs) => (outs as Tensor[])[k] as Tensor)));
}
