import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { enLate } from "#strings/enLate.ts";
import { zhLate } from "#strings/zhLate.ts";
import type { TraceEvent } from "#trace/events.ts";
import type { Figure, Mark } from "#trace/figure.ts";
import { storyOf } from "#trace/story.ts";
import { plotScale } from "#ui/plotScale.ts";
import { tableOf } from "#views/plots/dataRows.ts";
import { colourAt, readable } from "#views/plots/ink.ts";
import { labelText } from "#views/plots/labelText.ts";
import { axisOf } from "#views/plots/limits.ts";
import { mappingOf } from "#views/plots/mapping.ts";
import { nearestAt } from "#views/plots/nearest.ts";
import { Plots } from "#views/plots/Plots.tsx";
import { axes, figure, line } from "../fixtures/figures.ts";

const named = { label: "", colour: "C1", alpha: 1 };
const mapped = { range: [0, 3], map: { stops: ["#000000", "#ffffff"], stepped: false }, alpha: 1 } as const;

const every: readonly Mark[] = [
  { ...line([0, 1, 2, 3], [1, Number.NaN, 3, 2], "loss"), marker: "o" } as Mark,
  { kind: "points", ...named, x: [1, 2], y: [0, 1], marker: "*", values: [0, 3], range: [0, 3], map: mapped.map },
  { kind: "points", ...named, x: [1], y: [0], marker: "x", colours: ["#ffffff"], sizes: [9] },
  { kind: "bars", ...named, start: [0, 1], end: [1, 2], base: [0, 0], top: [2, 5], sideways: false, label: "counts" },
  { kind: "band", ...named, x: [0, 1], low: [0, 0], high: [1, Number.NaN] },
  { kind: "rule", ...named, across: true, at: 2, dash: "dotted", width: 1 },
  { kind: "span", ...named, across: false, from: 1, to: 2, label: "here" },
  { kind: "arrows", ...named, x: [1, 2], y: [1, 1], u: [1, 0], v: [Number.NaN, 1] },
  { kind: "arrows", ...named, x: [1], y: [1], u: [1], v: [2], scale: 10 },
  {
    kind: "bars",
    ...named,
    start: [0, 1],
    end: [1, 2],
    base: [0, 0],
    top: [2, 5],
    sideways: false,
    outline: true,
    colours: ["C1", "#ff0000"],
  },
  {
    kind: "image",
    ...mapped,
    rows: 2,
    columns: 2,
    channels: 1,
    data: [0, 1, 2, 3],
    upper: true,
    extent: [-0.5, 1.5, 1.5, -0.5],
  },
  {
    kind: "contour",
    ...mapped,
    rows: 2,
    columns: 2,
    z: [0, 1, 2, 3],
    x: [0, 1],
    y: [0, 1],
    filled: true,
    levels: [0, 1, 2, 3],
    dash: "solid",
  },
  {
    kind: "contour",
    ...mapped,
    rows: 2,
    columns: 2,
    z: [0, 1, 2, 3],
    x: [0, 1],
    y: [0, 1],
    filled: false,
    levels: [1],
    dash: "dashed",
    colour: "C3",
  },
  { kind: "text", x: 1, y: 1, text: "two\nlines", align: "center", level: "center", target: [0, 0], head: true },
];

const image = every.find(({ kind }) => kind === "image") as Mark;

function markupOf(figures: readonly Figure[], cursor = figures.length, strings = enLate.plots): string {
  const events = figures.map((one): TraceEvent => ({ type: "plot", line: 2, figure: one }));
  const story = storyOf({ version: 1, language: "python", source: "", ops: {}, events });
  const props = { hoveredLine: 2, onHoverLine: () => undefined, onGoToLine: () => undefined };
  return renderToStaticMarkup(<Plots story={story} cursor={cursor} strings={strings} {...props} />);
}

describe("the plots", () => {
  test.each(["linear", "log"] as const)("draw every kind of mark on %s axes, in both languages", (scale) => {
    for (const strings of [enLate.plots, zhLate.plots]) {
      const more = {
        xScale: scale,
        yScale: scale,
        legend: true,
        grid: true,
        equal: true,
        bar: { label: "p", ...mapped },
      };
      const markup = markupOf([figure([axes(every, more), axes([], { frame: false })])], 1, strings);
      expect(markup).not.toMatch(/NaN|\[object|undefined|Infinity/);
      expect(markup).toContain("loss");
    }
  });

  test("obey the cursor, newest first; a figure that is shown again is shown once", () => {
    const titled = (number: number, title: string): Figure => ({ ...figure([axes([])], number), title });
    const figures = [titled(1, "one"), titled(2, "two"), titled(1, "one again")];
    const titles = (cursor: number) =>
      [...markupOf(figures, cursor).matchAll(/<h2>([^<]*)/g)].map(([, title]) => title);
    expect([0, 1, 2, 3].map(titles)).toEqual([[], ["one"], ["two", "one"], ["two", "one again"]]);
    expect(markupOf(figures, 0)).toContain(enLate.plots.none);
  });
});

test("axes leave a little room, stand tight around images, and keep what the program says", () => {
  const curve = axes([line([0, 10], [1, 2])]);
  expect(axisOf(curve, "x")).toMatchObject({ low: -0.5, high: 10.5 });
  expect(axisOf({ ...curve, xLimits: [2, Number.NaN] }, "x")).toMatchObject({ low: 2, high: 10.5 });
  expect(axisOf({ ...curve, yReversed: true }, "y")).toMatchObject({ low: 2.05, high: 0.95 });
  const pixels = axes([image]);
  expect(axisOf(pixels, "x")).toMatchObject({ low: -0.5, high: 1.5 });
  const bars = axes([every[3] as Mark]);
  expect(axisOf(bars, "y")).toMatchObject({ low: 0, high: 5.25 });
  const log = axisOf({ ...axes([line([0, 1], [-1, 10])]), yScale: "log" }, "y");
  expect(log).toMatchObject({ low: 5, high: 20, log: true });
});

test("the nearest point is read, and the cell of an image", () => {
  const read = (one: Mark, left: number, top: number) => {
    const plot = axes([one], { xLimits: [0, 10], yLimits: [0, 10] });
    const map = mappingOf(plotScale(axisOf(plot, "x"), 0, 100), plotScale(axisOf(plot, "y"), 100, 0));
    const found = nearestAt(plot, map, left, top);
    return found && [found.x, found.y, found.value];
  };
  expect(read(line([0, 5, 10], [0, 5, 0]), 55, 45)).toEqual(["5", "5", undefined]);
  expect(read({ ...image, extent: [0, 10, 0, 10] } as Mark, 80, 80)).toEqual(["7.5", "2.5", "3"]);
  expect(read(every[5] as Mark, 5, 5)).toBeUndefined();
});

test("curves over the same places share a table; other marks are listed", () => {
  const table = (marks: readonly Mark[]) => {
    const { columns, rows } = tableOf(axes(marks, { xLabel: "epoch" }), enLate.plots);
    return [columns, ...rows()];
  };
  expect(table([line([1, 2], [3, 4], "a"), line([1, 2], [5, Number.NaN], "b")])).toEqual([
    ["no.", "epoch", "a", "b"],
    [1, 1, 3, 5],
    [2, 2, 4, ""],
  ]);
  expect(table([line([1], [3]), every[3] as Mark]).slice(0, 3)).toEqual([
    ["no.", "mark", "epoch", "y"],
    [1, "curve", 1, 3],
    [2, "counts", "0 … 1", 2],
  ]);
});

test("words between dollar signs are written with signs", () => {
  expect(labelText("$\\alpha_1 x^2$ and cost 5$")).toBe("α₁ x² and cost 5$");
  expect(labelText("$\\mathcal{L}(\\theta)$")).toBe("L(θ)");
});

test("colours stay visible on both grounds, and those of a map are mixed or stepped", () => {
  expect(readable("#b54b00", "light")).toBe("#b54b00");
  expect(readable("#000000", "dark")).toBe("var(--ink)");
  expect(readable("#ffff00", "light")).not.toBe("#ffff00");
  expect(colourAt({ stops: ["#000000", "#ffffff"], stepped: false }, 0.5)).toBe("#808080");
  expect(colourAt({ stops: ["#ff0000", "#0000ff"], stepped: true }, 0.49)).toBe("#ff0000");
  expect(colourAt({ stops: ["#000000"], stepped: false }, Number.NaN)).toBe("transparent");
});

test("names below a plot stand aslant where they are too long to stand side by side", () => {
  const named = (label: string) => ({ xTicks: { at: [0, 1, 2], labels: [0, 1, 2].map((i) => `${label} ${i}`) } });
  const slanted = (label: string) =>
    markupOf([figure([axes([line([0, 1, 2], [1, 2, 3])], named(label))])]).includes("rotate(-35");
  expect([slanted("cat"), slanted("a name that is long, to be sure")]).toEqual([false, true]);
});

test("a second vertical axis stands on the right, and hidden sides are not drawn", () => {
  const right = { ...axes([line([0, 1], [100, 900], "accuracy")], { yLabel: "percent", legend: true }) };
  const { yLabel, yScale, yLimits, yReversed, legend, marks } = right;
  const twin = axes([line([0, 1], [1, 2], "loss")], {
    hidden: ["top", "right"],
    right: { yLabel, yScale, yLimits, yReversed, legend, marks },
  });
  const markup = markupOf([figure([twin])]);
  for (const words of ["percent", "accuracy", ">800<"]) expect(markup).toContain(words);
  expect(markup.match(/class="plot-border" d="([^"]*)"/)?.[1]?.match(/M/g)).toHaveLength(2);
});
