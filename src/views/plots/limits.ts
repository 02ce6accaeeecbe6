/** From where to where the axes of a plot go. */
import type { Mark, PlotAxes } from "#trace/figure.ts";
import type { PlotAxis } from "#ui/plotScale.ts";
import { labelText } from "./labelText.ts";

/** What the marks need of one axis; at a `tight` end there is no room beyond. */
interface Reach {
  low: number;
  high: number;
  tightLow: boolean;
  tightHigh: boolean;
}

const usualMargin = 0.05;

/** An axis of the plot: the program's own limits, else all that is drawn with a little room. */
export function axisOf(axes: PlotAxes, which: "x" | "y"): PlotAxis {
  const log = (which === "x" ? axes.xScale : axes.yScale) === "log";
  const label = labelText(which === "x" ? axes.xLabel : axes.yLabel);
  const given = which === "x" ? axes.xLimits : axes.yLimits;
  const ticks = which === "x" ? axes.xTicks : axes.yTicks;
  const reversed = which === "x" ? axes.xReversed : axes.yReversed;
  const reach: Reach = {
    low: Number.POSITIVE_INFINITY,
    high: Number.NEGATIVE_INFINITY,
    tightLow: false,
    tightHigh: false,
  };
  for (const mark of axes.marks) takeIn(reach, mark, which, log);
  const [low, high] = roomFor(reach, log, axes.margins?.[which === "x" ? 0 : 1] ?? usualMargin);
  const usable = (limit: number): boolean => Number.isFinite(limit) && !(log && limit <= 0);
  let [from, to] = [usable(given[0]) ? given[0] : low, usable(given[1]) ? given[1] : high];
  if (from === to) [from, to] = log ? [from / 2, to * 2] : [from - 0.5, to + 0.5];
  const [start, end] = reversed ? [to, from] : [from, to];
  const fixed = !axes.frame ? [] : ticks?.at.map((value, i) => ({ value, label: labelText(ticks.labels[i] ?? "") }));
  return { low: start, high: end, log, label: axes.frame ? label : "", ...(fixed ? { ticks: fixed } : {}) };
}

function roomFor({ low, high, tightLow, tightHigh }: Reach, log: boolean, margin: number): readonly [number, number] {
  if (low > high) return log ? [0.1, 1] : [0, 1];
  if (log) {
    if (low === high) return [low / 2, high * 2];
    const room = (high / low) ** margin;
    return [tightLow ? low : low / room, tightHigh ? high : high * room];
  }
  if (low === high) return [low - (Math.abs(low) * margin || 0.5), high + (Math.abs(high) * margin || 0.5)];
  const room = (high - low) * margin;
  return [tightLow ? low : low - room, tightHigh ? high : high + room];
}

function takeIn(reach: Reach, mark: Mark, which: "x" | "y", log: boolean): void {
  const take = (values: readonly number[]): void => {
    for (const value of values) {
      if (!Number.isFinite(value) || (log && value <= 0)) continue;
      if (value < reach.low) [reach.low, reach.tightLow] = [value, false];
      if (value > reach.high) [reach.high, reach.tightHigh] = [value, false];
    }
  };
  const takeTight = (values: readonly number[]): void => {
    const before = { low: reach.low, high: reach.high };
    take(values);
    if (reach.low < before.low || values.includes(reach.low)) reach.tightLow = true;
    if (reach.high > before.high || values.includes(reach.high)) reach.tightHigh = true;
  };
  const across = which === "x";
  switch (mark.kind) {
    case "line":
    case "points":
    case "shapes":
      return take(across ? mark.x : mark.y);
    case "bars":
      if (across !== mark.sideways) {
        take(mark.start);
        return take(mark.end);
      }
      take(mark.top);
      // Bars stand on the axis.
      return takeTight(mark.base);
    case "band":
      if (across) return take(mark.x);
      take(mark.low);
      return take(mark.high);
    case "rule":
      if (mark.across !== across) take([mark.at]);
      return;
    case "span":
      if (mark.across !== across) take([mark.from, mark.to]);
      return;
    case "arrows":
      take(across ? mark.x : mark.y);
      // Arrows in the plot's own numbers reach as far as they point.
      if (mark.scale === undefined) take(across ? ends(mark.x, mark.u) : ends(mark.y, mark.v));
      return;
    case "image":
      return takeTight(across ? mark.extent.slice(0, 2) : mark.extent.slice(2));
    case "contour":
      return takeTight(
        across ? [Math.min(...mark.x), Math.max(...mark.x)] : [Math.min(...mark.y), Math.max(...mark.y)],
      );
    case "text":
      return;
    default:
      mark satisfies never;
  }
}

const ends = (from: readonly number[], by: readonly number[]): readonly number[] =>
  from.map((value, i) => value + (by[i] ?? 0));
