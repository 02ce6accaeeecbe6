/** What a figure may look like when it comes from outside; a part of the schema of events. */
import * as v from "valibot";
import type { Figure, Mark, SpaceMark } from "./figure.ts";

/** The caps of a figure; matplotlib's stand-in stays below them. */
export const figureCaps = {
  points: 20_000,
  cells: 65_536,
  text: 1_000,
  ticks: 200,
  stops: 64,
  levels: 200,
  marks: 2_000,
  axes: 144,
  grid: 60,
} as const;

const anyNumber = v.custom<number>((input) => typeof input === "number", "must be a number");
const whole = (cap: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(cap));
const flag = v.boolean();
const text = v.pipe(v.string(), v.maxLength(figureCaps.text));
const colour = v.pipe(v.string(), v.regex(/^(#[\da-f]{6}|C\d)$/));
const pair = v.strictTuple([anyNumber, anyNumber]);
const list = <T extends v.GenericSchema>(item: T, cap: number) => v.pipe(v.array(item), v.maxLength(cap));

/** A hand-made loop, because there may be very many. */
const numbers = (cap: number) =>
  v.custom<readonly number[]>(
    (input) => Array.isArray(input) && input.length <= cap && input.every((n) => typeof n === "number"),
    `must be a list of at most ${cap} numbers`,
  );
const points = numbers(figureCaps.points);
const cells = numbers(figureCaps.cells);

const scale = v.picklist(["linear", "log"]);
const dash = v.picklist(["solid", "dashed", "dashdot", "dotted", "none"]);
const marker = v.pipe(v.string(), v.maxLength(1));
const map = v.strictObject({ stops: list(colour, figureCaps.stops), stepped: flag, log: v.exactOptional(flag) });
const named = { label: text, colour, alpha: anyNumber };
const mapped = { range: pair, map, alpha: anyNumber };
const table = { rows: whole(figureCaps.cells), columns: whole(figureCaps.cells) };

/** Lists of one mark belong together: they are equally long, and a table has as many numbers as it says. */
function agrees(mark: Mark): boolean {
  const as = (size: number, ...lists: readonly (readonly unknown[] | undefined)[]): boolean =>
    lists.every((each) => each === undefined || each.length === size);
  switch (mark.kind) {
    case "line":
      return as(mark.x.length, mark.y);
    case "points":
      return as(mark.x.length, mark.y, mark.values, mark.colours, mark.sizes);
    case "bars":
      return as(mark.start.length, mark.end, mark.base, mark.top, mark.colours);
    case "arrows":
      return as(mark.x.length, mark.y, mark.u, mark.v);
    case "band":
      return as(mark.x.length, mark.low, mark.high);
    case "image":
      return (
        mark.data.length === mark.rows * mark.columns * mark.channels &&
        as(mark.columns + 1, mark.edges?.x) &&
        as(mark.rows + 1, mark.edges?.y)
      );
    case "shapes":
      return as(mark.x.length, mark.y);
    case "contour":
      return as(mark.rows * mark.columns, mark.z) && as(mark.columns, mark.x) && as(mark.rows, mark.y);
    default:
      return true;
  }
}

/** What flat marks and those in three dimensions both have. */
const lineEntries = {
  kind: v.literal("line"),
  ...named,
  x: points,
  y: points,
  dash,
  marker,
  width: anyNumber,
  size: anyNumber,
};
const pointsEntries = {
  kind: v.literal("points"),
  ...named,
  x: points,
  y: points,
  marker,
  values: v.exactOptional(points),
  range: v.exactOptional(pair),
  map: v.exactOptional(map),
  colours: v.exactOptional(list(colour, figureCaps.points)),
  sizes: v.exactOptional(points),
};
const arrowsEntries = {
  kind: v.literal("arrows"),
  ...named,
  x: points,
  y: points,
  u: points,
  v: points,
  scale: v.exactOptional(anyNumber),
};
const contourEntries = {
  kind: v.literal("contour"),
  ...mapped,
  ...table,
  z: cells,
  x: points,
  y: points,
  filled: flag,
  levels: numbers(figureCaps.levels),
  colour: v.exactOptional(colour),
  dash,
};
const textEntries = {
  kind: v.literal("text"),
  x: anyNumber,
  y: anyNumber,
  text,
  align: v.picklist(["left", "center", "right"]),
  level: v.picklist(["bottom", "center", "top"]),
  inAxes: v.exactOptional(flag),
  offset: v.exactOptional(pair),
  colour: v.exactOptional(colour),
  target: v.exactOptional(pair),
  head: v.exactOptional(flag),
};

const loose: v.GenericSchema<unknown, Mark> = v.variant("kind", [
  v.strictObject(lineEntries),
  v.strictObject(pointsEntries),
  v.strictObject({
    kind: v.literal("bars"),
    ...named,
    start: points,
    end: points,
    base: points,
    top: points,
    sideways: flag,
    outline: v.exactOptional(flag),
    colours: v.exactOptional(list(colour, figureCaps.points)),
  }),
  v.strictObject({ kind: v.literal("band"), ...named, x: points, low: points, high: points }),
  v.strictObject({ kind: v.literal("rule"), ...named, across: flag, at: anyNumber, dash, width: anyNumber }),
  v.strictObject({ kind: v.literal("span"), ...named, across: flag, from: anyNumber, to: anyNumber }),
  v.strictObject(arrowsEntries),
  v.strictObject({
    kind: v.literal("image"),
    ...mapped,
    ...table,
    channels: v.picklist([1, 3]),
    data: cells,
    upper: flag,
    extent: v.strictTuple([anyNumber, anyNumber, anyNumber, anyNumber]),
    edges: v.exactOptional(v.strictObject({ x: points, y: points })),
    smooth: v.exactOptional(flag),
  }),
  v.strictObject({
    kind: v.literal("shapes"),
    ...named,
    x: points,
    y: points,
    filled: flag,
    edge: v.exactOptional(colour),
    width: anyNumber,
    colours: v.exactOptional(list(colour, figureCaps.points)),
    names: v.exactOptional(list(text, figureCaps.points)),
  }),
  v.strictObject(contourEntries),
  v.strictObject(textEntries),
]);
const mark = v.pipe(loose, v.check(agrees, "must have lists of one length"));

/** The same for marks in three dimensions. */
function agreesInSpace(mark: SpaceMark): boolean {
  if (mark.kind !== "surface") {
    const heights =
      mark.kind === "arrows" ? [mark.z, mark.w] : mark.kind === "line" || mark.kind === "points" ? [mark.z] : [];
    return (
      agrees(mark) && heights.every(({ length }) => "x" in mark && length === (mark.x as readonly number[]).length)
    );
  }
  const { rows, columns, x, y, z, colours } = mark;
  const facets = (rows - 1) * (columns - 1);
  return [x, y, z].every(({ length }) => length === rows * columns) && (colours?.length ?? facets) === facets;
}

const looseInSpace: v.GenericSchema<unknown, SpaceMark> = v.variant("kind", [
  v.strictObject({ ...lineEntries, z: points }),
  v.strictObject({ ...pointsEntries, z: points }),
  v.strictObject({ ...arrowsEntries, z: points, w: points }),
  v.strictObject({ ...contourEntries, offset: v.exactOptional(anyNumber) }),
  v.strictObject({ ...textEntries, z: anyNumber }),
  v.strictObject({
    kind: v.literal("surface"),
    ...named,
    rows: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(figureCaps.cells)),
    columns: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(figureCaps.cells)),
    x: points,
    y: points,
    z: points,
    wire: flag,
    range: v.exactOptional(pair),
    map: v.exactOptional(map),
    colours: v.exactOptional(list(colour, figureCaps.points)),
    edge: v.exactOptional(colour),
    width: anyNumber,
  }),
]);
const spaceMark = v.pipe(looseInSpace, v.check(agreesInSpace, "must have lists of one length"));

const ticks = v.strictObject({ at: numbers(figureCaps.ticks), labels: list(text, figureCaps.ticks) });
const cell = whole(figureCaps.grid);
/** What a second vertical axis has of its own. */
const vertical = {
  yLabel: text,
  yScale: scale,
  yLimits: pair,
  yReversed: flag,
  yTicks: v.exactOptional(ticks),
  legend: flag,
  marks: list(mark, figureCaps.marks),
};

const space = v.strictObject({
  zLabel: text,
  zLimits: pair,
  zReversed: flag,
  zTicks: v.exactOptional(ticks),
  azimuth: anyNumber,
  elevation: anyNumber,
  sides: v.strictTuple([anyNumber, anyNumber, anyNumber]),
  marks: list(spaceMark, figureCaps.marks),
});

/** A figure with everything on it. */
export const figureSchema: v.GenericSchema<unknown, Figure> = v.strictObject({
  number: whole(Number.MAX_SAFE_INTEGER),
  width: anyNumber,
  height: anyNumber,
  title: text,
  rows: cell,
  columns: cell,
  axes: list(
    v.strictObject({
      row: cell,
      column: cell,
      rowSpan: cell,
      columnSpan: cell,
      title: text,
      xLabel: text,
      xScale: scale,
      xLimits: pair,
      xReversed: flag,
      xTicks: v.exactOptional(ticks),
      ...vertical,
      keys: v.exactOptional(list(mark, figureCaps.ticks)),
      grid: flag,
      equal: flag,
      frame: flag,
      bar: v.exactOptional(v.strictObject({ label: text, range: pair, map })),
      hidden: v.exactOptional(list(v.picklist(["left", "right", "top", "bottom"]), 4)),
      margins: v.exactOptional(pair),
      right: v.exactOptional(v.strictObject(vertical)),
      space: v.exactOptional(space),
    }),
    figureCaps.axes,
  ),
});
