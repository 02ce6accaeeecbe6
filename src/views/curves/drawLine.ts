/** Lines as paths, and where on them a moment is. */
import { thinnedFor } from "#trace/curves.ts";
import { indexUpTo } from "./lines.ts";

/** From numbers to pixels. */
export interface Mapping {
  readonly x: (iteration: number) => number;
  /** Not finite where the axis has no place for a number. */
  readonly y: (value: number) => number;
}

/** A point in pixels. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** A path through the points, thinned to what its pixels can show; whatever has no place leaves a gap. */
export function pathOf(iterations: ArrayLike<number>, values: ArrayLike<number>, { x, y }: Mapping): string {
  const last = iterations.length - 1;
  const width = x(iterations[last] ?? 0) - x(iterations[0] ?? 0);
  let path = "";
  let down = false;
  for (const i of thinnedFor(Math.max(1, width), iterations, values)) {
    const up = y(values[i] ?? Number.NaN);
    // A segment of no length shows a point that stands alone.
    if (Number.isFinite(up))
      path += `${down ? "L" : "M"}${x(iterations[i] ?? 0).toFixed(1)},${up.toFixed(1)}${down ? "" : "h0"}`;
    down = Number.isFinite(up);
  }
  return path;
}

/** Where on a line an iteration is; between two points it is on the way from one to the next. */
export function spotAt(
  iterations: ArrayLike<number>,
  values: ArrayLike<number>,
  iteration: number,
  { x, y }: Mapping,
): Spot | undefined {
  const i = indexUpTo(iterations, iteration);
  const [from, to] = [iterations[i], iterations[i + 1]];
  if (from === undefined) return undefined;
  const share = to === undefined ? 0 : (iteration - from) / (to - from);
  const [start, end] = [y(values[i] ?? Number.NaN), share > 0 ? y(values[i + 1] ?? Number.NaN) : 0];
  const up = share > 0 ? start + share * (end - start) : start;
  const across = to === undefined ? from : iteration;
  return Number.isFinite(up) ? { x: x(across), y: up } : undefined;
}

/** The last point of a line that has a place. */
export function endOf(iterations: ArrayLike<number>, values: ArrayLike<number>, { x, y }: Mapping): Spot | undefined {
  for (let i = values.length - 1; i >= 0; i--) {
    const up = y(values[i] ?? Number.NaN);
    if (Number.isFinite(up)) return { x: x(iterations[i] ?? 0), y: up };
  }
  return undefined;
}

/** Heights of labels, moved apart as little as keeps them `gap` from one another and between `top` and `bottom`. */
export function spread(heights: readonly number[], gap: number, top: number, bottom: number): readonly number[] {
  const order = heights.map((_, i) => i).sort((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0));
  const placed = [...heights];
  let least = top;
  for (const i of order) {
    placed[i] = Math.max(least, placed[i] ?? 0);
    least = (placed[i] ?? 0) + gap;
  }
  let most = bottom;
  for (const i of order.reverse()) {
    placed[i] = Math.min(most, placed[i] ?? 0);
    most = (placed[i] ?? 0) - gap;
  }
  return placed;
}

/** A name in at most so many characters; its end says which number of a parameter it is, so the front is cut. */
export function shortName(name: string, most: number): string {
  return name.length <= most ? name : `…${name.slice(name.length - most + 1)}`;
}
