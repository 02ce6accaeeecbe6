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
  const tries = shapes.size > manyEdges ? 8 : 48;
  for (const [key, { along }] of shapes) {
    const candidates = outwardFrom(along, preferred(along), tries);
    // Beside the curve is better than on top of another number.
    const nudged = candidates.flatMap((p) => [
      { x: p.x, y: p.y - 18 },
      { x: p.x, y: p.y + 18 },
    ]);
    const isFree = (p: Point): boolean => !taken.hits({ x: p.x, y: p.y, ...labelSize });
    const place = candidates.find(isFree) ?? nudged.find(isFree) ?? candidates[0];
    if (!place) continue;
    places.set(key, place);
    taken.add({ x: place.x, y: place.y, ...labelSize });
  }
  return places;
}

/** In a picture of more edges than this nobody reads every number: a few tries must do. */
const manyEdges = 600;

/** The index of the middle of a short edge; of a long one, which may share its way with others, that of a place near its end. */
function preferred(along: readonly Point[]): number {
  const [start, end] = [along[0], along.at(-1)];
  if (!start || !end) return 0;
  if (Math.abs(end.x - start.x) <= 260) return Math.floor(along.length / 2);
  const near = along.findLastIndex((p) => end.x - p.x > 42);
  return near < 0 ? along.length - 1 : near;
}

/** Points of a curve, the preferred one first and then those on both sides of it. */
function outwardFrom(along: readonly Point[], best: number, most: number): readonly Point[] {
  const points: Point[] = [];
  for (let away = 0; away < along.length && points.length < most; away++) {
    for (const i of away === 0 ? [best] : [best + away, best - away]) {
      const point = along[i];
      if (point) points.push(point);
    }
  }
  return points;
}

/** Centre and size. */
export interface Area extends Point {
  readonly width: number;
  readonly height: number;
}

/** Areas in a coarse raster: a question looks only at its neighbourhood. */
function createOccupancy(): { add(area: Area): void; hits(area: Area): boolean } {
  const step = 160;
  const raster = new Map<number, Area[]>();
  const squares = (a: Area): readonly number[] => {
    const keys: number[] = [];
    for (let i = Math.floor((a.x - a.width / 2) / step); i <= Math.floor((a.x + a.width / 2) / step); i++) {
      for (let j = Math.floor((a.y - a.height / 2) / step); j <= Math.floor((a.y + a.height / 2) / step); j++) {
        keys.push(i * 0x10000 + j);
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
