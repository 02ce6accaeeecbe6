/** What is true of a node or tensor at a cursor. */
import type { NodeKind } from "./graph.ts";
import type { NodeStory, TensorStory } from "./storyIndex.ts";

/** Whether a tensor requires grad at a cursor: as it was made, or as it was switched since. */
export function requiresGradAt(tensor: TensorStory, cursor: number): boolean {
  const switched = tensor.switched.at(cursor);
  if (switched !== undefined) return switched;
  const { event } = tensor.node;
  return event.type === "leaf" ? event.requiresGrad : event.gradFn !== null;
}

/** How a node takes part in differentiation at a cursor. */
export function kindAt(node: NodeStory, cursor: number): NodeKind {
  const { event } = node;
  const requires = node.tensors.some((tensor) => requiresGradAt(tensor, cursor));
  if (event.type === "leaf") {
    if (requires) return event.kind === "constant" ? "leaf" : event.kind;
    const everOn = event.requiresGrad || event.kind === "parameter";
    // A tensor that was switched on later and then off again is frozen too.
    const wasOn = node.tensors.some((tensor) => tensor.switched.length > 0);
    return everOn || (wasOn && node.tensors.some((tensor) => tensor.switched.at(cursor) === false))
      ? "frozen"
      : "constant";
  }
  if (event.gradFn !== null) return "intermediate";
  if (requires) return "leaf";
  return node.derived ? "detached" : "constant";
}
