import { hill, line, nodesOfSample, numbers, scalars } from "./workloads.ts";

const f = Math.fround;

/** x² with its derivative written out, in single precision. */
export function hillByHand(): number {
  let x = f(hill.start);
  const lr = f(hill.lr);
  for (let i = 0; i < hill.steps; i++) x = f(x - f(lr * f(2 * x)));
  return x;
}

/** The line with its two derivatives written out. */
export function lineByHand(): readonly [w: number, b: number] {
  let [w, b] = [f(line.w), f(line.b)];
  const lr = f(line.lr);
  const [xs, ys] = [Float32Array.from(line.x), Float32Array.from(line.y)];
  const n = xs.length;
  for (let i = 0; i < line.steps; i++) {
    let [gw, gb] = [0, 0];
    for (let k = 0; k < n; k++) {
      const x = xs[k] as number;
      const g = f(f(2 * f(f(f(w * x) + b) - (ys[k] as number))) / n);
      gw = f(gw + f(g * x));
      gb = f(gb + g);
    }
    w = f(w - f(lr * gw));
    b = f(b - f(lr * gb));
  }
  return [w, b];
}

/** The network of scalars as nested loops. */
export function scalarsByHand(): { readonly nodes: number; readonly loss: number } {
  const { sizes, samples } = scalars;
  const weights = sizes.slice(1).map((out, l) => Float32Array.from(numbers(out * (sizes[l] as number), l + 1)));
  const gradients = weights.map((w) => new Float32Array(w.length));
  const inputs = numbers(samples * 2, 7);
  let loss = 0;
  for (let s = 0; s < samples; s++) {
    const layers = [Float32Array.of(inputs[2 * s] as number, inputs[2 * s + 1] as number)];
    weights.forEach((w, l) => {
      const x = layers[l] as Float32Array;
      const y = new Float32Array(sizes[l + 1] as number);
      for (let j = 0; j < y.length; j++) {
        let sum = 0;
        for (let i = 0; i < x.length; i++) sum = f(sum + f((w[j * x.length + i] as number) * (x[i] as number)));
        y[j] = Math.tanh(sum);
      }
      layers.push(y);
    });
    const error = f((layers[3]?.[0] as number) - 1);
    loss += error * error;
    let g = Float32Array.of(2 * error);
    for (let l = weights.length - 1; l >= 0; l--) {
      const [w, gw] = [weights[l] as Float32Array, gradients[l] as Float32Array];
      const [x, y] = [layers[l] as Float32Array, layers[l + 1] as Float32Array];
      const gx = new Float32Array(x.length);
      for (let j = 0; j < y.length; j++) {
        const gz = f((g[j] as number) * (1 - (y[j] as number) ** 2));
        for (let i = 0; i < x.length; i++) {
          const at = j * x.length + i;
          gw[at] = (gw[at] as number) + gz * (x[i] as number);
          gx[i] = (gx[i] as number) + gz * (w[at] as number);
        }
      }
      g = gx;
    }
  }
  return { nodes: nodesOfSample() * samples, loss };
}
