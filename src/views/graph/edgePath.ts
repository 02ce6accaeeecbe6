/** An edge as a smooth curve: its path, and the points along it where a label or a break may stand. */
import type { Point } from "#trace/graph.ts";

/** Room for the arrow head before the target's border. */
const headLength = 8;

export interface EdgeShape {
  readonly path: string;
  readonly along: readonly Point[];
}

/** The curve through a route: level at every way point, as layout expects, and ending where the arrow head begins. */
export function edgeShape(route: readonly Point[]): EdgeShape {
  const last = route.at(-1);
  if (!last) return { path: "", along: [] };
  const points = [...route.slice(0, -1), { x: last.x - headLength, y: last.y }];
  const pieces = levelPieces(points);
  return { path: pathOf(pieces), along: alongOf(pieces) };
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
    // An edge that has to go back swings out first.
    return { from, to, bend: to.x >= from.x ? (to.x - from.x) / 2 : 40 };
  });
}

function pathOf(pieces: readonly Piece[]): string {
  const [start] = pieces;
  if (!start) return "";
  const curves = pieces.map(({ from, to, bend }) =>
    from.y === to.y
      ? `H${r(to.x)}`
      : `C${r(from.x + bend)},${r(from.y)} ${r(to.x - bend)},${r(to.y)} ${r(to.x)},${r(to.y)}`,
  );
  return `M${r(start.from.x)},${r(start.from.y)}${curves.join("")}`;
}

/** Points every few pixels of the long pieces and a few on the short ones. */
function alongOf(pieces: readonly Piece[]): readonly Point[] {
  return pieces.flatMap(({ from, to, bend }) => {
    const steps = Math.min(24, Math.max(2, Math.round(Math.abs(to.x - from.x) / 12)));
    return Array.from({ length: steps }, (_, i) => {
      const t = (i + 0.5) / steps;
      const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
      return {
        x: a * from.x + b * (from.x + bend) + c * (to.x - bend) + d * to.x,
        y: (a + b) * from.y + (c + d) * to.y,
      };
    });
  });
}

const r = (x: number): number => Math.round(x * 10) / 10;
