/** Stretches of a run as plain data for the engine to compute again, and the questions one may ask about them. */
import type { Argument, TensorId, Value } from "./events.ts";
import type { Story } from "./story.ts";
import type { EventOf, NodeStory, StoryIndex } from "./storyIndex.ts";

/** One op of a run, with what it gave then, so that the engine can tell whether it still gives the same. */
export interface ReplayStep {
  readonly op: string;
  readonly args: readonly Argument[];
  readonly outputs: readonly { readonly id: TensorId; readonly value: Value }[];
}

/** Ops in the order in which they ran, and every tensor that they take from outside. */
export interface ReplayTape {
  readonly givens: readonly { readonly id: TensorId; readonly value: Value }[];
  readonly steps: readonly ReplayStep[];
}

/** A question to the engine. */
export type ReplayQuestion =
  /** How much does the result of an op change with each of its inputs? */
  | { readonly kind: "local"; readonly tape: ReplayTape }
  /** How much do the roots, weighted by their seeds, change when single numbers of `wrt` are nudged? */
  | {
      readonly kind: "check";
      readonly tape: ReplayTape;
      readonly wrt: TensorId;
      readonly roots: readonly { readonly id: TensorId; readonly seed: Value }[];
    }
  /** What is the root, a single number, when the moving tensors stand at other points? */
  | {
      readonly kind: "landscape";
      readonly tape: ReplayTape;
      readonly root: TensorId;
      readonly moving: readonly Moving[];
      /** One coordinate for each direction, point after point. */
      readonly points: Float64Array;
    }
  /** How does another optimiser go down from a start? */
  | {
      readonly kind: "race";
      /** The loss of each round in turn; one for all when it is always the same. */
      readonly laps: readonly {
        readonly tape: ReplayTape;
        readonly root: TensorId;
        readonly parameters: readonly TensorId[];
      }[];
      /** The numbers of each parameter, row-major; undefined: as in the first lap's tape. */
      readonly start: readonly (readonly number[] | undefined)[];
      readonly rule: string;
      readonly settings: Readonly<Record<string, number | boolean>>;
      readonly rounds: number;
    }
  /** What does a model give for other inputs, with its parameters at other values? */
  | {
      readonly kind: "model";
      readonly tape: ReplayTape;
      readonly output: TensorId;
      readonly parameters: readonly { readonly id: TensorId; readonly values: readonly number[] }[];
      /** The tensor whose rows are the recorded inputs. */
      readonly input: { readonly id: TensorId; readonly shape: readonly number[] };
      /** The rows to compute instead. */
      readonly at: readonly (readonly number[])[];
    };

/** A tensor that takes the values origin + Σ coordinate · direction; all row-major. */
export interface Moving {
  readonly id: TensorId;
  readonly shape: readonly number[];
  readonly origin: readonly number[];
  readonly directions: readonly (readonly number[])[];
}

/** Rows are the numbers of the result, columns those of the input, both in row-major order. */
export interface Jacobian {
  readonly argument: string;
  readonly rows: number;
  readonly columns: number;
  readonly data: readonly number[];
}

/**
 * Why the engine cannot answer: only a sample of a large tensor was recorded, the op is the learner's own, it gives something else now,
 * or a model's rows are not computed each for itself (batch norm, a mean over the batch).
 */
export interface Unanswered {
  readonly kind: "unanswered";
  readonly why: "sampled" | "large" | "unknown" | "different" | "mixes";
  readonly op: string;
}

export type ReplayAnswer =
  /** One Jacobian for each differentiable input that is small enough to be shown whole. */
  | { readonly kind: "local"; readonly jacobians: readonly Jacobian[] }
  /** Central differences with the step h = `step`·max(1, |x|), at some numbers of the tensor (row-major index). */
  | {
      readonly kind: "check";
      readonly step: number;
      readonly differences: readonly { readonly index: number; readonly value: number }[];
    }
  /** The root at each asked point. */
  | { readonly kind: "landscape"; readonly losses: Float64Array }
  /** Row r of the path is where round r began, all parameters one after the other; one more row for the end. */
  | { readonly kind: "race"; readonly path: Float64Array; readonly losses: Float64Array }
  /** What the model gives for each asked row, row after row. */
  | { readonly kind: "model"; readonly columns: number; readonly outputs: Float64Array }
  | Unanswered;

/** These look at no more than the shape of a tensor, or draw by chance: what they gave is given. */
const isDrawn = /_like$|^bernoulli$/;

/** The op that made a tensor, alone; undefined for leaves. */
export function tapeOf(story: Story, id: TensorId): ReplayTape | undefined {
  const node = story.index.tensors.get(id)?.node;
  return node?.event.type === "op" ? tapeOfNodes(story.index, [node]) : undefined;
}

/** Every op on a way by which a gradient comes from the roots of a pass to some tensors, as they ran; what else they use is given. */
export function tapeBetween(
  { index }: Story,
  ids: readonly TensorId[],
  pass: EventOf<"backward">,
  since: number,
): ReplayTape {
  const roots = pass.roots.map((root) => root.id);
  return tapeOfNodes(index, nodesBetween(index, ids, roots, since, true), ids);
}

/**
 * Every op on a way from some tensors to another, whether or not a gradient would come back on it: comparisons and detached tensors
 * change the result all the same.
 */
export function tapeTo({ index }: Story, ids: readonly TensorId[], result: TensorId, since: number): ReplayTape {
  return tapeOfNodes(index, nodesBetween(index, ids, [result], since, false), ids);
}

function nodesBetween(
  index: StoryIndex,
  ids: readonly TensorId[],
  results: readonly TensorId[],
  since: number,
  differentiable: boolean,
): readonly NodeStory[] {
  const moved = new Set(ids);
  const nodes: NodeStory[] = [];
  for (const node of index.nodes) {
    if (node.since > since) break;
    const { event } = node;
    if (event.type !== "op" || event.outputs.some((out) => ids.includes(out.id))) continue;
    if (event.gradFn === null && (differentiable || isDrawn.test(event.op))) continue;
    if (!node.inputs.some((input) => moved.has(input.tensor))) continue;
    nodes.push(node);
    for (const out of event.outputs) moved.add(out.id);
  }
  const wanted = new Set(results);
  const kept: NodeStory[] = [];
  for (const node of nodes.reverse()) {
    if (node.event.type !== "op" || !node.event.outputs.some((out) => wanted.has(out.id))) continue;
    kept.push(node);
    for (const input of node.inputs) wanted.add(input.tensor);
  }
  return kept.reverse();
}

function tapeOfNodes(index: StoryIndex, nodes: readonly NodeStory[], wrt: readonly TensorId[] = []): ReplayTape {
  const made = new Set<TensorId>();
  const givens = new Map<TensorId, Value>();
  const take = (id: TensorId, since: number): void => {
    const value = index.tensors.get(id)?.value.at(since);
    if (value && !made.has(id) && !givens.has(id)) givens.set(id, value);
  };
  for (const id of wrt) take(id, nodes[0]?.since ?? index.length);
  const steps: ReplayStep[] = [];
  for (const node of nodes) {
    if (node.event.type !== "op") continue;
    const { op, args, outputs } = node.event;
    for (const input of node.inputs) take(input.tensor, node.since);
    for (const out of outputs) made.add(out.id);
    steps.push({ op, args, outputs });
  }
  return { givens: [...givens].map(([id, value]) => ({ id, value })), steps };
}
