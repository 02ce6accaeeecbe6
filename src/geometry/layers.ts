import { adjacencyOf } from "./adjacency.ts";
import type { Digraph } from "./digraph.ts";

/** The layer of every vertex of an acyclic graph: as far right as its longest way from the start; sources stand next to their first user. */
export function layersOf(graph: Digraph): Int32Array {
  const { size, from, to } = graph;
  const out = adjacencyOf(size, from, to);
  const waiting = new Int32Array(size);
  for (const v of to) waiting[v] = (waiting[v] ?? 0) + 1;
  const isSource = waiting.map((n) => (n === 0 ? 1 : 0));
  const layer = new Int32Array(size);
  const ready: number[] = [];
  for (let v = 0; v < size; v++) if (isSource[v]) ready.push(v);
  for (let head = 0; head < ready.length; head++) {
    const v = ready[head] ?? 0;
    for (let at = out.start[v] ?? 0; at < (out.start[v + 1] ?? 0); at++) {
      const w = out.list[at] ?? 0;
      layer[w] = Math.max(layer[w] ?? 0, (layer[v] ?? 0) + 1);
      waiting[w] = (waiting[w] ?? 0) - 1;
      if (waiting[w] === 0) ready.push(w);
    }
  }
  for (let v = 0; v < size; v++) {
    if (!isSource[v] || out.start[v] === out.start[v + 1]) continue;
    let first = Number.POSITIVE_INFINITY;
    for (let at = out.start[v] ?? 0; at < (out.start[v + 1] ?? 0); at++) {
      first = Math.min(first, layer[out.list[at] ?? 0] ?? 0);
    }
    layer[v] = first - 1;
  }
  return layer;
}
