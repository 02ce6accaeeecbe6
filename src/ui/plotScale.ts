/** From numbers to pixels and back, with ticks that people read easily. */
import { scaleLinear, scaleLog } from "d3-scale";

/** What an axis shows. A logarithmic one needs `low` above zero. */
export interface PlotAxis {
  readonly low: number;
  readonly high: number;
  readonly log?: boolean;
  /** What is counted has ticks at whole numbers only. */
  readonly whole?: boolean;
  /** These ticks and no others. */
  readonly ticks?: readonly Tick[];
  readonly label: string;
}

export interface Tick {
  readonly value: number;
  /** Empty for a tick between two labelled ones. */
  readonly label: string;
}

export interface PlotScale {
  /** The pixel of a number; beyond the ends of the axis it goes on. NaN for NaN (d3 gives undefined, whatever its types say). */
  readonly at: (value: number) => number;
  /** The number at a pixel. */
  readonly from: (pixel: number) => number;
  readonly ticks: readonly Tick[];
}

/** The scale of an axis whose low end is at pixel `start` and whose high end is at `end`. */
export function plotScale(axis: PlotAxis, start: number, end: number): PlotScale {
  const { low, high, log = false, whole = false } = axis;
  const given = axis.ticks?.filter(({ value }) => value >= Math.min(low, high) && value <= Math.max(low, high));
  const room = Math.abs(end - start);
  const count = Math.max(2, Math.floor(room / 64));
  if (log) {
    const scale = scaleLog().domain([low, high]).range([start, end]);
    const decades = Math.log10(high / low);
    const each = Math.max(1, Math.ceil(decades / count));
    const ticks = scale.ticks(decades < 2 ? count : Math.min(decades * 9, 60)).flatMap((value): readonly Tick[] => {
      const power = Math.round(Math.log10(value));
      const whole = Math.abs(value / 10 ** power - 1) < 1e-6;
      if (decades < 2) return [{ value, label: shortNumber(value) }];
      if (whole && power % each === 0) return [{ value, label: shortNumber(value) }];
      return decades < 8 ? [{ value, label: "" }] : [];
    });
    return { at: (value) => scale(value) ?? Number.NaN, from: (pixel) => scale.invert(pixel), ticks: given ?? ticks };
  }
  const scale = scaleLinear().domain([low, high]).range([start, end]);
  const ticks = scale
    .ticks(count)
    .filter((value) => !whole || Number.isInteger(value))
    .map((value) => ({ value, label: shortNumber(value) }));
  return { at: (value) => scale(value) ?? Number.NaN, from: (pixel) => scale.invert(pixel), ticks: given ?? ticks };
}

/** A number in at most about six characters: `0.25`, `1200`, `3e-7`, with a true minus sign. */
export function shortNumber(value: number): string {
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const text =
    size >= 1e5 || size < 1e-3
      ? value
          .toExponential(2)
          .replace(/\.?0+e/, "e")
          .replace("e+", "e")
      : String(Number(value.toPrecision(4)));
  return text.replaceAll("-", "−");
}
