/** The numbers of a plot in three dimensions as a table. */
import type { PlotAxes, PlotSpace, SpaceMark } from "#trace/figure.ts";
import { cell, nameOf, type PlotTable, unique } from "../dataRows.ts";
import { labelText } from "../labelText.ts";
import type { PlotsStrings } from "../strings.ts";

type Row = readonly (number | string)[];

/** Mark by mark, one row for each place. */
export function spaceTableOf(axes: PlotAxes, space: PlotSpace, strings: PlotsStrings): PlotTable {
  const names = [labelText(axes.xLabel) || "x", labelText(axes.yLabel) || "y", labelText(space.zLabel) || "z"];
  const valued = space.marks.some((mark) => mark.kind === "points" && mark.values);
  return {
    columns: unique([strings.numberOf, strings.mark, ...names, ...(valued ? [strings.value] : [])]),
    rows: () =>
      space.marks
        .flatMap((mark) =>
          rowsOf(mark).map((row) => [nameOf(mark, strings), ...row, ...(valued && row.length < 4 ? [""] : [])]),
        )
        .map((row, i) => [i + 1, ...row]),
  };
}

function rowsOf(mark: SpaceMark): readonly Row[] {
  switch (mark.kind) {
    case "line":
    case "points":
    case "surface": {
      const values = mark.kind === "points" ? mark.values : undefined;
      return mark.x.map((x, i) => [...[x, mark.y[i], mark.z[i]].map(known), ...(values ? [known(values[i])] : [])]);
    }
    case "arrows":
      return mark.x.map((x, i) => [
        `${known(x)} + ${known(mark.u[i])}`,
        `${known(mark.y[i])} + ${known(mark.v[i])}`,
        `${known(mark.z[i])} + ${known(mark.w[i])}`,
      ]);
    case "contour":
      return mark.z.map((z, i) => [
        known(mark.x[i % mark.columns]),
        known(mark.y[Math.floor(i / mark.columns)]),
        known(z),
      ]);
    case "text":
      return [];
    default:
      return mark satisfies never;
  }
}

const known = (value: number | undefined): number | string => cell(value ?? Number.NaN);
