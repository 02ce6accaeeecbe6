import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { levelsOf } from "#geometry/contours.ts";
import { drapeOf, isHidden, placeAt } from "#geometry/drape.ts";
import { type Grid, gridPoints } from "#geometry/grid.ts";
import { eyeOf, projection } from "#geometry/projection.ts";
import { heightOn, paintOrder, surfaceOf } from "#geometry/surface.ts";

const unit = { low: 0, high: 1 };

function gridOf(loss: (x: number, y: number) => number, size = 32, range = unit): Grid {
  const points = gridPoints([range, range], size, [0, size], size);
  const values = Float64Array.from({ length: size * size }, (_, i) => loss(points[2 * i] ?? 0, points[2 * i + 1] ?? 0));
  return { columns: size, rows: size, ranges: [range, range], values };
}

const surfaceFor = (grid: Grid, scale: "linear" | "log" = "linear") => surfaceOf(grid, scale, levelsOf(grid, scale));
const bowl = gridOf((x, y) => x * x + y * y, 32, { low: -2, high: 2 });

const share = fc.double({ min: 0, max: 1, noNaN: true });
const turns = fc.record({
  azimuth: fc.double({ min: -7, max: 7, noNaN: true }),
  tilt: fc.double({ min: 0.14, max: 1.54, noNaN: true }),
});

describe("heights", () => {
  test("the higher loss lies higher, on either scale", () => {
    const scales = fc.constantFrom("linear" as const, "log" as const);
    const losses = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(losses, scales, (values, scale) => {
        const grid = { columns: 4, rows: 4, ranges: [unit, unit], values: Float64Array.from(values) };
        const surface = surfaceFor(grid, scale);
        const heights = [...values].sort((a, b) => a - b).map(surface.heightOf);
        expect(heights).toEqual([...heights].sort((a, b) => a - b));
        expect([...surface.heights].every((h) => h >= 0 && h <= 1 + 1e-12)).toBe(true);
      }),
    );
  });

  test("a height tells its loss", () => {
    for (const scale of ["linear", "log"] as const) {
      const { heightOf, lossAt, span } = surfaceFor(bowl, scale);
      expect(heightOf(span.low)).toBe(0);
      expect(heightOf(span.high)).toBeCloseTo(1);
      for (const loss of [0.5, 1, 3, 7]) expect(lossAt(heightOf(loss))).toBeCloseTo(loss);
    }
  });

  test("a flat loss is a flat surface", () => {
    expect(new Set(surfaceFor(gridOf(() => 3)).heights)).toEqual(new Set([0]));
  });

  test("a slope goes on to the edge of the base", () => {
    const surface = surfaceFor(gridOf((x) => x, 4));
    const row = surface.heights.subarray(0, surface.columns);
    // The middles of the outermost of four cells lie at an eighth: what is known ends there.
    expect(row[0]).toBe(0);
    expect(heightOn(surface, 0.5, 0.5)).toBeCloseTo(0.5);
    expect(heightOn(surface, 0.125, 0.5)).toBeCloseTo(0, 1);
  });

  test("where the loss is no number there is a hole", () => {
    const surface = surfaceFor(gridOf((x) => (x < 0.5 ? Number.NaN : x)));
    expect(heightOn(surface, 0.2, 0.5)).toBeNaN();
    expect(heightOn(surface, 0.8, 0.5)).toBeGreaterThan(0);
  });

  test("the lines of a level lie on the surface at its height", () => {
    const surface = surfaceFor(bowl, "log");
    const { lines, lineStart } = surface;
    expect(lines.length).toBeGreaterThan(1000);
    expect(lineStart.at(-1)).toBe(lines.length / 5);
    for (let i = 0; i < lines.length; i += 5)
      expect(heightOn(surface, lines[i] ?? 0, lines[i + 1] ?? 0)).toBeCloseTo(lines[i + 4] ?? 0, 6);
  });
});

describe("seen by an eye", () => {
  test("all of the cube is in the picture, for every turn and size", () => {
    const sides = fc.integer({ min: 120, max: 2000 });
    fc.assert(
      fc.property(turns, sides, sides, share, share, share, (turn, width, height, x, y, h) => {
        const { px, py } = projection(turn, { width, height })(x, y, h);
        expect(px).toBeGreaterThan(0);
        expect(px).toBeLessThan(width);
        expect(py).toBeGreaterThan(0);
        expect(py).toBeLessThan(height);
      }),
      { numRuns: 500 },
    );
  });

  test("turning round changes no sizes", () => {
    const size = { width: 600, height: 400 };
    fc.assert(
      fc.property(turns, ({ azimuth, tilt }) => {
        expect(projection({ azimuth, tilt }, size).unit).toBe(projection({ azimuth: 0, tilt }, size).unit);
      }),
    );
  });

  test("no piece is painted before one that lies behind it", () => {
    const cells = { columns: 21, rows: 13 };
    const cellAt = (x: number, y: number) => Math.floor(y * 12) * 20 + Math.floor(x * 20);
    const inside = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(turns, inside, inside, share, inside, (turn, x, y, h, further) => {
        const eye = eyeOf(turn);
        // The place behind (x, y, h) on the same ray, somewhere before the ray leaves the base.
        const [dx, dy, dh] = [x - eye.x, y - eye.y, h - eye.h];
        const way = Math.min(((dx > 0 ? 1 : 0) - x) / dx, ((dy > 0 ? 1 : 0) - y) / dy);
        const t = further * way;
        const behind = [x + t * dx, y + t * dy, h + t * dh] as const;
        const at = projection(turn, { width: 800, height: 600 });
        const [near, far] = [at(x, y, h), at(...behind)];
        expect(far.px).toBeCloseTo(near.px, 5);
        expect(far.py).toBeCloseTo(near.py, 5);
        expect(far.depth).toBeGreaterThanOrEqual(near.depth);
        const order = paintOrder(cells, turn);
        const [first, second] = [order.indexOf(cellAt(behind[0], behind[1])), order.indexOf(cellAt(x, y))];
        expect(first).toBeLessThanOrEqual(second);
      }),
      { numRuns: 500 },
    );
  });

  test("every piece is painted once", () => {
    fc.assert(
      fc.property(turns, (turn) => {
        const order = paintOrder({ columns: 9, rows: 7 }, turn);
        expect([...order].sort((a, b) => a - b)).toEqual([...Array(48).keys()]);
      }),
    );
  });
});

describe("a path on it", () => {
  const surface = surfaceFor(bowl);

  test("it lies on the surface, just above, also between its rows", () => {
    const { places } = drapeOf(
      surface,
      [
        [-1.5, -1.5],
        [1.5, 1],
      ],
      [Number.NaN, Number.NaN],
    );
    expect(places.length).toBeGreaterThan(30);
    for (const place of places) {
      const above = (place?.h ?? 0) - heightOn(surface, place?.x ?? 0, place?.y ?? 0);
      expect(above).toBeGreaterThan(0);
      expect(above).toBeLessThan(0.03);
    }
  });

  test("a row whose own loss is higher floats there, one that is lower lies on the surface", () => {
    const { places } = drapeOf(
      surface,
      [
        [0, 0],
        [1, 0],
      ],
      [4, 0],
    );
    expect(places[0]?.h).toBeCloseTo(surface.heightOf(4) + 0.012, 5);
    expect(places.at(-1)?.h).toBeCloseTo(heightOn(surface, 0.75, 0.5) + 0.012, 5);
  });

  test("what lies outside is cut off at the edge", () => {
    const drape = drapeOf(
      surface,
      [
        [0, 0],
        [4, 0],
        [4, 4],
        [0, 0],
      ],
      [],
    );
    for (const place of drape.places) {
      if (!place) continue;
      expect(place.x).toBeGreaterThanOrEqual(0);
      expect(place.x).toBeLessThanOrEqual(1);
    }
    expect(drape.places.filter((place) => !place).length).toBeGreaterThan(0);
    expect(placeAt(drape, 0.25)?.there).toBe(true);
    expect(placeAt(drape, 0.25)?.place.x).toBeCloseTo(0.75);
    expect(placeAt(drape, 1.5)).toMatchObject({ there: false, place: { x: 1 } });
    expect(placeAt(drape, 3)).toMatchObject({ there: true, place: { x: 0.5, y: 0.5 } });
  });

  test("a row that is not known is a gap", () => {
    const drape = drapeOf(
      surface,
      [
        [0, 0],
        [Number.NaN, 0],
        [1, 1],
      ],
      [],
    );
    expect(drape.places.every((place) => place === undefined)).toBe(true);
  });

  test("a ridge hides what is behind it, and nothing hides what is on it", () => {
    const ridge = surfaceFor(gridOf((_, y) => Math.exp(-(((y - 0.5) / 0.1) ** 2))));
    const eye = eyeOf({ azimuth: 0, tilt: 0.3 });
    expect(isHidden(ridge, { x: 0.5, y: 0.7, h: 0.05 }, eye)).toBe(true);
    expect(isHidden(ridge, { x: 0.5, y: 0.5, h: 1.012 }, eye)).toBe(false);
    expect(isHidden(ridge, { x: 0.5, y: 0.2, h: 0.05 }, eye)).toBe(false);
    expect(isHidden(ridge, { x: 0.5, y: 0.7, h: 0.05 }, eyeOf({ azimuth: 0, tilt: 1.5 }))).toBe(false);
  });
});
