/** From a source line to the boxes of the picture that it made. */
import type { Graph } from "./graph.ts";

const byGraph = new WeakMap<Graph, ReadonlyMap<number, readonly string[]>>();

/** The keys of a graph's boxes by source line. */
export function keysByLine(graph: Graph): ReadonlyMap<number, readonly string[]> {
  const known = byGraph.get(graph);
  if (known) return known;
  const lines = new Map<number, string[]>();
  for (const node of graph.nodes) {
    const keys = lines.get(node.line);
    if (keys) keys.push(node.key);
    else lines.set(node.line, [node.key]);
  }
  byGraph.set(graph, lines);
  return lines;
}
