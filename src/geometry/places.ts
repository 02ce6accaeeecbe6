/** The places of every vertex's neighbours in ascending order: what makes comparing two vertices of a layer cheap. */
import type { Adjacency } from "./adjacency.ts";
import type { Ordering } from "./crossings.ts";
import type { ProperGraph } from "./proper.ts";

/** Sorted places of neighbours, laid out like the lists of `up` and `down`. Right for a layer after `refresh`, until the layers beside it change. */
export interface Places {
  readonly up: Int32Array;
  readonly down: Int32Array;
  readonly next: Int32Array;
}

/** Room for the places of a graph. */
export const placesFor = (graph: ProperGraph): Places => ({
  up: new Int32Array(graph.up.list.length),
  down: new Int32Array(graph.down.list.length),
  next: new Int32Array(graph.size),
});

/** Brings the places of one layer's neighbours up to date. */
export function refresh(places: Places, graph: ProperGraph, { layers }: Ordering, l: number): void {
  const layer = layers[l];
  if (!layer) return;
  fill(layer, layers[l - 1], graph.up, graph.down, places.up, places.next);
  fill(layer, layers[l + 1], graph.down, graph.up, places.down, places.next);
}

/** The neighbours are visited in their order, so every list comes out sorted without a sort. */
function fill(
  layer: Int32Array,
  beside: Int32Array | undefined,
  { start }: Adjacency,
  back: Adjacency,
  into: Int32Array,
  next: Int32Array,
): void {
  if (!beside) return;
  for (const v of layer) next[v] = start[v] ?? 0;
  for (let place = 0; place < beside.length; place++) {
    const w = beside[place] ?? 0;
    const end = back.start[w + 1] ?? 0;
    for (let at = back.start[w] ?? 0; at < end; at++) {
      const v = back.list[at] ?? 0;
      const slot = next[v] ?? 0;
      into[slot] = place;
      next[v] = slot + 1;
    }
  }
}

/** How many crossings go when `a`, just above `b`, changes places with it; negative for those that come. */
export const gainOf = ({ up, down }: ProperGraph, places: Places, a: number, b: number): number =>
  surplus(places.up, up.start, a, b) + surplus(places.down, down.start, a, b);

/** Pairs of neighbours in which a's stands lower, less those in which it stands higher: one merge of two sorted lists. */
function surplus(places: Int32Array, start: Int32Array, a: number, b: number): number {
  const endA = start[a + 1] ?? 0;
  const beginB = start[b] ?? 0;
  const endB = start[b + 1] ?? 0;
  if (beginB === endB) return 0;
  let sum = 0;
  let less = beginB;
  let most = beginB;
  for (let i = start[a] ?? 0; i < endA; i++) {
    const p = places[i] ?? 0;
    while (less < endB && (places[less] ?? 0) < p) less++;
    while (most < endB && (places[most] ?? 0) <= p) most++;
    sum += less - beginB - (endB - most);
  }
  return sum;
}
