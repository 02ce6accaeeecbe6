/** How high each vertex stands: as near to its neighbours as its order in the layer and the gaps allow. */
import type { Adjacency } from "./adjacency.ts";
import type { Ordering } from "./crossings.ts";
import type { ProperGraph } from "./proper.ts";

/** Least free space between two boxes, and beside a way point. */
export const boxGap = 22;
const wayGap = 14;

/** The y of every vertex's centre; boxes of one layer do not overlap. */
export function heightsOf(graph: ProperGraph, ordering: Ordering, tall: Float64Array): Float64Array {
  const { layers } = ordering;
  // offset[v]: how far below the first vertex of its layer v stands at least.
  const offset = new Float64Array(graph.size);
  const y = new Float64Array(graph.size);
  for (const layer of layers) {
    let at = 0;
    layer.forEach((v, i) => {
      const above = layer[i - 1];
      if (above !== undefined) {
        const gap = v < graph.boxes && above < graph.boxes ? boxGap : wayGap;
        at += ((tall[above] ?? 0) + (tall[v] ?? 0)) / 2 + gap;
      }
      offset[v] = at;
    });
    for (const v of layer) y[v] = (offset[v] ?? 0) - at / 2;
  }
  const rounds = graph.size <= 3_000 ? 12 : 5;
  for (let round = 0; round < rounds; round++) {
    const last = round === rounds - 1;
    for (let step = 0; step < layers.length; step++) {
      const rightward = round % 2 === 0;
      const layer = layers[rightward ? step : layers.length - 1 - step];
      if (layer) settle(graph, layer, y, offset, last ? [graph.up, graph.down] : [rightward ? graph.up : graph.down]);
    }
  }
  return y;
}

/**
 * Moves one layer to where its vertices would like to be: least Σ w (y − wish)² under y_{i+1} − y_i ≥ gap_i.
 * With u = y − offset the constraint is that u ascends, so this is isotonic regression; pooling adjacent violators solves it exactly.
 */
function settle(
  graph: ProperGraph,
  layer: Int32Array,
  y: Float64Array,
  offset: Float64Array,
  sides: readonly Adjacency[],
): void {
  const means: number[] = [];
  const weights: number[] = [];
  const counts: number[] = [];
  for (const v of layer) {
    let sum = 0;
    let weight = 0;
    for (const side of sides) {
      for (let at = side.start[v] ?? 0; at < (side.start[v + 1] ?? 0); at++) {
        const w = side.list[at] ?? 0;
        const pull = pullOf(graph, v, w);
        sum += pull * (y[w] ?? 0);
        weight += pull;
      }
    }
    // Without a neighbour on this side it would rather stay, but gives way.
    let mean = (weight > 0 ? sum / weight : (y[v] ?? 0)) - (offset[v] ?? 0);
    let mass = weight > 0 ? weight : 0.05;
    let count = 1;
    while (means.length > 0 && (means.at(-1) ?? 0) > mean) {
      const otherMass = weights.pop() ?? 0;
      mean = (mean * mass + (means.pop() ?? 0) * otherMass) / (mass + otherMass);
      mass += otherMass;
      count += counts.pop() ?? 0;
    }
    means.push(mean);
    weights.push(mass);
    counts.push(count);
  }
  let i = 0;
  means.forEach((mean, block) => {
    for (let k = 0; k < (counts[block] ?? 0); k++, i++) {
      const v = layer[i] ?? 0;
      y[v] = mean + (offset[v] ?? 0);
    }
  });
}

/** How much v wants to stand level with its neighbour w: trunks and chains of ops run straight, data joins them from the side and gives way. */
function pullOf(graph: ProperGraph, v: number, w: number): number {
  const way = w >= graph.boxes;
  if (v >= graph.boxes) return way ? 8 : 2;
  if (isSource(graph, v)) return 0.25;
  if (way) return 0.15;
  return isSource(graph, w) ? 0.25 : 2;
}

const isSource = (graph: ProperGraph, v: number): boolean => graph.up.start[v] === graph.up.start[v + 1];
