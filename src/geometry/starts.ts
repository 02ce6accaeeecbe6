/** Orders to begin with: the better the first guess, the better what sweeps and sifting make of it. */
import type { Adjacency } from "./adjacency.ts";
import type { Ordering } from "./crossings.ts";
import type { ProperGraph } from "./proper.ts";

/** Layers sorted by a key of their vertices; equal ones in the order of making. */
function orderingBy(graph: ProperGraph, key: Int32Array | Float64Array): Ordering {
  const lists: number[][] = Array.from({ length: graph.layerCount }, () => []);
  for (let v = 0; v < graph.size; v++) lists[graph.layer[v] ?? 0]?.push(v);
  const position = new Int32Array(graph.size);
  const layers = lists.map((list) => {
    const sorted = Int32Array.from(list.sort((a, b) => (key[a] ?? 0) - (key[b] ?? 0) || a - b));
    sorted.forEach((v, i) => {
      position[v] = i;
    });
    return sorted;
  });
  return { layers, position };
}

/**
 * The order in which a breadth-first walk comes by, from the data towards the results or back: a tree comes out without a crossing.
 * The starts of Gansner, Koutsofios, North and Vo, "A Technique for Drawing Directed Graphs", 1993.
 */
export function walked(graph: ProperGraph, towardsResults: boolean): Ordering {
  const [ahead, behind] = towardsResults ? [graph.down, graph.up] : [graph.up, graph.down];
  const rank = new Int32Array(graph.size).fill(-1);
  const queue = new Int32Array(graph.size);
  let count = 0;
  const visit = (v: number): void => {
    if (rank[v] !== -1) return;
    rank[v] = count;
    queue[count++] = v;
  };
  for (let root = 0; root < graph.size; root++) {
    if (behind.start[root] !== behind.start[root + 1]) continue;
    let head = count;
    visit(root);
    while (head < count) for (const w of neighbours(ahead, queue[head++] ?? 0)) visit(w);
  }
  return orderingBy(graph, rank);
}

/** The heights of the previous picture; a new vertex starts where its neighbours stood. */
export function remembered(graph: ProperGraph, before: Float64Array): Ordering {
  const height = before.slice();
  for (let round = 0; round < 3; round++) {
    for (let v = 0; v < graph.size; v++) {
      if (!Number.isNaN(height[v] ?? Number.NaN)) continue;
      let sum = 0;
      let known = 0;
      for (const side of [graph.up, graph.down]) {
        for (const w of neighbours(side, v)) {
          const y = height[w] ?? Number.NaN;
          if (Number.isNaN(y)) continue;
          sum += y;
          known++;
        }
      }
      if (known > 0) height[v] = sum / known;
    }
  }
  return orderingBy(
    graph,
    height.map((y) => (Number.isNaN(y) ? Number.MAX_VALUE : y)),
  );
}

const neighbours = (side: Adjacency, v: number): Int32Array =>
  side.list.subarray(side.start[v] ?? 0, side.start[v + 1] ?? 0);
