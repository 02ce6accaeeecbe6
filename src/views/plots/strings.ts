/** The words of the plots; the app hands them in. */
import type { Mark, SpaceMark } from "#trace/figure.ts";
import type { PlotDataStrings } from "#ui/PlotData.tsx";

export interface PlotsStrings {
  readonly title: string;
  readonly none: string;
  readonly figure: (number: number) => string;
  readonly line: (line: number) => string;
  readonly goToLine: (line: number) => string;
  /** One plot, to a screen reader: its title, or what is on it. */
  readonly plot: (title: string, marks: string) => string;
  readonly legend: string;
  readonly colours: (low: string, high: string) => string;
  readonly kinds: Readonly<Record<(Mark | SpaceMark)["kind"], string>>;
  readonly numberOf: string;
  readonly mark: string;
  readonly value: string;
  /** How a plot in three dimensions is turned, and the button that turns it back. */
  readonly turn: { readonly hint: string; readonly reset: string };
  readonly table: PlotDataStrings;
}
