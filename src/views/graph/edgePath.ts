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
  const pieces = levelPieces(straightened(points));
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

/** Way points this close in height (pixels) are level to the eye; layout keeps boxes further away than that. */
const flat = 4;

/** A long edge that runs through many columns at about one height becomes one level piece. Its ends stay where they are. */
function straightened(points: readonly Point[]): readonly Point[] {
  if (points.length < 4) return points;
  const kept: Point[] = [];
  let height: number | undefined;
  for (let i = 1; i < points.length - 1; i++) {
    const [point, next] = [points[i], points[i + 1]];
    if (!point || !next) continue;
    height ??= point.y;
    const level = { x: point.x, y: height };
    const before = kept.at(-1);
    const goesOn = i + 1 < points.length - 1 && next.x >= point.x && Math.abs(next.y - height) <= flat;
    // Of a level stretch only the two ends count.
    if (!goesOn || before?.y !== height) kept.push(level);
    if (!goesOn) height = undefined;
  }
  const [first, last] = [points[0], points.at(-1)];
  return first && last ? [first, ...kept, last] : points;
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

/** Points every few pixels; on an edge through a whole long picture further apart, so that it costs no more than a hundred or two. */
function alongOf(pieces: readonly Piece[]): readonly Point[] {
  const length = pieces.reduce((sum, { from, to }) => sum + Math.abs(to.x - from.x), 0);
  const apart = Math.max(12, length / 80);
  const least = pieces.length > 40 ? 1 : 2;
  return pieces.flatMap(({ from, to, bend }) => {
    const steps = Math.min(24, Math.max(least, Math.round(Math.abs(to.x - from.x) / apart)));
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
