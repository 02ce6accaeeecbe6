import { describe, expect, test } from "vitest";
import "#engine/ops/all.ts";
import { answer } from "#engine/replay.ts";
import type { Argument, Attribute, Value } from "#trace/events.ts";
import type { ReplayAnswer, ReplayQuestion, ReplayStep } from "#trace/replay.ts";

type Question = Extract<ReplayQuestion, { kind: "model" }>;

const value = (data: readonly number[], shape: readonly number[] = [data.length]): Value => ({
  dtype: "float32",
  shape,
  data,
});
const of = (name: string, tensor: number): Argument => ({ name, tensor });
const option = (name: string, given: Attribute): Argument => ({ name, value: given });
const step = (op: string, args: readonly Argument[], id: number, out: Value): ReplayStep => ({
  op,
  args,
  outputs: [{ id, value: out }],
});

const [x, w, h, y] = [1, 2, 3, 4];
/** Two rows 1 and 2, times w = 3. */
const givens = [
  { id: x, value: value([1, 2]) },
  { id: w, value: value([3], []) },
];
const scaled = step("mul", [of("self", w), of("other", x)], h, value([3, 6]));
const ask = (steps: readonly ReplayStep[], more: Partial<Question> = {}): ReplayAnswer =>
  answer({
    kind: "model",
    tape: { givens, steps },
    output: steps.at(-1)?.outputs[0]?.id ?? 0,
    parameters: [],
    input: { id: x, shape: [2] },
    at: [[1], [2]],
    ...more,
  });

describe("a model at other inputs", () => {
  test("gives one output for each asked row, however many were recorded", () => {
    const at = [-1, 0, 0.5, 7, 1000].map((n) => [n]);
    expect(ask([scaled], { at })).toEqual({
      kind: "model",
      columns: 1,
      outputs: Float64Array.from([-3, 0, 1.5, 21, 3000]),
    });
    expect(ask([scaled], { at: [] })).toEqual({ kind: "model", columns: 1, outputs: new Float64Array(0) });
  });

  test("has its parameters where they are asked for", () => {
    const found = ask([scaled], { parameters: [{ id: w, values: [-2] }], at: [[4]] });
    expect(found).toMatchObject({ kind: "model", outputs: Float64Array.from([-8]) });
  });

  test("keeps to the recorded number of rows where a view was recorded with it", () => {
    const view = step("view", [of("self", h), option("size", [2, 1])], y, value([3, 6], [2, 1]));
    const found = ask([scaled, view], { at: [[5], [6], [7]] });
    expect(found).toMatchObject({ kind: "model", columns: 1, outputs: Float64Array.from([15, 18, 21]) });
  });

  test("gives several numbers for a row, in their order", () => {
    const both = step(
      "stack",
      [{ name: "tensors", tensors: [x, h] }, option("dim", 1)],
      y,
      value([1, 3, 2, 6], [2, 2]),
    );
    const found = ask([scaled, both], { at: [[10], [20], [30]] });
    expect(found).toMatchObject({ kind: "model", columns: 2, outputs: Float64Array.from([10, 30, 20, 60, 30, 90]) });
  });

  test("is not drawn when its rows are computed together", () => {
    const mean = step("mean", [of("self", h)], 5, value([4.5], []));
    const centred = step("sub", [of("self", h), of("other", 5)], y, value([-1.5, 1.5]));
    expect(ask([scaled, mean, centred])).toMatchObject({ kind: "unanswered", why: "mixes" });
    const softmax = step("softmax", [of("self", h), option("dim", 0)], y, value([0.04742587, 0.95257413]));
    expect(ask([scaled, softmax])).toMatchObject({ kind: "unanswered", why: "mixes" });
  });

  test("is not drawn when a row's place counts", () => {
    const tape = {
      givens: [...givens, { id: 9, value: value([0, 10]) }],
      steps: [scaled, step("add", [of("self", h), of("other", 9)], y, value([3, 16]))],
    };
    expect(ask(tape.steps, { tape, output: y })).toMatchObject({ kind: "unanswered", why: "mixes" });
  });

  test("is not believed when it does not give what was recorded, or was recorded in part", () => {
    const other = step("mul", [of("self", w), of("other", x)], h, value([3, 7]));
    expect(ask([other])).toMatchObject({ kind: "unanswered", why: "different" });
    expect(ask([scaled], { parameters: [{ id: w, values: [] }] })).toMatchObject({
      kind: "unanswered",
      why: "sampled",
    });
  });
});
