/** What is under the pointer: the nearest point, bar or cell of a plot. */
import type { Mark, PlotAxes, SpaceMark } from "#trace/figure.ts";
import { shortNumber } from "#ui/plotScale.ts";
import type { Mapping } from "./mapping.ts";
import { ringsIn } from "./ShapeMarks.tsx";

/** A place of a mark, in its own numbers and in pixels. */
export interface Reading {
  readonly mark: Mark | SpaceMark;
  readonly x: string;
  readonly y: string;
  readonly z?: string;
  /** What it is, where its place says nothing. */
  readonly name?: string;
  /** The number that its colour tells. */
  readonly value: string | undefined;
  readonly left: number;
  readonly top: number;
}

/** Points within so many pixels come before the image behind them. */
const near = 40;

/** The reading for a pixel; undefined where nothing is near. */
export function nearestAt(axes: PlotAxes, map: Mapping, left: number, top: number): Reading | undefined {
  let [best, least]: [Reading | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
  for (const mark of axes.marks) {
    const found = nearestOf(mark, map, left, top);
    if (found && found.distance < least) [best, least] = [found.reading, found.distance];
  }
  return best;
}

interface Found {
  readonly reading: Reading;
  readonly distance: number;
}

function nearestOf(mark: Mark, map: Mapping, left: number, top: number): Found | undefined {
  switch (mark.kind) {
    case "line":
    case "points":
    case "arrows":
      return pointOf(mark, mark.x, mark.y, map, left, top);
    case "band":
      return pointOf(mark, [...mark.x, ...mark.x], [...mark.low, ...mark.high], map, left, top);
    case "bars":
      return barOf(mark, map, left, top);
    case "image":
      return cellOf(mark, map, left, top);
    case "contour":
      return nodeOf(mark, map, left, top);
    case "shapes":
      return shapeOf(mark, map, left, top);
    case "rule":
    case "span":
    case "text":
      return undefined;
    default:
      return mark satisfies never;
  }
}

function pointOf(
  mark: Mark,
  xs: readonly number[],
  ys: readonly number[],
  map: Mapping,
  left: number,
  top: number,
): Found | undefined {
  let [at, least] = [-1, Number.POSITIVE_INFINITY];
  for (let i = 0; i < xs.length; i++) {
    const distance = Math.hypot(map.x(xs[i] ?? Number.NaN) - left, map.y(ys[i] ?? Number.NaN) - top);
    if (distance < least) [at, least] = [i, distance];
  }
  const [x, y] = [xs[at], ys[at]];
  if (x === undefined || y === undefined) return undefined;
  const value = mark.kind === "points" && mark.values ? shortNumber(mark.values[at] ?? Number.NaN) : undefined;
  const place = { left: map.x(x), top: map.y(y) };
  return { reading: { mark, x: shortNumber(x), y: shortNumber(y), value, ...place }, distance: least };
}

function barOf(mark: Extract<Mark, { kind: "bars" }>, map: Mapping, left: number, top: number): Found | undefined {
  const [along, up, at] = mark.sideways ? [map.y, map.x, top] : [map.x, map.y, left];
  let [best, least] = [-1, Number.POSITIVE_INFINITY];
  for (let i = 0; i < mark.start.length; i++) {
    const [a, b] = [along(mark.start[i] ?? 0), along(mark.end[i] ?? 0)];
    const distance = at >= Math.min(a, b) && at <= Math.max(a, b) ? 0 : Math.min(Math.abs(at - a), Math.abs(at - b));
    if (distance < least) [best, least] = [i, distance];
  }
  const [from, to, high] = [mark.start[best], mark.end[best], mark.top[best]];
  if (from === undefined || to === undefined || high === undefined) return undefined;
  const span = `${shortNumber(from)} … ${shortNumber(to)}`;
  const height = shortNumber(high);
  const [middle, end] = [(along(from) + along(to)) / 2, up(high)];
  if (!Number.isFinite(middle) || !Number.isFinite(end)) return undefined;
  const place = mark.sideways ? { left: end, top: middle } : { left: middle, top: end };
  const words = mark.sideways ? { x: height, y: span } : { x: span, y: height };
  return { reading: { mark, ...words, value: undefined, ...place }, distance: least };
}

function cellOf(mark: Extract<Mark, { kind: "image" }>, map: Mapping, left: number, top: number): Found | undefined {
  const [l, r, b, t] = mark.extent;
  const [first, last] = mark.upper ? [t, b] : [b, t];
  const { edges } = mark;
  const [column, row] = edges
    ? [between(edges.x.map(map.x), left), between(edges.y.map(map.y), top)]
    : [
        Math.floor(((left - map.x(l)) / (map.x(r) - map.x(l))) * mark.columns),
        Math.floor(((top - map.y(first)) / (map.y(last) - map.y(first))) * mark.rows),
      ];
  if (!(column >= 0 && row >= 0 && column < mark.columns && row < mark.rows)) return undefined;
  const middle = (list: readonly number[], i: number): number => ((list[i] ?? 0) + (list[i + 1] ?? 0)) / 2;
  const [x, y] = edges
    ? [middle(edges.x, column), middle(edges.y, row)]
    : [l + ((column + 0.5) / mark.columns) * (r - l), first + ((row + 0.5) / mark.rows) * (last - first)];
  const value = Array.from({ length: mark.channels }, (_, k) =>
    shortNumber(mark.data[(row * mark.columns + column) * mark.channels + k] ?? Number.NaN),
  ).join(", ");
  const place = { left: map.x(x), top: map.y(y) };
  return { reading: { mark, x: shortNumber(x), y: shortNumber(y), value, ...place }, distance: near };
}

function nodeOf(mark: Extract<Mark, { kind: "contour" }>, map: Mapping, left: number, top: number): Found | undefined {
  const closest = (list: readonly number[], at: (value: number) => number, pixel: number): number =>
    list.reduce(
      (best, value, i) => (Math.abs(at(value) - pixel) < Math.abs(at(list[best] ?? 0) - pixel) ? i : best),
      0,
    );
  const [column, row] = [closest(mark.x, map.x, left), closest(mark.y, map.y, top)];
  const [x = Number.NaN, y = Number.NaN] = [mark.x[column], mark.y[row]];
  const value = shortNumber(mark.z[row * mark.columns + column] ?? Number.NaN);
  const place = { left: map.x(x), top: map.y(y) };
  if (!Number.isFinite(place.left + place.top)) return undefined;
  return { reading: { mark, x: shortNumber(x), y: shortNumber(y), value, ...place }, distance: near };
}

/** Between which two of some pixels one lies; -1 for none. */
const between = (edges: readonly number[], pixel: number): number =>
  edges.findIndex((edge, i) => {
    const next = edges[i + 1];
    return next !== undefined && pixel >= Math.min(edge, next) && pixel < Math.max(edge, next);
  });

/** The last region that a pixel is in: its name, else its nearest corner. */
function shapeOf(mark: Extract<Mark, { kind: "shapes" }>, map: Mapping, left: number, top: number): Found | undefined {
  const rings = ringsIn(mark);
  const at = rings.findLastIndex(({ from, to }) => {
    let inside = false;
    for (let i = from; i < to; i++) {
      const j = i + 1 < to ? i + 1 : from;
      const [xa, ya, xb, yb] = [mark.x[i], mark.y[i], mark.x[j], mark.y[j]] as [number, number, number, number];
      const [ax, ay, bx, by] = [map.x(xa), map.y(ya), map.x(xb), map.y(yb)];
      if (ay > top !== by > top && left < ax + ((top - ay) / (by - ay)) * (bx - ax)) inside = !inside;
    }
    return inside;
  });
  const ring = rings[at];
  if (!ring) return undefined;
  const [xs, ys] = [mark.x.slice(ring.from, ring.to), mark.y.slice(ring.from, ring.to)];
  const found = pointOf(mark, xs, ys, map, left, top);
  const name = mark.names?.[at];
  if (!found) return undefined;
  return name === undefined
    ? { ...found, distance: near }
    : { reading: { ...found.reading, name, left, top }, distance: near };
}
