import { expect, test } from "vitest";
import { type Field, leadsOf, regionsOf } from "#geometry/regions.ts";

const ranges = [
  { low: 0, high: 1 },
  { low: 0, high: 1 },
];
const field = (leads: readonly Float64Array[]): Field => ({ columns: 4, rows: 4, ranges, leads });
/** The first numbers of a path's places. */
const places = (path: string): readonly number[] => [...path.matchAll(/[ML](-?[\d.]+),/g)].map(([, x]) => Number(x));

test("one output parts two classes at its threshold", () => {
  const outputs = Float64Array.from({ length: 16 }, (_, i) => (i % 4) / 3);
  const [low, high] = regionsOf(field(leadsOf(outputs, 1, 0.5)));
  expect(Math.max(...places(low ?? ""))).toBeCloseTo(2);
  expect(Math.min(...places(high ?? ""))).toBeCloseTo(2);
});

test("of several scores the largest wins, and nobody wins where there is no number", () => {
  const scores = Array.from({ length: 16 }, (_, i) => (i < 8 ? [0, 1, 2] : [Number.NaN, 0, 0])).flat();
  const leads = leadsOf(scores, 3, 0);
  expect(leads.map((lead) => lead[0])).toEqual([-2, -1, 1]);
  const regions = regionsOf(field(leads));
  expect(regions.map((path) => path !== "")).toEqual([false, false, true]);
});
