import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Folding,
  foldGraph,
  groupsAround,
  keyOfFold,
  mostUnfolded,
  openAtFirst,
  pathsIn,
} from "#geometry/fold.ts";
import { layoutOf } from "#geometry/layout.ts";
import type { Trace } from "#trace/events.ts";
import type { Graph } from "#trace/graph.ts";
import { graphAt } from "#trace/graphAt.ts";
import { groupPathsOf } from "#trace/groups.ts";
import { storyOf } from "#trace/story.ts";
import { traces } from "../fixtures/randomTrace.ts";
import { chain, recurrent, scalarNetwork, trainingLoop } from "../fixtures/traces.ts";
import { sizeOf } from "./randomGraph.ts";

function pathsFor(trace: Trace): { readonly graph: Graph; readonly pathOf: Folding["pathOf"] } {
  const story = storyOf(trace);
  const graph = graphAt(story, story.length);
  return { graph, pathOf: pathsIn(graph, groupPathsOf(story)) };
}

function foldedAtFirst(trace: Trace): Folding {
  const { graph, pathOf } = pathsFor(trace);
  const open = openAtFirst(graph, pathOf);
  return foldGraph(graph, pathOf, (group) => open.has(group));
}

const allClosed = (trace: Trace): Folding => {
  const { graph, pathOf } = pathsFor(trace);
  return foldGraph(graph, pathOf, () => false);
};

describe("folding", () => {
  test("leaves a graph that is small enough as it is", () => {
    const trace = trainingLoop(2);
    expect(foldedAtFirst(trace).graph).toBe(pathsFor(trace).graph);
  });

  test("makes a loop one box, that says its line and how often it ran", () => {
    const { nodes, edges } = allClosed(chain(1_000)).graph;
    expect(nodes.map((node) => [node.label, node.folded])).toEqual([
      ["x", undefined],
      ["↻ 4 ×1,000", 1_000],
    ]);
    expect(edges).toHaveLength(1);
    expect(nodes[1]?.isRoot).toBe(true);
  });

  test("shows a large graph in few boxes, opened as far as can be read", () => {
    for (const trace of [chain(1_000), recurrent(38), recurrent(300), scalarNetwork([2, 16, 16, 1])]) {
      const { nodes } = foldedAtFirst(trace).graph;
      expect(nodes.length).toBeLessThanOrEqual(mostUnfolded);
      expect(nodes.length).toBeGreaterThan(1);
    }
    // A thousand passes are opened by hundreds.
    expect(foldedAtFirst(chain(1_000)).graph.nodes.map((node) => node.label)).toContain("↻ 101–200");
  });

  test("keeps parameters in sight, while the data of a loop goes with its passes", () => {
    const leaves = foldedAtFirst(recurrent(38)).graph.nodes.filter((node) => node.op === undefined && !node.folded);
    expect(leaves.map((node) => node.label).slice(0, 3)).toEqual(["u", "w", "b"]);
    expect(leaves.map((node) => node.label)).not.toContain("x");
  });

  test("opens to any depth: with everything open the graph is itself", () => {
    for (const trace of [chain(1_000), recurrent(38), scalarNetwork([2, 16, 16, 1])]) {
      const { graph, pathOf } = pathsFor(trace);
      expect(foldGraph(graph, pathOf, () => true).graph).toBe(graph);
    }
  });

  test("knows which groups are open around a box, be it a closed group itself", () => {
    const { graph, pathOf } = pathsFor(recurrent(6));
    const loop = [...pathOf.values()].flat().find(({ kind }) => kind === "loop");
    if (!loop) throw new Error("no loop");
    const closed = foldGraph(graph, pathOf, () => false);
    expect(groupsAround(closed, keyOfFold(loop.key))).toEqual([]);
    const opened = foldGraph(graph, pathOf, (group) => group === loop.key);
    const pass = opened.graph.nodes.find((node) => node.group?.kind === "pass");
    expect(groupsAround(opened, pass?.key ?? "")).toEqual([loop]);
    expect(groupsAround(opened, "leaf:u")).toEqual([]);
  });

  test("of any run, with any groups open, stands for every node, joins existing boxes, and can be laid out", () => {
    fc.assert(
      fc.property(traces, fc.func(fc.boolean()), (trace, isOpen) => {
        const { graph, pathOf } = pathsFor(trace);
        const { graph: folded, boxOf } = foldGraph(graph, pathOf, isOpen);
        const keys = new Set(folded.nodes.map((node) => node.key));
        expect(keys.size).toBe(folded.nodes.length);
        for (const node of graph.nodes) expect(keys).toContain(boxOf.get(node.key));
        expect(new Set(boxOf.values())).toEqual(keys);
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

  test("an edge of a closed box is broken only if every edge in it is", () => {
    const { graph, pathOf } = pathsFor(chain(50));
    const into = (cut: (i: number) => boolean) => {
      const extra = { key: "extra", from: graph.nodes[0]?.key ?? "", to: graph.nodes[3]?.key ?? "", argument: "other" };
      const edges = [...graph.edges, extra].map((edge, i) => (cut(i) ? { ...edge, cut: "detach" as const } : edge));
      const folded = foldGraph({ ...graph, edges }, pathOf, () => false).graph;
      return folded.edges.find((edge) => edge.to.startsWith("fold:"))?.cut;
    };
    expect(into((i) => i === 0)).toBeUndefined();
    expect(into(() => true)).toBe("detach");
  });
});
