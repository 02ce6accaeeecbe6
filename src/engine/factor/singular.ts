/** Singular values: reflections to two diagonals, then implicit QR steps, as LAPACK goes about it. */
import { singularPair, smallest } from "./pair.ts";
import {
  entry,
  identity,
  type Matrix,
  matrixOf,
  product,
  qrOf,
  reflectColumns,
  reflector,
  reflectRows,
  rotation,
  signed,
  transposed,
  turnColumns,
} from "./rotations.ts";

const EPS = 2 ** -53;
const TOLERANCE = EPS * Math.max(10, Math.min(100, EPS ** -0.125));

/** A = U S Vᵀ, the values falling: `u` and `v` have as many columns as there are singular values. */
export interface Svd {
  readonly u: Matrix;
  readonly s: number[];
  readonly v: Matrix;
}

/** The singular value decomposition: thin, or with `u` and `v` completed to square matrices. */
export function singularValues(a: Matrix, full = false): Svd {
  const wide = a.rows < a.columns;
  const tall = wide ? transposed(a) : a;
  // Many more rows than columns: the triangle of a QR says it all.
  if (tall.rows > tall.columns && tall.rows >= Math.floor((11 * tall.columns) / 6)) {
    const { q } = qrOf(tall, full ? tall.rows : tall.columns);
    const { r } = qrOf(tall, tall.columns);
    const { u, s, v } = singularValues(wide ? transposed(r) : r);
    return wide ? { u, s, v: turned(q, v) } : { u: turned(q, u), s, v };
  }
  const { d, e, left, right } = twoDiagonals(tall, full);
  const u = identity(d.length);
  const v = identity(d.length);
  const turns = wide ? toUpper(d, e) : [];
  bidiagonal(d, e, u, v);
  const found = sorted(d, u, v);
  for (const [j, c, s] of turns.reverse()) turnRows(found.u, j, c, s);
  const outer = wide ? [right, left] : [left, right];
  return { u: turned(outer[0] as Matrix, found.u), s: found.s, v: turned(outer[1] as Matrix, found.v) };
}

/** The first columns of `q` times `small`; columns beyond stay as they are. */
function turned(q: Matrix, small: Matrix): Matrix {
  const inner = product(
    matrixOf(q.rows, small.rows, (i, j) => entry(q, i, j)),
    small,
  );
  return matrixOf(q.rows, q.columns, (i, j) => (j < small.columns ? entry(inner, i, j) : entry(q, i, j)));
}

/** Q B Pᵀ with B upper bidiagonal: its two diagonals, Q (thin or full) and P. */
function twoDiagonals(
  a: Matrix,
  full: boolean,
): {
  readonly d: number[];
  readonly e: number[];
  readonly left: Matrix;
  readonly right: Matrix;
} {
  const n = a.columns;
  const b: Matrix = { ...a, data: a.data.slice() };
  const left = identity(a.rows, full ? a.rows : n);
  const right = identity(n);
  const undo: (() => void)[] = [];
  for (let k = 0; k < n; k++) {
    const down = reflector(Array.from({ length: b.rows - k }, (_, i) => entry(b, k + i, k)));
    reflectRows(b, down.v, down.tau, k, k);
    undo.push(() => reflectRows(left, down.v, down.tau, k, 0));
    if (k >= n - 1) continue;
    const along = reflector(Array.from({ length: n - k - 1 }, (_, j) => entry(b, k, k + 1 + j)));
    reflectColumns(b, along.v, along.tau, k, k + 1);
    undo.push(() => reflectRows(right, along.v, along.tau, k + 1, 0));
  }
  for (const step of undo.reverse()) step();
  const d = Array.from({ length: n }, (_, i) => entry(b, i, i));
  const e = Array.from({ length: Math.max(0, n - 1) }, (_, i) => entry(b, i, i + 1));
  return { d, e, left, right };
}

/** Turns a lower bidiagonal matrix into an upper one; the turns of its rows are given back. */
function toUpper(d: number[], e: number[]): (readonly [j: number, c: number, s: number])[] {
  return e.map((below, i) => {
    const [c, s, r] = rotation(d[i] as number, below);
    const next = d[i + 1] as number;
    d[i] = r;
    e[i] = s * next;
    d[i + 1] = c * next;
    return [i, c, -s] as const;
  });
}

function turnRows(a: Matrix, j: number, c: number, s: number): void {
  for (let k = 0; k < a.columns; k++) {
    const [own, next] = [entry(a, j, k), entry(a, j + 1, k)];
    a.data[(j + 1) * a.columns + k] = c * next - s * own;
    a.data[j * a.columns + k] = s * next + c * own;
  }
}

function sorted(d: number[], u: Matrix, v: Matrix): Svd {
  d.forEach((x, j) => {
    if (x >= 0 && !Object.is(x, -0)) return;
    d[j] = -x;
    // A lone singular value gives its sign to the left, several give theirs to the right.
    const side = d.length === 1 ? u : v;
    for (let i = 0; i < side.rows; i++) side.data[i * side.columns + j] = -entry(side, i, j);
  });
  const order = d.map((_, i) => i).sort((i, j) => (d[j] as number) - (d[i] as number) || i - j);
  const inOrder = (m: Matrix): Matrix => matrixOf(m.rows, m.columns, (i, j) => entry(m, i, order[j] as number));
  return { u: inOrder(u), s: order.map((i) => d[i] as number), v: inOrder(v) };
}

/** Brings the upper diagonal `e` to zero; the turns go into the columns of u and v. */
function bidiagonal(d: number[], e: number[], u: Matrix, v: Matrix): void {
  const n = d.length;
  const dAt = (i: number): number => d[i] as number;
  const eAt = (i: number): number => e[i] as number;
  let least = Math.abs(dAt(0));
  for (let i = 1, mu = least; i < n; i++) {
    mu = Math.abs(dAt(i)) * (mu / (mu + Math.abs(eAt(i - 1))));
    least = Math.min(least, mu);
  }
  const threshold = Math.max(TOLERANCE * (least / Math.sqrt(n) || 0), 6 * n * n * 2 ** -1022);
  let [m, oldLow, oldHigh, down] = [n - 1, -1, -1, true];
  for (let rounds = 0; m > 0 && rounds < 60 * n * n; rounds++) {
    let most = Math.abs(dAt(m));
    let low = m - 1;
    for (; low >= 0; low--) {
      if (Math.abs(eAt(low)) <= threshold) {
        e[low] = 0;
        break;
      }
      most = Math.max(most, Math.abs(dAt(low)), Math.abs(eAt(low)));
    }
    low++;
    if (low === m) {
      m--;
      continue;
    }
    if (low === m - 1) {
      const pair = singularPair(dAt(low), eAt(low), dAt(m));
      [d[low], e[low], d[m]] = [pair.big, 0, pair.small];
      turnColumns(v, low, m, pair.right[0], pair.right[1]);
      turnColumns(u, low, m, pair.left[0], pair.left[1]);
      m -= 2;
      continue;
    }
    if (low > oldHigh || m < oldLow) down = Math.abs(dAt(low)) >= Math.abs(dAt(m));
    const bound = settled(d, e, low, m, down);
    if (bound === null) continue;
    [oldLow, oldHigh] = [low, m];
    let shift = 0;
    if (n * TOLERANCE * (bound / most) > Math.max(EPS, 0.01 * TOLERANCE)) {
      shift = down ? smallest(dAt(m - 1), eAt(m - 1), dAt(m)) : smallest(dAt(low), eAt(low), dAt(low + 1));
      const end = Math.abs(dAt(down ? low : m));
      if (end > 0 && (shift / end) ** 2 < EPS) shift = 0;
    }
    if (down) chaseDown(d, e, u, v, low, m, shift);
    else chaseUp(d, e, u, v, low, m, shift);
    const last = down ? m - 1 : low;
    if (Math.abs(eAt(last)) <= threshold) e[last] = 0;
  }
}

/** Sets to zero what is small beside its neighbours (null), or says how small the least singular value may be. */
function settled(d: number[], e: number[], low: number, m: number, down: boolean): number | null {
  const [end, next] = down ? [m - 1, m] : [low, low];
  if (Math.abs(e[end] as number) <= TOLERANCE * Math.abs(d[next] as number)) {
    e[end] = 0;
    return null;
  }
  let mu = Math.abs(d[down ? low : m] as number);
  let least = mu;
  for (let k = 0; k < m - low; k++) {
    const i = down ? low + k : m - 1 - k;
    if (Math.abs(e[i] as number) <= TOLERANCE * mu) {
      e[i] = 0;
      return null;
    }
    mu = Math.abs(d[down ? i + 1 : i] as number) * (mu / (mu + Math.abs(e[i] as number)));
    least = Math.min(least, mu);
  }
  return least;
}

type Chase = (d: number[], e: number[], u: Matrix, v: Matrix, low: number, m: number, shift: number) => void;
const chaseDown: Chase = (d, e, u, v, low, m, shift) => {
  if (shift === 0) {
    let [c, oldC, oldS, s, r] = [1, 1, 0, 0, 0];
    for (let i = low; i < m; i++) {
      [c, s, r] = rotation((d[i] as number) * c, e[i] as number);
      if (i > low) e[i - 1] = oldS * r;
      [oldC, oldS, d[i]] = rotation(oldC * r, (d[i + 1] as number) * s);
      turnColumns(v, i, i + 1, c, s);
      turnColumns(u, i, i + 1, oldC, oldS);
    }
    const h = (d[m] as number) * c;
    d[m] = h * oldC;
    e[m - 1] = h * oldS;
    return;
  }
  const first = d[low] as number;
  let f = (Math.abs(first) - shift) * (signed(1, first) + shift / first);
  let g = e[low] as number;
  for (let i = low; i < m; i++) {
    const [cr, sr, r] = rotation(f, g);
    if (i > low) e[i - 1] = r;
    const [x, y, next] = [d[i] as number, e[i] as number, d[i + 1] as number];
    f = cr * x + sr * y;
    e[i] = cr * y - sr * x;
    g = sr * next;
    d[i + 1] = cr * next;
    const [cl, sl, length] = rotation(f, g);
    d[i] = length;
    const [y2, next2] = [e[i] as number, d[i + 1] as number];
    f = cl * y2 + sl * next2;
    d[i + 1] = cl * next2 - sl * y2;
    if (i < m - 1) {
      g = sl * (e[i + 1] as number);
      e[i + 1] = cl * (e[i + 1] as number);
    }
    turnColumns(v, i, i + 1, cr, sr);
    turnColumns(u, i, i + 1, cl, sl);
  }
  e[m - 1] = f;
};
const chaseUp: Chase = (d, e, u, v, low, m, shift) => {
  if (shift === 0) {
    let [c, oldC, oldS, s, r] = [1, 1, 0, 0, 0];
    for (let i = m; i > low; i--) {
      [c, s, r] = rotation((d[i] as number) * c, e[i - 1] as number);
      if (i < m) e[i] = oldS * r;
      [oldC, oldS, d[i]] = rotation(oldC * r, (d[i - 1] as number) * s);
      turnColumns(v, i - 1, i, oldC, -oldS);
      turnColumns(u, i - 1, i, c, -s);
    }
    const h = (d[low] as number) * c;
    d[low] = h * oldC;
    e[low] = h * oldS;
    return;
  }
  const last = d[m] as number;
  let f = (Math.abs(last) - shift) * (signed(1, last) + shift / last);
  let g = e[m - 1] as number;
  for (let i = m; i > low; i--) {
    const [cr, sr, r] = rotation(f, g);
    if (i < m) e[i] = r;
    const [x, y, next] = [d[i] as number, e[i - 1] as number, d[i - 1] as number];
    f = cr * x + sr * y;
    e[i - 1] = cr * y - sr * x;
    g = sr * next;
    d[i - 1] = cr * next;
    const [cl, sl, length] = rotation(f, g);
    d[i] = length;
    const [y2, next2] = [e[i - 1] as number, d[i - 1] as number];
    f = cl * y2 + sl * next2;
    d[i - 1] = cl * next2 - sl * y2;
    if (i > low + 1) {
      g = sl * (e[i - 2] as number);
      e[i - 2] = cl * (e[i - 2] as number);
    }
    turnColumns(v, i - 1, i, cl, -sl);
    turnColumns(u, i - 1, i, cr, -sr);
  }
  e[low] = f;
};
