/** How rules stand in the trace: the card of each, and what a step's event says. */
import type { OpCard, RuleStep, Value } from "#trace/events.ts";
import type { Tensor } from "../tensor.ts";
import { type Rule, type RuleMemory, type Settings, takesPart } from "./rule.ts";

/** The rule's formula at these settings, as one aligned environment of KaTeX. */
export function formulaOf(rule: Rule, settings: Settings): string {
  const lines = rule.tex(settings).filter((line) => line !== false);
  return `\\begin{aligned} ${lines.join(" \\\\ ")} \\end{aligned}`;
}

/** The KaTeX sign of every setting and of all that the rule remembers, by name. */
export function signsOf(rule: Rule): Readonly<Record<string, string>> {
  const parts = Object.entries({ ...rule.settings, ...rule.state });
  return Object.fromEntries(parts.map(([name, { sign }]) => [name, sign]));
}

/** Of `values` by name those that take part in the formula at these settings. */
function partsOf<T>(rule: Rule, settings: Settings, values: Readonly<Record<string, T>>): Record<string, T> {
  const parts: Record<string, T> = {};
  for (const name in values) if (takesPart(rule, name, settings)) parts[name] = values[name] as T;
  return parts;
}

/** What an event tells of a step that has just been taken; `read` makes a tensor the trace's value. */
export function ruleStepOf(rule: Rule, settings: Settings, memory: RuleMemory, read: (t: Tensor) => Value): RuleStep {
  const state: Record<string, Value> = {};
  for (const [name, t] of Object.entries(partsOf(rule, settings, memory.state))) state[name] = read(t);
  return { rule: rule.name, settings: partsOf(rule, settings, settings), step: memory.step, state };
}

/** The cards of the rules that a run uses. */
export class RuleCards {
  /** Settings with all the parts that the card of each rule has. */
  private readonly told = new Map<string, Settings>();

  /**
   * The card to be told before a step with these settings; null when it has been. One card stands for all steps of its rule:
   * when a later one has more parts (another optimiser of the run has momentum), it is told anew with the parts of all.
   */
  next(rule: Rule, settings: Settings): OpCard | null {
    const before = this.told.get(rule.name);
    let all = settings;
    if (before !== undefined) {
      const parts = partsOf(rule, settings, settings);
      if (Object.keys(parts).every((name) => takesPart(rule, name, before))) return null;
      all = { ...before, ...parts };
    }
    this.told.set(rule.name, all);
    return { name: rule.name, symbol: rule.name, forward: formulaOf(rule, all), vjp: signsOf(rule) };
  }
}
