/** Every moment of a folded run wears the folds of its end, so that a graph that grows does not change its boxes half-way. */
import type { Graph, GraphNode } from "#trace/graph.ts";

/** Folds the graph of a moment the way `folded` folds the graph at the end. */
export function foldedAs(end: Graph, folded: Graph): (graph: Graph) => Graph {
  const boxes = new Map(folded.nodes.map((node) => [node.key, node]));
  const boxOf = new Map<string, GraphNode>();
  const boxOfGroup = new Map<string, GraphNode>();
  for (const node of end.nodes) {
    const own = boxes.get(node.key) ?? boxOfGroup.get(groupOf(node)) ?? boxes.get(`fold:${node.key}`);
    if (!own) continue;
    boxOf.set(node.key, own);
    // A fold is called after its first member.
    if (own.folded !== undefined) boxOfGroup.set(groupOf(node), own);
  }
  return (graph) => {
    if (graph === end) return folded;
    const standing = new Map<string, GraphNode>();
    for (const node of graph.nodes) {
      const box = boxOf.get(node.key) ?? node;
      standing.set(box.key, box.folded === undefined ? node : { ...box, ids: node.ids });
    }
    const pairs = new Set<string>();
    for (const { from, to } of graph.edges) {
      pairs.add(pairOf(boxOf.get(from)?.key ?? from, boxOf.get(to)?.key ?? to));
    }
    const nodes = folded.nodes.flatMap((node) => standing.get(node.key) ?? []);
    const edges = folded.edges.filter((edge) => pairs.has(pairOf(edge.from, edge.to)));
    return { nodes, edges, structure: `${graph.structure}~${folded.structure}` };
  };
}

const groupOf = (node: GraphNode): string => `${node.line} ${node.op === undefined ? node.kind : "op"}`;
const pairOf = (from: string, to: string): string => JSON.stringify([from, to]);
