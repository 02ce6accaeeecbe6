/** The model of one backward pass as a function of its input and its parameters: the recorded ops between them and the prediction. */
import { type Descent, tensorAtPart } from "./descent.ts";
import type { TensorId } from "./events.ts";
import type { Fit } from "./fit.ts";
import { type ReplayTape, tapeTo } from "./replay.ts";
import type { Story } from "./story.ts";

/** The ops from the parameters and the input to the prediction. */
export interface PredictionTape {
  readonly tape: ReplayTape;
  readonly output: TensorId;
  readonly input: { readonly id: TensorId; readonly shape: readonly number[] };
  /** For each parameter of the descent the tensor that plays its part in this pass. */
  readonly parameters: readonly TensorId[];
}

const known = new WeakMap<Fit, PredictionTape>();

/** How the prediction of a fit was computed in its pass. */
export function predictionTape(story: Story, descent: Descent, fit: Fit): PredictionTape {
  const before = known.get(fit);
  if (before) return before;
  const { since } = fit.pass;
  const parameters = descent.parameters.map((part) => tensorAtPart(part, since)?.id ?? Number.NaN);
  const input = { id: fit.input.id, shape: story.index.tensors.get(fit.input.id)?.value.at(since)?.shape ?? [] };
  const tape = tapeTo(story, [...parameters, input.id], fit.prediction.id, since);
  const made = { tape, output: fit.prediction.id, input, parameters };
  known.set(fit, made);
  return made;
}

/** The parameters' values at a cursor, for the tensors of a tape; empty where they were not recorded whole. */
export function parametersAt(
  { parameters }: PredictionTape,
  descent: Descent,
  cursor: number,
): readonly { readonly id: TensorId; readonly values: readonly number[] }[] {
  return parameters.map((id, p) => {
    const part = descent.parameters[p];
    const timeline = part && tensorAtPart(part, cursor)?.value;
    const value = timeline?.at(cursor) ?? timeline?.first;
    return { id, values: value && !value.sample ? value.data : [] };
  });
}
