/** In what order the vertices of each layer stand: as few crossings as sweeps of barycentres and sifting find. */
import { crossingsOf, type Ordering } from "./crossings.ts";
import { placesFor } from "./places.ts";
import type { ProperGraph } from "./proper.ts";
import { chance, shake } from "./shake.ts";
import { sift } from "./sift.ts";
import { remembered, walked } from "./starts.ts";
import { sweep } from "./sweep.ts";

/** The most times that every chain of sweeps goes on, and that the best order is shaken; mostly the budget ends both. */
const tries = 6;
const shakes = 400;
/** What a sweep or a copy costs for each vertex, measured in comparisons. */
const sweepCost = 20;
/** Sweeping back and forth undoes what sifting found, one way again and again builds on it; which is better depends on the graph. */
const manners: readonly (readonly boolean[])[] = [[true], [true, false, true, false], [false]];

/** How many comparisons an order is worth: the time grows as the graph does, with something extra for those that take no time anyway. */
const budgetFor = (boxes: number): number => 4_500 * boxes + Math.min(400_000, 200 * boxes * boxes);

/**
 * Orders the layers. `before` is the height at which a vertex stood in the previous picture (NaN for a new one):
 * those keep their order among themselves and new ones are fitted in.
 */
export function orderOf(graph: ProperGraph, before?: Float64Array): Ordering {
  const fixed = new Uint8Array(graph.size);
  if (before) for (let v = 0; v < graph.size; v++) fixed[v] = Number.isNaN(before[v] ?? Number.NaN) ? 0 : 1;
  const starts = before ? [remembered(graph, before)] : [walked(graph, true), walked(graph, false)];
  const places = placesFor(graph);
  const whole = budgetFor(graph.boxes);
  let left = whole;
  let best = starts[0] as Ordering;
  let fewest = Number.POSITIVE_INFINITY;
  /** Sifts an order and remembers it if it is the best, or as good and found by a shake: a new place to look from. */
  const settle = (ordering: Ordering, stirred?: Uint8Array): number => {
    // No order may use up what others could make better use of.
    const share = Math.min(left, whole / 6);
    const budget = { left: share };
    const crossings = crossingsOf(graph, ordering) - sift(graph, ordering, places, fixed, budget, stirred);
    left -= share - budget.left;
    if (crossings < fewest || (stirred && crossings === fewest)) best = copyOf(ordering);
    fewest = Math.min(fewest, crossings);
    return crossings;
  };
  let chains = starts.flatMap((start) => manners.map((manner) => ({ manner, order: copyOf(start), last: -1 })));
  for (const start of starts) if (fewest > 0) settle(start);
  for (let i = 0; i < tries; i++) {
    chains = chains.filter((chain) => {
      if (fewest === 0 || left <= whole / 5) return false;
      for (const rightward of chain.manner) sweep(graph, chain.order, fixed, rightward);
      left -= sweepCost * graph.size * chain.manner.length;
      const crossings = settle(chain.order);
      const isStuck = crossings === chain.last;
      chain.last = crossings;
      return !isStuck;
    });
  }
  const random = chance();
  for (let i = 0; i < shakes && !before && fewest > 0 && left > 0; i++) {
    const order = copyOf(best);
    left -= sweepCost * graph.size;
    settle(order, shake(order, random));
  }
  return best;
}

const copyOf = ({ layers, position }: Ordering): Ordering => ({
  layers: layers.map((layer) => layer.slice()),
  position: position.slice(),
});
