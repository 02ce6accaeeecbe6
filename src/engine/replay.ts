/** Runs recorded ops again, away from any program: for local derivatives and for checking a gradient by differences. */
import type { Argument, TensorId, Value } from "#trace/events.ts";
import type { Jacobian, ReplayAnswer, ReplayQuestion, ReplayStep, ReplayTape, Unanswered } from "#trace/replay.ts";
import { grad } from "./backward.ts";
import { isFloating } from "./dtype.ts";
import { opTable } from "./op.ts";
import type { OpInfo } from "./opInfo.ts";
import { numelOf } from "./shape.ts";
import { state } from "./state.ts";
import { elementsOf, type Tensor, tensorFrom, wrapScalar } from "./tensor.ts";

/** A Jacobian with more rows or columns is not shown whole. */
const side = 64;
/** So many numbers of a tensor are nudged at most … */
const nudged = 32;
/** … and so many ops run for one question. */
const work = 200_000;
/** Step of a central difference, about the cube root of the double precision's ε: truncation and rounding are then alike. */
const step = 1e-5;
/** The trace holds single precision; a replay in double precision may differ from it by so much, relative to the number. */
const slack = 2e-3;

/** Answers a question about a stretch of a recorded run. */
export function answer(question: ReplayQuestion): ReplayAnswer {
  state.ops = 0;
  try {
    return question.kind === "local" ? localDerivatives(question.tape) : differences(question);
  } catch (reason) {
    if (reason instanceof Stop) return reason.answer;
    return { kind: "unanswered", why: "different", op: question.tape.steps[0]?.op ?? "" };
  }
}

class Stop extends Error {
  readonly answer: Unanswered;
  constructor(why: Unanswered["why"], op: string) {
    super(why);
    this.answer = { kind: "unanswered", why, op };
  }
}

function localDerivatives(tape: ReplayTape): ReplayAnswer {
  const [only] = tape.steps;
  if (!only) throw new Stop("different", "");
  const known = givensOf(tape);
  for (const { tensor } of inputsOf(only)) {
    const t = known.get(tensor);
    if (t && isFloating(t.dtype)) t.setRequiresGrad(true);
  }
  const outs = runStep(only, known);
  const out = outs.find((t) => t.requiresGrad);
  if (!out || outs.filter((t) => t.requiresGrad).length > 1 || out.numel > side) throw new Stop("large", only.op);
  // The same tensor may come in twice (x · x): each place has its own derivative, so each gets a tensor of its own.
  const jacobians: Jacobian[] = [];
  for (const place of inputsOf(only)) {
    const input = known.get(place.tensor);
    if (!input?.requiresGrad || input.numel > side) continue;
    const own = tensorFrom(elementsOf(input), input.shape, input.dtype).setRequiresGrad(true);
    const again = call(only, known, { argument: place.argument, tensor: own })[outs.indexOf(out)];
    if (!again?.requiresGrad) continue;
    const data: number[] = [];
    for (let row = 0; row < again.numel; row++) {
      const seed = tensorFrom(
        Array.from({ length: again.numel }, (_, i) => (i === row ? 1 : 0)),
        again.shape,
        again.dtype,
      );
      const [g] = grad([again], [own], [seed], { retainGraph: true, allowUnused: true });
      for (let column = 0; column < own.numel; column++) data.push(g ? (elementsOf(g)[column] ?? 0) : 0);
    }
    jacobians.push({ argument: place.argument, rows: again.numel, columns: own.numel, data });
  }
  return { kind: "local", jacobians };
}

function differences({ tape, wrt, roots }: Extract<ReplayQuestion, { kind: "check" }>): ReplayAnswer {
  const start = tape.givens.find(({ id }) => id === wrt)?.value;
  const first = tape.steps[0]?.op ?? "";
  if (!start) throw new Stop("different", first);
  const n = numelOf(start.shape);
  const count = Math.min(n, nudged, Math.floor(work / Math.max(1, 2 * tape.steps.length)));
  if (count < 1 && n > 0) throw new Stop("large", first);
  const known = givensOf(tape, "float64");
  for (const one of tape.steps) runStep(one, known);
  const rootAt = (index: number, by: number): number => {
    const base = known.get(wrt) as Tensor;
    const data = Array.from(elementsOf(base));
    data[index] = (data[index] ?? 0) + by;
    const moved = new Map(known);
    moved.set(wrt, tensorFrom(data, base.shape, base.dtype));
    for (const one of tape.steps) store(one, call(one, moved), moved);
    let sum = 0;
    for (const { id, seed } of roots) {
      const numbers = elementsOf(moved.get(id) ?? base);
      if (seed.data.length !== numelOf(seed.shape)) throw new Stop("sampled", first);
      for (let i = 0; i < seed.data.length; i++) sum += (seed.data[i] ?? 0) * (numbers[i] ?? 0);
    }
    return sum;
  };
  const chosen = Array.from({ length: count }, (_, i) => Math.floor((i * n) / count));
  return {
    kind: "check",
    step,
    differences: chosen.map((index) => {
      const h = step * Math.max(1, Math.abs(start.data[index] ?? 0));
      return { index, value: (rootAt(index, h) - rootAt(index, -h)) / (2 * h) };
    }),
  };
}

function givensOf(tape: ReplayTape, precision?: "float64"): Map<TensorId, Tensor> {
  const known = new Map<TensorId, Tensor>();
  for (const { id, value } of tape.givens) {
    if (value.sample || value.data.length !== numelOf(value.shape)) throw new Stop("sampled", tape.steps[0]?.op ?? "");
    const dtype = precision && isFloating(value.dtype) ? precision : value.dtype;
    known.set(id, tensorFrom(value.data, value.shape, dtype));
  }
  return known;
}

/** Runs a step and sees that it gives what it gave when it was recorded: random ops and learners' own functions do not. */
function runStep(one: ReplayStep, known: Map<TensorId, Tensor>): readonly Tensor[] {
  const outs = call(one, known);
  one.outputs.forEach(({ value }, i) => {
    const out = outs[i];
    if (!out || !agrees(out, value)) throw new Stop("different", one.op);
  });
  store(one, outs, known);
  return outs;
}

function store(one: ReplayStep, outs: readonly Tensor[], known: Map<TensorId, Tensor>): void {
  one.outputs.forEach(({ id }, i) => {
    const out = outs[i];
    if (out) known.set(id, out);
  });
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

interface Place {
  readonly argument: string;
  readonly tensor: TensorId;
}

/** The tensor arguments of a step, named as the trace's edges are: `self`, `tensors[1]`. */
function inputsOf(one: ReplayStep): readonly Place[] {
  return one.args.flatMap((arg): readonly Place[] => {
    if ("tensor" in arg) return [{ argument: arg.name, tensor: arg.tensor }];
    if ("tensors" in arg) return arg.tensors.map((tensor, i) => ({ argument: `${arg.name}[${i}]`, tensor }));
    return [];
  });
}

/** Calls a recorded op; at the place `instead`, with another tensor. */
function call(
  one: ReplayStep,
  known: ReadonlyMap<TensorId, Tensor>,
  instead?: { readonly argument: string; readonly tensor: Tensor },
): readonly Tensor[] {
  const info = infoOf(one);
  if (!info) throw new Stop("unknown", one.op);
  const tensorAt = (argument: string, id: TensorId): Tensor => {
    const found = instead?.argument === argument ? instead.tensor : known.get(id);
    if (!found) throw new Stop("different", one.op);
    return found;
  };
  const args = info.schema.args.map((wanted) => {
    const given = one.args.find(({ name }) => name === wanted.name);
    if (!given) return wanted.defaultValue ?? null;
    if ("tensor" in given) return tensorAt(given.name, given.tensor);
    if ("tensors" in given) return given.tensors.map((id, i) => tensorAt(`${given.name}[${i}]`, id));
    return wanted.type === "Tensor" ? wrapped(given) : given.value;
  });
  const result = info.call(args);
  return Array.isArray(result) ? result : [result];
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
