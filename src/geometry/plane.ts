/** A line or plane through the space of the parameters, on which a descent is looked at. */
import type { Descent } from "#trace/descent.ts";

/** What an axis of the picture shows. */
export type AxisChoice =
  /** One number of the program. */
  | { readonly kind: "coordinate"; readonly index: number }
  /** A main direction of the path: 0 the one along which it goes furthest, 1 the next. */
  | { readonly kind: "principal"; readonly rank: 0 | 1 }
  /** A direction that has nothing to do with the path; the same for the same seed. */
  | { readonly kind: "random"; readonly seed: number };

export interface Axis {
  readonly choice: AxisChoice;
  /** A unit vector in the order of the descent's coordinates. */
  readonly direction: Float64Array;
  /** The share of the path's variance along it, from 0 to 1. */
  readonly explained: number;
}

export interface Plane {
  readonly origin: Float64Array;
  /** One or two, at right angles to each other. */
  readonly axes: readonly Axis[];
}

/** The choices that show most: the numbers themselves when there are one or two, else the main directions of the path. */
export function usualChoices({ coordinates }: Descent): readonly AxisChoice[] {
  if (coordinates.length <= 2) return coordinates.map((_, index) => ({ kind: "coordinate", index }));
  return [
    { kind: "principal", rank: 0 },
    { kind: "principal", rank: 1 },
  ];
}

/**
 * The plane of these choices through the end of the path. Along single numbers its coordinates are those numbers;
 * along other directions they are distances from the end of the path.
 */
export function planeOf(descent: Descent, choices: readonly AxisChoice[]): Plane {
  const width = descent.coordinates.length;
  const origin = lastFinite(descent);
  const principal = choices.some(({ kind }) => kind === "principal") ? principalDirections(descent) : [];
  const axes: Axis[] = [];
  for (const choice of choices) {
    let direction = directionOf(choice, width, principal);
    for (const axis of axes) direction = minus(direction, axis.direction, dot(direction, axis.direction));
    const length = Math.sqrt(dot(direction, direction));
    // Two choices of one direction (a path along a line has a single main one): some other direction makes the plane.
    if (length < 1e-9) direction = otherThan(axes, width);
    else direction = direction.map((x) => x / length);
    axes.push({ choice, direction, explained: 0 });
    if (choice.kind === "coordinate") origin[choice.index] = 0;
  }
  const shares = explainedBy(
    descent,
    axes.map((axis) => axis.direction),
  );
  return { origin, axes: axes.map((axis, i) => ({ ...axis, explained: shares[i] ?? 0 })) };
}

/** The coordinates on the plane of a point of the space (or the nearest point of the plane, for one that is not on it). */
export function project({ origin, axes }: Plane, point: ArrayLike<number>, from = 0): number[] {
  return axes.map(({ direction }) => {
    let sum = 0;
    for (let k = 0; k < direction.length; k++) sum += ((point[from + k] ?? 0) - (origin[k] ?? 0)) * (direction[k] ?? 0);
    return sum;
  });
}

/** The components along the axes of an arrow of the space (a gradient). */
export function along({ axes }: Plane, arrow: Float64Array): number[] {
  return axes.map(({ direction }) => dot(arrow, direction));
}

/** The point of the space at coordinates of the plane. */
export function pointAt({ origin, axes }: Plane, at: readonly number[]): Float64Array {
  return origin.map((x, k) => axes.reduce((sum, { direction }, i) => sum + (at[i] ?? 0) * (direction[k] ?? 0), x));
}

/** The projected path: one row of coordinates for each row of the descent's path. */
export function projectPath(plane: Plane, { path, coordinates }: Descent): readonly (readonly number[])[] {
  const width = coordinates.length;
  return Array.from({ length: path.length / width }, (_, s) => project(plane, path, s * width));
}

function directionOf(choice: AxisChoice, width: number, principal: readonly Float64Array[]): Float64Array {
  switch (choice.kind) {
    case "coordinate":
      return unit(width, choice.index);
    case "principal":
      return principal[choice.rank] ?? new Float64Array(width);
    case "random":
      return randomDirection(width, choice.seed);
    default:
      return choice satisfies never;
  }
}

/** Normally distributed numbers by Box and Muller, from a small linear congruential generator (Numerical Recipes). */
function randomDirection(width: number, seed: number): Float64Array {
  let x = (seed * 2_654_435_761) >>> 0;
  const next = (): number => {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
    return (x + 1) / 4_294_967_297;
  };
  return Float64Array.from({ length: width }, () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next()));
}

function otherThan(axes: readonly Axis[], width: number): Float64Array {
  let best = unit(width, 0);
  let most = -1;
  for (let k = 0; k < width; k++) {
    let candidate = unit(width, k);
    for (const { direction } of axes) candidate = minus(candidate, direction, dot(candidate, direction));
    const length = Math.sqrt(dot(candidate, candidate));
    if (length > most) [best, most] = [candidate.map((x) => x / (length || 1)), length];
  }
  return best;
}

/** More points of a path than this do not change its main directions. */
const samples = 300;
const iterations = 200;

/**
 * The two main directions of a path, unit vectors, the first with the most variance: principal components of its points,
 * found by power iteration on their Gram matrix (points × points, small however many parameters there are).
 */
function principalDirections(descent: Descent): readonly Float64Array[] {
  const points = centred(descent);
  const n = points.length;
  const gram = points.map((a) => points.map((b) => dot(a, b)));
  const found: Float64Array[] = [];
  for (let rank = 0; rank < 2; rank++) {
    let weights = Float64Array.from({ length: n }, (_, i) => Math.sin(1 + 2.3 * i) + (i - n / 2) / n);
    let value = 0;
    for (let k = 0; k < iterations; k++) {
      const next = Float64Array.from(gram, (row) => row.reduce((sum, g, i) => sum + g * (weights[i] ?? 0), 0));
      value = Math.sqrt(dot(next, next));
      if (value < 1e-30) return found;
      weights = next.map((x) => x / value);
    }
    const width = points[0]?.length ?? 0;
    const direction = new Float64Array(width);
    points.forEach((point, i) => {
      for (let k = 0; k < width; k++) direction[k] = (direction[k] ?? 0) + (weights[i] ?? 0) * (point[k] ?? 0);
    });
    const length = Math.sqrt(dot(direction, direction));
    if (length < 1e-15) return found;
    found.push(direction.map((x) => x / length));
    // Take the part that is found out of the matrix: what is left has the next direction as its first.
    gram.forEach((row, i) => {
      row.forEach((_, j) => {
        row[j] = (row[j] ?? 0) - value * (weights[i] ?? 0) * (weights[j] ?? 0);
      });
    });
  }
  return found;
}

/** The share of the path's variance along each direction. */
function explainedBy(descent: Descent, directions: readonly Float64Array[]): readonly number[] {
  const points = centred(descent);
  const all = points.reduce((sum, point) => sum + dot(point, point), 0);
  return directions.map((direction) =>
    all === 0 ? 0 : points.reduce((sum, point) => sum + dot(point, direction) ** 2, 0) / all,
  );
}

/** Evenly chosen points of the path, their mean taken away. */
function centred({ path, coordinates }: Descent): readonly Float64Array[] {
  const width = coordinates.length;
  const rows = path.length / width;
  const step = Math.max(1, Math.ceil(rows / samples));
  const points: Float64Array[] = [];
  for (let s = 0; s < rows; s += step) {
    const point = path.subarray(s * width, (s + 1) * width);
    if (point.every(Number.isFinite)) points.push(point);
  }
  const mean = new Float64Array(width);
  for (const point of points)
    for (let k = 0; k < width; k++) mean[k] = (mean[k] ?? 0) + (point[k] ?? 0) / points.length;
  return points.map((point) => point.map((x, k) => x - (mean[k] ?? 0)));
}

function lastFinite({ path, coordinates }: Descent): Float64Array {
  const width = coordinates.length;
  for (let from = path.length - width; from >= 0; from -= width) {
    const point = path.slice(from, from + width);
    if (point.every(Number.isFinite)) return point;
  }
  return new Float64Array(width);
}

function unit(width: number, index: number): Float64Array {
  const vector = new Float64Array(width);
  vector[index] = 1;
  return vector;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] ?? 0) * (b[k] ?? 0);
  return sum;
}

const minus = (a: Float64Array, b: Float64Array, times: number): Float64Array =>
  a.map((x, k) => x - times * (b[k] ?? 0));
