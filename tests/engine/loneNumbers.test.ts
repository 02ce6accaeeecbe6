import "#engine/ops/all.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backward, grad } from "#engine/backward.ts";
import { registerHook, retainGrad } from "#engine/hooks.ts";
import { callOp, opTable } from "#engine/op.ts";
import { finishRun, startRun } from "#engine/session.ts";
import { withGrad } from "#engine/state.ts";
import { type Tensor, tensorFrom, wrapScalar } from "#engine/tensor.ts";
import type { TraceEvent } from "#trace/events.ts";
import { eventWriter } from "../fixtures/eventSink.ts";

const PAIRS = ["add", "sub", "mul", "div"];
const SINGLES = ["neg", "exp", "log", "sqrt", "square", "sin", "cos", "tanh", "sigmoid", "relu"];
const lone = fc.double({ min: -3, max: 3, noNaN: true }).map(Math.fround);

/** An op on tensors known so far, or on one of them and a Python number. */
type Step =
  | { readonly op: string; readonly a: number; readonly b: number }
  | { readonly op: string; readonly a: number; readonly number: number; readonly first: boolean }
  | { readonly op: string; readonly a: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ op: fc.constantFrom(...PAIRS), a: fc.nat(30), b: fc.nat(30) }),
  fc.record({
    op: fc.constantFrom(...PAIRS),
    a: fc.nat(30),
    number: fc.constantFrom(0.1, 2, -3, 1e-3),
    first: fc.boolean(),
  }),
  fc.record({
    op: fc.constant("pow"),
    a: fc.nat(30),
    number: fc.constantFrom(-2, -1, 0, 1, 2, 3, 4, 0.5),
    first: fc.constant(false),
  }),
  fc.record({ op: fc.constantFrom(...SINGLES), a: fc.nat(30) }),
);

const wrapped = (x: number): Tensor => wrapScalar(x, Number.isInteger(x) ? "int64" : "float64");

/** Runs a program on tensors of a shape and gives all of them. */
function run(steps: readonly Step[], leaves: readonly number[], shape: readonly number[]): Tensor[] {
  const known = leaves.map((x) => tensorFrom([x], shape, "float32").setRequiresGrad(true));
  const at = (i: number): Tensor => known[i % known.length] as Tensor;
  for (const one of steps) {
    const a = at(one.a);
    if ("b" in one) known.push(callOp(one.op, [a, at(one.b)]));
    else if ("number" in one)
      known.push(callOp(one.op, one.first ? [wrapped(one.number), a] : [a, wrapped(one.number)]));
    else known.push(callOp(one.op, [a]));
  }
  return known;
}
const numbers = (tensors: readonly (Tensor | null)[]): (number | undefined)[] => tensors.map((t) => t?.item());

describe("ops on lone numbers", () => {
  test("give the digits that they give on tensors of one element, forwards and backwards, twice", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), lone, lone, fc.boolean(), (steps, x, y, watches) => {
        const results = [[], [1]].map((shape) => {
          const known = run(steps, [x, y], shape);
          const root = known.at(-1) as Tensor;
          if (watches) for (const t of known.slice(2)) retainGrad(t);
          for (let pass = 0; pass < 2; pass++) backward([root], [null], { retainGraph: true });
          const kept = numbers(known.slice(0, 2).map((t) => t.grad));
          const inside = watches ? numbers(known.map((t) => t.grad)) : [];
          return [
            numbers(known),
            kept,
            inside,
            numbers(grad([root], known.slice(0, 2), [null], { allowUnused: true })),
          ];
        });
        expect(results[0]).toEqual(results[1]);
      }),
      { numRuns: 1500 },
    );
  });

  test("all ops that have a rule for them are tried", () => {
    const ruled = [...opTable.values()].filter((info) => info.lone !== undefined).map((info) => info.fullName);
    expect(ruled.sort()).toEqual([...PAIRS, ...SINGLES, "pow"].sort());
  });

  test("a number that has changed since is noticed, as on any tensor", () => {
    const x = tensorFrom([2], [], "float32").setRequiresGrad(true);
    const y = callOp("mul", [x, wrapped(3)]);
    const z = callOp("mul", [y, y]);
    opTable.get("add")?.callInPlace([y, wrapped(1)]);
    expect(() => backward([z], [null])).toThrow(/is at version 1; expected version 0/);
    expect(() => {
      const w = callOp("exp", [callOp("mul", [x, x])]);
      backward([w], [null]);
      backward([w], [null]);
    }).toThrow(/a second time/);
  });

  test("a hook sees tensors and may change what goes on, and a pass within a pass keeps to itself", () => {
    const x = tensorFrom([2], [], "float32").setRequiresGrad(true);
    const y = callOp("mul", [x, x]);
    const seen: (number | undefined)[] = [];
    registerHook(y, (g) => {
      const w = tensorFrom([3], [], "float32").setRequiresGrad(true);
      withGrad(true, () => backward([callOp("mul", [callOp("mul", [w, w]), w])], [null]));
      seen.push(g.item(), w.grad?.item());
      return callOp("mul", [g, wrapped(10)]);
    });
    backward([callOp("add", [callOp("sin", [y]), y])], [null]);
    expect(seen[1]).toBe(27);
    expect(x.grad?.item()).toBe(Math.fround(Math.fround(Math.fround(seen[0] ?? 0) * 10) * 2) * 2);
  });

  test("the trace is told the same as of tensors of one element", () => {
    const told = [[], [1]].map((shape) => {
      const events: TraceEvent[] = [];
      const writer = eventWriter({ event: (e) => events.push(e) });
      startRun({ writer });
      const steps = [
        { op: "mul", a: 0, b: 1 },
        { op: "tanh", a: 2 },
        { op: "pow", a: 3, number: 2, first: false },
        { op: "sub", a: 4, b: 0 },
      ];
      const root = run(steps, [0.5, -2], shape).at(-1) as Tensor;
      backward([root], [null]);
      finishRun();
      writer.flush();
      return JSON.stringify(events).replaceAll('"shape":[1]', '"shape":[]');
    });
    expect(told[0]).toBe(told[1]);
  });
});
