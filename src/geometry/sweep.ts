import type { Adjacency } from "./adjacency.ts";
import type { Ordering } from "./crossings.ts";
import type { ProperGraph } from "./proper.ts";

/** A mean place is compared in steps of 1/1024; places themselves may go up to a million. */
const steps = 1024;
const most = 2 ** 20;

/**
 * Sorts every layer by the mean place of its neighbours in the layer just done, from the left to the right or back
 * (barycentres: Sugiyama, Tagawa and Toda, 1981). `fixed` vertices keep their order among themselves.
 */
export function sweep(graph: ProperGraph, { layers, position }: Ordering, fixed: Uint8Array, rightward: boolean): void {
  const side = rightward ? graph.up : graph.down;
  for (let step = 1; step < layers.length; step++) {
    const layer = layers[rightward ? step : layers.length - 1 - step];
    if (!layer || layer.length < 2) continue;
    const sorted = sortedLayer(layer, side, position, fixed);
    for (let i = 0; i < sorted.length; i++) {
      const v = sorted[i] ?? 0;
      layer[i] = v;
      position[v] = i;
    }
  }
}

function sortedLayer(layer: Int32Array, side: Adjacency, position: Int32Array, fixed: Uint8Array): ArrayLike<number> {
  const means = Float64Array.from(layer, (v) => meanPlace(side, position, v));
  const isFree = (i: number): boolean => !fixed[layer[i] ?? 0] && !Number.isNaN(means[i] ?? Number.NaN);
  // Mean and place in one number: sorting plain numbers is several times faster than calling a comparison, and equal ones keep their order.
  const keys = new Float64Array(layer.length);
  let count = 0;
  let known = false;
  for (let i = 0; i < layer.length; i++) {
    if (isFree(i)) keys[count++] = Math.round((means[i] ?? 0) * steps) * most + i;
    else if (fixed[layer[i] ?? 0]) known = true;
  }
  const free = Int32Array.from(keys.subarray(0, count).sort(), (key) => key % most);
  if (known) return fittedAmong(layer, means, isFree, free);
  // Those without a neighbour keep their slot, the others fill the rest.
  let next = 0;
  return layer.map((v, i) => (isFree(i) ? (layer[free[next++] ?? 0] ?? v) : v));
}

/** Those who must keep their order stand as they are, and the free ones go before the first of them with a greater mean. */
function fittedAmong(
  layer: Int32Array,
  means: Float64Array,
  isFree: (i: number) => boolean,
  free: Int32Array,
): number[] {
  const result: number[] = [];
  let next = 0;
  for (let i = 0; i < layer.length; i++) {
    if (isFree(i)) continue;
    while (next < free.length && (means[free[next] ?? 0] ?? 0) <= (means[i] ?? Number.NaN))
      result.push(layer[free[next++] ?? 0] ?? 0);
    result.push(layer[i] ?? 0);
  }
  for (const i of free.subarray(next)) result.push(layer[i] ?? 0);
  return result;
}

function meanPlace(side: Adjacency, position: Int32Array, v: number): number {
  const begin = side.start[v] ?? 0;
  const end = side.start[v + 1] ?? 0;
  let sum = 0;
  for (let at = begin; at < end; at++) sum += position[side.list[at] ?? 0] ?? 0;
  return begin === end ? Number.NaN : sum / (end - begin);
}
