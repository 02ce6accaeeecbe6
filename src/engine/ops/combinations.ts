/** Choices of `r` of the numbers 0 … n−1 in rising order; with `repeated`, a number may be chosen again. */
export function combinationsOf(n: number, r: number, repeated: boolean): number[][] {
  if (r === 0) return [[]];
  return combinationsOf(n, r - 1, repeated).flatMap((row) => {
    const last = row.at(-1);
    const from = last === undefined ? 0 : repeated ? last : last + 1;
    return Array.from({ length: Math.max(0, n - from) }, (_, i) => [...row, from + i]);
  });
}
