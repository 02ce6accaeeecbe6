/** Folding: a graph too large to read shows one box for all that a source line did. */
import type { Graph, GraphEdge, GraphNode } from "#trace/graph.ts";
import { structureOf } from "#trace/structure.ts";

export const defaultLimit = 160;
const fewLeaves = 6;

/**
 * Folds each line's ops into one box once there are more than `limit` nodes, and the data of lines that made much of it.
 * The fold's key is that of its first member, so it keeps its place while a program is edited. A loop's line may feed itself: such edges go.
 */
export function foldByLine(graph: Graph, limit: number = defaultLimit): Graph {
  if (graph.nodes.length <= limit) return graph;
  const made = new Map<number, number>();
  for (const node of graph.nodes) if (node.op === undefined) made.set(node.line, (made.get(node.line) ?? 0) + 1);
  // Data that a loop makes again and again folds too; a handful of parameters on one line stay themselves if there is room.
  const few = fold(graph, (node) => node.op !== undefined || (made.get(node.line) ?? 0) > fewLeaves);
  return few.nodes.length <= limit ? few : fold(graph, () => true);
}

function fold(graph: Graph, folds: (node: GraphNode) => boolean): Graph {
  const groups = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    const group = folds(node) ? `${node.line} ${node.op === undefined ? node.kind : "op"}` : node.key;
    const members = groups.get(group);
    if (members) members.push(node);
    else groups.set(group, [node]);
  }
  const keyOfMember = new Map<string, string>();
  const merged: GraphNode[] = [];
  for (const members of groups.values()) {
    const node = boxOf(members);
    merged.push(node);
    for (const member of members) keyOfMember.set(member.key, node.key);
  }
  const edges = mergedEdges(graph.edges, keyOfMember);
  const used = new Set(edges.filter((edge) => edge.cut === undefined).map((edge) => edge.from));
  const nodes = merged.map((node) =>
    node.folded === undefined ? node : { ...node, isRoot: node.op !== undefined && !used.has(node.key) },
  );
  return { nodes, edges, structure: structureOf(nodes, edges) };
}

/** One box for many: it shows the latest member's value, the way a loop's variable holds its latest value. */
function boxOf(members: readonly GraphNode[]): GraphNode {
  const [first] = members;
  const last = members.at(-1);
  if (!first || !last) throw new RangeError("a fold has members");
  if (members.length === 1) return first;
  const { name: _, ...rest } = last;
  const names = new Set(members.flatMap((member) => member.name ?? []));
  return {
    ...rest,
    key: `fold:${first.key}`,
    kind: members.some((member) => member.kind === "intermediate") ? "intermediate" : last.kind,
    requiresGrad: members.some((member) => member.requiresGrad),
    ...(names.size === 1 && last.name !== undefined ? { name: last.name } : {}),
    label: labelOf(members),
    line: first.line,
    args: [],
    folded: members.length,
  };
}

/** `mul, add ×5,000`: what the members do, and how often each; where they differ, how many there are in all. */
function labelOf(members: readonly GraphNode[]): string {
  const counts = new Map<string, number>();
  const shared = new Set(members.map((member) => member.name)).size === 1;
  for (const { op, label, shape } of members) {
    // Data under many names is told by its kind: `w11, w12 …` would say less than how many there are.
    const what = op ?? (shared ? label : shape.length === 0 ? "scalars" : "tensors");
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  const each = new Set(counts.values());
  const names = [...counts.keys()];
  const shown = names.length > 3 ? [...names.slice(0, 3), "…"] : names;
  const times = each.size === 1 ? ([...each][0] ?? 1) : members.length;
  return times === 1 ? shown.join(", ") : `${shown.join(", ")} ×${grouped(times)}`;
}

const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ",");

function mergedEdges(edges: readonly GraphEdge[], keyOfMember: ReadonlyMap<string, string>): readonly GraphEdge[] {
  const bundles = new Map<string, { readonly from: string; readonly to: string; readonly edges: GraphEdge[] }>();
  const kept: GraphEdge[] = [];
  for (const edge of edges) {
    const from = keyOfMember.get(edge.from) ?? edge.from;
    const to = keyOfMember.get(edge.to) ?? edge.to;
    if (from === edge.from && to === edge.to) kept.push(edge);
    else if (from !== to) {
      const key = `${from}->${to}`;
      const bundle = bundles.get(key);
      if (bundle) bundle.edges.push(edge);
      else bundles.set(key, { from, to, edges: [edge] });
    }
  }
  for (const [key, { from, to, edges: members }] of bundles) {
    const [first] = members;
    const open = members.some((edge) => edge.cut === undefined);
    const cut = first?.cut;
    const names = new Set(members.map((edge) => edge.argument));
    const argument = names.size === 1 ? (first?.argument ?? "") : "";
    kept.push({ key, from, to, argument, ...(open || !cut ? {} : { cut }) });
  }
  return kept;
}
