/**
 * Layered layout from left to right (Sugiyama, Tagawa and Toda, 1981: layers, order, coordinates), on typed arrays.
 * The same graph always gets the same picture, and after an edit what is still there keeps its order.
 */
import type { Box, GraphShape, Layout, Point } from "#trace/graph.ts";
import { componentsOf } from "./components.ts";
import { digraphOf } from "./digraph.ts";
import { type LaidOutPart, layoutPart, type Memory } from "./layoutPart.ts";

/** How large a node is drawn. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

const margin = 16;
const partGap = 36;
const shelfGap = 22;
const leastShelf = 420;

/** What a layout remembers beyond its boxes, so that the next one can stay close to it. */
interface Past {
  readonly structure: string;
  readonly ways: ReadonlyMap<string, readonly number[]>;
}
const pasts = new WeakMap<Layout, Past>();

/** Where every box of a graph stands and how its edges run. Given the previous layout, boxes that are still there keep their order. */
export function layoutOf<Node extends { readonly key: string }>(
  graph: GraphShape<Node>,
  sizes: (node: Node) => Size,
  previous?: Layout,
): Layout {
  const sized = graph.nodes.map(sizes);
  if (previous && isSame(graph, sized, previous)) return previous;
  const boxes = new Map<string, Box>();
  const routes = new Map<string, readonly Point[]>();
  const ways = new Map<string, readonly number[]>();
  const parts = componentsOf(digraphOf(graph));
  let width = 0;
  let top = margin;
  for (const { graph: sub, vertices } of parts) {
    if (sub.size === 1) continue;
    const size = (v: number): Size => sized[vertices[v] ?? 0] ?? { width: 0, height: 0 };
    const wide = Float64Array.from({ length: sub.size }, (_, v) => size(v).width);
    const tall = Float64Array.from({ length: sub.size }, (_, v) => size(v).height);
    const part = layoutPart(sub, wide, tall, memoryOf(graph, vertices, previous));
    vertices.forEach((node, v) => {
      const key = graph.nodes[node]?.key ?? "";
      const [x, y] = [(part.x[v] ?? 0) + margin, (part.y[v] ?? 0) + top];
      boxes.set(key, { x, y, width: wide[v] ?? 0, height: tall[v] ?? 0, layer: part.layer[v] ?? 0 });
      const way = part.ways.get(v);
      if (way)
        ways.set(
          key,
          way.map((height) => height + top),
        );
    });
    addRoutes(routes, graph, sub.edge, part, top);
    width = Math.max(width, part.width);
    top += part.height + partGap;
  }
  const alone = parts.filter((part) => part.graph.size === 1).map((part) => part.vertices[0] ?? 0);
  const shelf = shelve(graph, sized, alone, Math.max(width, leastShelf), top, boxes);
  const bottom = alone.length > 0 ? shelf.bottom : top - partGap;
  const layout: Layout = {
    width: graph.nodes.length === 0 ? 0 : Math.max(width, shelf.width) + 2 * margin,
    height: graph.nodes.length === 0 ? 0 : bottom + margin,
    boxes,
    routes,
  };
  pasts.set(layout, { structure: graph.structure, ways });
  return layout;
}

function addRoutes(
  routes: Map<string, readonly Point[]>,
  graph: GraphShape,
  edges: Int32Array,
  part: LaidOutPart,
  top: number,
): void {
  part.routes.forEach((points, i) => {
    const key = graph.edges[edges[i] ?? 0]?.key ?? "";
    routes.set(
      key,
      points.map((point) => ({ x: point.x + margin, y: point.y + top })),
    );
  });
}

/** Boxes without an edge stand in rows under the rest. */
function shelve(
  graph: GraphShape,
  sized: readonly Size[],
  alone: readonly number[],
  room: number,
  start: number,
  boxes: Map<string, Box>,
): { readonly width: number; readonly bottom: number } {
  let top = start;
  let left = 0;
  let tallest = 0;
  let width = 0;
  for (const node of alone) {
    const size = sized[node] ?? { width: 0, height: 0 };
    if (left > 0 && left + size.width > room) {
      top += tallest + shelfGap;
      left = 0;
      tallest = 0;
    }
    const [x, y] = [margin + left + size.width / 2, top + size.height / 2];
    boxes.set(graph.nodes[node]?.key ?? "", { x, y, width: size.width, height: size.height, layer: 0 });
    width = Math.max(width, left + size.width);
    left += size.width + shelfGap;
    tallest = Math.max(tallest, size.height);
  }
  return { width, bottom: top + tallest };
}

/** The heights of the previous layout, if enough of this part stood there to be worth keeping. */
function memoryOf(graph: GraphShape, vertices: Int32Array, previous: Layout | undefined): Memory | undefined {
  if (!previous) return undefined;
  const key = (v: number): string => graph.nodes[vertices[v] ?? 0]?.key ?? "";
  let known = 0;
  for (let v = 0; v < vertices.length; v++) if (previous.boxes.has(key(v))) known++;
  if (known * 2 < vertices.length) return undefined;
  const ways = pasts.get(previous)?.ways;
  return (box, way) => (way < 0 ? previous.boxes.get(key(box))?.y : ways?.get(key(box))?.[way]) ?? Number.NaN;
}

function isSame(graph: GraphShape, sized: readonly Size[], previous: Layout): boolean {
  if (pasts.get(previous)?.structure !== graph.structure) return false;
  return graph.nodes.every((node, i) => {
    const box = previous.boxes.get(node.key);
    return box !== undefined && box.width === sized[i]?.width && box.height === sized[i]?.height;
  });
}
