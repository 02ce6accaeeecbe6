/** In what order the vertices of each layer stand: as few crossings as sweeps of barycentres and swaps find. */
import type { Adjacency } from "./adjacency.ts";
import { crossingsOf, type Ordering } from "./crossings.ts";
import type { ProperGraph } from "./proper.ts";
import { transpose } from "./transpose.ts";

/** Fewer rounds for larger graphs; a fixed count, not a clock, so that the same graph always gets the same picture. */
function roundsFor(size: number): { readonly sweeps: number; readonly swaps: number } {
  if (size <= 600) return { sweeps: 24, swaps: 6 };
  if (size <= 2_500) return { sweeps: 10, swaps: 3 };
  if (size <= 8_000) return { sweeps: 6, swaps: 1 };
  return { sweeps: 4, swaps: 0 };
}

/**
 * Orders the layers. `before` is the height at which a vertex stood in the previous picture (NaN for a new one):
 * those keep their order among themselves and new ones are fitted in.
 */
export function orderOf(graph: ProperGraph, before?: Float64Array): Ordering {
  const fixed = new Uint8Array(graph.size);
  if (before) for (let v = 0; v < graph.size; v++) fixed[v] = Number.isNaN(before[v] ?? Number.NaN) ? 0 : 1;
  const starts = before ? [remembered(graph, before)] : [walked(graph), taped(graph)];
  let best: Ordering | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  const rounds = roundsFor(graph.size);
  for (const start of graph.size > 4_000 ? starts.slice(0, 1) : starts) {
    const current = start;
    let stuck = 0;
    for (let round = 0; round <= rounds.sweeps && fewest > 0 && stuck < 5; round++) {
      if (round > 0) sweep(graph, current, fixed, round % 2 === 1);
      for (let i = 0; i < rounds.swaps && transpose(graph, current, fixed); i++);
      const crossings = crossingsOf(graph, current);
      stuck = crossings < fewest ? 0 : stuck + 1;
      if (crossings < fewest) {
        fewest = crossings;
        best = copyOf(current);
      }
    }
  }
  return best ?? walked(graph);
}

const copyOf = ({ layers, position }: Ordering): Ordering => ({
  layers: layers.map((layer) => layer.slice()),
  position: position.slice(),
});

/** One sweep: every layer sorted by the mean place of its neighbours in the layer just done. */
function sweep(graph: ProperGraph, { layers, position }: Ordering, fixed: Uint8Array, rightward: boolean): void {
  const weight = new Float64Array(graph.size);
  for (let step = 1; step < layers.length; step++) {
    const layer = layers[rightward ? step : layers.length - 1 - step];
    if (!layer || layer.length < 2) continue;
    for (const v of layer) weight[v] = meanPlace(rightward ? graph.up : graph.down, position, v);
    const sorted = fitted(layer, weight, position, fixed);
    sorted.forEach((v, i) => {
      layer[i] = v;
      position[v] = i;
    });
  }
}

function meanPlace(side: Adjacency, position: Int32Array, v: number): number {
  const begin = side.start[v] ?? 0;
  const end = side.start[v + 1] ?? 0;
  if (begin === end) return Number.NaN;
  let sum = 0;
  for (let at = begin; at < end; at++) sum += position[side.list[at] ?? 0] ?? 0;
  return sum / (end - begin);
}

/** Sorts by weight; a vertex without one, and the fixed vertices among themselves, stay in their order. */
function fitted(layer: Int32Array, weight: Float64Array, position: Int32Array, fixed: Uint8Array): number[] {
  const isFree = (v: number): boolean => !fixed[v] && !Number.isNaN(weight[v] ?? Number.NaN);
  const key = (v: number): number => weight[v] ?? 0;
  const free = [...layer].filter(isFree).sort((a, b) => key(a) - key(b) || (position[a] ?? 0) - (position[b] ?? 0));
  if (free.length === layer.length) return free;
  const kept = [...layer].filter((v) => !isFree(v));
  if (!kept.some((v) => fixed[v])) {
    // No memory to respect: those without a neighbour keep their slot, the others fill the rest.
    let next = 0;
    return [...layer].map((v) => (isFree(v) ? (free[next++] ?? v) : v));
  }
  const result: number[] = [];
  let next = 0;
  for (const v of kept) {
    while (next < free.length && key(free[next] ?? 0) <= key(v)) result.push(free[next++] ?? 0);
    result.push(v);
  }
  return [...result, ...free.slice(next)];
}

function orderingBy(graph: ProperGraph, key: (v: number) => number): Ordering {
  const lists: number[][] = Array.from({ length: graph.layerCount }, () => []);
  for (let v = 0; v < graph.size; v++) lists[graph.layer[v] ?? 0]?.push(v);
  const position = new Int32Array(graph.size);
  const layers = lists.map((list) => {
    const sorted = Int32Array.from(list.sort((a, b) => key(a) - key(b) || a - b));
    sorted.forEach((v, i) => {
      position[v] = i;
    });
    return sorted;
  });
  return { layers, position };
}

/** Start from the order of making. */
const taped = (graph: ProperGraph): Ordering => orderingBy(graph, (v) => graph.source[v] ?? v);

/** Start from a walk back from the results, first argument first: a tree comes out without a crossing. */
function walked(graph: ProperGraph): Ordering {
  const { up, down, size } = graph;
  const rank = new Int32Array(size).fill(-1);
  const next = up.start.slice();
  let count = 0;
  const stack: number[] = [];
  for (let root = 0; root < size; root++) {
    if (down.start[root] !== down.start[root + 1]) continue;
    stack.push(root);
    while (stack.length > 0) {
      const v = stack.at(-1) ?? 0;
      const at = next[v] ?? 0;
      next[v] = at + 1;
      const input = up.list[at] ?? 0;
      if (at >= (up.start[v + 1] ?? 0)) {
        stack.pop();
        if (rank[v] === -1) rank[v] = count++;
      } else if (rank[input] === -1 && next[input] === up.start[input]) stack.push(input);
    }
  }
  return orderingBy(graph, (v) => rank[v] ?? v);
}

/** Start from the heights of the previous picture; a new vertex starts where its neighbours stood. */
function remembered(graph: ProperGraph, before: Float64Array): Ordering {
  const height = before.slice();
  for (let round = 0; round < 3; round++) {
    for (let v = 0; v < graph.size; v++) {
      if (!Number.isNaN(height[v] ?? Number.NaN)) continue;
      const near = [...neighbours(graph.up, v), ...neighbours(graph.down, v)].map((w) => height[w] ?? Number.NaN);
      const known = near.filter((y) => !Number.isNaN(y));
      if (known.length > 0) height[v] = known.reduce((a, b) => a + b, 0) / known.length;
    }
  }
  return orderingBy(graph, (v) => {
    const y = height[v] ?? Number.NaN;
    return Number.isNaN(y) ? Number.MAX_VALUE : y;
  });
}

const neighbours = (side: Adjacency, v: number): Int32Array =>
  side.list.subarray(side.start[v] ?? 0, side.start[v + 1] ?? 0);
