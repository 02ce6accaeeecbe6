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

/** What an event tells of a step that has just been taken; `read` makes a tensor the trace's value. */
export function ruleStepOf(rule: Rule, settings: Settings, memory: RuleMemory, read: (t: Tensor) => Value): RuleStep {
  const partsOf = <T>(all: Readonly<Record<string, T>>, names: object): readonly (readonly [string, T])[] =>
    Object.entries(all).filter(([name]) => name in names && takesPart(rule, name, settings));
  return {
    rule: rule.name,
    settings: Object.fromEntries(partsOf(settings, rule.settings)),
    step: memory.step,
    state: Object.fromEntries(partsOf(memory.state, rule.state).map(([name, t]) => [name, read(t)])),
  };
}

/** The cards of the rules that a run uses. */
export class RuleCards {
  private readonly told = new Map<string, { readonly settings: Settings; readonly forward: string }>();

  /**
   * The card to be told before a step with these settings; null when it has been. One card stands for all steps of its rule:
   * when a later one has more parts (another optimiser of the run has momentum), it is told anew with the parts of all.
   */
  next(rule: Rule, settings: Settings): OpCard | null {
    const before = this.told.get(rule.name);
    const all = before === undefined ? settings : union(rule, before.settings, settings);
    const forward = formulaOf(rule, all);
    if (forward === before?.forward) return null;
    this.told.set(rule.name, { settings: all, forward });
    return { name: rule.name, symbol: rule.name, forward, vjp: signsOf(rule) };
  }
}

/** The settings at which all takes part that does at one of two. */
function union(rule: Rule, before: Settings, now: Settings): Settings {
  return Object.fromEntries(
    Object.entries(now).map(([name, value]) => [name, takesPart(rule, name, now) ? value : (before[name] ?? value)]),
  );
}
