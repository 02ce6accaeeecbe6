/** The product of two matrices of numbers: the loop on which networks spend their time. */
import type { Numbers } from "./dtype.ts";
import type { Tensor } from "./tensor.ts";
import { multiplyLarge } from "./wasm/product.ts";

/** A matrix as it lies in memory: where it begins, and how far its rows and its columns are apart. */
export interface Matrix {
  readonly data: Numbers;
  readonly at: number;
  readonly row: number;
  readonly column: number;
}

/** A matrix, or the `i`th of a stack, as it lies in memory. */
export const matrixOf = (t: Tensor, i = 0): Matrix => ({
  data: t.storage.data,
  at: t.offset + (t.rank === 3 ? i * (t.strides[0] as number) : 0),
  row: t.strides[t.rank - 2] as number,
  column: t.strides[t.rank - 1] as number,
});
/** A vector as a matrix of one row. */
export const rowOf = (v: Tensor): Matrix => ({
  data: v.storage.data,
  at: v.offset,
  row: 0,
  column: v.strides[0] as number,
});
/** A vector as a matrix of one column. */
export const columnOf = (v: Tensor): Matrix => ({
  data: v.storage.data,
  at: v.offset,
  row: v.strides[0] as number,
  column: 0,
});

/** Below so many multiplications a plain loop is done before the faster one has begun. */
const SMALL = 2_000;
/** From so many on, products are rounded too before they are added: twice as many numbers fit in one instruction. */
const LARGE = 32_000;

/**
 * z[i,j] = Σₗ x[i,l] y[l,j] into a row-major slice, for sizes n × k and k × m, added up from l = 0 on. In single precision each
 * product is added in one step and the sum rounded, as the library does that multiplies for PyTorch; so the digits of a product that is not
 * large are the same whichever way it is computed.
 */
export function multiplyInto(
  z: Numbers,
  zAt: number,
  x: Matrix,
  y: Matrix,
  sizes: readonly [n: number, k: number, m: number],
): void {
  const [n, k, m] = sizes;
  const inSingle = [z, x.data, y.data].every((data) => data instanceof Float32Array);
  // One row times one column is another routine of that library: it rounds the products too.
  if (inSingle && n * m === 1) return multiplyStepwise(z, zAt, x, y, sizes);
  const precision = !inSingle ? "exact" : n * k * m < LARGE ? "fused" : "rounded";
  const done = n * k * m >= SMALL && multiplyLarge(z, zAt, x, y, sizes, precision);
  if (!done) multiplyRows(z, zAt, x, y, sizes, inSingle ? new Float32Array(m) : new Float64Array(m));
}

function multiplyRows(
  z: Numbers,
  zAt: number,
  x: Matrix,
  y: Matrix,
  [n, k, m]: readonly [number, number, number],
  row: Numbers,
): void {
  for (let i = 0; i < n; i++) {
    row.fill(0);
    for (let l = 0; l < k; l++) {
      const a = x.data[x.at + i * x.row + l * x.column] as number;
      const from = y.at + l * y.row;
      for (let j = 0; j < m; j++) row[j] = (row[j] as number) + a * (y.data[from + j * y.column] as number);
    }
    for (let j = 0; j < m; j++) z[zAt + i * m + j] = row[j] as number;
  }
}

/** Below so many multiplications PyTorch multiplies the matrices of a stack by a loop of its own. */
const SMALL_OF_STACK = 400;

/** The same for matrices of a stack: if they are small, every product and every sum is rounded. */
export function multiplyInStack(
  z: Numbers,
  zAt: number,
  x: Matrix,
  y: Matrix,
  sizes: readonly [n: number, k: number, m: number],
): void {
  const [n, k, m] = sizes;
  if (n * k * m >= SMALL_OF_STACK) multiplyInto(z, zAt, x, y, sizes);
  else multiplyStepwise(z, zAt, x, y, sizes);
}

/** Every product and every sum is rounded. */
function multiplyStepwise(
  z: Numbers,
  zAt: number,
  x: Matrix,
  y: Matrix,
  [n, k, m]: readonly [number, number, number],
): void {
  const round = z instanceof Float32Array ? Math.fround : (v: number): number => v;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++) {
        const a = x.data[x.at + i * x.row + l * x.column] as number;
        sum = round(sum + round(a * (y.data[y.at + l * y.row + j * y.column] as number)));
      }
      z[zAt + i * m + j] = sum;
    }
}
