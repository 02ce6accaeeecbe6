/** Where a function has a corner there are many right slopes; these are the ones that PyTorch takes. */
import { describe, expect, test } from "vitest";
import "#engine/ops/all.ts";
import { backward } from "#engine/backward.ts";
import { type OpInfo, opTable } from "#engine/op.ts";
import { elementsOf, Tensor, tensorFrom } from "#engine/tensor.ts";
import { type Call, exactly } from "./call.ts";
import { check } from "./check.ts";

const opOf = (name: string): OpInfo => opTable.get(name) as OpInfo;
const vector = (...data: number[]): Tensor => tensorFrom(data, [data.length], "float64");

/** Gradients of the sum of the (first) result, one list for each input. */
function gradients(name: string, ...args: readonly unknown[]): number[][] {
  const inputs = args.filter((a): a is Tensor => a instanceof Tensor && a.dtype === "float64");
  for (const x of inputs) x.setRequiresGrad(true);
  const result = opOf(name).call(args);
  backward([opOf("sum").call([Array.isArray(result) ? result[0] : result]) as Tensor], [null]);
  // −0 is as good as 0.
  return inputs.map((x) => Array.from(elementsOf(x.grad as Tensor), (g) => g + 0));
}

describe("at a corner the gradient is PyTorch's", () => {
  test.each([
    ["relu", [vector(0)], [[0]]],
    ["abs", [vector(0)], [[0]]],
    ["leaky_relu", [vector(0), 0.1], [[0.1]]],
    ["elu", [vector(0)], [[1]]],
    ["relu6", [vector(0, 6)], [[0, 0]]],
    ["hardtanh", [vector(-1, 1)], [[0, 0]]],
    ["hardsigmoid", [vector(-3, 3)], [[0, 0]]],
    ["hardshrink", [vector(-0.5, 0.5)], [[0, 0]]],
    ["softshrink", [vector(-0.5, 0.5)], [[0, 0]]],
    ["threshold", [vector(1), 1, 0], [[0]]],
    ["clamp", [vector(-1, 0, 1), -1, 1], [[1, 1, 1]]],
    ["clamp_min", [vector(1), 1], [[1]]],
    ["clamp_max", [vector(1), 1], [[1]]],
    ["sinc", [vector(0)], [[0]]],
  ] as const)("%s", (name, args, expected) => {
    expect(gradients(name, ...args)).toEqual(expected);
  });
  test("two equals share, or the first takes all where NaN is passed over", () => {
    expect(gradients("maximum", vector(2), vector(2))).toEqual([[0.5], [0.5]]);
    expect(gradients("minimum", vector(2), vector(2))).toEqual([[0.5], [0.5]]);
    expect(gradients("fmax", vector(2), vector(2))).toEqual([[1], [0]]);
    expect(gradients("fmin", vector(2), vector(2))).toEqual([[1], [0]]);
    expect(gradients("fmax", vector(Number.NaN, 2), vector(2, Number.NaN))).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });
  test.each(["max", "min", "median", "nanmedian"])("%s of all shares among equals", (name) => {
    expect(gradients(name, vector(2, 2, 2, 2))).toEqual([[0.25, 0.25, 0.25, 0.25]]);
  });
  test.each(["amax", "amin"])("%s shares among equals", (name) => {
    expect(gradients(name, vector(2, 2), [0])).toEqual([[0.5, 0.5]]);
  });
  test("max along a dim chooses one", () => {
    expect(gradients("max.dim", vector(2, 2), 0)).toEqual([[1, 0]]);
  });
  test.each([1, 2, 3, Number.POSITIVE_INFINITY])("the norm of order %s of zeros has slope 0", (p) => {
    expect(gradients("linalg_vector_norm", vector(0, 0), p)).toEqual([[0, 0]]);
    expect(gradients("dist", vector(1, 2), vector(1, 2), p)).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
  test("numbers that are all equal have a standard deviation of 0, with slope 0", () => {
    expect(gradients("std", vector(0.1, 0.1, 0.1))).toEqual([[0, 0, 0]]);
    expect((opOf("std").call([vector(0.1, 0.1, 0.1)]) as Tensor).item()).toBe(0);
  });
});

describe("zeros and equals that are no corner", () => {
  const zeros = [vector(2, 0, 3), vector(0, 2, 0), vector(0, 0, 0), vector(0)];
  test.each([
    ["prod", []],
    ["prod.dim_int", [0]],
    ["cumprod", [0]],
    ["cumsum", [0]],
    ["square", []],
    ["gelu", []],
    ["silu", []],
    ["logsumexp", [[0]]],
    ["var", []],
  ] as const)("%s agrees with differences", (name, rest) => {
    for (const x of zeros) {
      const call: Call = { args: [exactly(x, true), ...rest], same: false, inPlace: false };
      const finite = name !== "var" || x.numel > 1;
      expect(check(opOf(name), call).kind).toBe(finite ? "checked" : "rough");
    }
  });
  test("the determinant of a matrix without inverse has its cofactors for a slope", () => {
    const matrix = tensorFrom([1, 2, 3, 2, 4, 6, 1, 0, 5], [3, 3], "float64");
    const call: Call = { args: [exactly(matrix, true)], same: false, inPlace: false };
    expect(check(opOf("det"), call).kind).toBe("checked");
  });
  test("places that a strided view shows twice add up", () => {
    const call: Call = { args: [exactly(vector(1, 2, 3, 4), true), [3, 2], [1, 1], 0], same: false, inPlace: false };
    expect(check(opOf("as_strided"), call).kind).toBe("checked");
  });
});
