/** A descent run again by another optimiser: the recorded loss, the engine's backward pass, and one of its rules, with no program. */
import "./optim/all.ts";
import type { TensorId } from "#trace/events.ts";
import type { ReplayAnswer, ReplayQuestion } from "#trace/replay.ts";
import { grad } from "./backward.ts";
import { applyRule, freshMemory, ruleTable } from "./optim/rule.ts";
import { withGrad } from "./state.ts";
import { call, givensOf, keep, runChecked, type Step, Stop, stepsOf } from "./tape.ts";
import { elementsOf, type Tensor, tensorFrom } from "./tensor.ts";

/** So many ops run for one racer at most: a longer race ends early, and its path is as long as it came. */
const work = 3_000_000;

interface Lap {
  readonly steps: readonly Step[];
  readonly givens: ReadonlyMap<TensorId, Tensor>;
  readonly root: TensorId;
  readonly parameters: readonly TensorId[];
}

/** Runs the rule from the asked start, in the precision of the recorded run: what the program itself would give with that optimiser. */
export function race(question: Extract<ReplayQuestion, { kind: "race" }>): ReplayAnswer {
  const { rule, settings, rounds, start } = question;
  if (!ruleTable.has(rule)) throw new Stop("unknown", rule);
  const laps = question.laps.map(lapOf);
  const [first] = laps;
  if (!first) throw new Stop("different", "");
  // The numbers are the racer's own: the recorded ones stay what they were.
  const parameters = first.parameters.map((id, p) => {
    const recorded = first.givens.get(id);
    if (!recorded) throw new Stop("different", "");
    return tensorFrom(start[p] ?? Array.from(elementsOf(recorded)), recorded.shape, recorded.dtype).setRequiresGrad(
      true,
    );
  });
  const memories = parameters.map(freshMemory);
  const width = parameters.reduce((sum, { numel }) => sum + numel, 0);
  const possible = Math.max(1, Math.floor(work / Math.max(1, 3 * first.steps.length)));
  const count = Math.min(rounds, possible);
  const path = new Float64Array((count + 1) * width);
  const losses = new Float64Array(count + 1);
  const note = (row: number): void => {
    let at = row * width;
    for (const parameter of parameters) {
      path.set(elementsOf(parameter), at);
      at += parameter.numel;
    }
  };
  for (let round = 0; round < count; round++) {
    note(round);
    const loss = withGrad(true, () => lossOf(laps[round % laps.length] ?? first, parameters));
    losses[round] = loss.item();
    const gradients = grad([loss], parameters, [null], { allowUnused: true });
    parameters.forEach((parameter, p) => {
      const g = gradients[p];
      const memory = memories[p];
      if (g && memory) withGrad(false, () => applyRule(rule, parameter, g, memory, settings));
    });
  }
  note(count);
  losses[count] = withGrad(false, () => lossOf(laps[count % laps.length] ?? first, parameters)).item();
  return { kind: "race", path, losses };
}

function lapOf({ tape, root, parameters }: Extract<ReplayQuestion, { kind: "race" }>["laps"][number]): Lap {
  const steps = stepsOf(tape);
  const givens = givensOf(tape);
  const checked = new Map(givens);
  for (const one of steps) runChecked(one, checked);
  return { steps, givens, root, parameters };
}

function lossOf({ steps, givens, root, parameters }: Lap, own: readonly Tensor[]): Tensor {
  const known = new Map(givens);
  parameters.forEach((id, p) => {
    const tensor = own[p];
    if (tensor) known.set(id, tensor);
  });
  for (const one of steps) keep(one, call(one, known), known);
  const loss = known.get(root);
  if (!loss) throw new Stop("different", steps.at(-1)?.recorded.op ?? "");
  return loss;
}
