import "#engine/ops/all.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { grad } from "#engine/backward.ts";
import { callOp } from "#engine/op.ts";
import { elementsOf, type Tensor, tensorFrom } from "#engine/tensor.ts";

const f = Math.fround;
const { exp, log, log1p, abs, min, max, sign } = Math;
const single = (values: readonly number[], shape: readonly number[] = [values.length]): Tensor =>
  tensorFrom(values, shape, "float32");
const numbers = (t: Tensor | null | undefined): number[] => Array.from(elementsOf(t as Tensor), (x) => x + 0);

const count = 150;
const wave = (speed: number, size: number): number[] =>
  Array.from({ length: count }, (_, i) => f(size * Math.sin(speed * i + 0.3)));
const logits = wave(1.7, 4);
const chances = logits.map((x) => f(1 / (1 + exp(-x))));
const targets = wave(2.3, 0.5).map((x) => f(x + 0.5));
const weights = wave(0.9, 0.4).map((x) => f(x + 1));
const ARRIVES = f(0.7);
const sigmoid = (x: number): number => f(1 / f(1 + f(exp(-x))));
const at = (list: readonly number[], i: number): number => list[i] as number;

type Rule = readonly [
  name: string,
  args: (x: Tensor, kind: string) => readonly unknown[],
  forward: (x: number, t: number, w: number) => number,
  /** Not yet divided by the number of elements, and ḡ with what the mean multiplies it by. */
  back: (g: number, x: number, t: number, w: number, norm: number) => number,
];
const target = (): Tensor => single(targets);
const weight = (): Tensor => single(weights);

const divided: readonly Rule[] = [
  [
    "binary_cross_entropy",
    (x, kind) => [x, target(), weight(), kind],
    (x, t, w) => f(f(f(f(t - 1) * max(f(log1p(-x)), -100)) - f(t * max(f(log(x)), -100))) * w),
    (g, x, t, w) => f(f(f(g * f(x - t)) / f(f(1 - x) * x)) * w),
  ],
  [
    "binary_cross_entropy_with_logits",
    (x, kind) => [x, target(), null, weight(), kind],
    (x, t, p) => {
      const logSigmoid = f(min(0, x) - f(log1p(f(exp(-abs(x))))));
      return f(f(f(1 - t) * x) - f(logSigmoid * f(f(f(p - 1) * t) + 1)));
    },
    (g, x, t, p) => f(f(f(f(f(f(p * t) + 1) - t) * sigmoid(x)) - f(p * t)) * g),
  ],
];
const scaled: readonly Rule[] = [
  [
    "mse_loss",
    (x, kind) => [x, target(), kind],
    (x, t) => f(f(x - t) * f(x - t)),
    (g, x, t, _, norm) => f(f(f(2 * norm) * f(x - t)) * g),
  ],
  [
    "smooth_l1_loss",
    (x, kind) => [x, target(), kind, 0.7],
    (x, t) => {
      const d = abs(f(x - t));
      return d < f(0.7) ? f(f(f(0.5 * d) * d) / f(0.7)) : f(d - f(0.5 * f(0.7)));
    },
    (g, x, t, _, norm) => {
      const d = f(x - t);
      return abs(d) < 0.7 ? f(f(f(norm * d) * g) / f(0.7)) : sign(d) * f(norm * g);
    },
  ],
  [
    "huber_loss",
    (x, kind) => [x, target(), kind, 0.7],
    (x, t) => {
      const d = abs(f(x - t));
      return d < f(0.7) ? f(f(0.5 * d) * d) : f(f(0.7) * f(d - f(0.5 * f(0.7))));
    },
    (g, x, t, _, norm) => {
      const d = f(x - t);
      return abs(d) < 0.7 ? f(f(norm * d) * g) : sign(d) * f(f(norm * g) * f(0.7));
    },
  ],
];

describe("losses round as PyTorch's kernels do", () => {
  test.each([...divided, ...scaled])("%s", (name, args, forward, back) => {
    const values = name === "binary_cross_entropy" ? chances : logits;
    const x = single(values).setRequiresGrad(true);
    const each = callOp(name, args(x, "none"));
    expect(numbers(each)).toEqual(values.map((v, i) => forward(v, at(targets, i), at(weights, i)) + 0));
    for (const kind of ["sum", "mean"]) {
      const norm = kind === "mean" ? f(1 / count) : 1;
      const [g] = grad([callOp(name, args(x, kind))], [x], [single([ARRIVES], [])], {});
      const isDivided = divided.some((rule) => rule[0] === name);
      const expected = values.map((v, i) => {
        const slope = back(ARRIVES, v, at(targets, i), at(weights, i), norm);
        return (isDivided && kind === "mean" ? f(slope / count) : slope) + 0;
      });
      expect(numbers(g)).toEqual(expected);
    }
  });

  test("cross entropy shares the gradient out before the classes' weights", () => {
    const scores = single(logits.slice(0, 12), [4, 3]).setRequiresGrad(true);
    const classes = tensorFrom([2, 0, 1, 2], [4], "int64");
    const w = [f(0.3), f(1.7), f(0.9)];
    const z = callOp("nll_loss", [scores, classes, single(w), -100, "mean"]);
    const [g] = grad([z], [scores], [single([ARRIVES], [])], {});
    const total = [2, 0, 1, 2].reduce((sum, c) => f(sum + (w[c] as number)), 0);
    const expected = new Array<number>(12).fill(0);
    [2, 0, 1, 2].forEach((c, row) => {
      expected[3 * row + c] = -f((w[c] as number) * f(ARRIVES / total));
    });
    expect(numbers(g)).toEqual(expected);
  });
});

/** Eight sums side by side, then the halves of them onto each other; few terms are rounded and added up in turn. */
function inLanes(terms: readonly number[]): number {
  if (terms.length < 8) return terms.map(f).reduce((a, b) => f(a + b));
  const lanes = terms.slice(0, 8).map(f);
  terms.slice(8).forEach((x, i) => {
    lanes[i % 8] = f((lanes[i % 8] as number) + x);
  });
  const [a, b, c, d] = [0, 1, 2, 3].map((k) => f((lanes[k] as number) + (lanes[k + 4] as number))) as [
    number,
    number,
    number,
    number,
  ];
  return f(f(a + c) + f(b + d));
}
const inTurn = (terms: readonly number[]): number => terms.reduce((a, b) => f(a + b), 0);

describe("softmax and its logarithm add up and round as PyTorch's kernels do", () => {
  test.each([
    ["along the last dim", 0, inLanes],
    ["along another dim", 1, inTurn],
  ] as const)("%s", (_, others, add) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(80), (n, from) => {
        const line = logits.slice(from, from + n);
        const shape = others === 0 ? [n] : [n, 1, 1];
        const x = single(line, shape).setRequiresGrad(true);
        const arrives = weights.slice(from, from + n);
        const top = max(...line);
        const shares = line.map((v) => f(exp(f(v - top))));
        const whole = add(shares);
        const soft = callOp("_softmax", [x, 0]);
        const z = shares.map((v) => f(v / whole));
        expect(numbers(soft)).toEqual(z);
        const mean = add(z.map((v, i) => v * at(arrives, i)));
        expect(numbers(grad([soft], [x], [single(arrives, shape)], {})[0])).toEqual(
          z.map((v, i) => f(f(at(arrives, i) - mean) * v) + 0),
        );
        const logs = callOp("_log_softmax", [x, 0]);
        const y = line.map((v) => f(f(v - top) - f(log(whole))));
        expect(numbers(logs)).toEqual(y.map((v) => v + 0));
        const all = add(arrives);
        expect(numbers(grad([logs], [x], [single(arrives, shape)], {})[0])).toEqual(
          y.map((v, i) => f(at(arrives, i) - f(exp(v)) * all) + 0),
        );
      }),
      { numRuns: 60 },
    );
  });
});
