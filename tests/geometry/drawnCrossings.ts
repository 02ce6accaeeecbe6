/** Crossings of a drawing as a reader sees them: found in the drawn lines, whoever drew them. */
import type { Point } from "#trace/graph.ts";

/** One drawn edge: lines between its points; `source` says which edges may share lines. */
export interface DrawnEdge {
  readonly source: string;
  readonly points: readonly Point[];
}

interface Line {
  readonly source: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/**
 * How many pairs of lines cross, lines of different sources only.
 * What edges of one source share is drawn once and counted once; lines that only touch at an end do not cross.
 */
export function drawnCrossings(edges: readonly DrawnEdge[]): number {
  const lines = linesOf(edges).sort((a, b) => a.x1 - b.x1);
  let crossings = 0;
  const active: Line[] = [];
  for (const line of lines) {
    // Sweep from left to right: only lines that reach at least this far can be met.
    let kept = 0;
    for (const other of active) {
      if (other.x2 < line.x1) continue;
      active[kept++] = other;
      if (other.source !== line.source && cross(line, other)) crossings++;
    }
    active.length = kept;
    active.push(line);
  }
  return crossings;
}

function linesOf(edges: readonly DrawnEdge[]): Line[] {
  const numbers = new Map<string, number>();
  const sloping = new Map<string, Line>();
  const level = new Map<string, Line[]>();
  for (const { source: name, points } of edges) {
    const source = numbers.get(name) ?? numbers.size;
    numbers.set(name, source);
    points.slice(1).forEach((q, i) => {
      const p = points[i] ?? q;
      const [a, b] = p.x < q.x || (p.x === q.x && p.y <= q.y) ? [p, q] : [q, p];
      const line = { source, x1: a.x, y1: a.y, x2: b.x, y2: b.y };
      if (a.y !== b.y) sloping.set(`${source} ${a.x} ${a.y} ${b.x} ${b.y}`, line);
      else if (a.x !== b.x) {
        const key = `${source} ${a.y}`;
        const list = level.get(key);
        if (list) list.push(line);
        else level.set(key, [line]);
      }
    });
  }
  return [...sloping.values(), ...[...level.values()].flatMap(united)];
}

/** Level lines of one height that overlap or join become one. */
function united(lines: readonly Line[]): Line[] {
  const result: Line[] = [];
  for (const line of [...lines].sort((a, b) => a.x1 - b.x1)) {
    const last = result.at(-1);
    if (last && line.x1 <= last.x2) result[result.length - 1] = { ...last, x2: Math.max(last.x2, line.x2) };
    else result.push(line);
  }
  return result;
}

function cross(a: Line, b: Line): boolean {
  if (Math.max(a.y1, a.y2) < Math.min(b.y1, b.y2) || Math.max(b.y1, b.y2) < Math.min(a.y1, a.y2)) return false;
  return side(a, b.x1, b.y1) * side(a, b.x2, b.y2) < 0 && side(b, a.x1, a.y1) * side(b, a.x2, a.y2) < 0;
}

/** On which side of a line a point lies. */
const side = ({ x1, y1, x2, y2 }: Line, x: number, y: number): number =>
  Math.sign((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1));
