import fc from "fast-check";
import { expect, test } from "vitest";
import { endsOf, type Range, tickOf, valueAt } from "#ui/sliderTicks.ts";

const range: fc.Arbitrary<Range> = fc.oneof(
  fc
    .double({ min: 1e-6, max: 10, noNaN: true })
    .map((value) => ({ min: value / 30, max: value * 30, step: 0.05, scale: "log" }) as const),
  fc.constantFrom(
    { min: 0, max: 0.999, step: 0.01, scale: "linear" } as const,
    { min: 1, max: 400, step: 1, scale: "linear" } as const,
    { min: 1, max: 40_000, step: 200, scale: "linear" } as const,
    { min: -1.766, max: 4.234, step: 0.05, scale: "linear" } as const,
  ),
);

test("a slider that is moved stays where it was moved to", () => {
  fc.assert(
    fc.property(range, fc.double({ min: 0, max: 1, noNaN: true }), (of, share) => {
      const [first, last] = endsOf(of);
      // Added 0, because a rounded −0.3 is −0.
      const tick = Math.round(first + share * (last - first)) + 0;
      expect(tickOf(of, valueAt(of, tick)) + 0).toBe(tick);
    }),
  );
});

test("the last place of a range is its end", () => {
  expect(valueAt({ min: 0, max: 0.999, step: 0.01, scale: "linear" }, 100)).toBe(0.999);
  expect(valueAt({ min: 1, max: 40_000, step: 200, scale: "linear" }, 0)).toBe(1);
});
