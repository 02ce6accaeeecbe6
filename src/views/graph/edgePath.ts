/** An edge as a smooth curve: its path, the point where its label stands, and where it is cut. */
import type { Point } from "#trace/graph.ts";
import { curveMonotoneX, line } from "d3-shape";

/** Room for the arrow head before the target's border. */
const headLength = 7;
const stub = 10;

const smooth = line<Point>(
  (p) => p.x,
  (p) => p.y,
).curve(curveMonotoneX);

export interface EdgeShape {
  readonly path: string;
  /** Points along the curve, evenly spaced: places for labels and for the break. */
  readonly along: readonly Point[];
}

/** The curve through a route; it leaves and arrives level, and ends where the arrow head begins. */
export function edgeShape(route: readonly Point[]): EdgeShape {
  const first = route[0];
  const last = route.at(-1);
  if (!first || !last) return { path: "", along: [] };
  const end = { x: last.x - headLength, y: last.y };
  const inner = route.slice(1, -1);
  const forward = route.every((p, i) => i === 0 || p.x > (route[i - 1]?.x ?? p.x));
  if (inner.length === 0 || !forward) {
    const pieces = levelPieces([first, ...inner, end]);
    return { path: pathOf(pieces), along: pieces.flatMap(samplesOf) };
  }
  // Level ends, then one monotone curve: no wave at every way point.
  const points = [first, { x: first.x + stub, y: first.y }, ...inner, { x: end.x - stub, y: end.y }, end];
  return { path: smooth(points) ?? "", along: densify(points) };
}

interface Piece {
  readonly from: Point;
  readonly to: Point;
  readonly bend: number;
}

/** Cubic pieces that are level at every joint. */
function levelPieces(points: readonly Point[]): readonly Piece[] {
  return points.slice(1).map((to, i) => {
    const from = points[i] ?? to;
    return { from, to, bend: Math.max(Math.abs(to.x - from.x) / 2, 12) };
  });
}

function pathOf(pieces: readonly Piece[]): string {
  const [start] = pieces;
  if (!start) return "";
  const curves = pieces.map(
    ({ from, to, bend }) => `C${r(from.x + bend)},${r(from.y)} ${r(to.x - bend)},${r(to.y)} ${r(to.x)},${r(to.y)}`,
  );
  return `M${r(start.from.x)},${r(start.from.y)}${curves.join("")}`;
}

function samplesOf({ from, to, bend }: Piece): readonly Point[] {
  return [0.15, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85].map((t) => {
    const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
    return {
      x: a * from.x + b * (from.x + bend) + c * (to.x - bend) + d * to.x,
      y: a * from.y + b * from.y + c * to.y + d * to.y,
    };
  });
}

/** Points between the way points; close enough to the curve for a label. */
function densify(points: readonly Point[]): readonly Point[] {
  return points.slice(1).flatMap((to, i) => {
    const from = points[i] ?? to;
    const steps = Math.max(1, Math.round(Math.abs(to.x - from.x) / 40));
    return Array.from({ length: steps }, (_, k) => {
      const t = (k + 0.5) / steps;
      // Smoothstep: the curve is nearly level at both ends of a step.
      const s = t * t * (3 - 2 * t);
      return { x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * s };
    });
  });
}

const r = (x: number): number => Math.round(x * 10) / 10;
