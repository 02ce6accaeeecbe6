/** Answers questions about a stretch of a recorded run, away from any program: local derivatives, checks by differences, landscapes, models at other inputs. */
import type { TensorId } from "#trace/events.ts";
import type { Jacobian, ReplayAnswer, ReplayQuestion, ReplayTape } from "#trace/replay.ts";
import { grad } from "./backward.ts";
import { isFloating } from "./dtype.ts";
import { landscape } from "./landscape.ts";
import { model } from "./model.ts";
import { race } from "./race.ts";
import { numelOf } from "./shape.ts";
import { state } from "./state.ts";
import { call, givensOf, keep, runChecked, type Slot, Stop, stepsOf } from "./tape.ts";
import { elementsOf, type Tensor, tensorFrom } from "./tensor.ts";

/** A Jacobian with more rows or columns is not shown whole. */
const side = 64;
/** So many numbers of a tensor are nudged at most … */
const nudged = 32;
/** … and so many ops run for one question. */
const work = 200_000;
/** Step of a central difference, about the cube root of the double precision's ε: truncation and rounding are then alike. */
const step = 1e-5;

/** Answers a question about a stretch of a recorded run. */
export function answer(question: ReplayQuestion): ReplayAnswer {
  state.ops = 0;
  try {
    switch (question.kind) {
      case "local":
        return localDerivatives(question.tape);
      case "check":
        return differences(question);
      case "landscape":
        return landscape(question);
      case "race":
        return race(question);
      case "model":
        return model(question);
      default:
        return question satisfies never;
    }
  } catch (reason) {
    if (reason instanceof Stop) return reason.answer;
    return { kind: "unanswered", why: "different", op: firstOpOf(question) };
  }
}

function firstOpOf(question: ReplayQuestion): string {
  const tape = question.kind === "race" ? question.laps[0]?.tape : question.tape;
  return tape?.steps[0]?.op ?? "";
}

function localDerivatives(tape: ReplayTape): ReplayAnswer {
  const [only] = stepsOf(tape);
  if (!only) throw new Stop("different", "");
  const known = givensOf(tape);
  const places = only.slots.flatMap(placesOf);
  for (const { tensor } of places) {
    const t = known.get(tensor);
    if (t && isFloating(t.dtype)) t.setRequiresGrad(true);
  }
  const outs = runChecked(only, known);
  const out = outs.find((t) => t.requiresGrad);
  if (!out || outs.filter((t) => t.requiresGrad).length > 1 || out.numel > side)
    throw new Stop("large", only.recorded.op);
  // The same tensor may come in twice (x · x): each place has its own derivative, so each gets a tensor of its own.
  const jacobians: Jacobian[] = [];
  for (const place of places) {
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
  const steps = stepsOf(tape);
  const known = givensOf(tape, "float64");
  for (const one of steps) runChecked(one, known);
  const rootAt = (index: number, by: number): number => {
    const base = known.get(wrt) as Tensor;
    const data = Array.from(elementsOf(base));
    data[index] = (data[index] ?? 0) + by;
    const moved = new Map(known);
    moved.set(wrt, tensorFrom(data, base.shape, base.dtype));
    for (const one of steps) keep(one, call(one, moved), moved);
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

interface Place {
  readonly argument: string;
  readonly tensor: TensorId;
}

/** Where tensors go in, named as the trace's edges are: `self`, `tensors[1]`. */
function placesOf(slot: Slot): readonly Place[] {
  if ("plain" in slot) return [];
  if ("tensor" in slot) return [slot];
  return slot.tensors.map((tensor, i) => ({ argument: `${slot.argument}[${i}]`, tensor }));
}
