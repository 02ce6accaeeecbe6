import "#engine/ops/all.ts";
import { expect, test } from "vitest";
import { backward } from "#engine/backward.ts";
import { callOp } from "#engine/op.ts";
import { sum } from "#engine/ops/core.ts";
import { elementsOf, type Tensor, tensorFrom } from "#engine/tensor.ts";

const [tenth, third, most] = [0.1, 0.3, 0.7].map(Math.fround) as [number, number, number];

/** What an op makes of 0.1, 0.3 and 0.7 in single precision, and the gradients. */
function at(name: string, ...parameters: (number | null)[]): { value: number[]; slope: number[] } {
  const x = tensorFrom([0.1, 0.3, 0.7], [3], "float32").setRequiresGrad(true);
  const y = callOp(name, [x, ...parameters]);
  backward([sum(y)], [null]);
  return { value: Array.from(elementsOf(y)), slope: Array.from(elementsOf(x.grad as Tensor)) };
}

test("a limit is compared as the number that the tensor's dtype makes of it, so that an element may lie on it", () => {
  expect(at("threshold", 0.1, 20)).toEqual({ value: [20, third, most], slope: [0, 1, 1] });
  expect(at("hardshrink", 0.3)).toEqual({ value: [0, 0, most], slope: [0, 0, 1] });
  expect(at("softshrink", 0.1)).toEqual({
    value: [0, Math.fround(third - tenth), Math.fround(most - tenth)],
    slope: [0, 1, 1],
  });
  expect(at("hardtanh", 0.1, 0.7)).toEqual({ value: [tenth, third, most], slope: [0, 1, 0] });
  expect(at("clamp", 0.3, 0.3)).toEqual({ value: [third, third, third], slope: [0, 1, 0] });
  expect(at("clamp", null, 0.1)).toEqual({ value: [tenth, tenth, tenth], slope: [1, 0, 0] });
  expect(at("clamp_min", 0.7)).toEqual({ value: [most, most, most], slope: [0, 0, 1] });
  expect(at("clamp_max", 0.3)).toEqual({ value: [tenth, third, third], slope: [1, 1, 0] });
});
