/** How a fit is drawn: which numbers are axes, which are classes, and what a prediction says about them. */
import type { TensorId, Value } from "./events.ts";
import { type LossGraph, reachedFrom } from "./lossGraph.ts";
import type { TensorStory } from "./storyIndex.ts";

export interface FitDrawing {
  /** One input column and a number to predict, or two input columns and classes. */
  readonly kind: "line" | "classes";
  readonly inputColumns: 1 | 2;
  /** How many numbers the model gives for a row. */
  readonly outputs: number;
  /** The model gives logits that the loss takes as sigmoids: probabilities are shown. */
  readonly link: "identity" | "sigmoid";
  /** The target's numbers that mean a class; empty for a line. */
  readonly classes: readonly number[];
  /** With one output per row: above it lies the second class. */
  readonly threshold: number;
  /** Only a sample of the data was recorded: there is nothing to draw. */
  readonly reason?: "sampled";
}

/** More classes than this cannot be told apart. */
const mostClasses = 6;

/** How the three can be drawn together; undefined where they cannot. */
export function drawnAs(
  graph: LossGraph,
  parts: { readonly input: TensorStory; readonly prediction: TensorStory; readonly target: TensorStory },
): FitDrawing | undefined {
  const numbersOf = (tensor: TensorStory): Value | undefined => tensor.value.at(graph.pass.since);
  const [input, prediction, target] = [numbersOf(parts.input), numbersOf(parts.prediction), numbersOf(parts.target)];
  if (!input || !prediction || !target) return undefined;
  const inputColumns = columns(input);
  const outputs = columns(prediction);
  const logits = takenAsLogits(graph, parts.prediction.id, parts.target.id);
  const drawing = { outputs, link: logits ? "sigmoid" : "identity", classes: [], threshold: 0.5 } as const;
  const sampled = [input, target].some(({ sample }) => sample) ? ({ reason: "sampled" } as const) : {};
  if (inputColumns === 1) {
    if (outputs !== 1 || columns(target) !== 1) return undefined;
    return { ...drawing, ...sampled, kind: "line", inputColumns };
  }
  if (inputColumns !== 2) return undefined;
  if (sampled.reason) return { ...drawing, ...sampled, kind: "classes", inputColumns };
  const classes = classesOf(target, outputs);
  if (!classes || classes.length > mostClasses) return undefined;
  const threshold = logits ? 0.5 : ((classes[0] ?? 0) + (classes[1] ?? 1)) / 2;
  return { ...drawing, kind: "classes", inputColumns, classes, threshold };
}

const columns = ({ shape }: Value): number => shape[1] ?? 1;

/** What a row's numbers mean: one output tells two numbers apart, several have a score for each class. */
function classesOf(target: Value, outputs: number): readonly number[] | undefined {
  if (outputs === 1) {
    if (columns(target) !== 1) return undefined;
    const found = [...new Set(target.data)].sort((a, b) => a - b);
    if (found.every((x) => x === 0 || x === 1)) return [0, 1];
    return found.length === 2 ? found : undefined;
  }
  const all = Array.from({ length: outputs }, (_, i) => i);
  if (columns(target) === outputs) return all;
  return columns(target) === 1 && target.data.every((x) => Number.isInteger(x) && x >= 0 && x < outputs)
    ? all
    : undefined;
}

function takenAsLogits(graph: LossGraph, prediction: TensorId, target: TensorId): boolean {
  // Views between the model and the loss change nothing about that.
  const [ofModel, ofData] = [reachedFrom(graph.ops, [prediction]), reachedFrom(graph.ops, [target])];
  return graph.ops.some(
    ({ event, inputs }) =>
      event.type === "op" &&
      event.op === "binary_cross_entropy_with_logits" &&
      inputs.some(({ argument, tensor }) => argument === "self" && ofModel.has(tensor)) &&
      inputs.some(({ argument, tensor }) => argument === "target" && ofData.has(tensor)),
  );
}
