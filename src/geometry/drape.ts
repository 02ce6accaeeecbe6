/** A path laid on a surface, and what of it an eye does not see. */
import type { Place } from "./projection.ts";
import { heightOn, type Surface } from "./surface.ts";

/** Places along a path, close enough to each other to follow the surface. */
export interface Drape {
  /** Which row of the path a place belongs to; between two rows a fraction. */
  readonly rows: readonly number[];
  /** A place that is undefined is a gap: the path leaves the base there, or nothing is known. */
  readonly places: readonly (Place | undefined)[];
}

/** Painted this much above the surface, so that the surface under a path does not hide it. */
const lift = 0.012;

/**
 * A path on a surface. At its rows it lies at its own losses where those are higher than the surface (a path need not lie
 * in the plane that the surface shows), between them it follows the surface; outside the base it is cut off.
 */
export function drapeOf(
  surface: Surface,
  points: readonly (readonly [number, number])[],
  losses: readonly number[],
): Drape {
  const rows: number[] = [];
  const places: (Place | undefined)[] = [];
  const add = (row: number, place: Place | undefined): void => {
    if (!place && places.at(-1) === undefined) return;
    rows.push(row);
    places.push(place);
  };
  const bases = points.map((point) => baseOf(surface, point));
  const own = points.map((_, s) => surface.heightOf(losses[s] ?? Number.NaN));
  const above = bases.map(([u, v], s) => Math.max(0, (own[s] ?? Number.NaN) - heightOn(surface, u, v)) || 0);
  const between = (numbers: readonly number[], s: number, t: number): number =>
    t === 0 ? (numbers[s] ?? 0) : (numbers[s] ?? 0) * (1 - t) + (numbers[s + 1] ?? 0) * t;
  const at = (s: number, t: number, u: number, v: number): Place | undefined => {
    const ground = heightOn(surface, u, v) + between(above, s, t);
    const h = Number.isNaN(ground) ? between(own, s, t) : ground;
    return Number.isFinite(h) ? { x: u, y: v, h: Math.min(1, Math.max(0, h)) + lift } : undefined;
  };
  const [only] = bases;
  if (bases.length === 1 && only) add(0, at(0, 0, ...only));
  for (let s = 0; s + 1 < bases.length; s++) {
    const [from, to] = [bases[s] ?? nowhere, bases[s + 1] ?? nowhere];
    const inside = clip(from, to);
    if (!inside) {
      add(s, undefined);
      continue;
    }
    const [t0, t1] = inside;
    if (t0 > 0) add(s + t0, undefined);
    const reach = Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])) * (t1 - t0);
    const pieces = Math.max(1, Math.ceil(reach * (surface.columns - 1)));
    // The first place of a segment is the last of the one before.
    for (let k = s > 0 && t0 === 0 && places.at(-1) ? 1 : 0; k <= pieces; k++) {
      const t = t0 + ((t1 - t0) * k) / pieces;
      const [u, v] = [clamp(from[0] + t * (to[0] - from[0])), clamp(from[1] + t * (to[1] - from[1]))];
      add(s + t, at(s, t, u, v));
    }
    if (t1 < 1) add(s + t1, undefined);
  }
  return { rows, places };
}

/** Where a path is at a real-valued row, and whether it is truly there: where it is cut off, the last place before. */
export function placeAt(
  { rows, places }: Drape,
  row: number,
): { readonly place: Place; readonly there: boolean } | undefined {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] ?? 0) <= row) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [places[low - 1], places[low]];
  const start = rows[low - 1] ?? 0;
  if (before && after) {
    const t = (row - start) / ((rows[low] ?? start) - start || 1);
    const mix = (a: number, b: number): number => a + t * (b - a);
    return { place: { x: mix(before.x, after.x), y: mix(before.y, after.y), h: mix(before.h, after.h) }, there: true };
  }
  if (before) return { place: before, there: row - start < 1e-9 || low === rows.length };
  const last = places.slice(0, low).findLast((place) => place !== undefined);
  return last && { place: last, there: false };
}

/** Whether the surface lies between a place and the eye. */
export function isHidden(surface: Surface, place: Place, eye: Place): boolean {
  const [dx, dy, dh] = [eye.x - place.x, eye.y - place.y, eye.h - place.h];
  // Nothing hides beyond the cube: how far the ray goes until it leaves it.
  const way = Math.min(exit(place.x, dx), exit(place.y, dy), dh > 0 ? exit(place.h, dh) : 1);
  if (!(way > 0 && way < 1)) return false;
  const steps = Math.ceil(way * Math.max(Math.abs(dx), Math.abs(dy)) * surface.columns * 1.5);
  for (let k = 1; k <= steps; k++) {
    const t = (way * k) / steps;
    if (heightOn(surface, place.x + t * dx, place.y + t * dy) > place.h + t * dh) return true;
  }
  return false;
}

/** After how many of its steps a place between 0 and 1 is no longer there. */
function exit(from: number, step: number): number {
  if (step === 0) return Number.POSITIVE_INFINITY;
  return ((step > 0 ? 1 : 0) - from) / step;
}

/** A point of the grid as shares of the base; beyond 0 and 1 outside. */
function baseOf({ ranges }: Surface, point: readonly [number, number]): readonly [number, number] {
  const share = (axis: 0 | 1): number => {
    const { low, high } = ranges[axis] ?? { low: 0, high: 1 };
    return (point[axis] - low) / (high - low);
  };
  return [share(0), share(1)];
}

const nowhere: readonly [number, number] = [Number.NaN, Number.NaN];
const clamp = (share: number): number => Math.min(1, Math.max(0, share));

/** Which part of a segment lies over the base (Liang and Barsky); undefined for none. */
function clip(from: readonly [number, number], to: readonly [number, number]): readonly [number, number] | undefined {
  let [t0, t1] = [0, 1];
  for (const axis of [0, 1] as const) {
    const step = to[axis] - from[axis];
    if (!Number.isFinite(step)) return undefined;
    if (step === 0) {
      if (from[axis] < 0 || from[axis] > 1) return undefined;
      continue;
    }
    const [a, b] = [(0 - from[axis]) / step, (1 - from[axis]) / step];
    t0 = Math.max(t0, Math.min(a, b));
    t1 = Math.min(t1, Math.max(a, b));
  }
  return t0 <= t1 ? [t0, t1] : undefined;
}
