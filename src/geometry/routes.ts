/**
 * The ways of edges. A route bends only in the gaps between columns and runs level inside a column, at its own box or way point:
 * joined by curves with level tangents (see curve.ts) it cannot run through a box.
 */
import type { Point } from "#trace/graph.ts";
import type { Columns } from "./columns.ts";
import type { Digraph } from "./digraph.ts";
import type { ProperGraph } from "./proper.ts";

const laneGap = 9;
const laneDistance = 26;
const portGap = 11;

/** Where edges run, and how high and low the picture is with them. */
export interface Routes {
  /** By the index of the edge in `graph`; heights are counted from the top of the picture. */
  readonly points: readonly (readonly Point[])[];
  /** The top and the bottom of the picture: of its outermost boxes, or of the outermost lanes beyond them. */
  readonly top: number;
  readonly bottom: number;
}

/** What routes run through: everything that is placed already. */
export interface Drawing {
  readonly proper: ProperGraph;
  readonly columns: Columns;
  /** Centre of every vertex. */
  readonly y: Float64Array;
  readonly wide: Float64Array;
  readonly tall: Float64Array;
}

/** The way of every edge. */
export function routesOf(graph: Digraph, drawing: Drawing): Routes {
  const { proper, y, tall } = drawing;
  let roof = Number.POSITIVE_INFINITY;
  let floor = Number.NEGATIVE_INFINITY;
  for (let v = 0; v < y.length; v++) {
    roof = Math.min(roof, (y[v] ?? 0) - (tall[v] ?? 0) / 2);
    floor = Math.max(floor, (y[v] ?? 0) + (tall[v] ?? 0) / 2);
  }
  const lanes = lanesOf(graph, proper, roof, floor);
  const ways = Array.from(graph.from, (a, i): Way => {
    const between = betweenOf(graph, proper, i);
    const lane = between > 0 ? lanes.get(a) : undefined;
    const first = proper.trunk[a] ?? -1;
    return lane === undefined ? { heights: y.subarray(first, first + between) } : { lane };
  });
  const ports = portsOf(graph, drawing, ways);
  let [top, bottom] = [roof, floor];
  for (const lane of lanes.values()) {
    top = Math.min(top, lane);
    bottom = Math.max(bottom, lane);
  }
  const points = ways.map((way, i) => pointsOf(graph, drawing, i, way, ports[i] ?? 0, top));
  return { points, top, bottom };
}

/** How many layers lie between the ends of an edge. */
const betweenOf = ({ from, to }: Digraph, { layer }: ProperGraph, i: number): number =>
  (layer[to[i] ?? 0] ?? 0) - (layer[from[i] ?? 0] ?? 0) - 1;

/**
 * The heights of the lanes, by source, for long edges without a trunk. Half of them run above all boxes and half below, the most used
 * ones nearest: a line that leaves its lane crosses those between, so that halves the crossings and more.
 */
function lanesOf(graph: Digraph, proper: ProperGraph, roof: number, floor: number): ReadonlyMap<number, number> {
  const uses = new Map<number, number>();
  graph.from.forEach((a, i) => {
    if ((proper.trunk[a] ?? -1) < 0 && betweenOf(graph, proper, i) > 0) uses.set(a, (uses.get(a) ?? 0) + 1);
  });
  const sources = [...uses].sort(([a, m], [b, n]) => n - m || a - b);
  return new Map(
    sources.map(([a], k) => {
      const away = laneDistance + laneGap * Math.floor(k / 2);
      return [a, k % 2 === 0 ? roof - away : floor + away];
    }),
  );
}

/** How an edge gets past the layers between its ends: along its source's trunk, or in a lane beyond everything. */
type Way = { readonly heights: Float64Array } | { readonly lane: number };

/** Where each edge enters its target: spread over the target's side in the order in which they come, so that x·x shows two edges. */
function portsOf(graph: Digraph, { y, tall }: Drawing, ways: readonly Way[]): Float64Array {
  const ports = new Float64Array(graph.from.length);
  const entering = new Map<number, number[]>();
  for (let i = 0; i < graph.to.length; i++) {
    const list = entering.get(graph.to[i] ?? 0);
    if (list) list.push(i);
    else entering.set(graph.to[i] ?? 0, [i]);
  }
  const origin = (i: number): number => {
    const way = ways[i];
    const last = way && ("lane" in way ? way.lane : way.heights.at(-1));
    return last ?? y[graph.from[i] ?? 0] ?? 0;
  };
  for (const [v, list] of entering) {
    list.sort((a, b) => origin(a) - origin(b) || a - b);
    const step = Math.min(portGap, (0.7 * (tall[v] ?? 0)) / Math.max(1, list.length - 1));
    list.forEach((edge, k) => {
      ports[edge] = (y[v] ?? 0) + (k - (list.length - 1) / 2) * step;
    });
  }
  return ports;
}

function pointsOf(
  graph: Digraph,
  { proper, columns, y, wide }: Drawing,
  edge: number,
  way: Way,
  port: number,
  top: number,
): readonly Point[] {
  const a = graph.from[edge] ?? 0;
  const b = graph.to[edge] ?? 0;
  const layerA = proper.layer[a] ?? 0;
  const layerB = proper.layer[b] ?? 0;
  const points: Point[] = [];
  const middle = (layer: number): number => ((columns.left[layer] ?? 0) + (columns.right[layer] ?? 0)) / 2;
  const add = (x: number, height: number): void => {
    const y = height - top;
    const last = points.at(-1);
    if (last && last.x === x && last.y === y) return;
    const before = points.at(-2);
    // Of three level points the middle one says nothing.
    if (last && before && last.y === y && before.y === y) points.pop();
    points.push({ x, y });
  };
  add(middle(layerA) + (wide[a] ?? 0) / 2, y[a] ?? 0);
  add(columns.right[layerA] ?? 0, y[a] ?? 0);
  if ("lane" in way) {
    add(columns.left[layerA + 1] ?? 0, way.lane);
    add(columns.right[layerB - 1] ?? 0, way.lane);
  } else {
    way.heights.forEach((height, k) => {
      add(columns.left[layerA + k + 1] ?? 0, height);
      add(columns.right[layerA + k + 1] ?? 0, height);
    });
  }
  add(columns.left[layerB] ?? 0, port);
  add(middle(layerB) - (wide[b] ?? 0) / 2, port);
  return points;
}
