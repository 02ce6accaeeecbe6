/** Loops over single-precision numbers. One that only ever meets one kind of array, and has its arithmetic written in it, runs several times faster. */
import { type PairRoutine, pairsLarge } from "./wasm/elements.ts";

/** z[i] = f(x[i], y[i]) for n elements, from the given places on; a step of 0 reads the same element again and again. */
type Loop = (
  z: Float32Array,
  to: number,
  x: Float32Array,
  xFrom: number,
  xStep: 0 | 1,
  y: Float32Array,
  yFrom: number,
  yStep: 0 | 1,
  n: number,
) => void;

/** A function of two numbers, with its own loop if it is worth one. */
export interface Pairwise {
  (x: number, y: number): number;
  readonly loop?: Loop;
}

/** The loop of a function that has none of its own. */
export function eachPair(f: Pairwise): Loop {
  return (
    f.loop ??
    ((z, to, x, xFrom, xStep, y, yFrom, yStep, n) => {
      for (let i = 0; i < n; i++) z[to + i] = f(x[xFrom + i * xStep] as number, y[yFrom + i * yStep] as number);
    })
  );
}

/** Gives a function its loop, and the routine that does the same for many numbers. */
function withLoop(f: (x: number, y: number) => number, small: Loop, routine: PairRoutine): Pairwise {
  const loop: Loop = (z, to, x, xFrom, xStep, y, yFrom, yStep, n) => {
    if (!pairsLarge(routine, z, to, x, xFrom, xStep, y, yFrom, yStep, n))
      small(z, to, x, xFrom, xStep, y, yFrom, yStep, n);
  };
  return Object.assign(f, { loop });
}

/** x + y */
export const plus: Pairwise = withLoop(
  (x, y) => x + y,
  (z, to, x, xFrom, xStep, y, yFrom, yStep, n) => {
    for (let i = 0; i < n; i++) z[to + i] = (x[xFrom + i * xStep] as number) + (y[yFrom + i * yStep] as number);
  },
  "plus",
);

/** x − y */
export const minus: Pairwise = withLoop(
  (x, y) => x - y,
  (z, to, x, xFrom, xStep, y, yFrom, yStep, n) => {
    for (let i = 0; i < n; i++) z[to + i] = (x[xFrom + i * xStep] as number) - (y[yFrom + i * yStep] as number);
  },
  "minus",
);

/** x · y */
export const product: Pairwise = withLoop(
  (x, y) => x * y,
  (z, to, x, xFrom, xStep, y, yFrom, yStep, n) => {
    for (let i = 0; i < n; i++) z[to + i] = (x[xFrom + i * xStep] as number) * (y[yFrom + i * yStep] as number);
  },
  "times",
);

/** x / y */
export const quotient: Pairwise = withLoop(
  (x, y) => x / y,
  (z, to, x, xFrom, xStep, y, yFrom, yStep, n) => {
    for (let i = 0; i < n; i++) z[to + i] = (x[xFrom + i * xStep] as number) / (y[yFrom + i * yStep] as number);
  },
  "over",
);

/** x + α·y, multiplied and added in double precision and rounded once: PyTorch's CPU kernels do both in one step. */
export function scaledSum(alpha: number): Pairwise {
  const loop: Loop = (z, to, x, xFrom, xStep, y, yFrom, yStep, n) => {
    for (let i = 0; i < n; i++) z[to + i] = (x[xFrom + i * xStep] as number) + alpha * (y[yFrom + i * yStep] as number);
  };
  return Object.assign((x: number, y: number) => x + alpha * y, { loop });
}

/** z[i] = f(x[i]) for n elements, from the given places on. */
type SingleLoop = (z: Float32Array, to: number, x: Float32Array, from: number, n: number) => void;

/** A function of one number, with its own loop if it is worth one. */
export interface Single {
  (x: number): number;
  readonly loop?: SingleLoop;
}

/** The loop of a function that has none of its own. */
export function eachNumber(f: Single): SingleLoop {
  return (
    f.loop ??
    ((z, to, x, from, n) => {
      for (let i = 0; i < n; i++) z[to + i] = f(x[from + i] as number);
    })
  );
}

/** max(x, 0), NaN staying NaN. */
export const rectified: Single = Object.assign((x: number) => Math.max(x, 0), {
  loop: ((z, to, x, from, n) => {
    if (pairsLarge("max", z, to, x, from, 1, ZERO, 0, 0, n)) return;
    for (let i = 0; i < n; i++) z[to + i] = Math.max(x[from + i] as number, 0);
  }) satisfies SingleLoop,
});
const ZERO = new Float32Array(1);

/** g where z > 0 or is NaN, else 0: the gradient of what lets through only what is positive. */
export const gated: Pairwise = withLoop(
  (g, z) => (z <= 0 ? 0 : g),
  (y, to, g, gFrom, gStep, z, zFrom, zStep, n) => {
    for (let i = 0; i < n; i++)
      y[to + i] = (z[zFrom + i * zStep] as number) <= 0 ? 0 : (g[gFrom + i * gStep] as number);
  },
  "gate",
);
