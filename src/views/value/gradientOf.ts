/** Value and gradient of a node at a cursor, as the picture shows them. */
import type { Value } from "#trace/events.ts";
import type { GraphNode } from "#trace/graph.ts";
import { arrivedAt, gradAt, type Story, valueAt } from "#trace/story.ts";

export function valueOfNode(story: Story, node: GraphNode, cursor: number): Value | undefined {
  const [id] = node.ids;
  return id === undefined ? undefined : valueAt(story, id, cursor);
}

/** `.grad` for a leaf; for a result what the latest pass delivered, although PyTorch does not keep it. */
export function gradientOfNode(story: Story, node: GraphNode, cursor: number): Value | undefined {
  const [id] = node.ids;
  if (id === undefined) return undefined;
  return gradAt(story, id, cursor) ?? (node.gradFn === null ? undefined : arrivedAt(story, id, cursor));
}
