import "#engine/ops/all.ts";
import { describe, expect, test } from "vitest";
import { grad } from "#engine/backward.ts";
import { callOp } from "#engine/op.ts";
import { elementsOf, type Tensor, tensorFrom, wrapScalar } from "#engine/tensor.ts";

const f = Math.fround;
const { exp, log1p, tanh, abs, min, max } = Math;
const single = (values: readonly number[], shape: readonly number[] = [values.length]): Tensor =>
  tensorFrom(values, shape, "float32");
const numbers = (t: Tensor | null | undefined): number[] => Array.from(elementsOf(t as Tensor));

/** Some hundred numbers of single precision on both sides of zero, and gradients that are not 1. */
const inputs = Array.from({ length: 300 }, (_, i) => f(4 * Math.sin(1.7 * i + 0.3)));
const arriving = inputs.map((_, i) => f(0.2 + Math.cos(2.9 * i)));

/** What an op makes of the inputs, and of the gradients on the way back. */
function run(name: string, parameters: readonly unknown[] = [], xs: readonly number[] = inputs): [number[], number[]] {
  const x = single(xs).setRequiresGrad(true);
  const z = callOp(name, [x, ...parameters]);
  const [g] = grad([z], [x], [single(arriving.slice(0, xs.length))], {});
  return [numbers(z), numbers(g)];
}
const sigmoid = (x: number): number => f(1 / f(1 + f(exp(-x))));
const softplus = (x: number): number => f(log1p(f(exp(x))));

type Steps = readonly [
  name: string,
  parameters: readonly unknown[],
  forward: (x: number) => number,
  back: (g: number, x: number, z: number) => number,
];
const alpha = f(1.6732632423543772);
const scale = f(1.0507009873554805);
const [beta, kappa] = [f(Math.sqrt(2 / Math.PI)), f(0.044715)];
const inner = (x: number): number => f(tanh(f(beta * f(x + kappa * f(f(x * x) * x)))));
const functions: readonly Steps[] = [
  ["sigmoid", [], sigmoid, (g, _x, z) => f(f(g * f(1 - z)) * z)],
  // 1 − z² is one step.
  ["tanh", [], (x) => f(tanh(x)), (g, _x, z) => f(g * f(1 - z * z))],
  ["leaky_relu", [0.1], (x) => (x > 0 ? x : f(x * f(0.1))), (g, x) => (x > 0 ? g : f(g * f(0.1)))],
  [
    "elu",
    [0.7],
    (x) => (x > 0 ? x : f(f(Math.expm1(x)) * f(0.7))),
    (g, x) => (x > 0 ? g : f(f(g * f(0.7)) * f(exp(x)))),
  ],
  [
    "selu",
    [],
    (x) => (x > 0 ? f(x * scale) : f(f(Math.expm1(x)) * f(alpha * scale))),
    (g, x) => (x > 0 ? f(g * scale) : f(f(g * f(alpha * scale)) * f(exp(x)))),
  ],
  [
    "celu",
    [0.7],
    (x) => (x > 0 ? x : f(f(Math.expm1(f(x * f(1 / f(0.7))))) * f(0.7))),
    (g, x) => (x > 0 ? g : f(f(f(g * f(1 / 0.7)) * f(0.7)) * f(exp(f(x * f(1 / 0.7)))))),
  ],
  ["silu", [], (x) => f(x / f(1 + f(exp(-x)))), (g, x) => f(f(g * sigmoid(x)) * f(1 + x * f(1 - sigmoid(x))))],
  [
    "mish",
    [],
    (x) => f(x * f(tanh(softplus(x)))),
    (g, x) => {
      const t = f(tanh(softplus(x)));
      return f(g * f(t + f(x * sigmoid(x)) * f(1 - t * t)));
    },
  ],
  [
    "softplus",
    [1.7, 3],
    (x) => (f(x * f(1.7)) > 3 ? x : f(f(log1p(f(exp(f(x * f(1.7)))))) / f(1.7))),
    (g, x) => {
      const z = f(exp(f(x * f(1.7))));
      return f(x * f(1.7)) > 3 ? g : f(f(g * z) / f(z + 1));
    },
  ],
  [
    "logsigmoid",
    [],
    (x) => f(min(0, x) - f(log1p(f(exp(-abs(x)))))),
    (g, x) => {
      const b = f(exp(-abs(x)));
      const share = f(b / f(1 + b));
      return f((x < 0 ? f(1 - share) : share) * g);
    },
  ],
  ["hardsigmoid", [], (x) => f(min(max(f(x + 3), 0), 6) / 6), (g, x) => (abs(x) < 3 ? f(g * f(1 / 6)) : 0)],
  [
    "hardswish",
    [],
    (x) => f(f(x * min(max(f(x + 3), 0), 6)) / 6),
    (g, x) => (x <= -3 ? 0 : x < 3 ? f(g * f(f(x / 3) + 0.5)) : g),
  ],
  [
    "gelu",
    ["tanh"],
    (x) => f(f(0.5 * x) * f(1 + inner(x))),
    (g, x) => {
      const t = inner(x);
      const slope = f(beta * f(1 + f(3 * kappa) * f(x * x)));
      const right = f(f(f(0.5 * x) * f(1 - t * t)) * slope);
      return f(g * f(f(0.5 * f(1 + t)) + right));
    },
  ],
];

describe("activation functions round as PyTorch's kernels do", () => {
  test.each(functions)("%s", (name, parameters, forward, back) => {
    const [z, g] = run(name, parameters);
    expect(z.map((v) => v + 0)).toEqual(inputs.map((x) => forward(x) + 0));
    expect(g.map((v) => v + 0)).toEqual(inputs.map((x, i) => back(arriving[i] as number, x, z[i] as number) + 0));
  });
});

describe("powers and roots round as PyTorch's kernels do", () => {
  const positive = inputs.map((x) => f(abs(x) + 0.01));
  const root = (x: number): number => f(Math.sqrt(x));
  test.each([
    ["rsqrt", [], (x: number) => f(1 / root(x)), (g: number, z: number) => f(f(-0.5 * g) * f(f(z * z) * z))],
    ["pow", [wrapScalar(-0.5, "float64")], (x: number) => f(1 / root(x)), null],
    ["pow", [wrapScalar(-2, "int64")], (x: number) => f(1 / f(x * x)), null],
    ["pow", [wrapScalar(3, "int64")], (x: number) => f(f(x * x) * x), null],
  ] as const)("%s", (name, parameters, forward, back) => {
    const [z, g] = run(name, parameters, positive);
    expect(z).toEqual(positive.map(forward));
    if (back !== null) expect(g).toEqual(z.map((v, i) => back(arriving[i] as number, v)));
  });
});

describe("functions of two tensors round as PyTorch's kernels do", () => {
  const others = inputs.map((x, i) => f(x * Math.cos(i)));
  const pairs = inputs.map((x, i) => [x, others[i] as number, arriving[i] as number] as const);
  test.each([
    [
      "logaddexp",
      (x: number, y: number) => f(max(x, y) + f(log1p(f(exp(-abs(f(x - y))))))),
      (g: number, x: number, y: number) => f(g / f(1 + f(exp(f(y - x))))),
    ],
    [
      "logaddexp2",
      (x: number, y: number) => f(max(x, y) + f(log1p(f(2 ** -abs(f(x - y))))) * f(Math.LOG2E)),
      (g: number, x: number, y: number) => f(g / f(1 + f(2 ** f(y - x)))),
    ],
    [
      "atan2",
      (x: number, y: number) => f(Math.atan2(x, y)),
      (g: number, x: number, y: number) => f(f(g * y) * f(1 / f(f(x * x) + f(y * y)))),
    ],
  ] as const)("%s", (name, forward, back) => {
    const [x, y] = [single(inputs).setRequiresGrad(true), single(others)];
    const z = callOp(name, [x, y]);
    expect(numbers(z)).toEqual(pairs.map(([a, b]) => forward(a, b)));
    expect(numbers(grad([z], [x], [single(arriving)], {})[0])).toEqual(pairs.map(([a, b, g]) => back(g, a, b)));
  });
});
