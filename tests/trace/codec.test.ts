import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseTrace, serializeTrace } from "#trace/codec.ts";
import type { Trace, TraceEvent } from "#trace/events.ts";
import { createEventValidator, TraceFormatError, validateCards, validateEvents } from "#trace/validate.ts";
import { fixtureCards } from "../fixtures/cards.ts";
import { traces } from "../fixtures/randomTrace.ts";
import { fixtures, trainingLoop } from "../fixtures/traces.ts";

const empty: Trace = { version: 1, language: "python", source: "", ops: {}, events: [] };
const leaf = (id: number, data: readonly number[] = [1]): TraceEvent => ({
  type: "leaf",
  line: 1,
  id,
  kind: "leaf",
  made: "torch.tensor",
  requiresGrad: true,
  value: { dtype: "float32", shape: data.length === 1 ? [] : [data.length], data },
});
const sin = (id: number, input: number): TraceEvent => ({
  type: "op",
  line: 2,
  op: "sin",
  args: [{ name: "self", tensor: input }],
  outputs: [{ id, value: { dtype: "float32", shape: [], data: [0] } }],
  gradFn: "SinBackward0",
});

test("every fixture and every random run survives the round trip", () => {
  for (const build of Object.values(fixtures)) {
    const trace = build();
    expect(parseTrace(serializeTrace(trace))).toEqual(trace);
  }
  fc.assert(
    fc.property(traces, (trace) => {
      expect(parseTrace(serializeTrace(trace))).toEqual(trace);
    }),
  );
});

test("any number survives the round trip, NaN, infinities and −0 too", () => {
  fc.assert(
    fc.property(fc.array(fc.double(), { minLength: 2 }), (data) => {
      const trace: Trace = { ...empty, events: [leaf(1, data)] };
      const [event] = parseTrace(serializeTrace(trace)).events;
      expect(event).toStrictEqual(trace.events[0]);
    }),
  );
  const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0];
  const [event] = parseTrace(serializeTrace({ ...empty, events: [leaf(1, special)] })).events;
  expect(event?.type === "leaf" && event.value.data.every((x, i) => Object.is(x, special[i]))).toBe(true);
});

test("text that looks like the written form of a number stays text", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom('{"$":"nan"}', '{"$": "inf"}', "nan")), (text) => {
      const trace: Trace = { ...empty, source: text, events: [{ type: "print", line: 1, stream: "stdout", text }] };
      expect(parseTrace(serializeTrace(trace))).toEqual(trace);
    }),
  );
});

const reasonOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof TraceFormatError) return `${error.reason}: ${error.message}`;
    throw error;
  }
  return "accepted";
};

test("what is not a trace of this version is refused in plain words", () => {
  expect(reasonOf(() => parseTrace("{"))).toMatch(/^json: This is not a trace/);
  expect(reasonOf(() => parseTrace("3"))).toMatch(/^version: .*no version/);
  expect(reasonOf(() => parseTrace(JSON.stringify({ ...empty, version: 2 })))).toMatch(/^version: .*version 2/);
  expect(reasonOf(() => parseTrace(JSON.stringify({ ...empty, extra: 1 })))).toMatch(/^shape: The trace, at extra/);
  const broken = JSON.stringify({ ...empty, events: [{ ...leaf(1), line: -1 }] });
  expect(reasonOf(() => parseTrace(broken))).toBe("shape: Event 0, at line: must not be negative");
});

test("whatever JSON comes in, a trace or a TraceFormatError comes out", () => {
  // `reasonOf` throws on any other error.
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(reasonOf(() => parseTrace(text))).toMatch(/^(json|version|shape)/);
    }),
  );
  const fields = Object.fromEntries(Object.keys(leaf(1)).map((key) => [key, fc.jsonValue()]));
  fc.assert(
    fc.property(fc.record({ ...fields, type: fc.constant("leaf") }), (event) => {
      expect(reasonOf(() => validateEvents([event]))).toMatch(/^shape/);
    }),
  );
});

test("a value must hold as many numbers as it says", () => {
  const wrong = { ...leaf(1), value: { dtype: "float32", shape: [2, 3], data: [1, 2] } };
  expect(reasonOf(() => validateEvents([wrong]))).toMatch(/as many numbers/);
  const sampled = {
    ...leaf(1),
    value: { dtype: "float32", shape: [900, 900], data: [1, 2], sample: [1, 2], range: [0, 9] },
  };
  expect(reasonOf(() => validateEvents([sampled]))).toBe("accepted");
});

test("an op that uses itself or something later is refused, also across batches", () => {
  expect(reasonOf(() => validateEvents([sin(1, 1)]))).toMatch(/^order: .*before it is made/);
  expect(reasonOf(() => validateEvents([sin(1, 2), sin(2, 1)]))).toMatch(/^order/);
  expect(reasonOf(() => validateEvents([leaf(1), leaf(1)]))).toMatch(/second time/);
  const validate = createEventValidator();
  validate([leaf(1), sin(2, 1), sin(3, 7)]);
  expect(reasonOf(() => validate([leaf(7)]))).toMatch(/^order: Event 3/);
});

test("names from the object prototype do no harm", () => {
  const text = serializeTrace(empty).replace(
    '"ops":{}',
    '"ops":{"__proto__":{"name":"x","symbol":"x","forward":"","vjp":{}}}',
  );
  const trace = parseTrace(text);
  expect(Object.getPrototypeOf(trace.ops)).toBe(Object.prototype);
  expect(Object.keys(trace.ops)).toEqual([]);
  expect(reasonOf(() => parseTrace('{"__proto__": {"version": 1}}'))).toMatch(/^version/);
  const event = JSON.parse('{"type":"name","line":1,"id":1,"name":"constructor","__proto__":{}}') as unknown;
  expect(reasonOf(() => validateEvents([event]))).not.toBe("accepted");
});

test("cards are checked and copied", () => {
  expect(validateCards(fixtureCards)).toEqual(fixtureCards);
  expect(
    reasonOf(() => validateCards({ sin: { name: "sin", symbol: "s", forward: "x".repeat(9_999), vjp: {} } })),
  ).toMatch(/^shape/);
});

test("a batch of 500 events is checked within a frame or two", () => {
  const batch = trainingLoop(20).events.slice(0, 500);
  expect(batch).toHaveLength(500);
  validateEvents(batch);
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    validateEvents(batch);
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(30);
});
