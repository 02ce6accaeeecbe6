/** Which column each vertex stands in. */
import { type Adjacency, adjacencyOf } from "./adjacency.ts";
import type { Digraph } from "./digraph.ts";

/**
 * The layer of every vertex of an acyclic graph: as far right as its longest way from the start, then moved towards its user where that
 * shortens more line than it adds. Sources always stand next to their first user.
 */
export function layersOf(graph: Digraph): Int32Array {
  const { size, from, to } = graph;
  const out = adjacencyOf(size, from, to);
  const into = adjacencyOf(size, to, from);
  const { order, layer } = longestPaths(size, out, into);
  const drag = dragOf(order, layer, out, into);
  for (let i = order.length - 1; i >= 0; i--) {
    const v = order[i] ?? 0;
    // One column further right saves its users one column of line and costs its inputs `drag` columns.
    if ((drag[v] ?? 0) < 1) layer[v] = Math.max(layer[v] ?? 0, limitOf(out, layer, v));
  }
  let least = Number.POSITIVE_INFINITY;
  for (const l of layer) least = Math.min(least, l);
  return layer.map((l) => l - least);
}

function longestPaths(
  size: number,
  out: Adjacency,
  into: Adjacency,
): { readonly order: readonly number[]; readonly layer: Int32Array } {
  const layer = new Int32Array(size);
  const waiting = new Int32Array(size);
  const order: number[] = [];
  for (let v = 0; v < size; v++) {
    waiting[v] = degree(into, v);
    if (waiting[v] === 0) order.push(v);
  }
  for (let head = 0; head < order.length; head++) {
    const v = order[head] ?? 0;
    for (let at = out.start[v] ?? 0; at < (out.start[v + 1] ?? 0); at++) {
      const w = out.list[at] ?? 0;
      layer[w] = Math.max(layer[w] ?? 0, (layer[v] ?? 0) + 1);
      waiting[w] = (waiting[w] ?? 0) - 1;
      if (waiting[w] === 0) order.push(w);
    }
  }
  return { order, layer };
}

/**
 * How many columns of line a move of v by one column adds on its left. An input that only v uses comes along or lets its line grow,
 * whichever is cheaper; a source comes along for nothing. An input with k users that could all move shares its longer trunk among them.
 */
function dragOf(order: readonly number[], layer: Int32Array, out: Adjacency, into: Adjacency): Float64Array {
  const drag = new Float64Array(layer.length);
  const loose = new Int32Array(layer.length);
  for (const v of order) {
    if (limitOf(out, layer, v) <= (layer[v] ?? 0)) continue;
    for (let at = into.start[v] ?? 0; at < (into.start[v + 1] ?? 0); at++) {
      const u = into.list[at] ?? 0;
      loose[u] = (loose[u] ?? 0) + 1;
    }
  }
  for (const v of order) {
    let sum = 0;
    for (let at = into.start[v] ?? 0; at < (into.start[v + 1] ?? 0); at++) {
      const u = into.list[at] ?? 0;
      sum += degree(out, u) === 1 ? Math.min(1, drag[u] ?? 0) : 1 / Math.max(1, loose[u] ?? 0);
    }
    drag[v] = sum;
  }
  return drag;
}

const degree = (side: Adjacency, v: number): number => (side.start[v + 1] ?? 0) - (side.start[v] ?? 0);

/** The last layer that is left of every user of v; v's own where nothing uses it. */
function limitOf(out: Adjacency, layer: Int32Array, v: number): number {
  if (degree(out, v) === 0) return layer[v] ?? 0;
  let first = Number.POSITIVE_INFINITY;
  for (let at = out.start[v] ?? 0; at < (out.start[v + 1] ?? 0); at++)
    first = Math.min(first, layer[out.list[at] ?? 0] ?? 0);
  return first - 1;
}
