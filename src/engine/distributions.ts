/** Draws that need more than one formula: weighted picks and Poisson counts. */
import type { Generator } from "./random.ts";

/** With replacement: inverse of the cumulative sum. Without: the largest of w/e with e exponential, as PyTorch draws them. */
export function drawRow(w: readonly number[], samples: number, replacement: boolean, g: Generator): number[] {
  // A race of exponentials, which PyTorch also runs where a single sample is drawn.
  if (!replacement || samples === 1) {
    const keys = w.map((x) => x / -Math.log1p(-g.uniform53()));
    return w
      .map((_, i) => i)
      .sort((a, b) => (keys[b] as number) - (keys[a] as number))
      .slice(0, samples);
  }
  const total = w.reduce((sum, x) => sum + x, 0);
  return Array.from({ length: samples }, () => {
    const u = g.uniform53();
    let sum = 0;
    const found = w.findIndex((x) => {
      sum += x / total;
      return sum > u;
    });
    return found < 0 ? w.length - 1 : found;
  });
}

/** Multiplication of uniforms below rate 10; Hörmann's transformed rejection (1993) from there on. */
export function poisson(lambda: number, g: Generator): number {
  if (lambda < 10) {
    const limit = Math.exp(-lambda);
    let product = g.uniform53();
    let k = 0;
    while (product > limit) {
      product *= g.uniform53();
      k++;
    }
    return k;
  }
  const b = 0.931 + 2.53 * Math.sqrt(lambda);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const vr = 0.9277 - 3.6224 / (b - 2);
  while (true) {
    const u = g.uniform53() - 0.5;
    const v = g.uniform53();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + lambda + 0.43);
    if (us >= 0.07 && v <= vr) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    let logFactorial = 0;
    for (let i = 2; i <= k; i++) logFactorial += Math.log(i);
    if (
      Math.log(v) + Math.log(inverseAlpha) - Math.log(a / (us * us) + b) <=
      -lambda + k * Math.log(lambda) - logFactorial
    )
      return k;
  }
}
