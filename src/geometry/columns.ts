import type { ProperGraph } from "./proper.ts";

/** Where the columns of a layered picture stand. */
export interface Columns {
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly width: number;
}

const leastGap = 40;
const mostExtra = 48;

/** Columns as wide as their widest box, with more room between them where more edges pass. */
export function columnsOf(graph: ProperGraph, wide: Float64Array): Columns {
  const widest = new Float64Array(graph.layerCount);
  const passing = new Float64Array(graph.layerCount);
  for (let v = 0; v < graph.size; v++) {
    const l = graph.layer[v] ?? 0;
    widest[l] = Math.max(widest[l] ?? 0, wide[v] ?? 0);
    passing[l] = (passing[l] ?? 0) + (graph.down.start[v + 1] ?? 0) - (graph.down.start[v] ?? 0);
  }
  const left = new Float64Array(graph.layerCount);
  const right = new Float64Array(graph.layerCount);
  let x = 0;
  for (let l = 0; l < graph.layerCount; l++) {
    left[l] = x;
    right[l] = x + (widest[l] ?? 0);
    x = (right[l] ?? 0) + leastGap + Math.min(mostExtra, 2 * Math.max(0, (passing[l] ?? 0) - 3));
  }
  return { left, right, width: right.at(-1) ?? 0 };
}
