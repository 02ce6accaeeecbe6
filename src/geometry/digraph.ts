import type { GraphShape } from "#trace/graph.ts";
import { adjacencyOf } from "./adjacency.ts";

/** A graph as numbers: vertex i is the i-th node, edge j runs from `from[j]` to `to[j]`. */
export interface Digraph {
  readonly size: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** The edge of the graph model that each edge stands for. */
  readonly edge: Int32Array;
}

/** Reads a graph as numbers; edges to or from nowhere and from a node to itself are left out. */
export function digraphOf(graph: GraphShape): Digraph {
  const indexOf = new Map(graph.nodes.map((node, i) => [node.key, i]));
  const from: number[] = [];
  const to: number[] = [];
  const edge: number[] = [];
  graph.edges.forEach((e, i) => {
    const a = indexOf.get(e.from);
    const b = indexOf.get(e.to);
    if (a === undefined || b === undefined || a === b) return;
    from.push(a);
    to.push(b);
    edge.push(i);
  });
  const arrays = { from: Int32Array.from(from), to: Int32Array.from(to), edge: Int32Array.from(edge) };
  return { size: graph.nodes.length, ...arrays };
}

/** Turns round just the edges that close a cycle, found by a depth-first walk in node order; a tape has none, a folded graph may. */
export function withoutCycles(graph: Digraph): Digraph {
  const { size, from, to } = graph;
  let forward = true;
  for (let i = 0; i < from.length && forward; i++) forward = (from[i] ?? 0) < (to[i] ?? 0);
  if (forward) return graph;
  const out = adjacencyOf(size, from, to);
  const state = new Uint8Array(size);
  const next = out.start.slice();
  const turned = new Uint8Array(from.length);
  const stack: number[] = [];
  for (let root = 0; root < size; root++) {
    if (state[root] !== 0) continue;
    stack.push(root);
    state[root] = 1;
    while (stack.length > 0) {
      const v = stack[stack.length - 1] ?? 0;
      const at = next[v] ?? 0;
      if (at === (out.start[v + 1] ?? 0)) {
        state[v] = 2;
        stack.pop();
        continue;
      }
      next[v] = at + 1;
      const w = out.list[at] ?? 0;
      if (state[w] === 1) turned[out.via[at] ?? 0] = 1;
      else if (state[w] === 0) {
        state[w] = 1;
        stack.push(w);
      }
    }
  }
  return {
    ...graph,
    from: from.map((v, i) => (turned[i] ? (to[i] ?? 0) : v)),
    to: to.map((v, i) => (turned[i] ? (from[i] ?? 0) : v)),
  };
}
