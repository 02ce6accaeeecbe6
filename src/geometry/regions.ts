/** Where each class wins on a plane, and the lines between them. */
import { contours } from "d3-contour";
import type { Range } from "./frame.ts";

/** For every class how far it is ahead of the best other one, at the middles of equal cells; rows and ranges as in a grid. */
export interface Field {
  readonly columns: number;
  readonly rows: number;
  readonly ranges: readonly Range[];
  readonly leads: readonly Float64Array[];
}

/** The leads of the classes, from outputs point after point: one output and a threshold tell two classes apart, several are scores. */
export function leadsOf(outputs: ArrayLike<number>, perPoint: number, threshold: number): readonly Float64Array[] {
  const points = outputs.length / perPoint;
  if (perPoint === 1) {
    const above = Float64Array.from(outputs, (v) => v - threshold);
    return [above.map((v) => -v), above];
  }
  return Array.from({ length: perPoint }, (_, c) =>
    Float64Array.from({ length: points }, (_point, p) => {
      let others = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < perPoint; k++)
        if (k !== c) others = Math.max(others, outputs[p * perPoint + k] ?? Number.NaN);
      return (outputs[p * perPoint + c] ?? Number.NaN) - others;
    }),
  );
}

/** A range with one more cell on either side: a contour bends along the edge of its field, and that part is for nobody to see. */
export function widened({ low, high }: Range, cells: number): Range {
  const cell = (high - low) / cells;
  return { low: low - cell, high: high + cell };
}

/**
 * The area of every class, empty where it never wins: SVG paths in cells of the field, x from 0 to `columns`, y from 0 to `rows`, upwards as the
 * second axis. Where the model gives no number nobody wins.
 */
export function regionsOf({ columns, rows, leads }: Field): readonly string[] {
  const draw = contours().size([columns, rows]).thresholds([0]);
  return leads.map((lead) => {
    const [found] = draw(Array.from(lead, (v) => (Number.isFinite(v) ? v : -1)));
    const rings = (found?.coordinates ?? []).flat();
    return rings
      .map((ring) => `M${ring.map(([x = 0, y = 0]) => `${x.toFixed(2)},${y.toFixed(2)}`).join("L")}Z`)
      .join("");
  });
}
