/** Powers with a whole exponent to the last digit: the browser's own are now and then off by one there, those that PyTorch uses hardly ever. */

/** A number as an unrounded sum of two: the nearest double and what is missing. */
type Pair = readonly [high: number, low: number];

/** `base` to the power `n`, a whole number from 0; |base| ≤ 1. Rounded once, at the end. */
export function power(base: number, n: number): number {
  let result: Pair = [1, 0];
  let square: Pair = [base, 0];
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = product(result, square);
    square = product(square, square);
  }
  return result[0] + result[1];
}

function product([a, aLow]: Pair, [b, bLow]: Pair): Pair {
  const high = a * b;
  const low = missing(a, b, high) + (a * bLow + aLow * b);
  const sum = high + low;
  return [sum, low - (sum - high)];
}

/** a·b − high without rounding, by halves of 26 bits. Source: Dekker, A Floating-Point Technique for Extending the Available Precision. */
function missing(a: number, b: number, high: number): number {
  const [a1, a2] = halves(a);
  const [b1, b2] = halves(b);
  return a1 * b1 - high + a1 * b2 + a2 * b1 + a2 * b2;
}

function halves(x: number): Pair {
  const scaled = x * (2 ** 27 + 1);
  const high = scaled - (scaled - x);
  return [high, x - high];
}
