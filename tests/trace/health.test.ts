import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Finding, findingsOf } from "#trace/health.ts";
import { storyOf } from "#trace/story.ts";
import { traces } from "../fixtures/randomTrace.ts";
import { type TraceBuilder, traceOf } from "../fixtures/traceBuilder.ts";
import { fixtures } from "../fixtures/traces.ts";

const findingsIn = (program: (t: TraceBuilder) => void): readonly Finding[] =>
  findingsOf(storyOf(traceOf("", program)));

describe("the first bad node", () => {
  test("is the op that made an infinity of finite numbers, and the way that it went", () => {
    const [found, ...others] = findingsIn((t) => {
      const x = t.at(1).leaf("x", 100);
      const e = t.at(2).name("e", t.exp(x));
      const y = t.at(3).name("y", t.mul(e, 2));
      t.at(4).backward(y);
    });
    expect(found).toMatchObject({ kind: "nonfinite", of: "value", what: "inf", op: "exp", line: 2 });
    expect(found?.keys).toEqual(["exp:e", "mul:y"]);
    expect(others).toEqual([]);
  });

  test("is the op whose rule made it, when only the gradient is bad", () => {
    const [found] = findingsIn((t) => {
      const x = t.at(1).leaf("x", 0);
      const y = t.at(2).name("y", t.mul(t.pow(x, 0.5), 1));
      t.at(3).backward(y);
    });
    expect(found).toMatchObject({ kind: "nonfinite", of: "gradient", what: "inf", op: "pow", line: 2 });
  });

  test("is not an infinity that the program itself put there", () => {
    expect(findingsIn((t) => t.at(1).constant("mask", [0, Number.NEGATIVE_INFINITY]))).toEqual([]);
  });

  test("a gradient that vanishes is told where it began", () => {
    const found = findingsIn((t) => {
      let y = t.at(1).leaf("x", 4);
      for (let i = 0; i < 12; i++) y = t.at(2).tanh(t.mul(y, 4));
      t.at(3).backward(y);
    });
    expect(found.map(({ kind }) => kind)).toEqual(["vanishing"]);
    expect(found[0]).toMatchObject({ op: "tanh", line: 2, from: 1 });
  });

  test("so is one that explodes", () => {
    const found = findingsIn((t) => {
      let y = t.at(1).leaf("x", 1);
      for (let i = 0; i < 12; i++) y = t.at(2).mul(y, 10);
      t.at(3).backward(y);
    });
    expect(found.map(({ kind }) => kind)).toEqual(["exploding"]);
    expect(found[0]).toMatchObject({ op: "mul", line: 2 });
  });

  test("a ReLU is dead when a unit of it never fires", () => {
    const run = (data: readonly number[]) =>
      findingsIn((t) => {
        for (let i = 0; i < 4; i++) {
          const x = t.at(2).leaf("x", data);
          t.at(4).backward(t.sum(t.at(3).relu(x)));
        }
      });
    expect(run([-1, 2, -3])).toMatchObject([{ kind: "dead", units: 2, of: 3, line: 3 }]);
    expect(run([1, 2, 3])).toEqual([]);
  });

  test("healthy programs are left in peace", () => {
    for (const name of ["square", "diamond", "vectorMean", "detachCut", "trainingLoop", "scalarNetwork", "whileLoop"]) {
      const trace = fixtures[name]?.();
      if (trace) expect(findingsOf(storyOf(trace)), name).toEqual([]);
    }
  });

  test("never breaks, and points at steps and boxes that exist", () => {
    fc.assert(
      fc.property(traces, (trace) => {
        const story = storyOf(trace);
        for (const { since, keys } of findingsOf(story)) {
          expect(since).toBeLessThanOrEqual(story.length);
          for (const key of keys) expect(story.index.keys.taken.has(key)).toBe(true);
        }
      }),
    );
  });
});
