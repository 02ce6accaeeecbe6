import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { projection } from "#geometry/projection.ts";
import { enLate } from "#strings/enLate.ts";
import { zhLate } from "#strings/zhLate.ts";
import type { PlotAxes, PlotSpace, SpaceMark } from "#trace/figure.ts";
import { validateEvents } from "#trace/validate.ts";
import { AxesView } from "#views/plots/AxesView.tsx";
import { cubeOf } from "#views/plots/space/cube.ts";
import { piecesOf } from "#views/plots/space/pieces.ts";
import { readingAt } from "#views/plots/space/reading.ts";
import { spaceTableOf } from "#views/plots/space/rows.ts";
import { figure, line, space, surface } from "../fixtures/figures.ts";

const named = { label: "", colour: "C1", alpha: 1 };
const map = { stops: ["#000000", "#ffffff"], stepped: false };
const bowl = surface([2, 1, 2, 1, 0, 1, 2, 1, 2], { range: [0, 2], map });
const field = {
  kind: "contour",
  range: [0, 2],
  map,
  alpha: 1,
  rows: 3,
  columns: 3,
  x: [0, 1, 2],
  y: [0, 1, 2],
  z: [2, 1, 2, 1, 0, 1, 2, 1, 2],
  levels: [0.5, 1.5],
  dash: "solid",
} as const;
const every: readonly SpaceMark[] = [
  bowl,
  surface([2, 1, 2, 1, Number.NaN, 1, 2, 1, 2], { wire: true, width: 1 }),
  { ...line([0, 1, 2], [0, 1, 2], "path"), z: [2, 0, 2], marker: "o", dash: "dashed" } as SpaceMark,
  { kind: "points", ...named, x: [1], y: [1], z: [0], marker: "*", values: [5], range: [0, 9], map },
  { kind: "arrows", ...named, x: [0], y: [0], z: [0], u: [1], v: [1], w: [1] },
  { ...field, filled: false },
  { ...field, filled: true, offset: 0 },
  { kind: "text", x: 1, y: 1, z: 2, text: "top", align: "center", level: "bottom" },
];
const piecesIn = (plot: PlotAxes) => piecesOf((plot.space as PlotSpace).marks, cubeOf(plot, plot.space as PlotSpace));

test("a plot in three dimensions has its names, its words and its numbers, in both languages", () => {
  for (const strings of [enLate.plots, zhLate.plots]) {
    const plot = { ...space(every), title: "Bowl", legend: true };
    const markup = renderToStaticMarkup(<AxesView axes={plot} shape={1.3} strings={strings} />);
    expect(markup).toMatch(new RegExp(`aria-label="Bowl(: |：)${strings.kinds.surface}`));
    expect(markup).toContain("path");
    expect(markup).toContain(strings.turn.hint);
    expect(markup).not.toMatch(/NaN|\[object|undefined|Infinity/);
  }
  const events = [{ type: "plot" as const, line: 1, figure: figure([space(every)]) }];
  expect(() => validateEvents(events)).not.toThrow();
  const { columns, rows } = spaceTableOf(space(every), space(every).space as PlotSpace, enLate.plots);
  expect(columns).toEqual(["no.", "mark", "x", "y", "loss", "value"]);
  expect(rows().filter((row) => row[1] === "points")).toEqual([[22, "points", 1, 1, 0, 5]]);
});

test("lists of different lengths are refused", () => {
  const short = [{ type: "plot" as const, line: 1, figure: figure([space([surface([1, 2])])]) }];
  expect(() => validateEvents(short)).toThrow("lists of one length");
});

test("everything drawn lies in the cube; the program's own limits cut it off", () => {
  const kinds = (plot: PlotAxes) => {
    const counted: Record<string, number> = {};
    for (const { kind } of piecesIn(plot)) counted[kind] = (counted[kind] ?? 0) + 1;
    return counted;
  };
  expect(kinds(space([bowl]))).toEqual({ facet: 4 });
  const whole = piecesIn(space(every));
  for (const { middle } of whole)
    for (const share of [middle.x, middle.y, middle.h]) {
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
    }
  expect(new Set(whole.map(({ kind }) => kind))).toEqual(new Set(["facet", "stroke", "dot", "patch", "words"]));
  const path = { ...line([0, 1, 2], [0, 1, 2]), z: [0, 1, 9] } as SpaceMark;
  expect(kinds(space([path], { zLimits: [0, 2] }))).toEqual({ stroke: 1 });
  // Cells above the lid are gone, those that reach through it end there.
  const low = piecesIn(space([bowl], { zLimits: [0, 1] }));
  expect(
    low.flatMap((piece) => (piece.kind === "facet" ? piece.corners.map(({ h }) => h) : [])).every((h) => h <= 1),
  ).toBe(true);
  expect(kinds(space([bowl], { zLimits: [3, 4] }))).toEqual({});
});

test("the colour of a cell is that of the mean of its corners, and on a log scale that of its logarithm", () => {
  const shade = (mark: SpaceMark) => piecesIn(space([mark]))[0]?.colour;
  expect(shade(bowl)).toBe("#808080");
  expect(shade(surface(Array(9).fill(10), { range: [1, 100], map: { ...map, log: true } }))).toBe("#808080");
  expect(shade(surface(Array(9).fill(10)))).toBe("C0");
});

test("equal units make the box as long as its numbers", () => {
  const plot = {
    ...space([surface([0, 0, 0, 0, 4, 0, 0, 0, 0])], { zLimits: [0, 4] }),
    xLimits: [0, 2],
    yLimits: [0, 2],
  } as const;
  expect(cubeOf({ ...plot, equal: true }, plot.space as PlotSpace).sides).toEqual({ x: 0.5, y: 0.5, h: 1 });
  expect(cubeOf(plot, plot.space as PlotSpace).sides).toEqual({ x: 1, y: 1, h: 0.75 });
});

test("the foremost place under the pointer is read, points before surfaces", () => {
  const read = (marks: readonly SpaceMark[], place: readonly [number, number, number]) => {
    const plot = space(marks, { zLimits: [0, 2] });
    const limited = { ...plot, xLimits: [0, 2], yLimits: [0, 2] } as const;
    const cube = cubeOf(limited, limited.space as PlotSpace);
    const at = projection({ azimuth: 0, tilt: 0.6 }, { width: 400, height: 300 }, cube.sides);
    const { px, py } = at(...place);
    const found = readingAt(limited.space as PlotSpace, cube, at, px, py);
    return found && [found.mark.kind, found.x, found.y, found.z, found.value];
  };
  const floor = surface(Array(9).fill(0));
  const [near, hidden] = [surface(Array(9).fill(1)), read([floor], [0.02, 0.02, 0])];
  expect(hidden).toEqual(["surface", "0", "0", "0", undefined]);
  expect(read([floor, near], [0.5, 0.5, 0.5])).toEqual(["surface", "1", "1", "1", undefined]);
  const dot: SpaceMark = {
    kind: "points",
    ...named,
    x: [1],
    y: [1],
    z: [0],
    marker: "o",
    values: [7],
    range: [0, 9],
    map,
  };
  expect(read([near, dot], [0.5, 0.5, 0])).toEqual(["points", "1", "1", "0", "7"]);
  expect(read([floor], [0.5, 0.5, 1.9])).toBeUndefined();
});
