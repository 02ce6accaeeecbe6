/** The markers of matplotlib as paths around a place. */
const round = (x: number, y: number, r: number): string =>
  `M${(x - r).toFixed(1)},${y.toFixed(1)}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0Z`;

/** Corners in units of the radius. */
const corners: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  s: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  D: [
    [0, -1.25],
    [1.25, 0],
    [0, 1.25],
    [-1.25, 0],
  ],
  d: [
    [0, -1.3],
    [0.8, 0],
    [0, 1.3],
    [-0.8, 0],
  ],
  "^": [
    [0, -1.1],
    [1.1, 0.9],
    [-1.1, 0.9],
  ],
  v: [
    [0, 1.1],
    [1.1, -0.9],
    [-1.1, -0.9],
  ],
  "<": [
    [-1.1, 0],
    [0.9, -1.1],
    [0.9, 1.1],
  ],
  ">": [
    [1.1, 0],
    [-0.9, -1.1],
    [-0.9, 1.1],
  ],
  P: [
    [-0.4, -1.1],
    [0.4, -1.1],
    [0.4, -0.4],
    [1.1, -0.4],
    [1.1, 0.4],
    [0.4, 0.4],
    [0.4, 1.1],
    [-0.4, 1.1],
    [-0.4, 0.4],
    [-1.1, 0.4],
    [-1.1, -0.4],
    [-0.4, -0.4],
  ],
  "*": Array.from({ length: 10 }, (_, i) => {
    const [r, turn] = [i % 2 === 0 ? 1.3 : 0.52, (Math.PI * i) / 5];
    return [r * Math.sin(turn), -r * Math.cos(turn)] as const;
  }),
};

/** Strokes in units of the radius: from, to. */
const strokes: Readonly<Record<string, readonly (readonly [number, number, number, number])[]>> = {
  "+": [
    [-1.1, 0, 1.1, 0],
    [0, -1.1, 0, 1.1],
  ],
  x: [
    [-0.9, -0.9, 0.9, 0.9],
    [-0.9, 0.9, 0.9, -0.9],
  ],
  X: [
    [-0.9, -0.9, 0.9, 0.9],
    [-0.9, 0.9, 0.9, -0.9],
  ],
  "|": [[0, -1.1, 0, 1.1]],
  _: [[-1.1, 0, 1.1, 0]],
};

/** Whether a marker is drawn by its outline alone. */
export const isStroked = (marker: string): boolean => marker in strokes;

/** A marker of radius `r` at a place. */
export function markerPath(marker: string, x: number, y: number, r: number): string {
  const lines = strokes[marker];
  if (lines)
    return lines
      .map(
        ([a, b, c, d]) =>
          `M${(x + a * r).toFixed(1)},${(y + b * r).toFixed(1)}L${(x + c * r).toFixed(1)},${(y + d * r).toFixed(1)}`,
      )
      .join("");
  const shape = corners[marker];
  if (!shape) return round(x, y, marker === "." ? r * 0.55 : marker === "," ? 0.7 : r);
  return `M${shape.map(([a, b]) => `${(x + a * r).toFixed(1)},${(y + b * r).toFixed(1)}`).join("L")}Z`;
}

/** Markers at many places as one path; those that would cover one another are drawn once. */
export function markersPath(
  marker: string,
  xs: readonly number[],
  ys: readonly number[],
  radius: (i: number) => number,
): string {
  const taken = new Set<string>();
  let path = "";
  for (let i = 0; i < xs.length; i++) {
    const [x = Number.NaN, y = Number.NaN] = [xs[i], ys[i]];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    const place = `${Math.round(2 * x)},${Math.round(2 * y)},${radius(i)}`;
    if (taken.has(place)) continue;
    taken.add(place);
    path += markerPath(marker, x, y, radius(i));
  }
  return path;
}
