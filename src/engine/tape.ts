/** Recorded ops run again: the mechanism behind every answer about a stretch of a run. */
import type { Argument, TensorId, Value } from "#trace/events.ts";
import type { ReplayStep, ReplayTape, Unanswered } from "#trace/replay.ts";
import { isFloating } from "./dtype.ts";
import { opTable } from "./op.ts";
import type { OpInfo } from "./opInfo.ts";
import { numelOf } from "./shape.ts";
import { elementsOf, type Tensor, tensorFrom, wrapScalar } from "./tensor.ts";

/** The trace holds single precision; a replay in double precision may differ from it by so much, relative to the number. */
const slack = 2e-3;

/** Thrown where a tape cannot be run; carries the answer that says why. */
export class Stop extends Error {
  readonly answer: Unanswered;
  constructor(why: Unanswered["why"], op: string) {
    super(why);
    this.answer = { kind: "unanswered", why, op };
  }
}

/** A recorded op, found again in the table, with its arguments in schema order. */
export interface Step {
  readonly recorded: ReplayStep;
  readonly info: OpInfo;
  readonly slots: readonly Slot[];
}

/** An argument: a tensor of the tape by its id, a list of such, or the same plain thing every time. `argument` as on the trace's edges. */
export type Slot =
  | { readonly argument: string; readonly tensor: TensorId }
  | { readonly argument: string; readonly tensors: readonly TensorId[] }
  | { readonly plain: unknown };

/** The ops of a tape, ready to be called. Throws Stop for one that is not in the table. */
export function stepsOf(tape: ReplayTape): readonly Step[] {
  return tape.steps.map((recorded) => {
    const info = infoOf(recorded);
    if (!info) throw new Stop("unknown", recorded.op);
    return { recorded, info, slots: slotsOf(recorded, info) };
  });
}

function slotsOf(recorded: ReplayStep, info: OpInfo): readonly Slot[] {
  return info.schema.args.map((wanted): Slot => {
    const given = recorded.args.find(({ name }) => name === wanted.name);
    if (!given) return { plain: wanted.defaultValue ?? null };
    if ("tensor" in given) return { argument: given.name, tensor: given.tensor };
    if ("tensors" in given) return { argument: given.name, tensors: given.tensors };
    return { plain: wanted.type === "Tensor" ? wrapped(given) : given.value };
  });
}

/** The tensors that a tape takes from outside; in another floating precision if one is given. Throws Stop for a mere sample. */
export function givensOf(tape: ReplayTape, precision?: "float64"): Map<TensorId, Tensor> {
  const known = new Map<TensorId, Tensor>();
  for (const { id, value } of tape.givens) {
    if (value.sample || value.data.length !== numelOf(value.shape)) throw new Stop("sampled", tape.steps[0]?.op ?? "");
    const dtype = precision && isFloating(value.dtype) ? precision : value.dtype;
    known.set(id, tensorFrom(value.data, value.shape, dtype));
  }
  return known;
}

/** Arguments for a call, `at` saying what stands for a tensor at a place. */
export function argumentsOf<T>({ slots }: Step, at: (argument: string, id: TensorId) => T): readonly unknown[] {
  return slots.map((slot) => {
    if ("plain" in slot) return slot.plain;
    if ("tensor" in slot) return at(slot.argument, slot.tensor);
    return slot.tensors.map((id, i) => at(`${slot.argument}[${i}]`, id));
  });
}

/** Calls a recorded op; at the place `instead`, with another tensor. */
export function call(
  step: Step,
  known: ReadonlyMap<TensorId, Tensor>,
  instead?: { readonly argument: string; readonly tensor: Tensor },
): readonly Tensor[] {
  const result = step.info.call(
    argumentsOf(step, (argument, id) => {
      const found = instead?.argument === argument ? instead.tensor : known.get(id);
      if (!found) throw new Stop("different", step.recorded.op);
      return found;
    }),
  );
  return Array.isArray(result) ? result : [result];
}

/** Enters what a step gave under the ids of its results. */
export function keep<T>({ recorded }: Step, outs: readonly T[], known: Map<TensorId, T>): void {
  recorded.outputs.forEach(({ id }, i) => {
    const out = outs[i];
    if (out !== undefined) known.set(id, out);
  });
}

/** Runs a step and sees that it gives what it gave when it was recorded: random ops and learners' own functions do not. */
export function runChecked(step: Step, known: Map<TensorId, Tensor>): readonly Tensor[] {
  const outs = call(step, known);
  step.recorded.outputs.forEach(({ value }, i) => {
    const out = outs[i];
    if (!out || !agrees(out, value)) throw new Stop("different", step.recorded.op);
  });
  keep(step, outs, known);
  return outs;
}

function agrees(out: Tensor, value: Value): boolean {
  if (out.shape.join() !== value.shape.join()) return false;
  if (value.sample) return true;
  const numbers = elementsOf(out);
  let most = 1;
  for (const x of value.data) if (Number.isFinite(x)) most = Math.max(most, Math.abs(x));
  return value.data.every(
    (x, i) => Object.is(numbers[i], x) || Math.abs((numbers[i] ?? Number.NaN) - x) <= slack * most,
  );
}

function wrapped(given: Extract<Argument, { value: unknown }>): Tensor | null {
  if (typeof given.value === "boolean") return wrapScalar(given.value ? 1 : 0, "bool");
  if (typeof given.value !== "number") return null;
  return wrapScalar(given.value, Number.isInteger(given.value) ? "int64" : "float64");
}

/** The overload that takes the recorded arguments; the trace names ops without their overload. */
function infoOf(one: ReplayStep): OpInfo | undefined {
  const given = new Map(one.args.map((arg) => [arg.name, arg]));
  const fits = ({ schema }: OpInfo): boolean =>
    one.args.every(({ name }) => schema.args.some((arg) => arg.name === name)) &&
    schema.args.every((arg) => {
      const found = given.get(arg.name);
      if (!found) return arg.defaultValue !== undefined || arg.optional;
      if (arg.type === "Tensor") return !("tensors" in found);
      if (arg.type === "Tensor[]") return "tensors" in found;
      return "value" in found;
    });
  for (const info of opTable.values()) if (info.schema.name === one.op && fits(info)) return info;
  return undefined;
}
