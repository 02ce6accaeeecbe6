/** Plane rotations and Householder reflections with the signs that LAPACK chooses: factors of a matrix are only unique up to signs. */

/** A matrix of doubles, row-major. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

export const matrixOf = (rows: number, columns: number, at: (i: number, j: number) => number): Matrix => ({
  rows,
  columns,
  data: Float64Array.from({ length: rows * columns }, (_, k) => at(Math.floor(k / columns), k % columns)),
});
export const identity = (rows: number, columns = rows): Matrix => matrixOf(rows, columns, (i, j) => (i === j ? 1 : 0));
export const entry = (a: Matrix, i: number, j: number): number => a.data[i * a.columns + j] as number;
export const product = (a: Matrix, b: Matrix): Matrix =>
  matrixOf(a.rows, b.columns, (i, j) => {
    let total = 0;
    for (let k = 0; k < a.columns; k++) total += entry(a, i, k) * entry(b, k, j);
    return total;
  });
export const transposed = (a: Matrix): Matrix => matrixOf(a.columns, a.rows, (i, j) => entry(a, j, i));
/** Size of the first with the sign of the second. */
export const signed = (x: number, like: number): number =>
  like < 0 || Object.is(like, -0) ? -Math.abs(x) : Math.abs(x);

/** Cosine, sine and length: the rotation that turns (f, g) into (r, 0); the cosine is never negative. */
export function rotation(f: number, g: number): readonly [c: number, s: number, r: number] {
  if (g === 0) return [1, 0, f];
  if (f === 0) return [0, signed(1, g), Math.abs(g)];
  const d = Math.sqrt(f * f + g * g);
  const r = signed(d, f);
  return [Math.abs(f) / d, g / r, r];
}

/** Turns two columns of a matrix. */
export function turnColumns(a: Matrix, i: number, j: number, c: number, s: number): void {
  const { data, columns } = a;
  for (let k = 0; k < data.length; k += columns) {
    const [x, y] = [data[k + i] as number, data[k + j] as number];
    data[k + i] = c * x + s * y;
    data[k + j] = c * y - s * x;
  }
}

/** I − τ v vᵀ that turns x into (β, 0, …): β has the sign opposite to x₀; v₀ is 1. */
export function reflector(x: readonly number[]): { readonly v: number[]; readonly tau: number; readonly beta: number } {
  const [alpha = 0, ...rest] = x;
  const norm = Math.hypot(...rest);
  if (norm === 0) return { v: [1, ...rest.map(() => 0)], tau: 0, beta: alpha };
  const beta = -signed(Math.hypot(alpha, norm), alpha);
  return { v: [1, ...rest.map((y) => y / (alpha - beta))], tau: (beta - alpha) / beta, beta };
}

/** (I − τ v vᵀ) A on the rows from `top` and the columns from `left` on. */
export function reflectRows(a: Matrix, v: readonly number[], tau: number, top: number, left: number): void {
  for (let j = left; j < a.columns; j++) {
    let dot = 0;
    for (let k = 0; k < v.length; k++) dot += (v[k] as number) * entry(a, top + k, j);
    for (let k = 0; k < v.length; k++) {
      const at = (top + k) * a.columns + j;
      a.data[at] = (a.data[at] as number) - tau * dot * (v[k] as number);
    }
  }
}

/** A (I − τ v vᵀ) on the rows from `top` and the columns from `left` on. */
export function reflectColumns(a: Matrix, v: readonly number[], tau: number, top: number, left: number): void {
  for (let i = top; i < a.rows; i++) {
    let dot = 0;
    for (let k = 0; k < v.length; k++) dot += (v[k] as number) * entry(a, i, left + k);
    for (let k = 0; k < v.length; k++) {
      const at = i * a.columns + left + k;
      a.data[at] = (a.data[at] as number) - tau * dot * (v[k] as number);
    }
  }
}

/** Q R by reflections; `size` columns of Q. */
export function qrOf(input: Matrix, size: number): { readonly q: Matrix; readonly r: Matrix } {
  const a = { ...input, data: input.data.slice() };
  const steps: { v: number[]; tau: number }[] = [];
  for (let k = 0; k < Math.min(a.rows, a.columns); k++) {
    const { v, tau } = reflector(Array.from({ length: a.rows - k }, (_, i) => entry(a, k + i, k)));
    reflectRows(a, v, tau, k, k);
    steps.push({ v, tau });
  }
  const q = identity(a.rows, size);
  for (let k = steps.length - 1; k >= 0; k--) {
    const { v, tau } = steps[k] as { v: number[]; tau: number };
    reflectRows(q, v, tau, k, 0);
  }
  return { q, r: matrixOf(size, a.columns, (i, j) => (j >= i && i < a.rows ? entry(a, i, j) : 0)) };
}
