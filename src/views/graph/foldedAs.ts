/** Every moment of a folded run wears the folds of its end, so that a graph that grows does not change its boxes half-way. */
import type { Folding } from "#geometry/fold.ts";
import type { Graph, GraphNode } from "#trace/graph.ts";

/** Folds the graph of a moment the way the graph at the end is folded. */
export function foldedAs(end: Graph, { graph: folded, boxOf }: Folding): (graph: Graph) => Graph {
  const boxes = new Map(folded.nodes.map((node) => [node.key, node]));
  return (graph) => {
    if (graph === end) return folded;
    const standing = new Map<string, GraphNode>();
    for (const node of graph.nodes) {
      const box = boxes.get(boxOf.get(node.key) ?? node.key) ?? node;
      // A fold shows what its latest op has made; data in it speaks only until there is one.
      if (box.folded === undefined) standing.set(box.key, node);
      else if (node.op !== undefined || !standing.has(box.key)) standing.set(box.key, { ...box, ids: node.ids });
    }
    const pairs = new Set<string>();
    for (const { from, to } of graph.edges) pairs.add(pairOf(boxOf.get(from) ?? from, boxOf.get(to) ?? to));
    const known = new Set(folded.nodes.map((node) => node.key));
    const nodes = folded.nodes.flatMap((node) => standing.get(node.key) ?? []);
    for (const [key, node] of standing) if (!known.has(key)) nodes.push(node);
    const edges = folded.edges.filter((edge) => pairs.has(pairOf(edge.from, edge.to)));
    return { nodes, edges, structure: `${graph.structure}~${folded.structure}` };
  };
}

const pairOf = (from: string, to: string): string => JSON.stringify([from, to]);
