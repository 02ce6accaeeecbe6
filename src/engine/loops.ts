/** Loops over single-precision numbers. One that only ever meets one kind of array, and has its arithmetic written in it, runs several times faster. */

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

function withLoop(f: (x: number, y: number) => number, loop: Loop): Pairwise {
  return Object.assign(f, { loop });
}

/** x + y */
export const plus: Pairwise = withLoop(
  (x, y) => x + y,
  (z, to, x, xFrom, xStep, y, yFrom, yStep, n) => {
    for (let i = 0; i < n; i++) z[to + i] = (x[xFrom + i * xStep] as number) + (y[yFrom + i * yStep] as number);
  },
);

/** x − y */
export const minus: Pairwise = withLoop(
  (x, y) => x - y,
  (z, to, x, xFrom, xStep, y, yFrom, yStep, n) => {
    for (let i = 0; i < n; i++) z[to + i] = (x[xFrom + i * xStep] as number) - (y[yFrom + i * yStep] as number);
  },
);

/** x · y */
export const product: Pairwise = withLoop(
  (x, y) => x * y,
  (z, to, x, xFrom, xStep, y, yFrom, yStep, n) => {
    for (let i = 0; i < n; i++) z[to + i] = (x[xFrom + i * xStep] as number) * (y[yFrom + i * yStep] as number);
  },
);

/** x / y */
export const quotient: Pairwise = withLoop(
  (x, y) => x / y,
  (z, to, x, xFrom, xStep, y, yFrom, yStep, n) => {
    for (let i = 0; i < n; i++) z[to + i] = (x[xFrom + i * xStep] as number) / (y[yFrom + i * yStep] as number);
  },
);

/** x + α·y, multiplied and added in double precision and rounded once: PyTorch's CPU kernels do both in one step. */
export function scaledSum(alpha: number): Pairwise {
  return withLoop(
    (x, y) => x + alpha * y,
    (z, to, x, xFrom, xStep, y, yFrom, yStep, n) => {
      for (let i = 0; i < n; i++)
        z[to + i] = (x[xFrom + i * xStep] as number) + alpha * (y[yFrom + i * yStep] as number);
    },
  );
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

function withSingleLoop(f: (x: number) => number, loop: SingleLoop): Single {
  return Object.assign(f, { loop });
}

/** max(x, 0), NaN staying NaN. */
export const rectified: Single = withSingleLoop(
  (x) => Math.max(x, 0),
  (z, to, x, from, n) => {
    for (let i = 0; i < n; i++) z[to + i] = Math.max(x[from + i] as number, 0);
  },
);

/** 1 where x > 0, else 0. */
export const isPositive: Single = withSingleLoop(
  (x) => (x > 0 ? 1 : 0),
  (z, to, x, from, n) => {
    for (let i = 0; i < n; i++) z[to + i] = (x[from + i] as number) > 0 ? 1 : 0;
  },
);
