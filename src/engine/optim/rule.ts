/** An optimiser's rule, defined once: what it is set by, what it remembers, how it moves a parameter, how it is written. */
import { neg } from "../ops/algebra.ts";
import { state as engine, numbersOnly } from "../state.ts";
import type { Tensor } from "../tensor.ts";

/** The settings of a rule by PyTorch's names; a pair of PyTorch's is two settings here (betas: beta1, beta2). */
export type Settings = Readonly<Record<string, number | boolean>>;

/** One setting of a rule; without `optional` it always takes part in the formula, else only when it is neither 0 nor false. */
export interface Setting<T extends number | boolean = number | boolean> {
  readonly default: T;
  /** KaTeX of its sign: `\gamma`. */
  readonly sign: string;
  readonly optional: boolean;
  /** The setting without which this one means nothing: dampening without momentum. */
  readonly needs?: string;
}

/** A tensor that a rule remembers of each parameter. */
export interface Remembered {
  /** KaTeX of its sign after step t: `m_t`. */
  readonly sign: string;
  /** What it is before the first step; without it the rule makes it in its first step. */
  readonly start?: (parameter: Tensor, settings: Settings) => Tensor;
  /** The setting without which it is not kept: max_exp_avg_sq without amsgrad. */
  readonly needs?: string;
}

/** What a rule remembers of one parameter from step to step. */
export interface RuleMemory {
  /** Steps taken so far. */
  step: number;
  /** By PyTorch's names: `exp_avg`, `momentum_buffer`. Shaped like the parameter, or single numbers. */
  readonly state: Record<string, Tensor>;
}

/** One step of a rule, as its definition sees it. */
export interface Step<S, M extends string> {
  /** The parameter θ, to be changed in place; any shape, float. */
  readonly theta: Tensor;
  /** The gradient of what is to become smaller, shaped like θ; not to be changed. */
  readonly g: Tensor;
  /** The number of this step, from 1. */
  readonly t: number;
  /** What is remembered, to be changed in place. */
  readonly state: Record<M, Tensor>;
  readonly settings: S;
}

/** What a rule's definition says; S are its settings, M the names of what it remembers. */
export interface RuleDefinition<S extends Settings, M extends string> {
  /** PyTorch's class: `Adam`. */
  readonly name: string;
  /** In PyTorch's order. */
  readonly settings: { readonly [K in keyof S]: Setting<S[K]> };
  /** In PyTorch's order. */
  readonly state: Readonly<Record<M, Remembered>>;
  /** PyTorch's optimizer.state has no `step` for it (SGD). */
  readonly stepless?: boolean;
  /** Moves θ and what is remembered, in PyTorch's order of operations: every one of them rounds to the tensors' dtype. */
  update(step: Step<S, M>): void;
  /** KaTeX of the rule at these settings, line by line, aligned at `&`; what does not take part is left out. */
  tex(settings: S): readonly (string | false)[];
}

/** A rule as those see it who run or show any of them. */
export type Rule = RuleDefinition<Settings, string>;

/** Every rule there is, by name. */
export const ruleTable = new Map<string, Rule>();

/** Defines a rule and enters it in the table. */
export function defineRule<S extends Settings, M extends string>(definition: RuleDefinition<S, M>): void {
  if (ruleTable.has(definition.name)) throw new Error(`rule ${definition.name} is defined twice`);
  ruleTable.set(definition.name, definition as unknown as Rule);
}

/** A number that always takes part in the formula. */
export function quantity(value: number, sign: string): Setting<number> {
  return { default: value, sign, optional: false };
}

/** A number that takes part when it is not 0, and when what it `needs` does. */
export function term(sign: string, needs?: string): Setting<number> {
  return { default: 0, sign, optional: true, ...(needs === undefined ? {} : { needs }) };
}

/** A switch, off by default; its sign is its name. */
export function flag(name: string, needs?: string): Setting<boolean> {
  const sign = `\\text{${name.replaceAll("_", " ")}}`;
  return { default: false, sign, optional: true, ...(needs === undefined ? {} : { needs }) };
}

/** The rule of this name; throws when there is none. */
export function ruleNamed(name: string): Rule {
  const rule = ruleTable.get(name);
  if (rule === undefined) throw new Error(`there is no rule ${name}`);
  return rule;
}

/** All settings of a rule and no others: those given, or their defaults. */
export function settingsOf(rule: Rule, given: Settings): Settings {
  const all: Record<string, number | boolean> = {};
  for (const [name, setting] of Object.entries(rule.settings)) all[name] = given[name] ?? setting.default;
  return all;
}

/** Whether a setting, or something remembered, takes part in the formula at these settings. */
export function takesPart(rule: Rule, name: string, settings: Settings): boolean {
  const part = rule.settings[name] ?? rule.state[name];
  if (part === undefined) return false;
  if (part.needs !== undefined && !takesPart(rule, part.needs, settings)) return false;
  return !("optional" in part && part.optional) || (settings[name] !== 0 && settings[name] !== false);
}

/** Makes what a rule remembers before its first step, where it is not there yet; `settings` are complete. */
export function begin(rule: Rule, parameter: Tensor, memory: RuleMemory, settings: Settings): void {
  for (const [name, { start }] of Object.entries(rule.state)) {
    if (memory.state[name] === undefined && start !== undefined && takesPart(rule, name, settings))
      memory.state[name] = start(parameter, settings);
  }
}

/** A memory for `applyRule` before the first step. */
export function freshMemory(): RuleMemory {
  return { step: 0, state: {} };
}

/**
 * One step of the rule `name`: changes `parameter` and `memory` in place; `grad` has the parameter's shape.
 * Nothing of it is on the tape; the trace is told of one event.
 */
export function applyRule(
  name: string,
  parameter: Tensor,
  grad: Tensor,
  memory: RuleMemory,
  settings: Settings = {},
): void {
  const rule = ruleNamed(name);
  const all = settingsOf(rule, settings);
  numbersOnly(() => {
    begin(rule, parameter, memory, all);
    memory.step++;
    const g = all.maximize === true ? neg(grad) : grad;
    rule.update({ theta: parameter, g, t: memory.step, state: memory.state, settings: all });
  });
  engine.recorder?.ruleStep(parameter, rule, all, memory);
}
