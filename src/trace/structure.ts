import type { GraphEdge, GraphNode } from "./graph.ts";
import { hashText, mix } from "./hash.ts";

/** A short text that is the same for two graphs exactly when their nodes and edges are, by key (two 32-bit hashes and both counts). */
export function structureOf(
  nodes: readonly Pick<GraphNode, "key">[],
  edges: readonly Pick<GraphEdge, "key">[],
): string {
  let one = 0x51ed270b;
  let two = 0x2545f491;
  for (const { key } of nodes) {
    const h = hashText(key);
    one = mix(one, h);
    two = mix(two, ~h);
  }
  for (const { key } of edges) {
    const h = hashText(key);
    one = mix(one, h);
    two = mix(two, ~h);
  }
  return `${nodes.length}.${edges.length}.${one.toString(36)}${two.toString(36)}`;
}
