/** Where everything stands, and how it gets there: after an edit the picture eases from its old layout to its new one. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { layoutOf } from "#geometry/layout.ts";
import type { Graph, GraphNode, Layout, LayoutLater, Point } from "#trace/graph.ts";
import { type EdgeShape, edgeShape } from "./edgePath.ts";
import { nodeSize, partsOf, portOffset, sideRoom } from "./nodeSize.ts";
import { type Area, placeLabels } from "./placeLabels.ts";

const duration = 350;
/** Above this many boxes a redraw per frame would stutter: they change places at once. */
const mostEased = 300;

export interface Placed {
  readonly graph: Graph;
  readonly layout: Layout;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** Top left corners. */
  readonly corners: ReadonlyMap<string, Point>;
  readonly shapes: ReadonlyMap<string, EdgeShape>;
  readonly labels: ReadonlyMap<string, Point>;
  /** In which box each node of the graph is drawn. */
  readonly boxOf: ReadonlyMap<string, string>;
}

/** The picture between two layouts. */
export interface Placement {
  readonly placed: Placed;
  /** 0 as the new layout arrives, 1 at rest. */
  readonly progress: number;
  readonly cornerOf: (key: string) => Point | undefined;
  readonly shapeOf: (edgeKey: string) => EdgeShape | undefined;
  /** 1 for what stays, rising for what has just come. */
  readonly opacityOf: (key: string) => number;
  /** Nodes that are fading out. */
  readonly leaving: readonly { readonly node: GraphNode; readonly corner: Point }[];
}

/** Draws a graph on a layout. */
function placeGraph(graph: Graph, layout: Layout, boxOf: Placed["boxOf"]): Placed {
  const nodes = new Map(graph.nodes.map((node) => [node.key, node]));
  const corners = new Map<string, Point>();
  const bodies: Area[] = [];
  for (const [key, box] of layout.boxes) {
    const node = nodes.get(key);
    const width = node ? partsOf(node).width : box.width;
    corners.set(key, { x: box.x - width / 2, y: box.y - box.height / 2 });
    bodies.push({ x: box.x, y: box.y, width, height: box.height });
  }
  const shapes = new Map<string, EdgeShape>();
  for (const edge of graph.edges) {
    const route = layout.routes.get(edge.key);
    if (route) shapes.set(edge.key, edgeShape(atPorts(route, nodes.get(edge.from), nodes.get(edge.to))));
  }
  return { graph, layout, nodes, corners, shapes, labels: placeLabels(shapes, bodies), boxOf };
}

/**
 * Layout joins edges to the middle of a box; the picture joins them to the middle of its body.
 * A route leaves and arrives level: the level piece moves as a whole.
 */
function atPorts(route: readonly Point[], from: GraphNode | undefined, to: GraphNode | undefined): readonly Point[] {
  const last = route.length - 1;
  const [first, end] = [route[0], route[last]];
  if (!first || !end) return route;
  return route.map((p, i) => {
    const leaves = from && (i === 0 || (i === 1 && last > 1 && p.y === first.y));
    const arrives = to && (i === last || (i === last - 1 && last > 1 && p.y === end.y));
    const dy = leaves ? portOffset(from) : arrives ? portOffset(to) : 0;
    const dx = i === 0 ? -sideRoom : i === last ? sideRoom : 0;
    return { x: p.x + dx, y: p.y + dy };
  });
}

/** Everything that placing a graph depends on. */
const signatureOf = (graph: Graph): string =>
  `${graph.structure}|${graph.nodes
    .map((node) => {
      const { width, height } = nodeSize(node);
      return `${width}x${height}`;
    })
    .join()}`;

interface Easing {
  readonly target: Placed;
  readonly from: ReadonlyMap<string, Point>;
  readonly gone: ReadonlyMap<string, GraphNode>;
  /** Boxes that come out of one that was closed, and where those that go into one end. */
  readonly fresh: ReadonlySet<string>;
  readonly into: ReadonlyMap<string, Point>;
  readonly progress: number;
}

/** More boxes than this are laid out in a worker, if there is one: here the page would stand still meanwhile. */
const mostAtOnce = 600;

/** The graph on its newest layout. Of a large graph that is the one before, until the new one is there. */
function usePlaced(graph: Graph, boxOf: Placed["boxOf"], layoutLater: LayoutLater | undefined): Placed {
  const signature = signatureOf(graph);
  const [later, setLater] = useState<{ readonly signature: string; readonly layout: Layout } | undefined>(undefined);
  const latest = useRef<Placed | undefined>(undefined);
  const waits = layoutLater !== undefined && graph.nodes.length > mostAtOnce && later?.signature !== signature;
  // The signature stands for the graph: a graph that only changed its numbers keeps its layout.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  const placed = useMemo(() => {
    if (waits) return latest.current ?? placeGraph(graph, nowhere, boxOf);
    const known = later?.signature === signature ? later.layout : undefined;
    return placeGraph(graph, known ?? layoutOf(graph, nodeSize, latest.current?.layout), boxOf);
  }, [signature, waits]);
  useLayoutEffect(() => {
    if (!waits) latest.current = placed;
  }, [placed, waits]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above.
  useEffect(() => {
    if (!waits || !layoutLater) return;
    let current = true;
    const nodes = graph.nodes.map((node) => ({ key: node.key, ...nodeSize(node) }));
    const edges = graph.edges.map(({ key, from, to }) => ({ key, from, to }));
    void layoutLater({ nodes, edges, structure: graph.structure }).then((layout) => {
      if (current) setLater({ signature, layout: layout ?? layoutOf(graph, nodeSize, latest.current?.layout) });
    });
    return () => {
      current = false;
    };
  }, [signature, waits]);
  return placed;
}

const nowhere: Layout = { width: 0, height: 0, boxes: new Map(), routes: new Map() };
const noBoxes: Placed["boxOf"] = new Map();

export function usePlacement(
  graph: Graph,
  reducedMotion: boolean,
  boxOf: Placed["boxOf"] = noBoxes,
  layoutLater?: LayoutLater,
): Placement {
  const target = usePlaced(graph, boxOf, layoutLater);

  const [easing, setEasing] = useState<Easing>(() => rest(target));
  let now = easing;
  if (easing.target !== target) {
    now = reducedMotion || target.graph.nodes.length > mostEased ? rest(target) : begin(easing, target);
    setEasing(now);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: one run of frames per layout; progress is what it changes.
  useLayoutEffect(() => {
    if (now.progress === 1) return;
    let frame = 0;
    const start = performance.now();
    const tick = (time: number): void => {
      const t = Math.min(1, Math.max(0, (time - start) / duration));
      setEasing((old) =>
        old.target === target ? (t === 1 ? rest(target) : { ...old, progress: Math.max(t, 1e-3) }) : old,
      );
      if (t < 1) frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [target]);
  return useMemo(() => placementOf(now), [now]);
}

const rest = (target: Placed): Easing => ({
  target,
  from: target.corners,
  gone: new Map(),
  fresh: new Set(),
  into: new Map(),
  progress: 1,
});

function begin(old: Easing, target: Placed): Easing {
  const before = placementOf(old);
  const from = new Map<string, Point>();
  const gone = new Map<string, GraphNode>();
  for (const [key, node] of old.target.nodes) {
    const corner = before.cornerOf(key);
    if (!corner) continue;
    from.set(key, corner);
    if (!target.nodes.has(key)) gone.set(key, node);
  }
  // Into an empty picture there is nothing to ease from.
  if (from.size === 0) return rest(target);
  const fresh = new Set<string>();
  const into = new Map<string, Point>();
  // What a closed box held comes out of it, and goes back into it.
  for (const [node, box] of target.boxOf) {
    const was = old.target.boxOf.get(node);
    if (was === undefined || was === box) continue;
    const [start, end] = [before.cornerOf(was), target.corners.get(box)];
    if (start && !from.has(box)) {
      from.set(box, start);
      fresh.add(box);
    }
    if (end && gone.has(was)) into.set(was, end);
  }
  return { target, from, gone, fresh, into, progress: 0 };
}

/** Slow, fast, slow: 3t² − 2t³. */
const ease = (t: number): number => t * t * (3 - 2 * t);

function placementOf({ target, from, gone, fresh, into, progress }: Easing): Placement {
  const t = ease(progress);
  const cornerOf = (key: string): Point | undefined => {
    const to = target.corners.get(key);
    const start = from.get(key);
    if (!to || !start || progress === 1) return to;
    return { x: start.x + (to.x - start.x) * t, y: start.y + (to.y - start.y) * t };
  };
  const edges = new Map(target.graph.edges.map((edge) => [edge.key, edge]));
  const shapeOf = (key: string): EdgeShape | undefined => {
    const shape = target.shapes.get(key);
    const edge = edges.get(key);
    const route = target.layout.routes.get(key);
    if (progress === 1 || !shape || !edge || !route) return shape;
    const ends = [edge.from, edge.to].map((end) => {
      const [now, to] = [cornerOf(end), target.corners.get(end)];
      return now && to ? { x: now.x - to.x, y: now.y - to.y } : { x: 0, y: 0 };
    });
    const [a, b] = [ends[0] ?? { x: 0, y: 0 }, ends[1] ?? { x: 0, y: 0 }];
    const moved = atPorts(route, target.nodes.get(edge.from), target.nodes.get(edge.to)).map((p, i) => {
      // Way points follow their nearer end: s runs from 0 at the source to 1 at the target.
      const s = i / Math.max(1, route.length - 1);
      return { x: p.x + a.x * (1 - s) + b.x * s, y: p.y + a.y * (1 - s) + b.y * s };
    });
    return edgeShape(moved);
  };
  const opacityOf = (key: string): number => (progress === 1 || (from.has(key) && !fresh.has(key)) ? 1 : t);
  const leaving = [...gone].flatMap(([key, node]) => {
    const corner = from.get(key);
    const end = into.get(key);
    if (!corner) return [];
    const at = end ? { x: corner.x + (end.x - corner.x) * t, y: corner.y + (end.y - corner.y) * t } : corner;
    return [{ node, corner: at }];
  });
  return { placed: target, progress, cornerOf, shapeOf, opacityOf, leaving };
}
