import fc from "fast-check";
import { expect, test } from "vitest";
import { correlate, type Geometry } from "#engine/windows.ts";

const size = fc.integer({ min: 1, max: 3 });
const geometries = fc
  .record({
    batch: size,
    groups: fc.integer({ min: 1, max: 2 }),
    xChannels: size,
    yChannels: size,
    y: fc.tuple(fc.integer({ min: 1, max: 2 }), size, fc.integer({ min: 1, max: 5 })),
    kernel: fc.tuple(fc.integer({ min: 1, max: 2 }), size, size),
    stride: fc.tuple(size, size, size),
    padding: fc.tuple(fc.nat(1), fc.nat(2), fc.nat(2)),
    dilation: fc.tuple(size, size, size),
    over: fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1)),
  })
  .map(({ over, ...g }) => {
    // As large as the windows reach, and perhaps a little larger: what no whole window fits into is not looked at.
    const length = (i: 0 | 1 | 2): number =>
      Math.max(1, (g.y[i] - 1) * g.stride[i] + g.dilation[i] * (g.kernel[i] - 1) + 1 - 2 * g.padding[i]) +
      Math.min(over[i], g.stride[i] - 1);
    return { ...g, x: [length(0), length(1), length(2)] as const };
  });
const volume = (t: readonly number[]): number => t.reduce((n, s) => n * s, 1);
const numbers = (count: number, seed: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(seed + 1.7 * i));

/** As the definition says it, one product after the other. */
function plain(g: Geometry, x: Float32Array, w: Float32Array): number[] {
  const out: number[] = [];
  const each = ([d, h, w]: readonly number[], visit: (place: readonly [number, number, number]) => void): void => {
    for (let i = 0; i < (d ?? 0); i++)
      for (let j = 0; j < (h ?? 0); j++) for (let k = 0; k < (w ?? 0); k++) visit([i, j, k]);
  };
  for (let n = 0; n < g.batch; n++)
    for (let co = 0; co < g.yChannels * g.groups; co++)
      each(g.y, (to) => {
        let sum = 0;
        for (let ci = 0; ci < g.xChannels; ci++) {
          let k = 0;
          each(g.kernel, (at) => {
            const from = to.map(
              (o, i) => o * (g.stride[i] ?? 0) - (g.padding[i] ?? 0) + (at[i] ?? 0) * (g.dilation[i] ?? 0),
            );
            const channel = (n * g.groups + Math.floor(co / g.yChannels)) * g.xChannels + ci;
            const place = from.reduce((all, p, i) => all * (g.x[i] ?? 0) + p, channel);
            const weight = w[(co * g.xChannels + ci) * volume(g.kernel) + k++] ?? 0;
            if (from.every((p, i) => p >= 0 && p < (g.x[i] ?? 0))) sum += (x[place] ?? 0) * weight;
          });
        }
        out.push(sum);
      });
  return out;
}

test("a convolution in columns has the digits of its definition, and its gradients are its adjoints", () => {
  fc.assert(
    fc.property(geometries, fc.integer(), (g, seed) => {
      const x = numbers(g.batch * g.groups * g.xChannels * volume(g.x), seed);
      const w = numbers(g.groups * g.yChannels * g.xChannels * volume(g.kernel), seed + 1);
      const y = numbers(g.batch * g.groups * g.yChannels * volume(g.y), seed + 2);
      const forward = correlate(g, x, w, y, "y");
      expect(Array.from(forward)).toEqual(plain(g, x, w));
      // ⟨y, w ∗ x⟩ is the same number whichever of the three it is taken apart by.
      const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
        Array.from(a).reduce((sum, v, i) => sum + v * (b[i] as number), 0);
      const value = dot(forward, y);
      expect(dot(correlate(g, x, w, y, "x"), x)).toBeCloseTo(value, 6);
      expect(dot(correlate(g, x, w, y, "w"), w)).toBeCloseTo(value, 6);
    }),
    { numRuns: 300 },
  );
});
