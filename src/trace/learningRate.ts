/** The learning rate of each step of a descent: what the optimiser was told, or what the program's own update comes to. */
import { type Descent, type Parameter, tensorAtPart } from "./descent.ts";
import type { RuleStep } from "./events.ts";
import type { Story } from "./story.ts";

/** Two estimates of one rate that differ by less are the same: float32 leaves no more. */
const tolerance = 1e-3;

/** A parameter that has coordinates, and the first of them. */
export interface Part {
  readonly parameter: Parameter;
  readonly first: number;
  readonly size: number;
}

/** The parameters whose numbers are coordinates. */
export function partsOf({ parameters, coordinates }: Descent): readonly Part[] {
  return parameters.flatMap((parameter, i) => {
    const first = coordinates.findIndex((coordinate) => coordinate.parameter === i);
    const size = parameter.tensors[0]?.value.first?.data.length ?? 0;
    return first < 0 ? [] : [{ parameter, first, size }];
  });
}

/** One rate for each step; NaN where it is not known or not the same for every number. `ends` says when each step's pass had ended. */
export function ratesOf(story: Story, descent: Descent, ends: Float64Array): Float64Array {
  const { steps } = descent;
  const parts = partsOf(descent);
  // What a momentum or an Adam does to a number is not its rate times its gradient.
  let guess = true;
  return Float64Array.from(steps, ({ since }, s) => {
    const until = steps[s + 1]?.since ?? story.length;
    const rules = parts.flatMap(({ parameter }) => ruleBetween(parameter, since, until) ?? []);
    if (rules.length === 0) return guess ? estimated(descent, parts, s, ends[s] ?? since) : Number.NaN;
    if (!rules.every(isPlain)) guess = false;
    const rates = rules.map(({ settings }) => (typeof settings.lr === "number" ? settings.lr : Number.NaN));
    const [rate = Number.NaN] = rates;
    return rates.every((other) => Math.abs(other - rate) <= tolerance * Math.abs(rate)) ? rate : Number.NaN;
  });
}

/** The optimiser's first step on a parameter after `since`, up to `until`. */
function ruleBetween(parameter: Parameter, since: number, until: number): RuleStep | undefined {
  const deeds = tensorAtPart(parameter, since)?.deeds;
  if (!deeds) return undefined;
  for (let i = deeds.countAt(since); i < deeds.length && (deeds.sinceOf(i) ?? 0) <= until; i++) {
    const deed = deeds.nth(i);
    if (deed?.type === "update" && deed.rule) return deed.rule;
  }
  return undefined;
}

function isPlain({ rule, settings }: RuleStep): boolean {
  return rule === "SGD" && Object.entries(settings).every(([name, value]) => name === "lr" || !value);
}

/** The rate of a step that the program wrote out itself: −Δθ/g, if that is one number for all that moved. */
function estimated(descent: Descent, parts: readonly Part[], s: number, end: number): number {
  const { path, coordinates, steps } = descent;
  const [step, next] = [steps[s], steps[s + 1]];
  if (!step || (next && next.round !== step.round + 1)) return Number.NaN;
  const width = coordinates.length;
  const moves: { readonly move: number; readonly g: number; readonly blur: number }[] = [];
  for (const { parameter, first, size } of parts) {
    const grad = tensorAtPart(parameter, end)?.grad.at(end);
    const bits = parameter.tensors[0]?.value.first?.dtype === "float64" ? 52 : 23;
    for (let i = 0; i < size; i++) {
      const from = path[s * width + first + i] ?? Number.NaN;
      const to = path[(s + 1) * width + first + i] ?? Number.NaN;
      const blur = Math.max(Math.abs(from), Math.abs(to)) * 2 ** -bits;
      moves.push({ move: to - from, g: grad?.data[i] ?? 0, blur });
    }
  }
  // The number that rounding has blurred least tells the rate; the others must agree with it.
  let best = { rate: Number.NaN, blur: tolerance };
  for (const { move, g, blur } of moves) {
    const own = blur / Math.abs(move);
    if (g !== 0 && own < best.blur) best = { rate: -move / g, blur: own };
  }
  const { rate } = best;
  const agree = moves.every(({ move, g, blur }) => Math.abs(move + rate * g) <= tolerance * Math.abs(rate * g) + blur);
  return agree ? rate : Number.NaN;
}
