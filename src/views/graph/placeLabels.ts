/** Where the gradient's number stands on each edge: chosen once per layout, so that labels neither overlap nor move. */
import type { Layout, Point } from "#trace/graph.ts";
import type { EdgeShape } from "./edgePath.ts";

export const labelSize = { width: 58, height: 18 } as const;

/** For every edge the free point nearest to its middle. */
export function placeLabels(shapes: ReadonlyMap<string, EdgeShape>, layout: Layout): ReadonlyMap<string, Point> {
  const taken = createOccupancy();
  for (const box of layout.boxes.values()) {
    taken.add({ x: box.x, y: box.y, width: box.width, height: box.height });
  }
  const places = new Map<string, Point>();
  for (const [key, { along }] of shapes) {
    const middle = (along.length - 1) / 2;
    const nearestFirst = along
      .map((point, i) => ({ point, away: Math.abs(i - middle) }))
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

/** Centre and size. */
interface Area extends Point {
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
