import fc from "fast-check";
import { expect, test } from "vitest";
import "#engine/ops/all.ts";
import { callOp } from "#engine/op.ts";
import { multiplyInto } from "#engine/product.ts";
import { elementsOf, type Tensor, tensorFrom } from "#engine/tensor.ts";

/** As the definition says it, every sum rounded; of one row and one column the products too. */
function plain(x: readonly number[], y: readonly number[], [n, k, m]: readonly [number, number, number]): Float32Array {
  return Float32Array.from({ length: n * m }, (_, at) => {
    const [i, j] = [Math.floor(at / m), at % m];
    let sum = 0;
    for (let l = 0; l < k; l++) {
      const product = (x[i * k + l] ?? 0) * (y[l * m + j] ?? 0);
      sum = Math.fround(sum + (n * m === 1 ? Math.fround(product) : product));
    }
    return sum;
  });
}

test("a product of any size has the same digits as its definition, whichever way it is computed", () => {
  const size = fc.integer({ min: 0, max: 31 });
  fc.assert(
    fc.property(size, size, size, fc.integer(), (n, k, m, seed) => {
      const number = (i: number): number => (i % 11 === 3 ? 0 : Math.fround(Math.sin(seed + i) * 10 ** (i % 5)));
      const x = Array.from({ length: n * k }, (_, i) => number(i));
      const y = Array.from({ length: k * m }, (_, i) => number(i + 1000));
      const z = new Float32Array(n * m + 6);
      const left = { data: Float32Array.of(9, 9, ...x), at: 2, row: k, column: 1 };
      // The right one lies in memory by columns.
      const turned = Array.from({ length: k * m }, (_, i) => y[(i % k) * m + Math.floor(i / k)] ?? 0);
      const right = { data: Float32Array.of(7, ...turned), at: 1, row: 1, column: k };
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

test("a small stack's products are rounded step by step, as PyTorch's own loop for them does", () => {
  const f = Math.fround;
  const number = (i: number): number => f(Math.sin(i) * 3);
  const [a, b] = [[2, 3, 4] as const, [2, 4, 2] as const].map((shape, at) =>
    tensorFrom(
      Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, i) => number(i + 40 * at)),
      shape,
      "float32",
    ),
  ) as [Tensor, Tensor];
  const wanted = [0, 1].flatMap((s) =>
    [0, 1, 2].flatMap((i) =>
      [0, 1].map((j) => {
        let sum = 0;
        for (let l = 0; l < 4; l++) sum = f(sum + f(number(s * 12 + i * 4 + l) * number(40 + s * 8 + l * 2 + j)));
        return sum;
      }),
    ),
  );
  expect(Array.from(elementsOf(callOp("bmm", [a, b])))).toEqual(wanted);
});

test("products are rounded at every step; of a long line four registers come first", () => {
  const f = Math.fround;
  const number = (i: number): number => f(1 + Math.sin(i) / 5);
  const line = (n: number): number[] => Array.from({ length: n }, (_, i) => number(i));
  const short = line(20).reduce((p, x) => f(p * x), 1);
  expect(callOp("prod", [tensorFrom(line(20), [20], "float32")]).item()).toBe(short);
  const places = Array.from({ length: 32 }, (_, k) => f(number(k) * number(k + 32)));
  const at = (k: number): number => places[k] as number;
  const register = Array.from({ length: 8 }, (_, k) => f(f(at(k) * at(k + 8)) * f(at(k + 16) * at(k + 24))));
  const long = [...line(70).slice(64)].reduce(
    (p, x) => f(p * x),
    register.reduce((p, x) => f(p * x)),
  );
  expect(callOp("prod", [tensorFrom(line(70), [70], "float32")]).item()).toBe(long);
  expect(callOp("prod.dim_int", [tensorFrom(line(70), [1, 70], "float32"), 1]).item()).toBe(long);
  const down = line(70).reduce((p, x) => f(p * x), 1);
  expect(
    callOp("prod.dim_int", [
      tensorFrom(
        line(70).flatMap((x) => [x, 1]),
        [70, 2],
        "float32",
      ),
      0,
    ]).shape,
  ).toEqual([2]);
  const columns = callOp("prod.dim_int", [
    tensorFrom(
      line(70).flatMap((x) => [x, 1]),
      [70, 2],
      "float32",
    ),
    0,
  ]);
  expect(Array.from(elementsOf(columns))).toEqual([down, 1]);
});
