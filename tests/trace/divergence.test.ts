import { expect, test } from "vitest";
import { divergesAt } from "#trace/divergence.ts";

test("a loss that falls, or ends near where it began, does not diverge", () => {
  expect(divergesAt([4, 2, 1])).toBeUndefined();
  expect(divergesAt([4, 9, 3, 4.2])).toBeUndefined();
  expect(divergesAt([])).toBeUndefined();
  expect(divergesAt([1, 5])).toBeUndefined();
  expect(divergesAt([-1, -2, -3])).toBeUndefined();
});

test("a loss that ends far above its beginning diverges since it stayed above it", () => {
  expect(divergesAt([4, 3, 5, 3, 6, 9, 20])).toBe(4);
  expect(divergesAt([4, 5.76, 8.3])).toBe(1);
});

test("a loss that is no number any more diverges where it stopped being one", () => {
  expect(divergesAt([4, 1e30, Number.POSITIVE_INFINITY, Number.NaN])).toBe(2);
});
