/** Special functions in double precision, to about 1e-14 relative. */

/** erf by its Maclaurin series for small |x|, else from erfc. */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  const a = Math.abs(x);
  if (a > 3) return Math.sign(x) * (1 - erfc(a));
  // erf x = 2/√π · Σ (−1)ⁿ x^(2n+1) / (n! (2n+1)), in the all-positive form e^(−x²) Σ 2ⁿ x^(2n+1) / (2n+1)!!
  let term = x;
  let sum = x;
  for (let n = 1; n < 200; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
    if (Math.abs(term) < 1e-17 * Math.abs(sum)) break;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** 1 − erf, exact in the right tail by Lentz's continued fraction. */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < 2) return 1 - erf(x);
  if (x > 27) return 0;
  // erfc x = e^(−x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))), evaluated from the inside
  let fraction = 0;
  for (let k = 120; k >= 1; k--) fraction = k / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}

/** Inverse of erf by two steps of Halley's method from a rough start. */
export function erfinv(y: number): number {
  if (y <= -1 || y >= 1 || Number.isNaN(y)) return y === 1 ? Infinity : y === -1 ? -Infinity : Number.NaN;
  if (y === 0) return y;
  const w = Math.log(1 - y * y);
  const a = 0.147;
  const t = 2 / (Math.PI * a) + w / 2;
  let x = Math.sign(y) * Math.sqrt(Math.sqrt(t * t - w / a) - t);
  for (let i = 0; i < 4; i++) {
    const error = (y > 0.5 || y < -0.5 ? Math.sign(y) * (1 - Math.abs(y) - erfc(Math.abs(x))) : erf(x) - y) as number;
    const slope = (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x);
    const step = error / slope;
    x -= step / (1 + x * step);
  }
  return x;
}

/** Coefficients of Stirling's series for ln Γ: B₂ₖ / (2k(2k−1)). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

/** ln |Γ(x)|. */
export function lgamma(x: number): number {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? x : Infinity;
  if (x <= 0 && Number.isInteger(x)) return Infinity;
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
  if (x === 1 || x === 2) return 0;
  // Γ(x) = Γ(x + n) / (x (x+1) … (x+n−1)): shift to where the series is exact
  let shift = 1;
  let y = x;
  while (y < 15) shift *= y++;
  let series = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) series = series / (y * y) + (STIRLING[k] as number);
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series / y - Math.log(shift);
}

/** The derivatives of ln Γ: digamma for n = 0, trigamma for n = 1, and so on. */
export function polygamma(n: number, x: number): number {
  if (n === 0) return digamma(x);
  // ψₙ(x) = (−1)^(n+1) n! Σ 1/(x+k)^(n+1): the first terms summed, the tail by Euler and Maclaurin
  const s = n + 1;
  let sum = 0;
  let y = x;
  while (y < 20) sum += (y++) ** -s;
  const tail =
    y ** -n / n +
    y ** -s / 2 +
    (s * y ** -(s + 1)) / 12 -
    (s * (s + 1) * (s + 2) * y ** -(s + 3)) / 720 +
    (s * (s + 1) * (s + 2) * (s + 3) * (s + 4) * y ** -(s + 5)) / 30240;
  let factorial = 1;
  for (let k = 2; k <= n; k++) factorial *= k;
  return (n % 2 === 0 ? -1 : 1) * factorial * (sum + tail);
}

function digamma(x: number): number {
  if (x === 0) return Object.is(x, -0) ? Infinity : -Infinity;
  if (x < 0 && Number.isInteger(x)) return Number.NaN;
  if (x < 0) return digamma(1 - x) - Math.PI / Math.tan(Math.PI * x);
  let shift = 0;
  let y = x;
  while (y < 15) shift -= 1 / y++;
  const z = 1 / (y * y);
  // ln y − 1/(2y) − Σ B₂ₖ/(2k y^2k)
  const series = z * (1 / 12 - z * (1 / 120 - z * (1 / 252 - z * (1 / 240 - z * (1 / 132 - (z * 691) / 32760)))));
  return shift + Math.log(y) - 0.5 / y - series;
}
