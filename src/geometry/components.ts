import type { Digraph } from "./digraph.ts";

/** A part of a graph that hangs together, with the numbers its vertices have in the whole. */
export interface Component {
  readonly graph: Digraph;
  readonly vertices: Int32Array;
}

/** The parts of a graph that hang together, in the order of their first vertices. */
export function componentsOf(graph: Digraph): readonly Component[] {
  const { size, from, to } = graph;
  const parent = Int32Array.from({ length: size }, (_, i) => i);
  const find = (v: number): number => {
    let root = v;
    while (parent[root] !== root) root = parent[root] ?? root;
    // Path compression keeps later walks short.
    for (let at = v; at !== root; ) {
      const up = parent[at] ?? root;
      parent[at] = root;
      at = up;
    }
    return root;
  };
  for (let i = 0; i < from.length; i++) {
    const a = find(from[i] ?? 0);
    const b = find(to[i] ?? 0);
    // The smaller number becomes the root, so a component is called by its first vertex.
    if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
  }
  const members = new Map<number, number[]>();
  const local = new Int32Array(size);
  for (let v = 0; v < size; v++) {
    const root = find(v);
    const list = members.get(root) ?? [];
    local[v] = list.push(v) - 1;
    members.set(root, list);
  }
  const edges = new Map<number, number[]>();
  for (let i = 0; i < from.length; i++) {
    const root = find(from[i] ?? 0);
    const list = edges.get(root);
    if (list) list.push(i);
    else edges.set(root, [i]);
  }
  return [...members].map(([root, vertices]) => {
    const mine = Int32Array.from(edges.get(root) ?? []);
    const sub: Digraph = {
      size: vertices.length,
      from: mine.map((i) => local[from[i] ?? 0] ?? 0),
      to: mine.map((i) => local[to[i] ?? 0] ?? 0),
      edge: mine.map((i) => graph.edge[i] ?? 0),
    };
    return { graph: sub, vertices: Int32Array.from(vertices) };
  });
}
