/** The six optimisers of the race, what can be turned about each, and with what they begin. */
import type { Frame } from "#geometry/frame.ts";
import type { Racer } from "#stage/races.ts";
import type { Descent } from "#trace/descent.ts";

export interface RacerKind {
  readonly id: string;
  readonly name: string;
  readonly rule: string;
  /** What makes it this optimiser. */
  readonly fixed: Racer["settings"];
  /** Fractions that can be turned, with what they begin; the learning rate always can. */
  readonly fractions: Readonly<Record<string, number>>;
  /** A rate times the gradient, or times a velocity that gathers gradients; or a rate that is itself about the length of a step, or of the first. */
  readonly rate: "gradient" | "velocity" | "step" | "shrinking";
  /** A custom property with its colour. */
  readonly colour: string;
  readonly dash: string;
}

export const racerKinds: readonly RacerKind[] = [
  kind("sgd", "SGD", "SGD", {}, {}, "gradient", ""),
  kind("momentum", "SGD + momentum", "SGD", {}, { momentum: 0.9 }, "velocity", "9 4"),
  kind("nesterov", "Nesterov", "SGD", { nesterov: true }, { momentum: 0.9 }, "velocity", "2 4"),
  kind("rmsprop", "RMSprop", "RMSprop", {}, { alpha: 0.99 }, "step", "10 4 2 4"),
  kind("adagrad", "Adagrad", "Adagrad", {}, {}, "shrinking", "5 5"),
  kind("adam", "Adam", "Adam", {}, { beta1: 0.9, beta2: 0.999 }, "step", "14 4"),
];

function kind(
  id: string,
  name: string,
  rule: string,
  fixed: Racer["settings"],
  fractions: RacerKind["fractions"],
  rate: RacerKind["rate"],
  dash: string,
): RacerKind {
  return { id, name, rule, fixed, fractions, rate, colour: `var(--racer-${id})`, dash };
}

/**
 * The learning rate that a racer begins with: the program's own for plain descent and half of it with momentum;
 * for those whose steps are about as long as the rate, one that crosses the seen landscape in the given rounds.
 */
export function firstRate({ rate }: RacerKind, descent: Descent, frame: Frame, own: number | undefined): number {
  if (rate === "gradient") return own ?? 0.01;
  // What gathers gradients goes further with each: half the rate keeps it on most maps.
  if (rate === "velocity") return Number(((own ?? 0.01) / 2).toPrecision(2));
  // Of a path that runs away the picture says nothing: about twice the way to zero is as good a guess as any.
  const seen = Math.max(...frame.ranges.map(({ low, high }) => high - low));
  const home = 2 * Math.max(1, ...descent.path.slice(0, descent.coordinates.length).map(Math.abs));
  const across = frame.leaves === undefined ? seen : Math.min(seen, home);
  const rounds = Math.max(4, descent.steps.length);
  return round(rate === "step" ? (1.2 * across) / rounds : (0.7 * across) / Math.sqrt(rounds));
}

/** The nearest of 1, 2 and 5 with zeros. */
function round(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = [1, 2, 5, 10].reduce((best, d) =>
    Math.abs(d - value / power) < Math.abs(best - value / power) ? d : best,
  );
  return Number((digit * power).toPrecision(1));
}
