import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Trace } from "#trace/events.ts";
import type { Graph } from "#trace/graph.ts";
import { graphAt } from "#trace/graphAt.ts";
import { keysByLine } from "#trace/lines.ts";
import { storyOf } from "#trace/story.ts";
import { runStatements, statements, traces } from "../fixtures/randomTrace.ts";
import { traceOf, type Variable } from "../fixtures/traceBuilder.ts";
import { fixtures, trainingLoop } from "../fixtures/traces.ts";

const endOf = (trace: Trace): Graph => graphAt(storyOf(trace), trace.events.length);
const built = (name: string): Graph => endOf(fixtures[name]?.() as Trace);
const written = (graph: Graph): string[] => graph.nodes.map((node) => `${node.name ?? ""}:${node.label}:${node.kind}`);

test("the graph of ((2x + 3)²).mean() reads as it is written", () => {
  expect(written(built("vectorMean"))).toEqual([
    "x:x:leaf",
    ":2 ×:intermediate",
    ":+ 3:intermediate",
    ":( )²:intermediate",
    "z:mean:intermediate",
  ]);
  expect(built("square").nodes.map((node) => node.label)).toEqual(["x", "x²"]);
});

test("edges join existing boxes and run forward in tape order, and keys are unique, at every cursor", () => {
  fc.assert(
    fc.property(traces, (trace) => {
      const story = storyOf(trace);
      for (let cursor = 0; cursor <= story.length; cursor++) {
        const graph = graphAt(story, cursor);
        const order = new Map(graph.nodes.map((node, i) => [node.key, i]));
        expect(order.size).toBe(graph.nodes.length);
        expect(new Set(graph.edges.map((edge) => edge.key)).size).toBe(graph.edges.length);
        for (const { from, to } of graph.edges) expect(order.get(from)).toBeLessThan(order.get(to) ?? -1);
      }
    }),
  );
});

test("a box once drawn stays until the end of the run", () => {
  fc.assert(
    fc.property(traces, (trace) => {
      const story = storyOf(trace);
      const last = new Set(graphAt(story, story.length).nodes.map((node) => node.key));
      for (let cursor = 0; cursor < story.length; cursor += 3) {
        for (const { key } of graphAt(story, cursor).nodes) expect(last).toContain(key);
      }
    }),
  );
});

test("every op of the graph is drawn, and every op that a gradient passes has an edge for each tensor it used", () => {
  fc.assert(
    fc.property(statements, (body) => {
      const trace = runStatements(body, 1);
      const graph = endOf(trace);
      const shown = new Set(graph.nodes.flatMap((node) => node.ids));
      const ops = trace.events.flatMap((e) => (e.type === "op" && e.gradFn !== null ? [e] : []));
      for (const op of ops) expect(shown).toContain(op.outputs[0]?.id);
      const inputs = ops.flatMap((op) => op.args.filter((arg) => "tensor" in arg)).length;
      expect(graph.edges.filter((edge) => edge.cut === undefined).length).toBeGreaterThanOrEqual(inputs);
    }),
  );
});

test("blank lines and changed numbers change no key", () => {
  fc.assert(
    fc.property(statements, fc.integer({ min: 1, max: 3 }), (body, rounds) => {
      const keys = (trace: Trace): string[] => endOf(trace).nodes.map((node) => node.key);
      expect(keys(runStatements(body, rounds, 5))).toEqual(keys(runStatements(body, rounds)));
    }),
  );
  const scaled = (n: number): Trace => traceOf("", (t) => t.name("y", t.mul(t.add(t.leaf("x", n), n), n)));
  expect(endOf(scaled(7)).structure).toBe(endOf(scaled(2)).structure);
});

test("a new statement in the middle leaves the keys of named values alone", () => {
  const program = (extra: boolean): Trace =>
    traceOf("", (t) => {
      const x = t.leaf("x", 1);
      const a = t.at(2).name("a", t.sin(extra ? t.mul(x, 2) : x));
      t.at(3).name("y", t.add(t.mul(a, a), 1));
    });
  const before = endOf(program(false)).nodes.map((node) => node.key);
  const after = endOf(program(true)).nodes.map((node) => node.key);
  expect(after).toEqual(expect.arrayContaining(before));
});

test("a training loop comes back to the same boxes with new numbers", () => {
  const trace = trainingLoop(5);
  const story = storyOf(trace);
  const ends = trace.events.flatMap((e, i) => (e.type === "backwardEnd" ? [i + 1] : []));
  const graphs = ends.map((end) => graphAt(story, end));
  expect(new Set(graphs.map((graph) => graph.structure)).size).toBe(1);
  expect(graphs[0]?.nodes).toHaveLength(9);
  const losses = graphs.map((graph) => graph.nodes.find((node) => node.name === "loss")?.ids[0]);
  expect(new Set(losses).size).toBe(5);
});

test("update arithmetic and gradients read by the program are not drawn", () => {
  const graph = endOf(trainingLoop(2));
  expect(graph.nodes.filter((node) => node.op === "mul")).toHaveLength(1);
  expect(graph.nodes.some((node) => node.label === "grad")).toBe(false);
});

test("a loop inside one forward pass unrolls", () => {
  const graph = built("whileLoop");
  expect(graph.nodes.filter((node) => node.op === "mul")).toHaveLength(9);
  expect(graph.nodes.filter((node) => node.isRoot)).toHaveLength(1);
});

test("a detached value is drawn with the edge broken, and what it feeds hangs on it", () => {
  const graph = built("detachCut");
  expect(graph.edges.filter((edge) => edge.cut !== undefined)).toMatchObject([{ to: "detach:c", cut: "detach" }]);
  expect(graph.nodes.find((node) => node.name === "c")?.kind).toBe("detached");
});

test("a value that a loop brings round stands where the first round's value stood", () => {
  const trace = traceOf("", (t) => {
    let x: Variable = t.at(1).leaf("x", 4);
    for (let i = 0; i < 4; i++) {
      const y = t.at(3).name("y", t.pow(x, 2));
      t.at(4).backward(y);
      const moved = t.at(5).detach(t.sub(x, t.mul(t.gradOf(x), 0.1)));
      t.name("x", moved);
      t.requiresGrad(moved, true);
      x = { ...moved, requiresGrad: true, inputs: [], vjp: () => [] };
    }
  });
  const story = storyOf(trace);
  const ends = trace.events.flatMap((e, i) => (e.type === "backwardEnd" ? [i + 1] : []));
  const [, second, third, fourth] = ends.map((end) => graphAt(story, end));
  expect(third?.structure).toBe(second?.structure);
  expect(fourth?.structure).toBe(second?.structure);
  const entrance = fourth?.nodes.find((node) => node.key === "leaf:x");
  expect(fourth?.edges.some((edge) => edge.from === "leaf:x" && edge.to === "pow:y")).toBe(true);
  expect(entrance?.ids).not.toEqual(graphAt(story, 1).nodes[0]?.ids);
  expect(entrance?.kind).toBe("leaf");
});

test("a leaf that is switched off is frozen, one that is switched on is a leaf", () => {
  const trace = traceOf("", (t) => {
    const w = t.leaf("w", 1, "parameter");
    const c = t.constant("c", 2);
    t.requiresGrad(w, false);
    t.requiresGrad(c, true);
  });
  expect(endOf(trace).nodes.map((node) => node.kind)).toEqual(["frozen", "leaf"]);
  expect(graphAt(storyOf(trace), 3).nodes.map((node) => node.kind)).toEqual(["parameter", "constant"]);
});

test("a program without a gradient still shows its arithmetic", () => {
  const trace = traceOf("", (t) => t.name("y", t.add(t.mul(t.constant("x", 2), 3), 1)));
  expect(written(endOf(trace))).toEqual(["x:x:constant", ":3 ×:constant", "y:+ 1:constant"]);
});

test("the graph stays the same object while nothing of it changes", () => {
  const trace = trainingLoop(3);
  const story = storyOf(trace);
  const start = trace.events.findIndex((e) => e.type === "backward");
  const end = trace.events.findIndex((e) => e.type === "backwardEnd");
  expect(graphAt(story, end + 1)).toBe(graphAt(story, start + 0.5));
});

test("lines know their boxes", () => {
  const lines = keysByLine(built("diamond"));
  expect(lines.get(2)).toEqual(["mul:a"]);
  expect([...lines.keys()]).toEqual([1, 2, 3, 4]);
});

test("any moment of a run of 10,000 rounds is drawn in well under a frame", () => {
  const trace = trainingLoop(10_000);
  const story = storyOf(trace);
  graphAt(story, story.length);
  const start = performance.now();
  for (let i = 0; i < 500; i++) graphAt(story, (i * 7_919.3) % story.length);
  expect((performance.now() - start) / 500).toBeLessThan(4);
});
