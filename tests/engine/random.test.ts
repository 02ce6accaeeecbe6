import { describe, expect, test } from "vitest";
import "#engine/ops/all.ts";
import { opTable } from "#engine/op.ts";
import { defaultGenerator } from "#engine/random.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "#engine/tensor.ts";

/** Four decimals, as PyTorch prints them. */
const shown = (t: unknown): number[] => Array.from(elementsOf(t as Tensor), (x) => Number(x.toFixed(4)));
const made = (name: string, ...args: unknown[]): number[] => shown(opTable.get(name)?.call(args));
const filled = (name: string, ...args: unknown[]): number[] => shown(opTable.get(name)?.callInPlace(args));

// Expected numbers: what PyTorch 2.13 prints on a CPU for the same seed.
const cases: readonly [what: string, seed: number, draw: () => number[], expected: readonly number[]][] = [
  ["rand", 42, () => made("rand", [2, 2]), [0.8823, 0.915, 0.3829, 0.9593]],
  ["randn below 16 elements", 0, () => made("randn", [3]), [1.541, -0.2934, -2.1788]],
  [
    "randn from 16 elements, ragged end",
    42,
    () => made("randn", [20], null, "float64").slice(0, 5),
    [0.2996, 0.2424, 0.2832, -0.2329, -0.0372],
  ],
  ["randint", 0, () => made("randint", 10, [5]), [4, 9, 3, 0, 3]],
  ["randperm", 42, () => made("randperm", 10), [2, 6, 1, 8, 4, 5, 0, 9, 3, 7]],
  ["uniform_", 0, () => filled("uniform", emptyTensor([3], "float32"), -1, 1), [-0.0075, 0.5364, -0.823]],
  ["normal_", 42, () => filled("normal_fill", emptyTensor([4], "float32"), 2, 0.5), [2.1683, 2.0644, 2.1172, 2.1152]],
  ["bernoulli", 0, () => made("bernoulli", tensorFrom(new Array(6).fill(0.5), [6], "float32")), [1, 0, 1, 1, 1, 0]],
  [
    "dropout",
    42,
    () => made("dropout", tensorFrom(new Array(6).fill(1), [6], "float32"), 0.5, true),
    [2, 2, 2, 2, 0, 2],
  ],
  ["multinomial", 1234, () => made("multinomial", tensorFrom([0.2, 0.3, 0.5], [3], "float32"), 4, true), [1, 0, 1, 1]],
  ["poisson", 0, () => made("poisson", tensorFrom([2, 5], [2], "float32")), [6, 4]],
  ["exponential_", 42, () => filled("exponential", emptyTensor([3], "float32")), [0.0599, 0.065, 0.1319]],
];

describe("random numbers for a seed are PyTorch's", () => {
  test.each(cases)("%s, seed %i", (_what, seed, draw, expected) => {
    defaultGenerator.manualSeed(seed);
    expect(draw()).toEqual(expected);
  });
});
