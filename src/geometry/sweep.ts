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
  const widest = layers.reduce((width, layer) => Math.max(width, layer.length), 0);
  const row = { means: new Float64Array(widest), keys: new Float64Array(widest), old: new Int32Array(widest) };
  for (let step = 1; step < layers.length; step++) {
    const layer = layers[rightward ? step : layers.length - 1 - step];
    if (!layer || layer.length < 2) continue;
    sortLayer(layer, row, side, position, fixed);
    for (let i = 0; i < layer.length; i++) position[layer[i] ?? 0] = i;
  }
}

/** Room for one layer, used again for each: the mean places, what the free ones are sorted by, and the old order. */
interface Row {
  readonly means: Float64Array;
  readonly keys: Float64Array;
  readonly old: Int32Array;
}

function sortLayer(layer: Int32Array, row: Row, side: Adjacency, position: Int32Array, fixed: Uint8Array): void {
  const { means, keys, old } = row;
  let count = 0;
  let known = false;
  for (let i = 0; i < layer.length; i++) {
    const v = layer[i] ?? 0;
    const mean = meanPlace(side, position, v);
    means[i] = mean;
    old[i] = v;
    if (fixed[v]) known = true;
    // Mean and place in one number: sorting plain numbers is several times faster than calling a comparison, and equal ones keep their order.
    else if (!Number.isNaN(mean)) keys[count++] = Math.round(mean * steps) * most + i;
  }
  sortNumbers(keys, count);
  const isFree = (i: number): boolean => !fixed[old[i] ?? 0] && !Number.isNaN(means[i] ?? Number.NaN);
  let next = 0;
  let end = 0;
  for (let i = 0; i < layer.length; i++) {
    if (isFree(i)) {
      // Where nobody must keep an order, those without a neighbour keep their slot and the others fill the rest.
      if (!known) layer[end++] = old[(keys[next++] ?? 0) % most] ?? 0;
      continue;
    }
    // Those who must keep their order stand as they are, and the free ones go before the first of them with a greater mean.
    while (known && next < count && (means[(keys[next] ?? 0) % most] ?? 0) <= (means[i] ?? Number.NaN))
      layer[end++] = old[(keys[next++] ?? 0) % most] ?? 0;
    layer[end++] = old[i] ?? 0;
  }
  while (next < count) layer[end++] = old[(keys[next++] ?? 0) % most] ?? 0;
}

/** Sorts the first `count` numbers; most layers are short, or in order already. */
function sortNumbers(numbers: Float64Array, count: number): void {
  if (count > 32) {
    numbers.subarray(0, count).sort();
    return;
  }
  for (let i = 1; i < count; i++) {
    const number = numbers[i] ?? 0;
    let at = i;
    for (; at > 0 && (numbers[at - 1] ?? 0) > number; at--) numbers[at] = numbers[at - 1] ?? 0;
    numbers[at] = number;
  }
}

function meanPlace(side: Adjacency, position: Int32Array, v: number): number {
  const begin = side.start[v] ?? 0;
  const end = side.start[v + 1] ?? 0;
  let sum = 0;
  for (let at = begin; at < end; at++) sum += position[side.list[at] ?? 0] ?? 0;
  return begin === end ? Number.NaN : sum / (end - begin);
}
