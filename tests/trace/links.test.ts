import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backwardStepAt, gatheringAt, passInto, pathsOf } from "#trace/links.ts";
import { storyOf } from "#trace/story.ts";
import { traces } from "../fixtures/randomTrace.ts";
import { traceOf } from "../fixtures/traceBuilder.ts";
import { fixtures, residual } from "../fixtures/traces.ts";

describe("the chain rule in a run", () => {
  test("what has come along the edges adds up to what arrived, and `.grad` is what it was plus that", () => {
    const check = (trace: Parameters<typeof storyOf>[0]): void => {
      const story = storyOf(trace);
      for (let cursor = 1; cursor <= story.length; cursor++) {
        const step = backwardStepAt(story, cursor);
        const event = trace.events[cursor - 1];
        expect(step?.kind).toBe(event?.type === "flow" || event?.type === "grad" ? event.type : undefined);
        if (step?.kind !== "grad" || step.parts.length === 0) continue;
        step.grad.added.data.forEach((x, i) => {
          const sum = step.parts.reduce((total, { flow }) => total + (flow.value.data[i] ?? 0), 0);
          expect(Math.abs(sum - x)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(x)));
          if (step.grad.stored) expect(step.grad.value.data[i]).toBeCloseTo((step.before?.data[i] ?? 0) + x, 3);
        });
      }
    };
    for (const name of ["diamond", "vectorMean", "trainingLoop", "whileLoop"]) check(fixtures[name]?.() as never);
  });

  test("nothing breaks on any run", () => {
    fc.assert(
      fc.property(traces, fc.nat(), (trace, at) => {
        const story = storyOf(trace);
        const cursor = at % (story.length + 1);
        backwardStepAt(story, cursor);
        for (const id of story.index.tensors.keys()) {
          gatheringAt(story, id, cursor);
          const pass = passInto(story, id, cursor);
          if (pass) pathsOf(story, pass, id, 5);
        }
      }),
    );
  });

  test("counts every way to the root, and lists them as far as asked", () => {
    const trace = traceOf("", (t) => {
      const a = t.at(1).leaf("a", 2);
      t.at(3).backward(t.at(2).add(t.mul(t.mul(a, 3), t.pow(a, 2)), a));
    });
    const story = storyOf(trace);
    const [a] = story.index.tensors.keys();
    const pass = passInto(story, a ?? -1, story.length);
    if (!pass || a === undefined) throw new Error("no pass");
    const { count, listed } = pathsOf(story, pass, a, 10);
    expect(count).toBe(3);
    expect(listed.map((path) => path.map(({ flow }) => flow.argument).join()).sort()).toEqual([
      "other",
      "self,other,self",
      "self,self,self",
    ]);
  });

  test("counts ways that are too many to walk", () => {
    const trace = residual(60);
    const story = storyOf(trace);
    const [x] = story.index.tensors.keys();
    const pass = passInto(story, x ?? -1, story.length);
    if (!pass || x === undefined) throw new Error("no pass");
    const { count, listed } = pathsOf(story, pass, x, 4);
    expect(count).toBe(2 ** 60);
    expect(listed).toHaveLength(4);
  });

  test("a gradient gathers until everything has come", () => {
    const trace = fixtures.diamond?.();
    if (!trace) throw new Error("no fixture");
    const story = storyOf(trace);
    const [x] = story.index.tensors.keys();
    const counts = Array.from({ length: story.length + 1 }, (_, cursor) => gatheringAt(story, x ?? -1, cursor).length);
    expect([...new Set(counts)]).toEqual([0, 1, 2]);
    expect(counts.at(-1)).toBe(0);
  });
});
