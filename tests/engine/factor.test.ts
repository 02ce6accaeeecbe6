import { describe, expect, test } from "vitest";
import { entry, type Matrix, matrixOf, product, qrOf, transposed } from "#engine/factor/rotations.ts";
import { singularValues } from "#engine/factor/singular.ts";
import { symmetricEigen } from "#engine/factor/symmetric.ts";
import { Generator } from "#engine/random.ts";

const shapes = [
  [1, 1],
  [2, 2],
  [3, 3],
  [6, 6],
  [5, 1],
  [1, 4],
  [4, 3],
  [3, 4],
  [9, 2],
  [2, 9],
  [12, 11],
] as const;

function drawn(rows: number, columns: number): Matrix {
  const g = new Generator(rows * 31 + columns);
  return matrixOf(rows, columns, () => g.normal());
}
function same(a: Matrix, b: Matrix): void {
  expect([a.rows, a.columns]).toEqual([b.rows, b.columns]);
  a.data.forEach((x, i) => {
    expect(x).toBeCloseTo(b.data[i] as number, 10);
  });
}
const scaled = (m: Matrix, by: readonly number[]): Matrix =>
  matrixOf(m.rows, by.length, (i, j) => entry(m, i, j) * (by[j] as number));
const one = (n: number): Matrix => matrixOf(n, n, (i, j) => (i === j ? 1 : 0));

describe.each(shapes)("a matrix of %i × %i", (rows, columns) => {
  const a = drawn(rows, columns);
  const k = Math.min(rows, columns);

  test("is the product of its singular vectors and values, which fall", () => {
    const { u, s, v } = singularValues(a);
    same(product(scaled(u, s), transposed(v)), a);
    same(product(transposed(u), u), one(k));
    expect(s).toEqual(s.toSorted((x, y) => y - x));
    const full = singularValues(a, true);
    same(product(transposed(full.u), full.u), one(rows));
    same(product(transposed(full.v), full.v), one(columns));
  });

  test("is the product of an orthogonal matrix and a triangle", () => {
    const { q, r } = qrOf(a, k);
    same(product(q, r), a);
    same(product(transposed(q), q), one(k));
  });

  test("has, made symmetric, eigenvectors that are only stretched", () => {
    const m = product(a, transposed(a));
    const { values, vectors } = symmetricEigen(m);
    same(product(m, vectors), scaled(vectors, values));
    same(product(transposed(vectors), vectors), one(rows));
  });
});

test("signs are those that LAPACK gives", () => {
  // numpy.linalg.svd([[1, 2, 3], [4, 5, 6]])
  const { u, v } = singularValues(matrixOf(2, 3, (i, j) => 3 * i + j + 1));
  expect(Array.from(u.data, Math.sign)).toEqual([-1, -1, -1, 1]);
  expect(Array.from(transposed(v).data, Math.sign)).toEqual([-1, -1, -1, 1, 1, -1]);
});
