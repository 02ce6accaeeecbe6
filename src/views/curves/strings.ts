/** The words of the curves; the app hands them in. */
import type { Curve } from "#trace/curves.ts";
import type { PlotDataStrings } from "#ui/PlotData.tsx";

export interface CurvesStrings {
  /** What the chart is, to a screen reader. */
  readonly title: string;
  readonly empty: string;
  readonly kinds: Readonly<Record<Curve["kind"], string>>;
  readonly iteration: string;
  /** Names the group of buttons that show and hide curves. */
  readonly show: string;
  readonly noneShown: string;
  readonly logScale: string;
  readonly smoothing: string;
  readonly smoothingNote: string;
  readonly raw: string;
  readonly smoothed: string;
  readonly at: (iteration: string) => string;
  readonly atOf: (iteration: string, last: string) => string;
  readonly reading: (name: string, value: string) => string;
  readonly unknown: string;
  readonly nanFrom: (iteration: string) => string;
  readonly infinityFrom: (sign: string, iteration: string) => string;
  readonly notOnLog: string;
  readonly data: PlotDataStrings;
}
