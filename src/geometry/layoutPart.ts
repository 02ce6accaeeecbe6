/** Lays out one part of a graph that hangs together. */
import type { Point } from "#trace/graph.ts";
import { columnsOf } from "./columns.ts";
import { type Digraph, withoutCycles } from "./digraph.ts";
import { heightsOf } from "./heights.ts";
import { layersOf } from "./layers.ts";
import { orderOf } from "./order.ts";
import { properGraphOf } from "./proper.ts";
import { routesOf } from "./routes.ts";

/** A laid-out part, with its top left corner at the origin. */
export interface LaidOutPart {
  readonly width: number;
  readonly height: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly layer: Int32Array;
  readonly routes: readonly (readonly Point[])[];
  /** The heights of the way points of each box's trunk, for the next layout to remember. */
  readonly ways: ReadonlyMap<number, readonly number[]>;
}

/** What the previous picture knew: the height of a box, and of the k-th way point of its trunk; NaN where it knew nothing. */
export type Memory = (box: number, way: number) => number;

/** Layers, order and coordinates of one part, and the ways of its edges. */
export function layoutPart(graph: Digraph, wide: Float64Array, tall: Float64Array, memory?: Memory): LaidOutPart {
  const acyclic = withoutCycles(graph);
  const proper = properGraphOf(acyclic, layersOf(acyclic));
  const before = memory && Float64Array.from({ length: proper.size }, (_, v) => recall(proper, v, memory));
  const ordering = orderOf(proper, before);
  const widths = new Float64Array(proper.size);
  const talls = new Float64Array(proper.size);
  widths.set(wide);
  talls.set(tall);
  const columns = columnsOf(proper, widths);
  const y = heightsOf(proper, ordering, talls);
  const { points, top, bottom } = routesOf(acyclic, { proper, columns, y, wide: widths, tall: talls });
  const ways = new Map<number, readonly number[]>();
  for (let v = 0; v < graph.size; v++) {
    const first = proper.trunk[v] ?? -1;
    if (first < 0) continue;
    let end = first;
    while (end < proper.size && proper.source[end] === v) end++;
    ways.set(
      v,
      Array.from(y.subarray(first, end), (height) => height - top),
    );
  }
  const middle = (v: number): number => {
    const l = proper.layer[v] ?? 0;
    return ((columns.left[l] ?? 0) + (columns.right[l] ?? 0)) / 2;
  };
  return {
    width: columns.width,
    height: bottom - top,
    x: Float64Array.from({ length: graph.size }, (_, v) => middle(v)),
    y: y.subarray(0, graph.size).map((height) => height - top),
    layer: proper.layer.subarray(0, graph.size),
    // An edge that was turned round to break a cycle is drawn the way it really runs.
    routes: points.map((route, i) => (acyclic.from[i] === graph.from[i] ? route : route.toReversed())),
    ways,
  };
}

function recall(proper: ReturnType<typeof properGraphOf>, v: number, memory: Memory): number {
  const box = proper.source[v] ?? v;
  return memory(box, v < proper.boxes ? -1 : v - (proper.trunk[box] ?? v));
}
