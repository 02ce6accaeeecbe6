import fc from "fast-check";
import { expect, test } from "vitest";
import { multiplyInto } from "#engine/product.ts";

/** As the definition says it. */
function plain(x: readonly number[], y: readonly number[], [n, k, m]: readonly [number, number, number]): Float32Array {
  return Float32Array.from({ length: n * m }, (_, at) => {
    const [i, j] = [Math.floor(at / m), at % m];
    let sum = 0;
    for (let l = 0; l < k; l++) sum += (x[i * k + l] ?? 0) * (y[l * m + j] ?? 0);
    return sum;
  });
}

test("a product of any size has the same digits as its definition, whichever way it is computed", () => {
  const size = fc.integer({ min: 0, max: 37 });
  fc.assert(
    fc.property(size, size, size, fc.integer(), (n, k, m, seed) => {
      const number = (i: number): number => (i % 11 === 3 ? 0 : Math.fround(Math.sin(seed + i) * 10 ** (i % 5)));
      const x = Array.from({ length: n * k }, (_, i) => number(i));
      const y = Array.from({ length: k * m }, (_, i) => number(i + 1000));
      const z = new Float32Array(n * m + 6);
      const left = { data: Float32Array.of(9, 9, ...x), at: 2, row: k, column: 1 };
      // The right one lies in memory by columns.
      const turned = Array.from({ length: k * m }, (_, i) => y[(i % k) * m + Math.floor(i / k)] ?? 0);
      const right = { data: Float64Array.of(7, ...turned), at: 1, row: 1, column: k };
      multiplyInto(z, 3, left, right, [n, k, m]);
      expect(Array.from(z.subarray(3, 3 + n * m))).toEqual(Array.from(plain(x, y, [n, k, m])));
      // Nothing is written beside the result.
      expect([...z.subarray(0, 3), ...z.subarray(3 + n * m)].every((v) => v === 0)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("infinities and nan stay where they belong", () => {
  const x = Array.from({ length: 20 * 20 }, (_, i) => (i === 5 ? Number.POSITIVE_INFINITY : i === 45 ? Number.NaN : 1));
  const y = Array.from({ length: 20 * 20 }, () => 2);
  const z = new Float32Array(400);
  const square = (data: readonly number[]) => ({ data: Float32Array.from(data), at: 0, row: 20, column: 1 });
  multiplyInto(z, 0, square(x), square(y), [20, 20, 20]);
  expect(Array.from(z)).toEqual(Array.from(plain(x, y, [20, 20, 20])));
});
