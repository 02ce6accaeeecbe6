import type { Adjacency } from "./adjacency.ts";
import type { Ordering } from "./crossings.ts";
import type { ProperGraph } from "./proper.ts";

/** Swaps neighbours in a layer while that removes crossings; returns whether anything moved. A pair of `fixed` vertices is not swapped. */
export function transpose(graph: ProperGraph, ordering: Ordering, fixed: Uint8Array): boolean {
  const { layers, position } = ordering;
  let moved = false;
  for (const layer of layers) {
    for (let i = 0; i + 1 < layer.length; i++) {
      const a = layer[i] ?? 0;
      const b = layer[i + 1] ?? 0;
      if (fixed[a] && fixed[b]) continue;
      const gain = swapGain(graph.up, position, a, b) + swapGain(graph.down, position, a, b);
      if (gain <= 0) continue;
      layer[i] = b;
      layer[i + 1] = a;
      position[b] = i;
      position[a] = i + 1;
      moved = true;
    }
  }
  return moved;
}

/** Crossings between the segments of `a` and `b` now, less those after a swap. */
function swapGain(side: Adjacency, position: Int32Array, a: number, b: number): number {
  let gain = 0;
  const endA = side.start[a + 1] ?? 0;
  const endB = side.start[b + 1] ?? 0;
  for (let i = side.start[a] ?? 0; i < endA; i++) {
    const p = position[side.list[i] ?? 0] ?? 0;
    for (let j = side.start[b] ?? 0; j < endB; j++) {
      const q = position[side.list[j] ?? 0] ?? 0;
      if (p > q) gain++;
      else if (p < q) gain--;
    }
  }
  return gain;
}
