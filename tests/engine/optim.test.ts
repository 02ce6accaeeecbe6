import fc from "fast-check";
import katex from "katex";
import { beforeEach, describe, expect, test } from "vitest";
import "#engine/ops/all.ts";
import "#engine/optim/all.ts";
import { power } from "#engine/optim/power.ts";
import {
  applyRule,
  freshMemory,
  type Rule,
  type RuleMemory,
  ruleTable,
  type Settings,
  settingsOf,
  takesPart,
} from "#engine/optim/rule.ts";
import { formulaOf, signsOf } from "#engine/optim/ruleRecords.ts";
import { finishRun, startRun } from "#engine/session.ts";
import { state } from "#engine/state.ts";
import { elementsOf, type Tensor, tensorFrom } from "#engine/tensor.ts";
import { caps } from "#trace/schema.ts";
import { eventWriter } from "../fixtures/eventSink.ts";

const rules = [...ruleTable.values()];
const each = rules.map((rule) => [rule.name, rule] as const);
const vector = (data: readonly number[]): Tensor => tensorFrom(data, [data.length], "float32");
const parameter = (data: readonly number[]): Tensor => vector(data).setRequiresGrad(true);
const numbersOf = (t: Tensor): number[] => Array.from(elementsOf(t));

/** Numbers of single precision, neither huge nor so small that a square vanishes. */
const single = fc
  .double({ min: -100, max: 100, noNaN: true })
  .map(Math.fround)
  .filter((x) => x === 0 || Math.abs(x) > 1e-6);
/** A parameter with the gradients of a few steps. */
const course = fc.integer({ min: 1, max: 5 }).chain((n) =>
  fc.record({
    start: fc.array(single, { minLength: n, maxLength: n }),
    grads: fc.array(fc.array(single, { minLength: n, maxLength: n }), { minLength: 1, maxLength: 6 }),
  }),
);

/** Takes one step for each gradient. */
function walk(
  name: string,
  start: readonly number[],
  grads: readonly (readonly number[])[],
  settings: Settings = {},
): { readonly at: number[]; readonly theta: Tensor; readonly memory: RuleMemory } {
  const theta = parameter(start);
  const memory = freshMemory();
  for (const g of grads) applyRule(name, theta, vector(g), memory, settings);
  return { at: numbersOf(theta), theta, memory };
}

/** Settings at which all that a rule can do takes part; as many switches as there are, each also alone. */
function variantsOf(rule: Rule): readonly Settings[] {
  const optional = Object.entries(rule.settings).filter(([, setting]) => setting.optional);
  const on = (names: readonly string[]): Settings =>
    Object.fromEntries(
      optional.map(([name, setting]) => {
        if (!names.includes(name)) return [name, typeof setting.default === "boolean" ? false : 0];
        return [name, typeof setting.default === "boolean" ? true : 0.25];
      }),
    );
  const all = optional.map(([name]) => name);
  const alone = optional.map(([name, { needs }]) => [name, ...(needs === undefined ? [] : [needs])]);
  return [[], ...alone, all].map((names) => settingsOf(rule, on(names)));
}

beforeEach(() => startRun({ writer: null }));

describe.each(each)("%s", (name, rule) => {
  test("remembers tensors of the parameter's shape, or single numbers, under the names it declares", () => {
    for (const settings of variantsOf(rule)) {
      const theta = tensorFrom([1, 2, 3, 4, 5, 6], [2, 3], "float32").setRequiresGrad(true);
      const memory = freshMemory();
      applyRule(name, theta, tensorFrom([1, -1, 2, -2, 3, -3], [2, 3], "float32"), memory, settings);
      const kept = Object.keys(rule.state).filter((part) => takesPart(rule, part, settings));
      expect(Object.keys(memory.state)).toEqual(kept);
      for (const t of Object.values(memory.state)) expect([[], [2, 3]]).toContainEqual(t.shape);
      expect(memory.step).toBe(1);
    }
  });

  test("changes the parameter in place, off the tape, and leaves the gradient as it was", () => {
    for (const settings of variantsOf(rule)) {
      const theta = parameter([1, -2]);
      const g = vector([0.5, 0.25]);
      const before = theta.version.n;
      applyRule(name, theta, g, freshMemory(), settings);
      expect(theta.version.n).toBeGreaterThan(before);
      expect(theta.gradFn).toBeNull();
      expect(numbersOf(theta)).not.toEqual([1, -2]);
      expect(numbersOf(g)).toEqual([0.5, 0.25]);
    }
  });

  test("goes down a slope, and up it when it maximizes", () => {
    for (const [maximize, side] of [
      [false, -1],
      [true, 1],
    ] as const) {
      const { at } = walk(name, [0, 0], [[3, -2]], { maximize, weight_decay: 0 });
      expect(at.map(Math.sign)).toEqual([side, -side]);
    }
  });

  test("treats every element alike: together or one by one, in any shape", () => {
    fc.assert(
      fc.property(course, ({ start, grads }) => {
        const together = walk(name, start, grads).at;
        const apart = start.map(
          (x, i) =>
            walk(
              name,
              [x],
              grads.map((g) => [g[i] ?? 0]),
            ).at[0],
        );
        expect(together).toEqual(apart);
        const scalar = tensorFrom([start[0] ?? 0], [], "float32");
        const memory = freshMemory();
        for (const g of grads) applyRule(name, scalar, tensorFrom([g[0] ?? 0], [], "float32"), memory);
        expect(numbersOf(scalar)[0]).toBe(together[0]);
      }),
    );
  });

  test("stays on the ground of a bowl that it has reached", () => {
    const steps = Array.from({ length: 20 }, () => [0, 0]);
    expect(walk(name, [0, 0], steps).at.map(Math.abs)).toEqual([0, 0]);
  });

  test("comes down in a bowl", () => {
    const theta = parameter([2, -3]);
    const memory = freshMemory();
    const height = (): number => numbersOf(theta).reduce((sum, x) => sum + x * x, 0);
    const before = height();
    for (let i = 0; i < 200; i++) applyRule(name, theta, vector(numbersOf(theta).map((x) => 2 * x)), memory);
    expect(height()).toBeLessThan(before);
  });

  test("has a formula in which every part has its sign, and KaTeX can set it", () => {
    const signs = signsOf(rule);
    for (const sign of Object.values(signs)) expect(() => katex.renderToString(sign, { strict: true })).not.toThrow();
    for (const settings of variantsOf(rule)) {
      const formula = formulaOf(rule, settings);
      expect(() => katex.renderToString(formula, { strict: true, displayMode: true })).not.toThrow();
      expect(formula.length).toBeLessThan(caps.formula);
      for (const [part, sign] of Object.entries(signs)) {
        const isSwitch = typeof rule.settings[part]?.default === "boolean";
        if (!isSwitch && takesPart(rule, part, settings)) expect(formula).toContain(sign);
      }
    }
  });

  test("gives every part a sign of its own", () => {
    const signs = Object.values(signsOf(rule));
    expect(new Set(signs).size).toBe(signs.length);
  });
});

describe("the rules, by what is known of them", () => {
  const lr = fc.double({ min: 1e-3, max: 1, noNaN: true });

  test("SGD moves by exactly −lr · g, rounded once", () => {
    fc.assert(
      fc.property(course, lr, ({ start, grads }, lr) => {
        const [g = []] = grads;
        const { at } = walk("SGD", start, [g], { lr });
        // The product of two single-precision numbers is exact in double precision.
        expect(at).toEqual(start.map((x, i) => Math.fround(x + Math.fround(-lr) * (g[i] ?? 0))));
      }),
    );
  });

  test("SGD with momentum takes its first step as without; with 0 it takes all so", () => {
    fc.assert(
      fc.property(course, ({ start, grads }) => {
        const first = grads.slice(0, 1);
        const kept = { momentum: 0.9, dampening: 0.5 };
        expect(walk("SGD", start, first, kept).at).toEqual(walk("SGD", start, first).at);
        expect(walk("SGD", start, grads, { momentum: 0, nesterov: false }).at).toEqual(walk("SGD", start, grads).at);
      }),
    );
  });

  test("SGD's momentum adds up to 1 / (1 − μ) steps on a slope", () => {
    const slope = Array.from({ length: 200 }, () => [1]);
    const moves = [walk("SGD", [0], slope.slice(1), { momentum: 0.9 }), walk("SGD", [0], slope, { momentum: 0.9 })];
    expect((moves[0]?.at[0] ?? 0) - (moves[1]?.at[0] ?? 0)).toBeCloseTo(1e-3 / (1 - 0.9), 5);
  });

  test.each(["Adam", "AdamW", "Adamax"])("%s's first step is −lr · sign(g), but for what ε takes off", (name) => {
    fc.assert(
      fc.property(course, lr, ({ grads }, lr) => {
        const [g = []] = grads;
        const { at } = walk(
          name,
          g.map(() => 0),
          [g],
          { lr },
        );
        g.forEach((slope, i) => {
          const off = (at[i] ?? 0) + lr * Math.sign(slope);
          expect(Math.abs(off)).toBeLessThanOrEqual(lr * (1e-8 / (Math.abs(slope) + 1e-8) + 1e-6));
        });
      }),
    );
  });

  test("AdamW is Adam with decay of its own, and without decay it is Adam", () => {
    fc.assert(
      fc.property(course, ({ start, grads }) => {
        const decay = { weight_decay: 1e-2, decoupled_weight_decay: true };
        expect(walk("AdamW", start, grads).at).toEqual(walk("Adam", start, grads, decay).at);
        expect(walk("AdamW", start, grads, { weight_decay: 0 }).at).toEqual(walk("Adam", start, grads).at);
      }),
    );
  });

  test("amsgrad never lets the second moment sink", () => {
    const before = walk("Adam", [0], [[10]], { amsgrad: true }).memory.state.max_exp_avg_sq;
    const after = walk("Adam", [0], [[10], [0], [0]], { amsgrad: true }).memory.state;
    expect(numbersOf(after.max_exp_avg_sq as Tensor)).toEqual(numbersOf(before as Tensor));
    expect(after.exp_avg_sq?.item()).toBeLessThan(after.max_exp_avg_sq?.item() ?? 0);
  });

  test("Adagrad's first step is −lr · sign(g), and its sum is that of all squares", () => {
    const { at, memory } = walk("Adagrad", [0, 0], [[3, -4]]);
    expect(at.map((x) => Math.abs(x + 0))).toEqual([Math.fround(0.01), Math.fround(0.01)]);
    expect(numbersOf(memory.state.sum as Tensor)).toEqual([9, 16]);
  });

  test("Rprop looks at signs alone, goes faster on a slope and rests where it jumped over a minimum", () => {
    expect(walk("Rprop", [0, 0], [[1e-3, 50]]).at).toEqual([Math.fround(-0.01), Math.fround(-0.01)]);
    const sizes = (grads: number[][]): number[] =>
      numbersOf(walk("Rprop", [0], grads).memory.state.step_size as Tensor);
    expect(sizes([[1], [1]])[0]).toBeCloseTo(0.012, 8);
    expect(sizes([[1], [-1]])[0]).toBeCloseTo(0.005, 8);
    expect(walk("Rprop", [0], [[1], [-1]]).at).toEqual(walk("Rprop", [0], [[1]]).at);
  });

  test("ASGD keeps the mean of where it has been once it averages", () => {
    const grads = [[1], [-2], [3], [0.5]];
    const places = grads.map((_, i) => walk("ASGD", [1], grads.slice(0, i + 1), { t0: 0 }).at[0] ?? 0);
    // In its second step μ is still 1, which forgets the first.
    const [, ...later] = places;
    const mean = later.reduce((a, b) => a + b, 0) / later.length;
    expect(walk("ASGD", [1], grads, { t0: 0 }).memory.state.ax?.item()).toBeCloseTo(mean, 5);
  });

  test("in double precision the numbers stay in double precision", () => {
    const theta = tensorFrom([1], [1], "float64");
    applyRule("SGD", theta, tensorFrom([1 / 3], [1], "float64"), freshMemory(), { lr: 0.1 });
    expect(theta.storage.data[theta.offset]).toBe(1 + -0.1 * (1 / 3));
  });

  test("a rule that does not exist is refused", () => {
    expect(() => applyRule("Eve", parameter([1]), vector([1]), freshMemory())).toThrow("there is no rule Eve");
  });
});

describe("a whole power", () => {
  /** The same in whole numbers: base = m / 2ᵏ, so its power is mⁿ / 2ᵏⁿ, which a division of large integers rounds once. */
  function exact(base: number, n: number): number {
    let [k, m] = [0, base];
    while (!Number.isInteger(m)) [k, m] = [k + 1, m * 2];
    const digits = BigInt(m) ** BigInt(n);
    const surplus = Math.max(0, digits.toString(2).length - 64);
    // A bit below all that are kept stands for everything that was cut off.
    const kept = ((digits >> BigInt(surplus)) << 1n) | (surplus > 0 ? 1n : 0n);
    return Number(kept) * 2 ** (surplus - 1 - k * n);
  }

  test("is right to the last digit", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.3, max: 1, noNaN: true }), fc.integer({ min: 0, max: 60 }), (base, n) => {
        expect(power(base, n)).toBe(exact(base, n));
      }),
      { numRuns: 500 },
    );
    expect(power(0, 0)).toBe(1);
    expect(power(0, 3)).toBe(0);
    expect(power(0.9, 100_000)).toBe(0);
  });
});

describe("what the trace is told of a rule's step", () => {
  test("is nothing where nobody listens, or the parameter is not part of the picture", () => {
    const told: string[] = [];
    const writer = eventWriter({ event: (e) => told.push(e.type), card: (c) => told.push(c.name) });
    startRun({ writer });
    applyRule("Adam", parameter([1]), vector([1]), freshMemory());
    finishRun();
    writer.flush();
    expect(told).toEqual([]);
  });

  test("is one event, and a card that has the parts of all optimisers of the run", () => {
    const events: unknown[] = [];
    const cards: string[] = [];
    const writer = eventWriter({ event: (e) => events.push(e), card: (c) => cards.push(`${c.name}: ${c.forward}`) });
    startRun({ writer });
    const theta = parameter([1, 2]);
    state.recorder?.name(theta, "w", 1);
    state.line = 7;
    const plain = freshMemory();
    applyRule("SGD", theta, vector([1, 1]), plain, { lr: 0.5 });
    applyRule("SGD", theta, vector([1, 1]), plain, { lr: 0.5 });
    applyRule("SGD", theta, vector([1, 1]), freshMemory(), { lr: 0.5, momentum: 0.5 });
    applyRule("SGD", theta, vector([1, 1]), plain, { lr: 0.5 });
    finishRun();
    writer.flush();
    const value = (data: number[]) => ({ dtype: "float32", shape: [2], data });
    const update = { type: "update", line: 7, id: theta.id, op: "step" };
    const settings = { lr: 0.5 };
    expect(events.slice(2)).toEqual([
      { ...update, value: value([0.5, 1.5]), rule: { rule: "SGD", settings, step: 1, state: {} } },
      { ...update, value: value([0, 1]), rule: { rule: "SGD", settings, step: 2, state: {} } },
      {
        ...update,
        value: value([-0.5, 0.5]),
        rule: {
          rule: "SGD",
          settings: { lr: 0.5, momentum: 0.5 },
          step: 1,
          state: { momentum_buffer: value([1, 1]) },
        },
      },
      { ...update, value: value([-1, 0]), rule: { rule: "SGD", settings, step: 3, state: {} } },
    ]);
    expect(cards).toHaveLength(2);
    expect(cards[0]).not.toContain("\\mu");
    expect(cards[1]).toContain("b_t &= \\mu\\, b_{t-1} + g_t");
  });

  test("counts against the budget, and is only counted when that is spent", () => {
    const events: { type: string }[] = [];
    const writer = eventWriter({ event: (e) => events.push(e) });
    startRun({ writer, budget: { events: 1_000, numbers: 60 } });
    const theta = parameter([1, 2]);
    state.recorder?.name(theta, "w", 1);
    const memory = freshMemory();
    for (let i = 0; i < 100; i++) applyRule("Adam", theta, vector([1, 1]), memory);
    finishRun();
    writer.flush();
    // Two numbers of the leaf, and six a step.
    expect(events.filter(({ type }) => type === "update")).toHaveLength(10);
    expect(events.at(-1)).toEqual({ type: "thinned", counts: { update: 90 } });
  });
});
