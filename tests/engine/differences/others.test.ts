import { describe, expect, test } from "vitest";
import { checkAll, differentiable, isElementwise, isPart } from "./suite.ts";

describe("gradients of all other ops agree with finite differences, first and second order", () => {
  const passed = checkAll(differentiable.filter((info) => !isElementwise(info) && !isPart(info)));
  test("the ops that only serve other ops were checked inside of these", () => {
    const parts = differentiable.filter(isPart).map((info) => info.fullName);
    expect(parts.filter((name) => !passed.has(name))).toEqual([]);
  });
});
