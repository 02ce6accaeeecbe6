/** What an optimiser did at a moment: the numbers that its rule used for every parameter. */
import { type Descent, type Parameter, stepAt, tensorAtPart } from "./descent.ts";
import type { OpCard, RuleStep, Value } from "./events.ts";
import type { Story } from "./story.ts";

/** One parameter's latest step of its optimiser. */
export interface ParameterStep {
  readonly parameter: Parameter;
  readonly rule: RuleStep;
  /** True at cursors from here on. */
  readonly since: number;
  readonly before: Value | undefined;
  readonly after: Value;
  /** The gradient that the step used. */
  readonly gradient: Value | undefined;
}

/** The latest optimiser's step of each parameter by a cursor; while one is under way, that one. Empty for updates by hand. */
export function ruleStepsAt(descent: Descent, cursor: number): readonly ParameterStep[] {
  const now = Math.ceil(cursor);
  return descent.parameters.flatMap((parameter): readonly ParameterStep[] => {
    const tensor = tensorAtPart(parameter, now);
    if (!tensor) return [];
    for (let i = tensor.deeds.countAt(now) - 1; i >= 0; i--) {
      const deed = tensor.deeds.nth(i);
      const since = tensor.deeds.sinceOf(i) ?? 0;
      if (deed?.type !== "update") continue;
      // Of a run too long to be recorded whole the later steps are not known: an old one would be a wrong one.
      if (!deed.rule || stepAt(descent, now) - stepAt(descent, since) > 1) return [];
      const before = tensor.value.at(since - 1);
      return [{ parameter, rule: deed.rule, since, before, after: deed.value, gradient: tensor.grad.at(since - 1) }];
    }
    return [];
  });
}

/** How a rule is written, and the signs of what it uses. */
export function ruleCardOf(story: Story, rule: string): OpCard | undefined {
  return Object.hasOwn(story.index.ops, rule) ? story.index.ops[rule] : undefined;
}
