import * as fc from "fast-check";
import { expect, test } from "vitest";
import { foldByLine } from "#geometry/fold.ts";
import { layoutOf } from "#geometry/layout.ts";
import type { Trace } from "#trace/events.ts";
import type { Graph } from "#trace/graph.ts";
import { graphAt } from "#trace/graphAt.ts";
import { storyOf } from "#trace/story.ts";
import { chain, recurrent, scalarNetwork, trainingLoop } from "../fixtures/traces.ts";
import { sizeOf, tapes } from "./randomGraph.ts";

const endOf = (trace: Trace): Graph => graphAt(storyOf(trace), trace.events.length);

test("a graph that is small enough is left as it is", () => {
  const graph = endOf(trainingLoop(2));
  expect(foldByLine(graph)).toBe(graph);
});

test("a long chain becomes its leaf and one box that says how much it stands for", () => {
  const folded = foldByLine(endOf(chain(1_000)));
  expect(folded.nodes.map((node) => [node.label, node.folded])).toEqual([
    ["x", undefined],
    ["sin ×1,000", 1_000],
  ]);
  expect(folded.edges).toHaveLength(1);
  expect(folded.nodes[1]?.isRoot).toBe(true);
});

test("parameters stay themselves, data made in a loop folds", () => {
  const folded = foldByLine(endOf(recurrent(38)));
  const leaves = folded.nodes.filter((node) => node.op === undefined).map((node) => node.label);
  expect(leaves).toEqual(["u", "w", "b", "h", "loss", "x ×38"]);
  expect(foldByLine(endOf(scalarNetwork([2, 16, 16, 1]))).nodes.length).toBeLessThan(8);
});

test("a fold stands for every node, joins existing boxes, and can be laid out", () => {
  fc.assert(
    fc.property(tapes, fc.integer({ min: 0, max: 30 }), (graph, limit) => {
      const folded = foldByLine(graph, limit);
      const keys = new Set(folded.nodes.map((node) => node.key));
      expect(keys.size).toBe(folded.nodes.length);
      expect(folded.nodes.reduce((sum, node) => sum + (node.folded ?? 1), 0)).toBe(graph.nodes.length);
      expect(new Set(folded.edges.map((edge) => edge.key)).size).toBe(folded.edges.length);
      for (const { from, to } of folded.edges) {
        expect(keys).toContain(from);
        expect(keys).toContain(to);
        expect(folded === graph || from !== to).toBe(true);
      }
      const layout = layoutOf(folded, sizeOf);
      expect(layout.boxes.size).toBe(folded.nodes.length);
      expect(layout.routes.size).toBe(folded.edges.length);
    }),
  );
});

test("an edge of a fold is broken only if every edge in it is", () => {
  const graph = endOf(chain(4));
  const cut = (indices: readonly number[]): Graph => ({
    ...graph,
    nodes: graph.nodes.map((node, i) => ({ ...node, line: i < 2 ? i + 1 : 3 })),
    edges: [
      ...graph.edges.map((edge, i) => (indices.includes(i) ? { ...edge, cut: "detach" as const } : edge)),
      { key: "extra", from: graph.nodes[1]?.key ?? "", to: graph.nodes[3]?.key ?? "", argument: "other" },
    ],
  });
  const into = (g: Graph) => foldByLine(g, 2).edges.find((edge) => edge.to.startsWith("fold:"));
  expect(into(cut([1]))?.cut).toBeUndefined();
  const all = cut([1]);
  const closed = { ...all, edges: all.edges.map((edge) => ({ ...edge, cut: "detach" as const })) };
  expect(into(closed)?.cut).toBe("detach");
});
