/** In what order the vertices of each layer stand: as few crossings as sweeps of barycentres and sifting find. */
import { crossingsOf, type Ordering } from "./crossings.ts";
import { placesFor } from "./places.ts";
import type { ProperGraph } from "./proper.ts";
import { type Effort, sift } from "./sift.ts";
import { remembered, walked } from "./starts.ts";
import { sweep } from "./sweep.ts";

/** Less effort for larger graphs, so that the time grows about as the graph does. */
function effortFor(size: number): Effort & { readonly tries: number } {
  if (size <= 600) return { tries: 6, reach: 64, passes: 12 };
  if (size <= 3_000) return { tries: 3, reach: 32, passes: 8 };
  return { tries: 1, reach: 32, passes: 4 };
}

/**
 * Orders the layers. `before` is the height at which a vertex stood in the previous picture (NaN for a new one):
 * those keep their order among themselves and new ones are fitted in.
 */
export function orderOf(graph: ProperGraph, before?: Float64Array): Ordering {
  const fixed = new Uint8Array(graph.size);
  if (before) for (let v = 0; v < graph.size; v++) fixed[v] = Number.isNaN(before[v] ?? Number.NaN) ? 0 : 1;
  const starts = before ? [remembered(graph, before)] : [walked(graph, true), walked(graph, false)];
  const places = placesFor(graph);
  const effort = effortFor(graph.size);
  let best = starts[0] as Ordering;
  let fewest = Number.POSITIVE_INFINITY;
  const settle = (ordering: Ordering): Ordering => {
    const crossings = crossingsOf(graph, ordering) - sift(graph, ordering, places, fixed, effort);
    if (crossings < fewest) {
      fewest = crossings;
      best = copyOf(ordering);
    }
    return ordering;
  };
  for (const start of starts) {
    if (fewest > 0) settle(copyOf(start));
    // Sweeping back and forth undoes what sifting found; the same way again and again builds on it.
    for (const rightward of [true, false]) {
      const current = copyOf(start);
      for (let i = 0; i < effort.tries && fewest > 0; i++) {
        sweep(graph, current, fixed, rightward);
        settle(current);
      }
    }
  }
  return best;
}

const copyOf = ({ layers, position }: Ordering): Ordering => ({
  layers: layers.map((layer) => layer.slice()),
  position: position.slice(),
});
