/** Singular values of [[f, g], [0, h]]. */
import { signed } from "./rotations.ts";

/** The smaller one. */
export function smallest(f: number, g: number, h: number): number {
  const [a, b, c] = [Math.abs(f), Math.abs(g), Math.abs(h)];
  const [least, most] = [Math.min(a, c), Math.max(a, c)];
  if (least === 0) return 0;
  if (b < most) {
    const [x, y, z] = [1 + least / most, (most - least) / most, (b / most) ** 2];
    return least * (2 / (Math.sqrt(x * x + z) + Math.sqrt(y * y + z)));
  }
  const ratio = most / b;
  if (ratio === 0) return (least * most) / b;
  const [x, y] = [1 + least / most, (most - least) / most];
  return 2 * (least * (1 / (Math.sqrt(1 + (x * ratio) ** 2) + Math.sqrt(1 + (y * ratio) ** 2)))) * ratio;
}

interface Pair {
  readonly big: number;
  readonly small: number;
  /** Cosine and sine of the turns that make the matrix diagonal. */
  readonly left: readonly [number, number];
  readonly right: readonly [number, number];
}

/** Both, with signs, and the turns. */
export function singularPair(f: number, g: number, h: number): Pair {
  const swapped = Math.abs(h) > Math.abs(f);
  const [ft, ht] = swapped ? [h, f] : [f, h];
  const [fa, ha, ga] = [Math.abs(ft), Math.abs(ht), Math.abs(g)];
  let [big, small, cl, sl, cr, sr] = [fa, ha, 1, 0, 1, 0];
  let largest = swapped ? 3 : 1;
  if (ga !== 0) {
    if (ga > fa) largest = 2;
    if (ga > fa && fa / ga < 2 ** -53) {
      big = ga;
      small = ha > 1 ? fa / (ga / ha) : (fa / ga) * ha;
      [cl, sl, sr, cr] = [1, ht / g, 1, ft / g];
    } else {
      const d = fa - ha;
      const l = d === fa ? 1 : d / fa;
      const m = g / ft;
      const t = 2 - l;
      const s = Math.sqrt(t * t + m * m);
      const r = l === 0 ? Math.abs(m) : Math.sqrt(l * l + m * m);
      const a = 0.5 * (s + r);
      small = ha / a;
      big = fa * a;
      const tangent =
        m * m === 0
          ? l === 0
            ? signed(2, ft) * signed(1, g)
            : g / signed(d, ft) + m / t
          : (m / (s + t) + m / (r + l)) * (1 + a);
      const length = Math.sqrt(tangent * tangent + 4);
      cr = 2 / length;
      sr = tangent / length;
      cl = (cr + sr * m) / a;
      sl = ((ht / ft) * sr) / a;
    }
  }
  const [left, right] = swapped
    ? ([
        [sr, cr],
        [sl, cl],
      ] as const)
    : ([
        [cl, sl],
        [cr, sr],
      ] as const);
  const sign =
    largest === 1
      ? signed(1, right[0]) * signed(1, left[0]) * signed(1, f)
      : largest === 2
        ? signed(1, right[1]) * signed(1, left[0]) * signed(1, g)
        : signed(1, right[1]) * signed(1, left[1]) * signed(1, h);
  return {
    big: signed(big, sign),
    small: signed(small, sign * signed(1, f) * signed(1, h)),
    left: [...left],
    right: [...right],
  };
}
