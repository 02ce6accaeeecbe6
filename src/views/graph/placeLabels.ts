/** Where the gradient's number stands on each edge: chosen once per layout, so that labels neither overlap nor move. */
import type { Point } from "#trace/graph.ts";
import type { EdgeShape } from "./edgePath.ts";

export const labelSize = { width: 50, height: 16 } as const;

/** For every edge the free point nearest to its middle. */
export function placeLabels(
  shapes: ReadonlyMap<string, EdgeShape>,
  bodies: readonly Area[],
): ReadonlyMap<string, Point> {
  const taken = createOccupancy();
  for (const body of bodies) taken.add(body);
  // Arrow heads stay in sight.
  for (const { along } of shapes.values()) {
    const end = along.at(-1);
    if (end) taken.add({ ...end, width: 8, height: 8 });
  }
  const places = new Map<string, Point>();
  for (const [key, { along }] of shapes) {
    const best = preferred(along);
    const nearestFirst = along
      .map((point) => ({ point, away: Math.hypot(point.x - best.x, point.y - best.y) }))
      .sort((a, b) => a.away - b.away)
      .map(({ point }) => point);
    // Beside the curve is better than on top of another number.
    const nudged = nearestFirst.flatMap((p) => [
      { x: p.x, y: p.y - 18 },
      { x: p.x, y: p.y + 18 },
    ]);
    const free = [...nearestFirst, ...nudged].find((p) => !taken.hits({ ...p, ...labelSize }));
    const place = free ?? nearestFirst[0];
    if (!place) continue;
    places.set(key, place);
    taken.add({ ...place, ...labelSize });
  }
  return places;
}

/** The middle of a short edge; of a long one, which may share its way with others, a place near its end. */
function preferred(along: readonly Point[]): Point {
  const [start, end] = [along[0], along.at(-1)];
  if (!start || !end) return { x: 0, y: 0 };
  if (Math.abs(end.x - start.x) > 260) return along.findLast((p) => end.x - p.x > 42) ?? end;
  return along[Math.floor(along.length / 2)] ?? end;
}

/** Centre and size. */
export interface Area extends Point {
  readonly width: number;
  readonly height: number;
}

/** Areas in a coarse raster: a question looks only at its neighbourhood. */
function createOccupancy(): { add(area: Area): void; hits(area: Area): boolean } {
  const step = 160;
  const raster = new Map<string, Area[]>();
  const squares = (a: Area): readonly string[] => {
    const keys: string[] = [];
    for (let i = Math.floor((a.x - a.width / 2) / step); i <= Math.floor((a.x + a.width / 2) / step); i++) {
      for (let j = Math.floor((a.y - a.height / 2) / step); j <= Math.floor((a.y + a.height / 2) / step); j++) {
        keys.push(`${i},${j}`);
      }
    }
    return keys;
  };
  return {
    add: (area) => {
      for (const key of squares(area)) {
        const areas = raster.get(key);
        if (areas) areas.push(area);
        else raster.set(key, [area]);
      }
    },
    hits: (a) =>
      squares(a).some((key) =>
        raster
          .get(key)
          ?.some(
            (b) =>
              Math.abs(a.x - b.x) < (a.width + b.width) / 2 + 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2 + 1,
          ),
      ),
  };
}
