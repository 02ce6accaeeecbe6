import type { Point } from "#trace/graph.ts";

const n = (x: number): string => String(Math.round(x * 100) / 100);

/** An SVG path through the points of a route, level at every point: straight inside columns, an S between them. */
export function curveThrough(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${n(first.x)},${n(first.y)}`;
  let from = first;
  for (const to of rest) {
    if (to.y === from.y) path += `H${n(to.x)}`;
    else {
      const middle = (from.x + to.x) / 2;
      path += `C${n(middle)},${n(from.y)} ${n(middle)},${n(to.y)} ${n(to.x)},${n(to.y)}`;
    }
    from = to;
  }
  return path;
}
