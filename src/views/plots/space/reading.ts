/** What of a plot in three dimensions is under the pointer. */
import type { Projected, Projection } from "#geometry/projection.ts";
import type { PlotSpace, SpaceMark } from "#trace/figure.ts";
import { shortNumber } from "#ui/plotScale.ts";
import type { Reading } from "../nearest.ts";
import { type Cube, shareIn } from "./cube.ts";

/** A point within so many pixels comes before the surface behind it. */
const near = 10;

/** The nearest point of a curve or cloud, else the nearest corner of the foremost cell of a surface there. */
export function readingAt(
  space: PlotSpace,
  cube: Cube,
  at: Projection,
  left: number,
  top: number,
): Reading | undefined {
  const [shareX, shareY, shareZ] = [shareIn(cube.x), shareIn(cube.y), shareIn(cube.z)];
  let [best, least]: [Reading | undefined, number] = [undefined, near];
  let [ground, foremost]: [Reading | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
  for (const mark of space.marks) {
    if (mark.kind === "text" || mark.kind === "contour") continue;
    const { x, y, z } = mark;
    const places = x.map((across, i) => at(shareX(across), shareY(y[i] ?? Number.NaN), shareZ(z[i] ?? Number.NaN)));
    const distance = ({ px, py }: Projected): number => Math.hypot(px - left, py - top);
    if (mark.kind === "surface" && !mark.wire) {
      const cell = cellAt(places, mark.rows, mark.columns, left, top);
      if (!cell || cell.depth >= foremost) continue;
      const corner = cell.corners.reduce((a, b) =>
        distance(places[b] as Projected) < distance(places[a] as Projected) ? b : a,
      );
      [ground, foremost] = [readingOf(mark, corner, places[corner] as Projected), cell.depth];
      continue;
    }
    for (const [i, place] of places.entries()) {
      const away = distance(place);
      if (away < least) [best, least] = [readingOf(mark, i, place), away];
    }
  }
  return best ?? ground;
}

function readingOf(mark: Exclude<SpaceMark, { kind: "text" | "contour" }>, i: number, place: Projected): Reading {
  const [x, y, z] = [mark.x[i], mark.y[i], mark.z[i]].map((value) => shortNumber(value ?? Number.NaN));
  const value = mark.kind === "points" && mark.values ? shortNumber(mark.values[i] ?? Number.NaN) : undefined;
  return { mark, x: x ?? "", y: y ?? "", z: z ?? "", value, left: place.px, top: place.py };
}

/** The cell of a table of places that is seen at a pixel: of several the one nearest to the eye. */
function cellAt(
  places: readonly Projected[],
  rows: number,
  columns: number,
  left: number,
  top: number,
): { readonly corners: readonly number[]; readonly depth: number } | undefined {
  let found: { readonly corners: readonly number[]; readonly depth: number } | undefined;
  for (let row = 0; row + 1 < rows; row++)
    for (let column = 0; column + 1 < columns; column++) {
      const first = row * columns + column;
      const corners = [first, first + 1, first + columns + 1, first + columns];
      const around = corners.map((i) => places[i] as Projected);
      if (!contains(around, left, top)) continue;
      const depth = around.reduce((sum, place) => sum + place.depth, 0) / 4;
      if (!found || depth < found.depth) found = { corners, depth };
    }
  return found;
}

/** Whether a pixel lies in a polygon: a ray from it crosses the sides an odd number of times. */
function contains(corners: readonly Projected[], left: number, top: number): boolean {
  let inside = false;
  for (const [k, a] of corners.entries()) {
    const b = corners[(k + 1) % corners.length] as Projected;
    if (a.py > top === b.py > top) continue;
    if (left < a.px + ((top - a.py) / (b.py - a.py)) * (b.px - a.px)) inside = !inside;
  }
  return inside;
}
