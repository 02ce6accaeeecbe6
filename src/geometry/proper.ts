/** A layered graph in which every segment joins neighbouring layers. */
import { type Adjacency, adjacencyOf } from "./adjacency.ts";
import type { Digraph } from "./digraph.ts";

/**
 * Vertices 0 … size−1 are boxes, later ones are way points of long edges. All long edges of one source share one trunk of way points
 * and leave it where they are needed: a parameter used a hundred times costs the length of the graph, not a hundred times that.
 */
export interface ProperGraph {
  readonly boxes: number;
  readonly size: number;
  readonly layer: Int32Array;
  readonly layerCount: number;
  /** For a way point the box whose trunk it is part of; a box is its own. */
  readonly source: Int32Array;
  /** The first way point of a box's trunk, or −1. */
  readonly trunk: Int32Array;
  readonly up: Adjacency;
  readonly down: Adjacency;
}

/**
 * How many way points all routes together may have; the sources that would need most beyond that are routed round the outside instead.
 * Counted per edge, because every edge is drawn along its whole way: one parameter used n times along a chain of n would cost n².
 */
const allowance = (boxes: number): number => 40 * boxes + 4_000;

/** Adds way points. An edge that spans more than one layer and whose source has no trunk is left out; see lanes in routes.ts. */
export function properGraphOf(graph: Digraph, layer: Int32Array): ProperGraph {
  const { size, from, to } = graph;
  const reach = new Int32Array(size);
  const cost = new Float64Array(size);
  for (let i = 0; i < from.length; i++) {
    const a = from[i] ?? 0;
    const between = (layer[to[i] ?? 0] ?? 0) - (layer[a] ?? 0) - 1;
    reach[a] = Math.max(reach[a] ?? 0, between);
    cost[a] = (cost[a] ?? 0) + between;
  }
  const trunk = new Int32Array(size).fill(-1);
  const long = Array.from({ length: size }, (_, v) => v).filter((v) => (reach[v] ?? 0) > 0);
  let total = size;
  let left = allowance(size);
  for (const v of long.sort((a, b) => (cost[a] ?? 0) - (cost[b] ?? 0) || a - b)) {
    left -= cost[v] ?? 0;
    if (left < 0) break;
    trunk[v] = total;
    total += reach[v] ?? 0;
  }
  const layers = new Int32Array(total);
  layers.set(layer);
  const source = Int32Array.from({ length: total }, (_, i) => i);
  const tails: number[] = [];
  const heads: number[] = [];
  for (let v = 0; v < size; v++) {
    const first = trunk[v] ?? -1;
    if (first < 0) continue;
    for (let k = 0; k < (reach[v] ?? 0); k++) {
      layers[first + k] = (layer[v] ?? 0) + k + 1;
      source[first + k] = v;
      tails.push(k === 0 ? v : first + k - 1);
      heads.push(first + k);
    }
  }
  for (let i = 0; i < from.length; i++) {
    const a = from[i] ?? 0;
    const b = to[i] ?? 0;
    const between = (layer[b] ?? 0) - (layer[a] ?? 0) - 1;
    if (between > 0 && (trunk[a] ?? -1) < 0) continue;
    tails.push(between > 0 ? (trunk[a] ?? 0) + between - 1 : a);
    heads.push(b);
  }
  const tail = Int32Array.from(tails);
  const head = Int32Array.from(heads);
  let layerCount = 0;
  for (const l of layers) layerCount = Math.max(layerCount, l + 1);
  return {
    boxes: size,
    size: total,
    layer: layers,
    layerCount,
    source,
    trunk,
    up: adjacencyOf(total, head, tail),
    down: adjacencyOf(total, tail, head),
  };
}
