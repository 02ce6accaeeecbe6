/** In what order the vertices of each layer stand: as few crossings as sweeps of barycentres and sifting find. */
import { crossingsOf, type Ordering } from "./crossings.ts";
import { placesFor } from "./places.ts";
import type { ProperGraph } from "./proper.ts";
import { sift } from "./sift.ts";
import { remembered, walked } from "./starts.ts";
import { sweep } from "./sweep.ts";

/** How many comparisons a vertex is worth: the time grows as the graph does. */
const worth = 3_500;
const least = 200_000;
const sweepCost = 20;
const tries = 6;
/** Sweeping back and forth undoes what sifting found, one way again and again builds on it; which is better depends on the graph. */
const manners: readonly (readonly boolean[])[] = [[true], [true, false, true, false], [false]];

/**
 * Orders the layers. `before` is the height at which a vertex stood in the previous picture (NaN for a new one):
 * those keep their order among themselves and new ones are fitted in.
 */
export function orderOf(graph: ProperGraph, before?: Float64Array): Ordering {
  const fixed = new Uint8Array(graph.size);
  if (before) for (let v = 0; v < graph.size; v++) fixed[v] = Number.isNaN(before[v] ?? Number.NaN) ? 0 : 1;
  const starts = before ? [remembered(graph, before)] : [walked(graph, true), walked(graph, false)];
  const places = placesFor(graph);
  const whole = least + worth * graph.boxes;
  const budget = { left: whole };
  let best = starts[0] as Ordering;
  let fewest = Number.POSITIVE_INFINITY;
  const settle = (ordering: Ordering): number => {
    const share = { left: Math.min(budget.left, whole / 6) };
    budget.left -= share.left;
    const crossings = crossingsOf(graph, ordering) - sift(graph, ordering, places, fixed, share);
    budget.left += share.left;
    if (crossings < fewest) best = copyOf(ordering);
    fewest = Math.min(fewest, crossings);
    return crossings;
  };
  let chains = starts.flatMap((start) => manners.map((manner) => ({ manner, order: copyOf(start), last: -1 })));
  for (const start of starts) settle(start);
  for (let i = 0; i < tries; i++) {
    chains = chains.filter((chain) => {
      if (fewest === 0 || budget.left <= 0) return false;
      for (const rightward of chain.manner) sweep(graph, chain.order, fixed, rightward);
      budget.left -= sweepCost * graph.size * chain.manner.length;
      const crossings = settle(chain.order);
      const isStuck = crossings === chain.last;
      chain.last = crossings;
      return !isStuck;
    });
  }
  return best;
}

const copyOf = ({ layers, position }: Ordering): Ordering => ({
  layers: layers.map((layer) => layer.slice()),
  position: position.slice(),
});
