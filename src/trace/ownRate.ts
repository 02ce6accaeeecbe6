/** The learning rate of a run's own updates. */
import { type Descent, gradientAt, positionAt } from "./descent.ts";
import type { Story } from "./story.ts";

/** A step is −rate · gradient when all its numbers agree on the rate so well (relative). */
const agreement = 1e-3;

/** The rate of the first update: as the optimiser says, else −Δ/gradient where that is the same for every number; undefined when it is not. */
export function ownRateOf(story: Story, descent: Descent): number | undefined {
  for (const { tensors } of descent.parameters)
    for (const tensor of tensors) {
      const deed = tensor.deeds.head(tensor.deeds.length).find(({ type }) => type === "update");
      const rate = deed?.type === "update" ? deed.rule?.settings.lr : undefined;
      if (typeof rate === "number") return rate;
    }
  const [first, second] = descent.steps;
  if (!first) return undefined;
  const from = positionAt(descent, first.since);
  const to = positionAt(descent, second?.since ?? story.length);
  const gradient = gradientAt(descent, first.pass?.until ?? first.since);
  const rates = Array.from(from, (x, k) => (x - (to[k] ?? x)) / (gradient[k] ?? 0)).filter(
    (rate, k) => Number.isFinite(rate) && gradient[k] !== 0,
  );
  const [rate] = rates;
  if (rate === undefined || !rates.every((other) => Math.abs(other - rate) <= agreement * Math.abs(rate)))
    return undefined;
  return Number(rate.toPrecision(4));
}
