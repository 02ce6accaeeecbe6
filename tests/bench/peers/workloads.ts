/** The four jobs that every side does: their numbers, so that all start from the same ones. */

/** 100 steps of gradient descent on x², from 2. */
export const hill = { start: 2, lr: 0.01, steps: 100 };

/** 100 steps of fitting a line w·x + b to three points. */
export const line = { x: [1, 2, 3], y: [2, 4, 6.5], w: 0.5, b: 0, lr: 0.05, steps: 100 };

/** A 64-128-64-10 perceptron on one batch of 64 for 100 steps: one full matrix in, class numbers out. */
export const perceptron = { sizes: [64, 128, 64, 10], batch: 64, lr: 0.1, steps: 100 } as const;

/** A 2-16-16-1 network whose every number is a value of its own, with tanh, forward and backward over 100 samples. */
export const scalars = { sizes: [2, 16, 16, 1], samples: 100 } as const;

/** Op nodes of one sample: a product and a sum for each weight, a tanh for each neuron, and the squared error's two. */
export function nodesOfSample(): number {
  let nodes = 2;
  for (let i = 1; i < scalars.sizes.length; i++) {
    const [inputs, outputs] = [scalars.sizes[i - 1] as number, scalars.sizes[i] as number];
    nodes += 2 * inputs * outputs + outputs;
  }
  return nodes;
}

/** Numbers between −0.5 and 0.5 that are the same on every side. */
export function numbers(count: number, seed: number): number[] {
  let state = seed >>> 0;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.fround(state / 2 ** 32 - 0.5);
  });
}

/** Class numbers below `classes`. */
export function labels(count: number, classes: number): number[] {
  return numbers(count, 99).map((x) => Math.floor((x + 0.5) * classes));
}
