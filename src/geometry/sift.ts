import type { Ordering } from "./crossings.ts";
import { gainOf, type Places, refresh } from "./places.ts";
import type { ProperGraph } from "./proper.ts";

/** How many segments may still be compared: a count, not a clock, so that the same graph always gets the same picture. */
export interface Budget {
  left: number;
}

/** How far from its place a vertex looks for a better one: all of a layer would cost its square. */
const reach = 32;
const passes = 12;

/**
 * Moves every vertex to the best place near its own, layer by layer until nothing moves or the budget is used up; returns how many
 * crossings went. It finds what swaps of neighbours cannot, because it looks through worse orders for better ones.
 * A pair of `fixed` vertices keeps its order. Only `stirred` layers are looked at first, and those beside whatever moves. Sifting: Matuszewski, Schönfeld and Molitor, 1999.
 */
export function sift(
  graph: ProperGraph,
  ordering: Ordering,
  places: Places,
  fixed: Uint8Array,
  budget: Budget,
  stirred: Uint8Array = new Uint8Array(ordering.layers.length).fill(1),
): number {
  const count = ordering.layers.length;
  let total = 0;
  for (let pass = 0; pass < passes; pass++) {
    let gained = 0;
    for (let l = 0; l < count && budget.left > 0; l++) {
      if (!stirred[l]) continue;
      stirred[l] = 0;
      refresh(places, graph, ordering, l);
      const gain = siftLayer(graph, ordering, places, fixed, l, budget);
      if (gain === 0) continue;
      gained += gain;
      // What a move is worth has changed here and in the layers beside.
      stirred.fill(1, Math.max(0, l - 1), l + 2);
    }
    total += gained;
    if (gained === 0) break;
  }
  return total;
}

function siftLayer(
  graph: ProperGraph,
  { layers, position }: Ordering,
  places: Places,
  fixed: Uint8Array,
  l: number,
  budget: Budget,
): number {
  const layer = layers[l] ?? new Int32Array();
  let total = 0;
  for (const v of layer.slice()) {
    const from = position[v] ?? 0;
    const isFixed = fixed[v] === 1;
    const lowest = Math.min(layer.length - 1, from + reach);
    const highest = Math.max(0, from - reach);
    budget.left -= (lowest - highest) * (2 + degree(graph, v));
    let to = from;
    let most = 0;
    let sum = 0;
    for (let i = from + 1; i <= lowest; i++) {
      const w = layer[i] ?? 0;
      if (isFixed && fixed[w]) break;
      sum += gainOf(graph, places, v, w);
      if (sum > most) {
        most = sum;
        to = i;
      }
    }
    sum = 0;
    for (let i = from - 1; i >= highest; i--) {
      const w = layer[i] ?? 0;
      if (isFixed && fixed[w]) break;
      sum += gainOf(graph, places, w, v);
      if (sum > most) {
        most = sum;
        to = i;
      }
    }
    if (to === from) continue;
    total += most;
    if (to > from) layer.copyWithin(from, from + 1, to + 1);
    else layer.copyWithin(to + 1, to, from);
    layer[to] = v;
    for (let i = Math.min(from, to); i <= Math.max(from, to); i++) position[layer[i] ?? 0] = i;
  }
  return total;
}

const degree = ({ up, down }: ProperGraph, v: number): number =>
  (up.start[v + 1] ?? 0) - (up.start[v] ?? 0) + (down.start[v + 1] ?? 0) - (down.start[v] ?? 0);
