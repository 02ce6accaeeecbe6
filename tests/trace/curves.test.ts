import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Curve, curvesOf, iterationAtCursor, smoothed, thinnedFor } from "#trace/curves.ts";
import { type Descent, descentOf } from "#trace/descent.ts";
import type { RuleStep, Trace, TraceEvent } from "#trace/events.ts";
import { type Story, storyOf } from "#trace/story.ts";
import { type TraceBuilder, traceOf, type Variable } from "../fixtures/traceBuilder.ts";
import { fixtures, trainingLoop } from "../fixtures/traces.ts";

interface Run {
  readonly story: Story;
  readonly descent: Descent;
  readonly curve: (id: Curve["id"]) => Curve | undefined;
}

function runOf(trace: Trace): Run {
  const story = storyOf(trace);
  const descent = descentOf(story);
  if (!descent) throw new Error("there is no descent");
  return { story, descent, curve: (id) => curvesOf(story, descent).find((curve) => curve.id === id) };
}

const run = (body: (t: TraceBuilder) => void): Run => runOf(traceOf("", body));

/** The loss x² + y², its pass, and an update of the test's own. */
function bowl(
  rounds: number,
  start: readonly [number, number],
  update: (t: TraceBuilder, x: Variable, y: Variable, i: number) => void,
): Run {
  return run((t) => {
    const x = t.at(1).leaf("x", start[0]);
    const y = t.at(1).leaf("y", start[1]);
    for (let i = 0; i < rounds; i++) {
      t.at(3).backward(t.at(2).name("bowl", t.add(t.pow(x, 2), t.pow(y, 2))));
      update(t, x, y, i);
      t.at(6).reset(x, "none");
      t.at(6).reset(y, "none");
    }
  });
}

/** As an optimiser's step leaves it: one update with the rule and its settings. */
function ruled(t: TraceBuilder, v: Variable, by: number, rule: Omit<RuleStep, "step" | "state">): void {
  v.data = v.data.map((x) => Math.fround(x - by));
  const value = { dtype: "float32", shape: v.shape, data: v.data } as const;
  t.events.push({ type: "update", line: 5, id: v.id, op: "sub_", value, rule: { ...rule, step: 1, state: {} } });
}

const byHand =
  (rate: (i: number) => number) =>
  (t: TraceBuilder, x: Variable, y: Variable, i: number): void =>
    t.noGrad(() => {
      for (const v of [x, y]) t.update(v, t.mul(rate(i), t.gradOf(v)));
    });

describe("the curves of a run", () => {
  test("carry the program's own names, and the numbers of its passes", () => {
    const { story, descent, curve } = runOf(trainingLoop(5));
    expect(curvesOf(story, descent).map(({ id, label }) => [id, label])).toEqual([
      ["loss", "loss"],
      ["gradient", ""],
      ["rate", ""],
      ["coordinate:0", "w"],
      ["coordinate:1", "b"],
    ]);
    const loss = curve("loss");
    expect([...(loss?.iterations ?? [])]).toEqual([0, 1, 2, 3, 4]);
    expect(loss?.values[0]).toBeCloseTo((16 + 25 + 36) / 3, 5);
    expect([...(loss?.sinces ?? [])]).toEqual(descent.steps.map(({ since }) => since));
  });

  test("of a coordinate end where the run ended, one iteration after the last pass", () => {
    const { story, curve } = runOf(trainingLoop(5));
    const w = curve("coordinate:0");
    expect([...(w?.iterations ?? [])]).toEqual([0, 1, 2, 3, 4, 5]);
    expect(w?.sinces.at(-1)).toBe(story.length);
    expect(w?.values[0]).toBe(0);
  });

  test("hold the norm of what each pass left in .grad, before the program cleared it", () => {
    const { story, curve } = runOf(fixtures.trainingLoop?.() as Trace);
    const gradient = curve("gradient");
    // At w = b = 0: ∂w = −2·mean(x·y), ∂b = −2·mean(y).
    expect(gradient?.values[0]).toBeCloseTo(Math.hypot((2 * (4 + 10 + 18)) / 3, (2 * 15) / 3), 4);
    gradient?.sinces.forEach((since) => {
      expect(story.index.passes.at(since)?.until).toBe(since);
    });
  });

  test("hold the norm of a sum, where the program does not clear it", () => {
    const { curve } = run((t) => {
      const x = t.at(1).leaf("x", 3);
      for (let i = 0; i < 2; i++) {
        t.at(3).backward(t.at(2).pow(x, 2));
        t.noGrad(() => t.at(4).update(x, t.mul(0, t.gradOf(x))));
      }
    });
    expect([...(curve("gradient")?.values ?? [])]).toEqual([6, 12]);
  });

  test("do not overflow where the squares of a gradient would", () => {
    const { curve } = bowl(
      1,
      [3e200, 4e200],
      byHand(() => 0.1),
    );
    // The fixture's float32 makes an infinity of it; it must not become NaN.
    expect(curve("gradient")?.values[0] ?? Number.POSITIVE_INFINITY).toBe(Number.POSITIVE_INFINITY);
    const large = bowl(
      1,
      [3e18, 4e18],
      byHand(() => 0.1),
    ).curve("gradient");
    expect((large?.values[0] ?? 0) / 1e19).toBeCloseTo(1, 5);
  });

  test("give the same objects when asked again, and any coordinate that is asked for", () => {
    const trace = traceOf("", (t) => {
      const v = t.at(1).leaf("v", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      for (let i = 0; i < 3; i++) {
        t.at(3).backward(t.at(2).sum(t.pow(v, 2)));
        t.noGrad(() => t.at(4).update(v, t.mul(0.1, t.gradOf(v))));
        t.at(5).reset(v);
      }
    });
    const { story, descent } = runOf(trace);
    expect(curvesOf(story, descent)).toBe(curvesOf(story, descent));
    expect(curvesOf(story, descent).filter(({ kind }) => kind === "coordinate")).toHaveLength(8);
    const last = curvesOf(story, descent, [9]).find(({ kind }) => kind === "coordinate");
    expect([last?.id, last?.label, last?.values[0]]).toEqual(["coordinate:9", "v[9]", 10]);
    expect(curvesOf(story, descent, [77]).some(({ kind }) => kind === "coordinate")).toBe(false);
  });

  test("keep their distance where rounds were left out", () => {
    const trace = trainingLoop(2);
    const leaf = (id: number, value: number, grad: number) => ({
      id,
      value: { dtype: "float32", shape: [], data: [value] } as const,
      grad: { dtype: "float32", shape: [], data: [grad] } as const,
    });
    const rounds = [0, 3].map(
      (skipped, i): TraceEvent => ({
        type: "round",
        line: 7,
        pass: 3 + i,
        loss: 2 - i,
        skipped,
        leaves: [leaf(1, 1 + i, 3), leaf(2, 2, 4)],
      }),
    );
    const { curve, descent } = runOf({ ...trace, events: [...trace.events, ...rounds] });
    expect([...(curve("loss")?.iterations ?? [])]).toEqual([0, 1, 2, 6]);
    expect([...(curve("gradient")?.values ?? [])].slice(2)).toEqual([5, 5]);
    // Four updates lie between the last two points: no rate can be read from them.
    expect([...(curve("rate")?.values ?? [])].slice(2)).toEqual([Number.NaN, Number.NaN]);
    expect(descent.skipped).toBe(3);
  });
});

describe("the learning rate", () => {
  test("is read from an update that the program wrote itself", () => {
    const rate = runOf(trainingLoop(5)).curve("rate");
    expect(rate?.values).toHaveLength(5);
    for (const value of rate?.values ?? []) expect(value).toBeCloseTo(0.01, 5);
  });

  test("follows a schedule, and is unknown where its coordinates disagree or have no gradient", () => {
    const { curve } = bowl(4, [1, 0], (t, x, y, i) => {
      byHand((n) => 0.1 / (n + 1))(t, x, y, i);
      if (i === 2) t.update(y, t.constant("", 0.5));
    });
    const values = [...(curve("rate")?.values ?? [])];
    expect(values[0]).toBeCloseTo(0.1, 6);
    expect(values[1]).toBeCloseTo(0.05, 6);
    expect(values[2]).toBeNaN();
  });

  test("is no guess once rounding has eaten the step", () => {
    const { curve } = run((t) => {
      const x = t.at(1).leaf("x", 1);
      for (let i = 0; i < 3; i++) {
        t.at(3).backward(t.at(2).mul(x, 1e-6));
        t.noGrad(() => t.at(4).update(x, t.mul(0.1, t.gradOf(x))));
        t.at(5).reset(x);
      }
    });
    expect(curve("rate")).toBeUndefined();
  });

  test("is what an optimiser was told, whatever it made of the gradient", () => {
    const { curve } = bowl(3, [1, 2], (t, x, y, i) => {
      for (const v of [x, y]) ruled(t, v, 0.3, { rule: "Adam", settings: { lr: 0.1 * 0.5 ** i, beta1: 0.9 } });
    });
    expect([...(curve("rate")?.values ?? [])]).toEqual([0.1, 0.05, 0.025]);
    expect(curve("gradient")?.values[0]).toBeCloseTo(Math.hypot(2, 4), 5);
    expect(curve("gradient")?.values[1]).toBeCloseTo(2 * Math.hypot(0.7, 1.7), 5);
    expect(curve("loss")?.label).toBe("bowl");
  });

  test("is not one number where two groups have two, nor guessed once an Adam has been seen", () => {
    const apart = bowl(2, [1, 2], (t, x, y) => {
      ruled(t, x, 0.2, { rule: "SGD", settings: { lr: 0.1 } });
      ruled(t, y, 0.2, { rule: "SGD", settings: { lr: 0.2 } });
    });
    expect(apart.curve("rate")).toBeUndefined();
    const later = bowl(2, [1, 2], (t, x, y, i) => {
      if (i > 0) byHand(() => 0.1)(t, x, y, i);
      else for (const v of [x, y]) ruled(t, v, 0.3, { rule: "Adam", settings: { lr: 0.1 } });
    });
    expect([...(later.curve("rate")?.values ?? [])]).toEqual([0.1, Number.NaN]);
  });
});

test("the iteration at a cursor is whole where a step begins and goes on to one past the last", () => {
  const { story, descent } = runOf(trainingLoop(3));
  expect(iterationAtCursor(story, descent, 0)).toBe(0);
  descent.steps.forEach(({ since, round }) => {
    expect(iterationAtCursor(story, descent, since)).toBe(round);
    expect(iterationAtCursor(story, descent, since + 0.5)).toBeGreaterThan(round);
  });
  expect(iterationAtCursor(story, descent, story.length)).toBe(3);
});

test("ten thousand steps are read in well under a second", () => {
  const { story, descent } = runOf(trainingLoop(10_000));
  const before = performance.now();
  expect(curvesOf(story, descent)).toHaveLength(5);
  expect(performance.now() - before).toBeLessThan(1000);
});

describe("smoothing", () => {
  const weight = fc.double({ min: 0, max: 0.99, noNaN: true });
  const numbers = fc.array(fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(Number.NaN)));

  test("leaves a constant as it is, also across gaps", () => {
    fc.assert(
      fc.property(weight, fc.double({ min: -1e6, max: 1e6, noNaN: true }), numbers, (w, value, gaps) => {
        const constant = Float64Array.from(gaps, (gap) => (Number.isNaN(gap) ? Number.NaN : value));
        smoothed(constant, w).forEach((x, i) => {
          if (Number.isNaN(constant[i])) expect(x).toBeNaN();
          else expect(Math.abs(x - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
        });
      }),
    );
  });

  test("stays between the lowest and the highest so far, and does nothing with weight 0", () => {
    fc.assert(
      fc.property(weight, numbers, (w, list) => {
        let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
        smoothed(Float64Array.from(list), w).forEach((x, i) => {
          if (Number.isNaN(list[i])) return;
          [low, high] = [Math.min(low, list[i] ?? 0), Math.max(high, list[i] ?? 0)];
          expect(x).toBeGreaterThanOrEqual(low - 1e-6);
          expect(x).toBeLessThanOrEqual(high + 1e-6);
        });
        smoothed(Float64Array.from(list), 0).forEach((x, i) => {
          // A sum may lose the sign of a zero.
          expect(x === list[i] || (Number.isNaN(x) && Number.isNaN(list[i]))).toBe(true);
        });
      }),
    );
  });

  test("is the average of two, weighted without a bias to zero", () => {
    const [first, second] = smoothed(Float64Array.of(1, 3), 0.5);
    expect(first).toBe(1);
    expect(second).toBeCloseTo((0.25 * 1 + 0.5 * 3) / 0.75, 12);
    expect([...smoothed(Float64Array.of(1, Number.POSITIVE_INFINITY, 1), 0.9)]).toEqual([
      1,
      Number.POSITIVE_INFINITY,
      1,
    ]);
  });
});

describe("thinning", () => {
  const points = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 4 }), fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constant(Number.NaN))),
    { maxLength: 400 },
  );

  test("keeps the ends and each column's lowest and highest, at most two points a column", () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 40 }), (list, width) => {
        let x = 0;
        const xs = list.map(([step]) => {
          x += step;
          return x;
        });
        const ys = list.map(([, y]) => y);
        const kept = thinnedFor(width, xs, ys);
        expect(kept.length).toBeLessThanOrEqual(Math.max(2 * width + 2, 0));
        expect([...kept]).toEqual([...new Set(kept)].sort((a, b) => a - b));
        if (list.length === 0) return;
        expect([kept[0], kept.at(-1)]).toEqual([0, list.length - 1]);
        const span = (xs.at(-1) ?? 0) - (xs[0] ?? 0);
        const columnOf = (i: number): number =>
          span === 0 ? 0 : Math.min(width - 1, Math.floor((((xs[i] ?? 0) - (xs[0] ?? 0)) * width) / span));
        for (let column = 0; column < width; column++) {
          const all = ys.filter((y, i) => columnOf(i) === column && Number.isFinite(y));
          const left = kept.filter((i) => columnOf(i) === column).map((i) => ys[i] ?? 0);
          if (all.length === 0) continue;
          expect(left).toContain(Math.min(...all));
          expect(left).toContain(Math.max(...all));
        }
      }),
    );
  });

  test("keeps a gap that is wider than a column", () => {
    const xs = Array.from({ length: 1000 }, (_, i) => i);
    const ys = xs.map((x) => (x >= 300 && x < 400 ? Number.NaN : x));
    const kept = thinnedFor(100, xs, ys);
    expect(kept.some((i) => Number.isNaN(ys[i]))).toBe(true);
  });
});
