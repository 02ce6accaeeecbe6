/** The numbers of a plot as a table. */
import type { Mark, PlotAxes, SpaceMark } from "#trace/figure.ts";
import { labelText } from "./labelText.ts";
import type { PlotsStrings } from "./strings.ts";

export interface PlotTable {
  readonly columns: readonly string[];
  readonly rows: () => readonly (readonly (number | string)[])[];
}

/** Curves over the same places stand side by side; anything else is listed mark by mark. */
export function tableOf(axes: PlotAxes, strings: PlotsStrings): PlotTable {
  const xName = labelText(axes.xLabel) || "x";
  const yName = labelText(axes.yLabel) || "y";
  const data = axes.marks.filter(({ kind }) => kind !== "rule" && kind !== "span" && kind !== "text");
  const [first] = data;
  if (first?.kind === "line" && data.every((mark) => mark.kind === "line" && sameList(mark.x, first.x))) {
    const names = data.map((mark) => nameOf(mark, strings));
    return {
      columns: unique([
        strings.numberOf,
        xName,
        ...(data.length === 1 ? [names[0] === strings.kinds.line ? yName : (names[0] ?? yName)] : names),
      ]),
      rows: () =>
        first.x.map((x, i) => [
          i + 1,
          cell(x),
          ...data.map((mark) => (mark.kind === "line" ? cell(mark.y[i] ?? Number.NaN) : "")),
        ]),
    };
  }
  const valued = data.some(
    (mark) => mark.kind === "image" || mark.kind === "contour" || (mark.kind === "points" && mark.values),
  );
  return {
    columns: unique([strings.numberOf, strings.mark, xName, yName, ...(valued ? [strings.value] : [])]),
    rows: () => {
      const rows = data.flatMap((mark) =>
        rowsOf(mark).map((row) => [nameOf(mark, strings), ...row, ...(valued && row.length < 3 ? [""] : [])]),
      );
      return rows.map((row, i) => [i + 1, ...row]);
    },
  };
}

/** What a mark is called: its label, or what it is. */
export function nameOf(mark: Mark | SpaceMark, strings: PlotsStrings): string {
  return ("label" in mark && labelText(mark.label)) || strings.kinds[mark.kind];
}

/** A number of a table; what is none is an empty cell. */
export const cell = (value: number): number | string => (Number.isNaN(value) ? "" : Number(value.toPrecision(7)));

const sameList = (a: readonly number[], b: readonly number[]): boolean =>
  a === b || (a.length === b.length && a.every((value, i) => Object.is(value, b[i])));

/** Columns are told apart by their names. */
export const unique = (names: readonly string[]): readonly string[] =>
  names.map((name, i) => (names.indexOf(name) === i ? name : `${name} (${i})`));

function rowsOf(mark: Mark): readonly (readonly (number | string)[])[] {
  switch (mark.kind) {
    case "line":
      return mark.x.map((x, i) => [cell(x), cell(mark.y[i] ?? Number.NaN)]);
    case "points":
      return mark.x.map((x, i) => [
        cell(x),
        cell(mark.y[i] ?? Number.NaN),
        ...(mark.values ? [cell(mark.values[i] ?? Number.NaN)] : []),
      ]);
    case "shapes":
      return mark.x.flatMap((x, i) => (Number.isFinite(x) ? [[cell(x), cell(mark.y[i] ?? Number.NaN)]] : []));
    case "bars":
      return mark.start.map((from, i) => {
        const span = `${cell(from)} … ${cell(mark.end[i] ?? 0)}`;
        const top = cell(mark.top[i] ?? 0);
        return mark.sideways ? [top, span] : [span, top];
      });
    case "arrows":
      return mark.x.map((x, i) => [
        `${cell(x)} + ${cell(mark.u[i] ?? 0)}`,
        `${cell(mark.y[i] ?? 0)} + ${cell(mark.v[i] ?? 0)}`,
      ]);
    case "band":
      return mark.x.map((x, i) => [cell(x), `${cell(mark.low[i] ?? 0)} … ${cell(mark.high[i] ?? 0)}`]);
    case "image":
      return Array.from({ length: mark.rows * mark.columns }, (_, i) => [
        cell(mark.edges?.x[i % mark.columns] ?? i % mark.columns),
        cell(mark.edges?.y[Math.floor(i / mark.columns)] ?? Math.floor(i / mark.columns)),
        mark.data
          .slice(i * mark.channels, (i + 1) * mark.channels)
          .map(cell)
          .join(", "),
      ]);
    case "contour":
      return mark.z.map((z, i) => [
        cell(mark.x[i % mark.columns] ?? 0),
        cell(mark.y[Math.floor(i / mark.columns)] ?? 0),
        cell(z),
      ]);
    case "rule":
    case "span":
    case "text":
      return [];
    default:
      return mark satisfies never;
  }
}
