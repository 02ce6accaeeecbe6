import { describe, expect, test } from "vitest";
import "#engine/ops/all.ts";
import { answer } from "#engine/replay.ts";
import type { Trace } from "#trace/events.ts";
import { passAt } from "#trace/passes.ts";
import { type Jacobian, tapeBetween, tapeOf } from "#trace/replay.ts";
import { keyOf, type Story, storyOf } from "#trace/story.ts";
import { fixtures } from "../fixtures/traces.ts";

const named = (story: Story, name: string): number => {
  for (const tensor of story.index.tensors.values()) if (tensor.names.first === name) return tensor.id;
  throw new Error(`nothing is called ${name}`);
};
const trace = (name: string): Trace =>
  fixtures[name]?.() ?? { version: 1, language: "python", source: "", ops: {}, events: [] };

function localsOf(story: Story, id: number): readonly Jacobian[] {
  const tape = tapeOf(story, id);
  if (!tape) throw new Error(`${keyOf(story, id)} is no op`);
  const found = answer({ kind: "local", tape });
  if (found.kind !== "local") throw new Error(found.kind === "unanswered" ? `${found.why}: ${found.op}` : found.kind);
  return found.jacobians;
}

describe("local derivatives of recorded ops", () => {
  test("are those of the rule: dx²/dx = 2x", () => {
    const story = storyOf(trace("square"));
    expect(localsOf(story, named(story, "y"))).toEqual([{ argument: "self", rows: 1, columns: 1, data: [6] }]);
  });

  test("are told for every input on its own", () => {
    const story = storyOf(trace("diamond"));
    const [a, b] = localsOf(story, named(story, "y"));
    expect(a?.argument).toBe("self");
    expect(a?.data[0]).toBeCloseTo(Math.sin(2));
    expect(b?.argument).toBe("other");
    expect(b?.data).toEqual([6]);
  });

  test("multiply what arrives into what flows on, in every pass of every fixture", () => {
    let compared = 0;
    for (const name of ["square", "diamond", "vectorMean", "detachCut", "trainingLoop", "whileLoop", "scalarNetwork"]) {
      const { events, ...rest } = trace(name);
      const story = storyOf({ ...rest, events });
      const arrived = new Map<number, readonly number[]>();
      for (const event of events) {
        if (event.type === "grad") arrived.set(event.id, event.added.data);
        if (event.type !== "flow") continue;
        const g = arrived.get(event.from) ?? [];
        const jacobian = localsOf(story, event.from).find(({ argument }) => argument === event.argument);
        event.value.data.forEach((x, column) => {
          let sum = 0;
          for (let row = 0; row < (jacobian?.rows ?? 0); row++)
            sum += (g[row] ?? 0) * (jacobian?.data[row * (jacobian?.columns ?? 0) + column] ?? 0);
          expect(sum).toBeCloseTo(x, 4);
          compared++;
        });
      }
    }
    expect(compared).toBeGreaterThan(100);
  });
});

describe("checking a gradient by differences", () => {
  test("agrees with the backward pass for every leaf of every fixture", () => {
    let compared = 0;
    for (const name of [
      "square",
      "diamond",
      "vectorMean",
      "detachCut",
      "trainingLoop",
      "whileLoop",
      "scalarNetwork",
      "recurrent",
    ]) {
      const { events, ...rest } = trace(name);
      const story = storyOf({ ...rest, events });
      events.forEach((event, i) => {
        if (event.type !== "grad" || !event.stored) return;
        const pass = passAt(story, i + 1);
        if (!pass) throw new Error("a gradient outside a pass");
        const tape = tapeBetween(story, [event.id], pass.event, pass.since);
        const found = answer({ kind: "check", tape, wrt: event.id, roots: pass.event.roots });
        if (found.kind !== "check") throw new Error(`${name}: ${JSON.stringify(found)}`);
        for (const { index, value } of found.differences) {
          const x = event.added.data[index] ?? Number.NaN;
          expect(Math.abs(value - x)).toBeLessThanOrEqual(1e-3 * Math.max(1, Math.abs(x)));
          compared++;
        }
      });
    }
    expect(compared).toBeGreaterThan(30);
  });

  test("does not answer where an op gives something else than it gave", () => {
    const { events, ...rest } = trace("square");
    const forged = events.map((event) =>
      event.type === "op"
        ? { ...event, outputs: event.outputs.map(({ id, value }) => ({ id, value: { ...value, data: [10] } })) }
        : event,
    );
    const story = storyOf({ ...rest, events: forged });
    const tape = tapeOf(story, named(story, "y"));
    expect(tape && answer({ kind: "local", tape })).toEqual({ kind: "unanswered", why: "different", op: "pow" });
  });

  test("says so where the op is the learner's own", () => {
    const { events, ...rest } = trace("square");
    const own = events.map((event) => (event.type === "op" ? { ...event, op: "Clip" } : event));
    const story = storyOf({ ...rest, events: own });
    const tape = tapeOf(story, named(story, "y"));
    expect(tape && answer({ kind: "local", tape })).toEqual({ kind: "unanswered", why: "unknown", op: "Clip" });
  });
});
