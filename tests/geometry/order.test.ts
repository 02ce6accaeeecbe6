import * as fc from "fast-check";
import { expect, test } from "vitest";
import { crossingsOf, type Ordering } from "#geometry/crossings.ts";
import { digraphOf } from "#geometry/digraph.ts";
import { layersOf } from "#geometry/layers.ts";
import { orderOf } from "#geometry/order.ts";
import { placesFor } from "#geometry/places.ts";
import { type ProperGraph, properGraphOf } from "#geometry/proper.ts";
import { sift } from "#geometry/sift.ts";
import { walked } from "#geometry/starts.ts";
import { sweep } from "#geometry/sweep.ts";
import { graphOf, tapes } from "./randomGraph.ts";

const properOf = (graph: Parameters<typeof digraphOf>[0]): ProperGraph => {
  const digraph = digraphOf(graph);
  return properGraphOf(digraph, layersOf(digraph));
};
const budget = () => ({ left: 1e6 });

/** Every vertex once, and each where its layer says. */
function expectWhole(graph: ProperGraph, { layers, position }: Ordering): void {
  expect(layers.flatMap((layer) => [...layer]).sort((a, b) => a - b)).toEqual([...Array(graph.size).keys()]);
  layers.forEach((layer, l) => {
    layer.forEach((v, i) => {
      expect([graph.layer[v], position[v]]).toEqual([l, i]);
    });
  });
}

test("sifting takes away as many crossings as it says, and never adds one", () => {
  fc.assert(
    fc.property(tapes, fc.boolean(), (tape, towardsResults) => {
      const graph = properOf(tape);
      const order = walked(graph, towardsResults);
      const before = crossingsOf(graph, order);
      const gone = sift(graph, order, placesFor(graph), new Uint8Array(graph.size), budget());
      expectWhole(graph, order);
      expect(gone).toBeGreaterThanOrEqual(0);
      expect(crossingsOf(graph, order)).toBe(before - gone);
    }),
  );
});

test("sweeping and sifting keep the order of those that must keep it", () => {
  fc.assert(
    fc.property(tapes, fc.array(fc.boolean()), fc.boolean(), (tape, marks, rightward) => {
      const graph = properOf(tape);
      const fixed = Uint8Array.from({ length: graph.size }, (_, v) => (marks[v] ? 1 : 0));
      const order = walked(graph, true);
      const kept = (): readonly number[][] => order.layers.map((layer) => [...layer].filter((v) => fixed[v]));
      const before = kept();
      sweep(graph, order, fixed, rightward);
      sift(graph, order, placesFor(graph), fixed, budget());
      expectWhole(graph, order);
      expect(kept()).toEqual(before);
    }),
  );
});

test("the order found is no worse than either start", () => {
  fc.assert(
    fc.property(tapes, (tape) => {
      const graph = properOf(tape);
      const found = crossingsOf(graph, orderOf(graph));
      for (const way of [true, false]) expect(found).toBeLessThanOrEqual(crossingsOf(graph, walked(graph, way)));
    }),
  );
});

test("sifting gets past places that are no better", () => {
  const edges = [
    [1, 5],
    [2, 5],
    [0, 6],
    [3, 6],
    [0, 7],
    [0, 7],
    [4, 7],
  ] as const;
  const graph = properOf(graphOf([0, 1, 2, 3, 4, 5, 6, 7], edges));
  const layers = [Int32Array.of(0, 1, 2, 3, 4), Int32Array.of(5, 6, 7)];
  const order = { layers, position: Int32Array.of(0, 1, 2, 3, 4, 0, 1, 2) };
  // On the right no swap of two neighbours is worth anything, but 5 belongs below both others.
  const fixed = Uint8Array.of(1, 1, 1, 1, 1, 0, 0, 0);
  expect(sift(graph, order, placesFor(graph), fixed, budget())).toBe(2);
  expect([...(order.layers[1] ?? [])]).toEqual([6, 7, 5]);
});
