import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Trace } from "#trace/events.ts";
import { graphAt } from "#trace/graphAt.ts";
import { flowsAt, passAt } from "#trace/passes.ts";
import {
  arrivedAt,
  createStory,
  errorOf,
  extendStory,
  gradAt,
  keyOf,
  lineAt,
  printsAt,
  type Story,
  storyOf,
  tensorAt,
  valueAt,
} from "#trace/story.ts";
import { traces } from "../fixtures/randomTrace.ts";
import { fixtures, trainingLoop } from "../fixtures/traces.ts";

const built = (name: string): Trace => fixtures[name]?.() as Trace;

/** Everything that can be asked at a cursor. */
const allAt = (story: Story, cursor: number, ids: readonly number[]) => ({
  graph: graphAt(story, cursor),
  line: lineAt(story, cursor),
  prints: printsAt(story, cursor),
  flows: flowsAt(story, cursor),
  tensors: ids.map((id) => [
    valueAt(story, id, cursor),
    gradAt(story, id, cursor),
    arrivedAt(story, id, cursor),
    tensorAt(story, id, cursor),
    keyOf(story, id),
  ]),
});

const idsOf = (trace: Trace): number[] =>
  trace.events.flatMap((e) => (e.type === "leaf" ? [e.id] : e.type === "op" ? e.outputs.map((o) => o.id) : []));

test("nothing is true at cursor 0 and an event is true from its index + 1 on", () => {
  const story = storyOf(built("square"));
  const [x, y] = idsOf(built("square"));
  expect(graphAt(story, 0).nodes).toEqual([]);
  expect(valueAt(story, x ?? 0, 0.99)).toBeUndefined();
  expect(valueAt(story, x ?? 0, 1)?.data).toEqual([3]);
  expect(gradAt(story, x ?? 0, story.length)?.data).toEqual([6]);
  expect(gradAt(story, y ?? 0, story.length)).toBeUndefined();
  expect(arrivedAt(story, y ?? 0, story.length)?.data).toEqual([1]);
});

test("gradients accumulate, and a reset empties them", () => {
  const trace = trainingLoop(3);
  const story = storyOf(trace);
  const [w = 0] = idsOf(trace);
  trace.events.forEach((event, i) => {
    if (event.type === "grad" && event.id === w) expect(gradAt(story, w, i + 1)).toEqual(event.value);
    if (event.type === "reset" && event.id === w) {
      expect(gradAt(story, w, i)?.data).not.toEqual([0]);
      expect(gradAt(story, w, i + 1)?.data).toEqual([0]);
    }
  });
  const moves = trace.events.flatMap((event) => (event.type === "update" && event.id === w ? [event.value] : []));
  expect(moves).toHaveLength(3);
  expect(valueAt(story, w, story.length)).toEqual(moves[2]);
});

test("a story extended in batches equals the story of the whole, also when it was looked at in between", () => {
  fc.assert(
    fc.property(traces, fc.array(fc.integer({ min: 1, max: 9 })), (trace, batches) => {
      let story = createStory();
      let at = 0;
      for (const size of [...batches, trace.events.length]) {
        story = extendStory(story, trace.events.slice(at, at + size), trace.ops);
        at += size;
        graphAt(story, story.length);
        graphAt(story, story.length / 2);
      }
      const whole = extendStory(createStory(), trace.events, trace.ops);
      const ids = idsOf(trace);
      for (let cursor = 0; cursor <= trace.events.length; cursor++) {
        expect(allAt(story, cursor, ids)).toEqual(allAt(whole, cursor, ids));
      }
    }),
    { numRuns: 150 },
  );
});

test("stepping back gives what a fresh story gives", () => {
  fc.assert(
    fc.property(traces, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }), (trace, walk) => {
      const story = extendStory(createStory(), trace.events, trace.ops);
      const ids = idsOf(trace);
      for (const part of walk) {
        const cursor = part * trace.events.length;
        const fresh = extendStory(createStory(), trace.events, trace.ops);
        expect(allAt(story, cursor, ids)).toEqual(allAt(fresh, cursor, ids));
      }
    }),
    { numRuns: 100 },
  );
});

test("values and gradients at a cursor depend on what came before it only", () => {
  fc.assert(
    fc.property(traces, fc.double({ min: 0, max: 1, noNaN: true }), (trace, part) => {
      const cursor = Math.floor(part * trace.events.length);
      const whole = storyOf(trace);
      const head = extendStory(createStory(), trace.events.slice(0, cursor));
      for (const id of idsOf(trace)) {
        expect(valueAt(whole, id, cursor)).toEqual(valueAt(head, id, cursor));
        expect(gradAt(whole, id, cursor)).toEqual(gradAt(head, id, cursor));
      }
    }),
  );
});

test("a longer list of the same run is read from where the shorter one ended", () => {
  const trace = trainingLoop(4);
  const half = Math.floor(trace.events.length / 2);
  const first = storyOf({ ...trace, events: trace.events.slice(0, half) });
  const second = storyOf(trace, first);
  expect(second.index).toBe(first.index);
  expect(second.length).toBe(trace.events.length);
  expect(storyOf(trace)).toBe(second);
  expect(graphAt(first, first.length)).toEqual(graphAt(second, half));
  // Another run does not go on from this one.
  expect(storyOf(trainingLoop(4), first).index).not.toBe(first.index);
});

test("passes, prints, lines and errors are found at their cursors", () => {
  const trace = built("backwardTwice");
  const story = storyOf(trace);
  const begin = trace.events.findIndex((e) => e.type === "backward");
  expect(passAt(story, begin)).toBeUndefined();
  expect(passAt(story, begin + 1)?.running).toBe(true);
  expect(passAt(story, story.length)?.running).toBe(false);
  expect(flowsAt(story, story.length).map((flow) => flow.value.data)).toEqual([[6]]);
  expect(lineAt(story, 0)).toBe(0);
  expect(lineAt(story, begin + 1)).toBe(3);
  expect(errorOf(story)?.line).toBe(4);
  expect(printsAt(storyOf(built("trainingLoop")), Number.POSITIVE_INFINITY)).toHaveLength(5);
});

test("events about tensors that were thinned out are passed over", () => {
  const value = { dtype: "float32", shape: [], data: [1] } as const;
  const story = extendStory(createStory(), [
    { type: "thinned", counts: { op: 3 } },
    { type: "name", line: 1, id: 9, name: "lost" },
    { type: "update", line: 1, id: 9, op: "sub_", value },
    { type: "flow", pass: 4, from: 9, to: 8, argument: "self", value },
    {
      type: "op",
      line: 2,
      op: "sin",
      args: [{ name: "self", tensor: 9 }],
      outputs: [{ id: 10, value }],
      gradFn: "SinBackward0",
    },
  ]);
  expect(graphAt(story, 5).nodes.map((node) => node.op)).toEqual(["sin"]);
  expect(graphAt(story, 5).edges).toEqual([]);
});
