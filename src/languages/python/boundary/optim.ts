/** Optimisers' rules as Python calls them: a memory is written `exp_avg:12 step:13`, names with handles; settings come in the rule's order. */
import "#engine/optim/all.ts";
import {
  applyRule,
  begin,
  freshMemory,
  type Rule,
  type RuleMemory,
  ruleNamed,
  type Settings,
  settingsOf,
} from "#engine/optim/rule.ts";
import { oneNumber } from "#engine/optim/starts.ts";
import { state } from "#engine/state.ts";
import type { Tensor } from "#engine/tensor.ts";
import { guarded } from "./guard.ts";
import { tensors } from "./tensors.ts";

/** A setting as Python passes it; undefined is None: the default. */
type Passed = number | bigint | boolean | undefined;

/** PyTorch keeps the number of steps as a tensor beside the others. */
const STEP = "step";

function readMemory(text: string): Record<string, Tensor> {
  const entries = text === "" ? [] : text.split(" ").map((part) => part.split(":") as [string, string]);
  return Object.fromEntries(entries.map(([name, handle]) => [name, tensors.get(Number(handle))]));
}

/** The part of a memory that Python does not have yet. */
function writeNew(kept: Readonly<Record<string, Tensor>>, before: Readonly<Record<string, Tensor>>): string {
  const fresh = Object.entries(kept).filter(([name]) => !(name in before));
  return fresh.map(([name, t]) => `${name}:${tensors.hold(t)}`).join(" ");
}

function readSettings(rule: Rule, values: readonly Passed[]): Settings {
  const settings: Record<string, number | boolean> = {};
  let i = 0;
  for (const name in rule.settings) {
    const value = values[i++];
    if (value !== undefined) settings[name] = typeof value === "boolean" ? value : Number(value);
  }
  return settings;
}

/** The memory as PyTorch's optimizer.state has it, the number of steps first. */
function withSteps(rule: Rule, memory: RuleMemory, steps: Tensor | undefined): Readonly<Record<string, Tensor>> {
  if (rule.stepless) return memory.state;
  const counter = steps ?? oneNumber(0);
  counter.storage.data[counter.offset] = memory.step;
  counter.version.n++;
  return { [STEP]: counter, ...memory.state };
}

/** The functions of the boundary about optimisers. */
export const optimFunctions = {
  /** The names of a rule's settings, in its order. */
  rule_settings: (name: string): string => Object.keys(ruleNamed(name).settings).join(" "),

  /** What a rule remembers of a parameter before the first step. */
  rule_begin: guarded((name: string, parameter: number, ...values: readonly Passed[]): string => {
    const rule = ruleNamed(name);
    const memory = freshMemory();
    begin(rule, tensors.get(parameter), memory, settingsOf(rule, readSettings(rule, values)));
    return writeNew(withSteps(rule, memory, undefined), {});
  }),

  /** One step; `taken` says how many there were where the memory does not. Gives what is new in the memory. */
  rule_step: guarded(
    (
      line: number,
      name: string,
      parameter: number,
      grad: number,
      taken: number,
      memory: string,
      ...values: readonly Passed[]
    ): string => {
      state.line = line;
      const rule = ruleNamed(name);
      const before = readMemory(memory);
      const { [STEP]: steps, ...kept } = before;
      const after: RuleMemory = { step: steps?.item() ?? taken, state: kept };
      applyRule(name, tensors.get(parameter), tensors.get(grad), after, readSettings(rule, values));
      return writeNew(withSteps(rule, after, steps), before);
    },
  ),
};
