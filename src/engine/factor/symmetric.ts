/** Eigenvalues of symmetric matrices: reflections to three diagonals, then implicit QL or QR steps, as LAPACK goes about it. */
import { entry, identity, type Matrix, reflectColumns, reflector, reflectRows, rotation, signed } from "./rotations.ts";

const EPS = 2 ** -53;

/** The eigenvalues in rising order, and the eigenvectors as columns. Only the lower triangle is read. */
export function symmetricEigen(input: Matrix): { readonly values: number[]; readonly vectors: Matrix } {
  const n = input.rows;
  const a: Matrix = { ...input, data: input.data.slice() };
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) a.data[i * n + j] = entry(a, j, i);
  const z = identity(n);
  const steps: { v: number[]; tau: number }[] = [];
  for (let k = 0; k < n - 1; k++) {
    const { v, tau } = reflector(Array.from({ length: n - k - 1 }, (_, i) => entry(a, k + 1 + i, k)));
    reflectRows(a, v, tau, k + 1, 0);
    reflectColumns(a, v, tau, 0, k + 1);
    steps.push({ v, tau });
  }
  for (let k = steps.length - 1; k >= 0; k--) {
    const { v, tau } = steps[k] as { v: number[]; tau: number };
    reflectRows(z, v, tau, k + 1, 0);
  }
  const d = Array.from({ length: n }, (_, i) => entry(a, i, i));
  const e = Array.from({ length: Math.max(0, n - 1) }, (_, i) => entry(a, i + 1, i));
  diagonalise(d, e, z);
  return sortRising(d, z);
}

function sortRising(d: number[], z: Matrix): { readonly values: number[]; readonly vectors: Matrix } {
  const n = d.length;
  for (let i = 0; i < n - 1; i++) {
    let k = i;
    for (let j = i + 1; j < n; j++) if ((d[j] as number) < (d[k] as number)) k = j;
    if (k === i) continue;
    [d[i], d[k]] = [d[k] as number, d[i] as number];
    for (let r = 0; r < n; r++) {
      const kept = entry(z, r, i);
      z.data[r * n + i] = entry(z, r, k);
      z.data[r * n + k] = kept;
    }
  }
  return { values: d, vectors: z };
}

/** columns j and j+1: (s·next + c·this, c·next − s·this) */
function turn(z: Matrix, j: number, c: number, s: number): void {
  for (let r = 0; r < z.data.length; r += z.columns) {
    const next = z.data[r + j + 1] as number;
    const own = z.data[r + j] as number;
    z.data[r + j + 1] = c * next - s * own;
    z.data[r + j] = s * next + c * own;
  }
}

function diagonalise(d: number[], e: number[], z: Matrix): void {
  const n = d.length;
  const at = (list: number[], i: number): number => list[i] as number;
  let start = 0;
  while (start < n) {
    let m = start;
    for (; m < n - 1; m++) {
      const size = Math.abs(at(e, m));
      if (size === 0) break;
      if (size <= Math.sqrt(Math.abs(at(d, m))) * Math.sqrt(Math.abs(at(d, m + 1))) * EPS) {
        e[m] = 0;
        break;
      }
    }
    const [low, high] = [start, m];
    start = m + 1;
    if (low === high) continue;
    if (Math.abs(at(d, high)) < Math.abs(at(d, low))) upward(d, e, z, high, low);
    else downward(d, e, z, low, high);
    // What the steps left undone is taken up again from the beginning of the block.
    if (e.slice(low, high).some((x) => x !== 0)) start = low;
  }
}

const small = (d: number[], e: number, i: number): boolean =>
  e * e <= EPS * EPS * Math.abs(d[i] as number) * Math.abs(d[i + 1] as number) + Number.MIN_VALUE;

/** QL: eigenvalues are found from the top. */
function downward(d: number[], e: number[], z: Matrix, from: number, end: number): void {
  for (let l = from; l <= end; ) {
    let m = l;
    while (m < end && !small(d, e[m] as number, m)) m++;
    if (m < end) e[m] = 0;
    if (m === l) {
      l++;
      continue;
    }
    if (m === l + 1) {
      const [big, little, c, s] = two(d[l] as number, e[l] as number, d[l + 1] as number);
      turn(z, l, c, s);
      [d[l], d[l + 1], e[l]] = [big, little, 0];
      l += 2;
      continue;
    }
    let p = d[l] as number;
    const step = e[l] as number;
    let g = ((d[l + 1] as number) - p) / (2 * step);
    g = (d[m] as number) - p + step / (g + signed(Math.hypot(g, 1), g));
    let [s, c] = [1, 1];
    p = 0;
    const turns: [number, number, number][] = [];
    for (let i = m - 1; i >= l; i--) {
      const f = s * (e[i] as number);
      const b = c * (e[i] as number);
      let r: number;
      [c, s, r] = rotation(g, f);
      if (i !== m - 1) e[i + 1] = r;
      g = (d[i + 1] as number) - p;
      r = ((d[i] as number) - g) * s + 2 * c * b;
      p = s * r;
      d[i + 1] = g + p;
      g = c * r - b;
      turns.push([i, c, -s]);
    }
    for (const [i, cosine, sine] of turns) turn(z, i, cosine, sine);
    d[l] = (d[l] as number) - p;
    e[l] = g;
  }
}

/** QR: eigenvalues are found from the bottom. */
function upward(d: number[], e: number[], z: Matrix, from: number, end: number): void {
  for (let l = from; l >= end; ) {
    let m = l;
    while (m > end && !small(d, e[m - 1] as number, m - 1)) m--;
    if (m > end) e[m - 1] = 0;
    if (m === l) {
      l--;
      continue;
    }
    if (m === l - 1) {
      const [big, little, c, s] = two(d[l - 1] as number, e[l - 1] as number, d[l] as number);
      turn(z, l - 1, c, s);
      [d[l - 1], d[l], e[l - 1]] = [big, little, 0];
      l -= 2;
      continue;
    }
    let p = d[l] as number;
    const step = e[l - 1] as number;
    let g = ((d[l - 1] as number) - p) / (2 * step);
    g = (d[m] as number) - p + step / (g + signed(Math.hypot(g, 1), g));
    let [s, c] = [1, 1];
    p = 0;
    for (let i = m; i < l; i++) {
      const f = s * (e[i] as number);
      const b = c * (e[i] as number);
      let r: number;
      [c, s, r] = rotation(g, f);
      if (i !== m) e[i - 1] = r;
      g = (d[i] as number) - p;
      r = ((d[i + 1] as number) - g) * s + 2 * c * b;
      p = s * r;
      d[i] = g + p;
      g = c * r - b;
      turn(z, i, c, s);
    }
    d[l] = (d[l] as number) - p;
    e[l - 1] = g;
  }
}

/** The eigenvalues of [[a, b], [b, c]], the larger in size first, and the eigenvector of the first. */
function two(a: number, b: number, c: number): readonly [number, number, number, number] {
  const [sum, difference, twice] = [a + c, a - c, 2 * b];
  const root = Math.hypot(difference, twice);
  const [more, less] = Math.abs(a) > Math.abs(c) ? [a, c] : [c, a];
  const big = sum < 0 ? (sum - root) / 2 : sum > 0 ? (sum + root) / 2 : root / 2;
  const little = sum === 0 ? -root / 2 : (more / big) * less - (b / big) * b;
  const first = sum < 0 ? -1 : 1;
  const second = difference >= 0 ? 1 : -1;
  const cs = difference + second * root;
  let [cosine, sine] = [1, 0];
  if (Math.abs(cs) > Math.abs(twice)) {
    const cotangent = -twice / cs;
    sine = 1 / Math.sqrt(1 + cotangent * cotangent);
    cosine = cotangent * sine;
  } else if (twice !== 0) {
    const tangent = -cs / twice;
    cosine = 1 / Math.sqrt(1 + tangent * tangent);
    sine = tangent * cosine;
  }
  if (first === second) [cosine, sine] = [-sine, cosine];
  return [big, little, cosine, sine];
}
