import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TraceEvent } from "#trace/events.ts";
import { iterationAt, iterationsOf } from "#trace/iterations.ts";
import { traces } from "../fixtures/randomTrace.ts";
import { type TraceBuilder, traceOf } from "../fixtures/traceBuilder.ts";
import { fixtures } from "../fixtures/traces.ts";

const eventsOf = (program: (t: TraceBuilder) => void): readonly TraceEvent[] => traceOf("", program).events;

describe("the rounds of a training loop", () => {
  test("are counted, the program before the loop apart", () => {
    const { events } = fixtures.trainingLoop?.() ?? { events: [] };
    const starts = iterationsOf(events);
    expect(starts).toHaveLength(5);
    expect(iterationAt(starts, 0)).toBe(0);
    expect(iterationAt(starts, events.length)).toBe(5);
    starts.forEach((start, i) => {
      expect(iterationAt(starts, start)).toBe(i);
      expect(iterationAt(starts, start + 1)).toBe(i + 1);
    });
  });

  test("begin where the loop clears its gradients, if that is what it does first", () => {
    const events = eventsOf((t) => {
      const w = t.at(1).leaf("w", 2);
      for (let i = 0; i < 3; i++) {
        t.at(3).reset(w);
        t.at(5).backward(t.at(4).mul(w, w));
        t.noGrad(() => t.at(6).update(w, t.gradOf(w)));
      }
    });
    expect(iterationsOf(events).map((start) => events[start]?.type)).toEqual(["reset", "reset", "reset"]);
  });

  test("are none where two backward passes only follow one another", () => {
    const events = eventsOf((t) => {
      const w = t.at(1).leaf("w", 2);
      t.at(3).backward(t.at(2).mul(w, w));
      t.at(5).backward(t.at(4).mul(w, 3));
    });
    expect(iterationsOf(events)).toEqual([]);
  });

  test("on one line are told by the next op", () => {
    const events = eventsOf((t) => {
      const x = t.at(1).leaf("x", 2);
      for (let i = 0; i < 3; i++) t.at(3).backward(t.mul(x, x));
    });
    expect(iterationsOf(events)).toHaveLength(3);
  });

  test("are none where a gradient that was handed back gets its name", () => {
    const events = eventsOf((t) => {
      const x = t.at(1).leaf("x", 2);
      t.at(3).backward(t.at(2).mul(x, x));
      t.at(3).name("g", t.gradOf(x));
    }).map((event): TraceEvent => (event.type === "backward" ? { ...event, how: "grad" } : event));
    expect(iterationsOf(events)).toEqual([]);
  });

  test("are the same whether the run is read at once or as it grows", () => {
    fc.assert(
      fc.property(traces, fc.integer({ min: 1, max: 30 }), ({ events }, cut) => {
        const whole = iterationsOf([...events]);
        const growing = events.slice(0, cut);
        iterationsOf(growing);
        growing.push(...events.slice(cut));
        expect(iterationsOf(growing)).toEqual(whole);
      }),
    );
  });
});
