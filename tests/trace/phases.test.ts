import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { phaseBoundary, phasesOf } from "#trace/phases.ts";
import { traces } from "../fixtures/randomTrace.ts";
import { fixtures } from "../fixtures/traces.ts";

const training = fixtures.trainingLoop?.();
if (!training) throw new Error("there is no fixture trainingLoop");

describe("the phases of a run", () => {
  test("of a training loop follow one another, round after round", () => {
    const kinds = phasesOf(training.events).map(({ kind }) => kind);
    const round = ["forward", "backward", "update", "reset"];
    expect(kinds).toEqual(Array.from({ length: 5 }, () => round).flat());
  });

  test("cover the run without gap or overlap, also while it grows", () => {
    fc.assert(
      fc.property(traces, fc.integer({ min: 1, max: 30 }), ({ events }, cut) => {
        const whole = phasesOf([...events]);
        const growing = events.slice(0, cut);
        phasesOf(growing);
        growing.push(...events.slice(cut));
        expect(phasesOf(growing)).toEqual(whole);
        whole.forEach(({ from, to }, i) => {
          expect(to).toBeGreaterThan(from);
          if (i > 0) expect(from).toBe(whole[i - 1]?.to);
        });
        if (whole.length > 0) expect(whole.at(-1)?.to).toBe(events.length);
      }),
    );
  });

  test("are walked forward and back", () => {
    const phases = phasesOf(training.events);
    const end = training.events.length;
    let [at, steps] = [0, 0];
    while (at < end) {
      at = phaseBoundary(phases, at, 1);
      steps++;
    }
    expect(steps).toBe(phases.length);
    while (at > 0) {
      at = phaseBoundary(phases, at, -1);
      steps--;
    }
    expect(steps).toBe(0);
  });
});
