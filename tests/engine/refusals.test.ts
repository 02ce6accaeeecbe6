/** What ops refuse is refused in PyTorch's words. */
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

describe("arguments that PyTorch takes", () => {
  test("a choice of none of the elements is empty", () => {
    expect((call("combinations", vector(1, 2, 3), 0) as Tensor).shape).toEqual([0]);
  });
  test("a mask larger than the tensor makes it larger", () => {
    const z = call("masked_scatter", vector(1), mask(0, 1, 1), vector(7, 8)) as Tensor;
    expect(Array.from(elementsOf(z))).toEqual([1, 7, 8]);
  });
});
