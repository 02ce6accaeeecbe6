/** The unit cube of a plot in three dimensions: from where to where its axes go, and how long its sides are drawn. */
import type { Sides } from "#geometry/projection.ts";
import type { PlotAxes, PlotSpace, SpaceMark } from "#trace/figure.ts";
import { type PlotAxis, plotScale } from "#ui/plotScale.ts";
import type { CubeAxes, CubeAxis } from "../../value/paintFrame.ts";
import { labelText } from "../labelText.ts";

/** The axes of a plot, and the sides of its box. */
export interface Cube {
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly z: PlotAxis;
  readonly sides: Sides;
}

type Direction = "x" | "y" | "z";

/** Beyond what is drawn there is so much room, as a share of it. */
const margin = 0.02;

/** The program's own limits, else all that is drawn. */
export function cubeOf(axes: PlotAxes, space: PlotSpace): Cube {
  const [x, y, z] = [axisOf("x", axes, space), axisOf("y", axes, space), axisOf("z", axes, space)];
  const long = axes.equal ? [x, y, z].map(({ low, high }) => Math.abs(high - low)) : space.sides;
  const most = Math.max(...long);
  const [wide = 1, deep = 1, high = 1] = long.map((side) => Math.max(0.1, side / most));
  return { x, y, z, sides: { x: wide, y: deep, h: high } };
}

/** Where between the ends of an axis a number is; beyond them it is less than 0 or more than 1. */
export const shareIn =
  ({ low, high }: PlotAxis) =>
  (value: number): number =>
    (value - low) / (high - low);

/** The axes as they are painted where a side of length 1 has so many pixels. */
export function cubeAxes({ x, y, z, sides }: Cube, unit: number): CubeAxes {
  const painted = (axis: PlotAxis, room: number): CubeAxis => ({
    name: axis.label,
    ticks: plotScale(axis, 0, room).ticks,
    share: shareIn(axis),
  });
  // Going up, numbers may stand closer together.
  return { x: painted(x, unit * sides.x), y: painted(y, unit * sides.y), h: painted(z, unit * sides.h * 1.5) };
}

function axisOf(which: Direction, axes: PlotAxes, space: PlotSpace): PlotAxis {
  const own = {
    x: { label: axes.xLabel, limits: axes.xLimits, ticks: axes.xTicks, reversed: axes.xReversed },
    y: { label: axes.yLabel, limits: axes.yLimits, ticks: axes.yTicks, reversed: axes.yReversed },
    z: { label: space.zLabel, limits: space.zLimits, ticks: space.zTicks, reversed: space.zReversed },
  }[which];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const mark of space.marks)
    for (const value of reachOf(mark, which)) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  if (low > high) [low, high] = [0, 1];
  const room = (high - low) * margin;
  let [from, to] = own.limits.map((limit, end) =>
    Number.isFinite(limit) ? limit : end === 0 ? low - room : high + room,
  ) as [number, number];
  if (from === to) [from, to] = [from - 0.5, to + 0.5];
  const ticks = own.ticks?.at.map((value, i) => ({ value, label: labelText(own.ticks?.labels[i] ?? "") }));
  return {
    low: own.reversed ? to : from,
    high: own.reversed ? from : to,
    label: labelText(own.label) || which,
    ...(ticks ? { ticks } : {}),
  };
}

/** All numbers that a mark has along an axis. */
function reachOf(mark: SpaceMark, which: Direction): readonly number[] {
  switch (mark.kind) {
    case "line":
    case "points":
    case "surface":
      return mark[which];
    case "arrows": {
      const by = { x: mark.u, y: mark.v, z: mark.w }[which];
      return [...mark[which], ...mark[which].map((value, i) => value + (by[i] ?? 0))];
    }
    case "contour":
      return which !== "z" ? mark[which] : mark.offset === undefined ? mark.levels : [mark.offset];
    case "text":
      return [];
    default:
      return mark satisfies never;
  }
}
