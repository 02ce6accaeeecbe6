import * as fc from "fast-check";
import { expect, test } from "vitest";
import { crossingsOf } from "#geometry/crossings.ts";
import { curveThrough } from "#geometry/curve.ts";
import { digraphOf } from "#geometry/digraph.ts";
import { layersOf } from "#geometry/layers.ts";
import { layoutOf } from "#geometry/layout.ts";
import { orderOf } from "#geometry/order.ts";
import { properGraphOf } from "#geometry/proper.ts";
import type { Trace } from "#trace/events.ts";
import type { Box, Graph, Layout } from "#trace/graph.ts";
import { graphAt } from "#trace/graphAt.ts";
import { storyOf } from "#trace/story.ts";
import { chain, fixtures, recurrent, residual, scalarNetwork } from "../fixtures/traces.ts";
import { graphOf, sizeOf, tangles, tapes } from "./randomGraph.ts";

const endOf = (trace: Trace): Graph => graphAt(storyOf(trace), trace.events.length);
const even = () => ({ width: 60, height: 30 });
const boxesOf = (layout: Layout): readonly (readonly [string, Box])[] => [...layout.boxes];
const near = 1e-6;

const overlap = (a: Box, b: Box): boolean =>
  Math.abs(a.x - b.x) < (a.width + b.width) / 2 - near && Math.abs(a.y - b.y) < (a.height + b.height) / 2 - near;

function expectTidy(graph: Graph, layout: Layout): void {
  const boxes = boxesOf(layout);
  expect(boxes.map(([key]) => key).toSorted()).toEqual(graph.nodes.map((node) => node.key).toSorted());
  boxes.forEach(([key, box], i) => {
    for (const [other, otherBox] of boxes.slice(i + 1)) {
      expect(overlap(box, otherBox), `${key} and ${other} overlap`).toBe(false);
    }
    expect(box.x - box.width / 2).toBeGreaterThanOrEqual(0);
    expect(box.y - box.height / 2).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width / 2).toBeLessThanOrEqual(layout.width);
    expect(box.y + box.height / 2).toBeLessThanOrEqual(layout.height);
  });
}

/** A level piece may not enter a box, a sloping one may not pass over or under one's column: then no smooth curve runs through a box. */
function expectClear(graph: Graph, layout: Layout, part: ReadonlyMap<string, number>): void {
  for (const edge of graph.edges) {
    const points = layout.routes.get(edge.key) ?? [];
    points.slice(1).forEach((to, i) => {
      const from = points[i] ?? to;
      const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
      for (const [key, box] of boxesOf(layout)) {
        if (part.get(key) !== part.get(edge.from)) continue;
        const beside = right <= box.x - box.width / 2 + near || left >= box.x + box.width / 2 - near;
        const level = from.y === to.y && Math.abs(from.y - box.y) >= box.height / 2 - near;
        expect(beside || level, `${edge.key} runs into ${key}`).toBe(true);
      }
    });
  }
}

/** Which part of the graph each node hangs together with. */
function partsOf(graph: Graph): Map<string, number> {
  const part = new Map(graph.nodes.map((node, i) => [node.key, i]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const { from, to } of graph.edges) {
      const least = Math.min(part.get(from) ?? 0, part.get(to) ?? 0);
      if (part.get(from) === least && part.get(to) === least) continue;
      part.set(from, least).set(to, least);
      changed = true;
    }
  }
  return part;
}

test("boxes do not overlap and stay inside the picture", () => {
  fc.assert(fc.property(tapes, (graph) => expectTidy(graph, layoutOf(graph, sizeOf))));
});

test("every edge runs to the right, from the side of its source to the side of its target", () => {
  fc.assert(
    fc.property(tapes, (graph) => {
      const layout = layoutOf(graph, sizeOf);
      for (const edge of graph.edges) {
        const [from, to] = [layout.boxes.get(edge.from), layout.boxes.get(edge.to)];
        const points = layout.routes.get(edge.key) ?? [];
        if (!from || !to) throw new Error("an end is missing");
        expect(from.layer).toBeLessThan(to.layer);
        expect(points.length).toBeGreaterThanOrEqual(2);
        expect(points[0]).toEqual({ x: expect.closeTo(from.x + from.width / 2), y: expect.closeTo(from.y) });
        expect(points.at(-1)?.x).toBeCloseTo(to.x - to.width / 2);
        expect(Math.abs((points.at(-1)?.y ?? 0) - to.y)).toBeLessThanOrEqual(to.height / 2);
        points.slice(1).forEach((point, i) => {
          expect(point.x).toBeGreaterThanOrEqual((points[i]?.x ?? 0) - near);
        });
      }
    }),
  );
});

test("no edge runs through a box, long ones with their own way points and those in lanes alike", () => {
  fc.assert(
    fc.property(tapes, (graph) => {
      expectClear(graph, layoutOf(graph, sizeOf), partsOf(graph));
    }),
  );
  // w is used by every block: far too long for way points.
  const long = endOf(residual(150));
  const layout = layoutOf(long, even);
  expectClear(long, layout, partsOf(long));
  expectTidy(long, layout);
});

test("a graph with cycles is laid out as well", () => {
  fc.assert(
    fc.property(tangles, (graph) => {
      const layout = layoutOf(graph, sizeOf);
      expectTidy(graph, layout);
      for (const { key, from, to } of graph.edges) expect(layout.routes.has(key)).toBe(from !== to);
    }),
  );
});

test("the same graph gets the same picture", () => {
  fc.assert(
    fc.property(tapes, (graph) => {
      const copy: Graph = { ...graph, nodes: graph.nodes.map((node) => ({ ...node })) };
      expect(layoutOf(copy, sizeOf)).toEqual(layoutOf(graph, sizeOf));
    }),
  );
});

test("an unchanged graph keeps its layout, the very object, and new sizes give a new one", () => {
  const graph = endOf(fixtures.scalarNetwork?.() as Trace);
  const layout = layoutOf(graph, even);
  expect(layoutOf({ ...graph }, even, layout)).toBe(layout);
  const wider = layoutOf(graph, () => ({ width: 80, height: 30 }), layout);
  expect(wider).not.toBe(layout);
  expectTidy(graph, wider);
});

test("after an edit, boxes that still stand in one column keep their order", () => {
  fc.assert(
    fc.property(tapes, fc.nat(39), (graph, gone) => {
      const kept = graph.nodes.filter((node) => node.key !== `n${gone}`);
      const keys = new Set(kept.map((node) => node.key));
      const edges = graph.edges.filter((edge) => keys.has(edge.from) && keys.has(edge.to));
      const smaller: Graph = { nodes: kept, edges, structure: `${graph.structure} without ${gone}` };
      const before = layoutOf(smaller, sizeOf);
      const after = layoutOf(graph, sizeOf, before);
      expectTidy(graph, after);
      const [partBefore, partAfter] = [partsOf(smaller), partsOf(graph)];
      for (const a of kept) {
        for (const b of kept) {
          const [was, is] = [[a, b].map((n) => before.boxes.get(n.key)), [a, b].map((n) => after.boxes.get(n.key))];
          const together =
            partBefore.get(a.key) === partBefore.get(b.key) && partAfter.get(a.key) === partAfter.get(b.key);
          if (!together || was[0]?.layer !== was[1]?.layer || is[0]?.layer !== is[1]?.layer) continue;
          if ((was[0]?.y ?? 0) < (was[1]?.y ?? 0)) expect(is[0]?.y).toBeLessThan(is[1]?.y ?? 0);
        }
      }
    }),
  );
});

test("an empty graph has no size, a single box fits round itself", () => {
  expect(layoutOf(graphOf([], []), sizeOf)).toMatchObject({ width: 0, height: 0 });
  const single = layoutOf(graphOf([3], []), even);
  expect(single.boxes.get("n3")).toMatchObject({ width: 60, height: 30, layer: 0 });
  expect(single.height).toBeLessThan(80);
});

test("parts that do not hang together stand under one another, lone boxes in rows below", () => {
  const layout = layoutOf(
    graphOf(
      [0, 1, 2, 3, 4, 5],
      [
        [0, 1],
        [2, 3],
      ],
    ),
    even,
  );
  const y = (key: string): number => layout.boxes.get(key)?.y ?? Number.NaN;
  expect(y("n0")).toBe(y("n1"));
  expect(y("n2")).toBeGreaterThan(y("n0") + 30);
  expect(y("n4")).toBeGreaterThan(y("n2") + 30);
  expect(y("n5")).toBe(y("n4"));
});

test("a tree is drawn without a crossing, and a source stands next to its first user", () => {
  const tree = digraphOf(
    graphOf(
      [0, 1, 2, 3, 4, 5, 6],
      [
        [0, 4],
        [2, 4],
        [1, 5],
        [3, 5],
        [4, 6],
        [5, 6],
      ],
    ),
  );
  const proper = properGraphOf(tree, layersOf(tree));
  expect(crossingsOf(proper, orderOf(proper))).toBe(0);
  const late = layersOf(
    digraphOf(
      graphOf(
        [0, 1, 2, 3, 4],
        [
          [0, 1],
          [1, 2],
          [2, 3],
          [4, 3],
        ],
      ),
    ),
  );
  expect([...late]).toEqual([0, 1, 2, 3, 2]);
});

test("crossings are counted as pairs that cross", () => {
  const graph = digraphOf(
    graphOf(
      [0, 1, 2, 3],
      [
        [0, 3],
        [1, 2],
        [0, 2],
        [1, 3],
      ],
    ),
  );
  const proper = properGraphOf(graph, layersOf(graph));
  const position = Int32Array.from([0, 1, 0, 1]);
  // 0→3 crosses 1→2; the pairs that share an end do not cross.
  expect(crossingsOf(proper, { layers: [Int32Array.from([0, 1]), Int32Array.from([2, 3])], position })).toBe(1);
});

test("a network of scalars has few crossings for its size", () => {
  const graph = digraphOf(endOf(scalarNetwork([2, 8, 8, 1])));
  const proper = properGraphOf(graph, layersOf(graph));
  expect(crossingsOf(proper, orderOf(proper))).toBeLessThan(360);
});

test("x·x shows two edges that do not lie on one another", () => {
  const layout = layoutOf(
    graphOf(
      [0, 1],
      [
        [0, 1],
        [0, 1],
      ],
    ),
    even,
  );
  const ends = [...layout.routes.values()].map((points) => points.at(-1)?.y);
  expect(new Set(ends).size).toBe(2);
});

test("a curve through a route is level where the route is", () => {
  expect(
    curveThrough([
      { x: 0, y: 5 },
      { x: 10, y: 5 },
      { x: 30, y: 9 },
    ]),
  ).toBe("M0,5H10C20,5 20,9 30,9");
  expect(curveThrough([])).toBe("");
});

const shapes: Readonly<Record<string, (nodes: number) => Trace>> = {
  chain: (n) => chain(n),
  "scalar network": (n) => scalarNetwork(n > 5_000 ? [10, 48, 48, 10] : n > 500 ? [2, 16, 16, 1] : [2, 8, 8, 1]),
  "recurrent network": (n) => recurrent(Math.round(n / 8)),
  "residual network": (n) => residual(Math.round(n / 3)),
};

test.each(Object.keys(shapes))("a %s of 300, 1,000 and 10,000 nodes is laid out in time", (name) => {
  // The goals are 20, 100 and 1,000 ms; three times that here, because other work may share the machine.
  for (const [nodes, budget] of [
    [300, 60],
    [1_000, 300],
    [10_000, 3_000],
  ] as const) {
    const graph = endOf(shapes[name]?.(nodes) as Trace);
    const times = Array.from({ length: nodes > 5_000 ? 1 : 3 }, () => {
      const start = performance.now();
      layoutOf(graph, even);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(budget);
  }
});
