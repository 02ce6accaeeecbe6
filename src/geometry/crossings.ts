import type { ProperGraph } from "./proper.ts";

/** The order of vertices within each layer, and the place of each vertex in its layer. */
export interface Ordering {
  readonly layers: readonly Int32Array[];
  readonly position: Int32Array;
}

/** How many pairs of segments cross: inversions between neighbouring layers, counted with a Fenwick tree. */
export function crossingsOf(graph: ProperGraph, { layers, position }: Ordering): number {
  let crossings = 0;
  for (let l = 0; l + 1 < layers.length; l++) {
    const width = layers[l + 1]?.length ?? 0;
    const tree = new Int32Array(width + 1);
    let seen = 0;
    for (const v of layers[l] ?? []) {
      const begin = graph.down.start[v] ?? 0;
      const end = graph.down.start[v + 1] ?? 0;
      // Segments that leave the same vertex do not cross: first count all, then enter all.
      for (let at = begin; at < end; at++) {
        let before = 0;
        for (let i = (position[graph.down.list[at] ?? 0] ?? 0) + 1; i > 0; i -= i & -i) before += tree[i] ?? 0;
        crossings += seen - before;
      }
      for (let at = begin; at < end; at++) {
        for (let i = (position[graph.down.list[at] ?? 0] ?? 0) + 1; i <= width; i += i & -i)
          tree[i] = (tree[i] ?? 0) + 1;
      }
      seen += end - begin;
    }
  }
  return crossings;
}
