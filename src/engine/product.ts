/** The product of two matrices of numbers: the loop on which networks spend their time. */

/** Below so many multiplications packing costs more than it saves. */
const SMALL = 2_000;
/** Rows and columns of a tile: its sums stay in registers. */
const TILE = 4;

/** Kept between calls: a training loop multiplies the same sizes again and again. */
let left = new Float64Array(0);
let right = new Float64Array(0);

/**
 * z[i,j] = Σₗ x[i,l] y[l,j] over row-major slices, for sizes n × k and k × m. Each sum is added up in double precision, from l = 0 on,
 * and rounded once where it is stored; so both ways below give the same digits.
 */
export function multiplyInto(
  z: { [i: number]: number },
  zAt: number,
  x: ArrayLike<number>,
  xAt: number,
  y: ArrayLike<number>,
  yAt: number,
  [n, k, m]: readonly [number, number, number],
): void {
  if (n * k * m < SMALL || m < TILE) return multiplyRows(z, zAt, x, xAt, y, yAt, [n, k, m]);
  const [rows, columns] = [Math.ceil(n / TILE) * TILE, Math.ceil(m / TILE) * TILE];
  if (left.length < rows * k) left = new Float64Array(rows * k);
  if (right.length < k * columns) right = new Float64Array(k * columns);
  pack(left, x, xAt, n, k, rows, k, 1);
  pack(right, y, yAt, m, k, columns, 1, m);
  for (let i = 0; i < n; i += TILE) for (let j = 0; j < m; j += TILE) multiplyTile(z, zAt, i, j, [n, k, m]);
}

/** Panels of four lines (rows of x, columns of y) with their numbers side by side; lines beyond the last are zero. */
function pack(
  to: Float64Array,
  from: ArrayLike<number>,
  at: number,
  lines: number,
  k: number,
  padded: number,
  lineStep: number,
  step: number,
): void {
  let w = 0;
  for (let line = 0; line < padded; line += TILE)
    for (let l = 0; l < k; l++)
      for (let t = line; t < line + TILE; t++) to[w++] = t < lines ? (from[at + t * lineStep + l * step] as number) : 0;
}

function multiplyTile(
  z: { [i: number]: number },
  zAt: number,
  i: number,
  j: number,
  [n, k, m]: readonly [number, number, number],
): void {
  const [x, y] = [left, right];
  let a = i * k;
  let b = j * k;
  let [z00, z01, z02, z03] = [0, 0, 0, 0];
  let [z10, z11, z12, z13] = [0, 0, 0, 0];
  let [z20, z21, z22, z23] = [0, 0, 0, 0];
  let [z30, z31, z32, z33] = [0, 0, 0, 0];
  for (let l = 0; l < k; l++, a += TILE, b += TILE) {
    const y0 = y[b] as number;
    const y1 = y[b + 1] as number;
    const y2 = y[b + 2] as number;
    const y3 = y[b + 3] as number;
    const x0 = x[a] as number;
    z00 += x0 * y0;
    z01 += x0 * y1;
    z02 += x0 * y2;
    z03 += x0 * y3;
    const x1 = x[a + 1] as number;
    z10 += x1 * y0;
    z11 += x1 * y1;
    z12 += x1 * y2;
    z13 += x1 * y3;
    const x2 = x[a + 2] as number;
    z20 += x2 * y0;
    z21 += x2 * y1;
    z22 += x2 * y2;
    z23 += x2 * y3;
    const x3 = x[a + 3] as number;
    z30 += x3 * y0;
    z31 += x3 * y1;
    z32 += x3 * y2;
    z33 += x3 * y3;
  }
  store(z, zAt + i * m + j, m - j, z00, z01, z02, z03);
  if (i + 1 < n) store(z, zAt + (i + 1) * m + j, m - j, z10, z11, z12, z13);
  if (i + 2 < n) store(z, zAt + (i + 2) * m + j, m - j, z20, z21, z22, z23);
  if (i + 3 < n) store(z, zAt + (i + 3) * m + j, m - j, z30, z31, z32, z33);
}

/** Four neighbours of a row, or as many as the row still has. */
function store(z: { [i: number]: number }, at: number, room: number, a: number, b: number, c: number, d: number): void {
  z[at] = a;
  if (room > 1) z[at + 1] = b;
  if (room > 2) z[at + 2] = c;
  if (room > 3) z[at + 3] = d;
}

function multiplyRows(
  z: { [i: number]: number },
  zAt: number,
  x: ArrayLike<number>,
  xAt: number,
  y: ArrayLike<number>,
  yAt: number,
  [n, k, m]: readonly [number, number, number],
): void {
  const row = new Float64Array(m);
  for (let i = 0; i < n; i++) {
    row.fill(0);
    for (let l = 0; l < k; l++) {
      const a = x[xAt + i * k + l] as number;
      const from = yAt + l * m;
      for (let j = 0; j < m; j++) row[j] = (row[j] as number) + a * (y[from + j] as number);
    }
    for (let j = 0; j < m; j++) z[zAt + i * m + j] = row[j] as number;
  }
}
