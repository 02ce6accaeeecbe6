import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Timeline } from "#trace/timeline.ts";

test("a timeline answers as a search from the start would", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30)), fc.integer({ min: -1, max: 32 }), (times, cursor) => {
      const sorted = times.toSorted((a, b) => a - b);
      const timeline = new Timeline<number>();
      sorted.forEach((since, i) => {
        timeline.add(since, i);
      });
      const expected = sorted.findLastIndex((since) => since <= cursor);
      expect(timeline.at(cursor)).toBe(expected < 0 ? undefined : expected);
      expect(timeline.countAt(cursor)).toBe(expected + 1);
      expect(timeline.sinceAt(cursor)).toBe(sorted[expected]);
    }),
  );
});

test("a timeline refuses to go back in time", () => {
  const timeline = new Timeline<string>();
  timeline.add(5, "later");
  expect(() => timeline.add(4, "earlier")).toThrow(RangeError);
});
