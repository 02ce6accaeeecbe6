import { expect, test } from "vitest";
import { type DrawnEdge, drawnCrossings } from "./drawnCrossings.ts";

const edge = (source: string, ...points: readonly (readonly [number, number])[]): DrawnEdge => ({
  source,
  points: points.map(([x, y]) => ({ x, y })),
});

test("lines that cross are counted, those that meet at an end are not", () => {
  expect(drawnCrossings([edge("a", [0, 0], [10, 10]), edge("b", [0, 10], [10, 0])])).toBe(1);
  expect(drawnCrossings([edge("a", [0, 0], [10, 10]), edge("b", [0, 10], [10, 10])])).toBe(0);
  expect(drawnCrossings([edge("a", [5, 0], [5, 10]), edge("b", [0, 5], [10, 5])])).toBe(1);
});

test("what edges of one source share is counted once", () => {
  const trunk = [
    edge("a", [0, 0], [10, 0], [20, 10], [30, 10]),
    edge("a", [0, 0], [10, 0], [20, 10], [25, 10]),
    edge("a", [0, 0], [5, 0], [10, -10]),
  ];
  // The first of b crosses the sloping piece and the level one after it, the second the level one again, c the first piece.
  const others = [edge("b", [10, 5], [20, 5], [22, 20]), edge("b", [22, 0], [23, 30]), edge("c", [2, -5], [3, 5])];
  expect(drawnCrossings([...trunk, ...others])).toBe(4);
});

test("edges of one source do not cross one another", () => {
  expect(drawnCrossings([edge("a", [0, 0], [10, 10]), edge("a", [0, 10], [10, 0])])).toBe(0);
});
