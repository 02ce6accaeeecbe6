import { describe, expect, test } from "vitest";
import { parseTrace, serializeTrace } from "#trace/codec.ts";
import type { TraceEvent } from "#trace/events.ts";
import type { Figure, Mark } from "#trace/figure.ts";
import { figureCaps } from "#trace/figureSchema.ts";
import { plotsAt, storyOf } from "#trace/story.ts";
import { validateEvents } from "#trace/validate.ts";
import { axes, figure, line } from "../fixtures/figures.ts";

const plot = (shown: Figure, at = 3): TraceEvent => ({ type: "plot", line: at, figure: shown });
const withMark = (mark: Mark | object): unknown => plot(figure([axes([mark as Mark])]));
const many = (n: number): number[] => Array.from({ length: n }, () => 0);

describe("a figure that comes from outside", () => {
  test("is read as it is, gaps included, and saved and read again", () => {
    const event = plot(figure([axes([line([0, 1, 2], [1, Number.NaN, 3])])]));
    expect(validateEvents([event])).toEqual([event]);
    const trace = { version: 1, language: "python", source: "", ops: {}, events: [event] } as const;
    expect(parseTrace(serializeTrace(trace)).events).toEqual([event]);
  });

  test("has a cap on every list", () => {
    const { points, marks, axes: most } = figureCaps;
    expect(() => validateEvents([withMark(line(many(points), many(points)))])).not.toThrow();
    expect(() => validateEvents([withMark(line(many(points + 1), many(points + 1)))])).toThrow(/at most 20000/);
    const one = line([0], [0]);
    expect(() => validateEvents([plot(figure([axes(Array.from({ length: marks + 1 }, () => one))]))])).toThrow();
    expect(() => validateEvents([plot(figure(Array.from({ length: most + 1 }, () => axes([]))))])).toThrow();
    expect(() => validateEvents([plot({ ...figure([]), title: "x".repeat(1_001) })])).toThrow();
  });

  test("is refused with lists that do not belong together, unknown marks and colours that are code", () => {
    for (const mark of [
      line([0, 1], [0]),
      { ...line([0], [0]), colour: "url(https://example.org)" },
      { ...line([0], [0]), more: 1 },
      { kind: "pie" },
      {
        kind: "image",
        rows: 2,
        columns: 2,
        channels: 1,
        data: [1, 2, 3],
        upper: true,
        extent: [0, 1, 0, 1],
        range: [0, 1],
        alpha: 1,
        map: { stops: ["#000000"], stepped: false },
      },
    ])
      expect(() => validateEvents([withMark(mark)])).toThrow();
  });
});

test("the figures of a cursor are those that had been shown by then", () => {
  const events = [plot(figure([], 1), 1), plot(figure([], 2), 2)];
  const story = storyOf({ version: 1, language: "python", source: "", ops: {}, events });
  expect([0, 1, 2].map((cursor) => plotsAt(story, cursor).length)).toEqual([0, 1, 2]);
});
