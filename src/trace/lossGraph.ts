/** Everything that one backward pass's loss was computed from, and which of it hangs on the parameters. */
import { type Descent, tensorAtPart } from "./descent.ts";
import type { TensorId } from "./events.ts";
import type { Story } from "./story.ts";
import type { NodeStory, PassStory, TensorStory } from "./storyIndex.ts";

/** The ancestors of a loss. Whatever does not hang on a parameter is data. */
export interface LossGraph {
  readonly pass: PassStory;
  /** Ops in the order in which they ran. */
  readonly ops: readonly NodeStory[];
  /** Every tensor that the loss was computed from, in the order in which they were made. */
  readonly tensors: readonly TensorStory[];
  /** Those that hang on a parameter. */
  readonly dependent: ReadonlySet<TensorId>;
}

/** A loss with more ancestors than this is not looked through. */
const most = 20_000;

const known = new WeakMap<PassStory, LossGraph>();

/** The ancestors of the loss of a pass, gradient or not. */
export function lossGraphOf({ index }: Story, descent: Descent, pass: PassStory): LossGraph {
  const before = known.get(pass);
  if (before) return before;
  const found = new Map<TensorId, TensorStory>();
  const nodes = new Set<NodeStory>();
  const waiting = pass.event.roots.map(({ id }) => id);
  for (let id = waiting.pop(); id !== undefined && found.size < most; id = waiting.pop()) {
    const tensor = index.tensors.get(id);
    if (!tensor || found.has(id)) continue;
    found.set(id, tensor);
    if (nodes.has(tensor.node)) continue;
    nodes.add(tensor.node);
    for (const input of tensor.node.inputs) waiting.push(input.tensor);
  }
  const order = (a: { readonly since: number }, b: { readonly since: number }): number => a.since - b.since;
  const ops = [...nodes].filter(({ event }) => event.type === "op").sort(order);
  const tensors = [...found.values()].sort((a, b) => order(a, b) || a.id - b.id);
  const sources = new Set(descent.parameters.map((part) => tensorAtPart(part, pass.since)?.id ?? Number.NaN));
  // A parameter that never moves belongs to the model all the same; another leaf that only asks for its gradient may be data.
  for (const { id, node } of tensors)
    if (node.event.type === "leaf" && node.event.kind === "parameter") sources.add(id);
  const graph = { pass, ops, tensors, dependent: reachedFrom(ops, sources) };
  known.set(pass, graph);
  return graph;
}

/** Some tensors and everything that ops made of them. */
export function reachedFrom(ops: readonly NodeStory[], sources: Iterable<TensorId>): ReadonlySet<TensorId> {
  const reached = new Set(sources);
  for (const { inputs, tensors } of ops)
    if (inputs.some((input) => reached.has(input.tensor))) for (const { id } of tensors) reached.add(id);
  return reached;
}

/** A tensor and everything that it was made of. */
export function ancestorsOf({ ops }: LossGraph, id: TensorId): ReadonlySet<TensorId> {
  const wanted = new Set([id]);
  for (let i = ops.length - 1; i >= 0; i--) {
    const op = ops[i];
    if (op?.tensors.some((tensor) => wanted.has(tensor.id))) for (const input of op.inputs) wanted.add(input.tensor);
  }
  return wanted;
}
