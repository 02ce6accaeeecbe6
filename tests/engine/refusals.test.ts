/** What ops refuse is refused in PyTorch's words, and no more than that. */
import { describe, expect, test } from "vitest";
import "#engine/ops/all.ts";
import { backward } from "#engine/backward.ts";
import { opTable } from "#engine/op.ts";
import { elementsOf, type Tensor, tensorFrom } from "#engine/tensor.ts";

const call = (name: string, ...args: readonly unknown[]) => opTable.get(name)?.call(args) as Tensor | readonly Tensor[];
const vector = (...data: number[]): Tensor => tensorFrom(data, [data.length], "float64");
const matrix = (rows: number, columns: number): Tensor =>
  tensorFrom(
    Array.from({ length: rows * columns }, (_, k) => 1 / (k + 1)),
    [rows, columns],
    "float64",
  );
const index = (...data: number[]): Tensor => tensorFrom(data, [data.length], "int64");
const mask = (...data: number[]): Tensor => tensorFrom(data, [data.length], "bool");

describe("arguments that PyTorch refuses", () => {
  test.each([
    ["unfold", [vector(1, 2), 0, -1, 1], "size is -1 but must be >= 0"],
    ["combinations", [vector(1, 2), -1], "Expect a non-negative number, but got -1"],
    ["masked_scatter", [vector(1, 2), mask(1, 1), vector(7)], "Number of elements of source < number of ones in mask"],
    [
      "masked_scatter",
      [vector(1, 2), mask(1, 1, 0), vector(7, 8)],
      "The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 0",
    ],
    [
      "masked_scatter",
      [vector(1), mask(1), index(7)],
      "masked_scatter: expected self and source to have same dtypes but got Double and Long",
    ],
    [
      "scatter_reduce",
      [vector(1, 2), 0, index(0, 1, 0), vector(7), "sum"],
      "Expected index [3] to be no larger than self [2] apart from dimension 0 and to be no larger size than src [1]",
    ],
    [
      "adaptive_max_pool2d",
      [tensorFrom([], [1, 0, 3, 3], "float64"), [2, 2]],
      "adaptive_max_pool2d(): Expected input to have non-zero size for non-batch dimensions, but input has sizes [1, 0, 3, 3] with dimension 1 being empty",
    ],
  ] as const)("%s", (name, args, message) => {
    expect(() => call(name, ...args)).toThrow(message);
  });
  test("QR refuses on the way back only what has no derivative", () => {
    const back = (a: Tensor, mode: string): void => {
      const [, r] = call("_qr", a.setRequiresGrad(true), mode) as readonly [Tensor, Tensor];
      backward([call("sum", r) as Tensor], [null]);
    };
    expect(() => back(matrix(3, 2), "complete")).toThrow(
      "The QR decomposition is not differentiable when mode='complete' and nrows > ncols",
    );
    expect(() => back(matrix(2, 2), "r")).toThrow("The derivative of linalg.qr depends on Q");
    for (const [a, mode] of [
      [matrix(3, 2), "reduced"],
      [matrix(2, 3), "reduced"],
      [matrix(2, 3), "complete"],
    ] as const) {
      back(a, mode);
      expect(a.grad?.shape).toEqual(a.shape);
    }
  });
});

describe("a source that is larger than its index", () => {
  const reduced = (self: Tensor, at: Tensor, source: Tensor, kind: string): void =>
    backward([call("sum", call("scatter_reduce", self, 0, at, source, kind)) as Tensor], [null]);
  test.each(["sum", "mean", "prod", "amax", "amin"])("has no gradient for %s", (kind) => {
    const source = vector(0.5, 4).setRequiresGrad(true);
    expect(() => reduced(tensorFrom([1], [], "float64"), tensorFrom([0], [], "int64"), source, kind)).toThrow(
      "returned an invalid gradient",
    );
  });
  test("shares an extreme with the elements that the index names, not with those beside them", () => {
    const self = tensorFrom([1, 5], [1, 2], "float64").setRequiresGrad(true);
    const source = tensorFrom([5, 9, 5, 9], [2, 2], "float64");
    reduced(self, tensorFrom([0, 0], [2, 1], "int64"), source, "amax");
    expect(Array.from(elementsOf(self.grad as Tensor))).toEqual([0, 1]);
    const equal = tensorFrom([5, 5], [1, 2], "float64").setRequiresGrad(true);
    reduced(equal, tensorFrom([0, 0], [2, 1], "int64"), source, "amax");
    // The first is one of three equals.
    expect(Array.from(elementsOf(equal.grad as Tensor), (g) => Math.round(g * 1e6) / 1e6)).toEqual([0.333333, 1]);
  });
});

describe("arguments that PyTorch takes", () => {
  test("a choice of none of the elements is empty", () => {
    expect((call("combinations", vector(1, 2, 3), 0) as Tensor).shape).toEqual([0]);
  });
  test("a mask larger than the tensor makes it larger", () => {
    const z = call("masked_scatter", vector(1), mask(0, 1, 1), vector(7, 8)) as Tensor;
    expect(Array.from(elementsOf(z))).toEqual([1, 7, 8]);
  });
});
