import "./nodeRequire.ts";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import "@tensorflow/tfjs-backend-cpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { hill, labels, line, numbers, perceptron, scalars } from "./workloads.ts";

/** Makes one of TensorFlow.js's backends the current one; WebAssembly on one thread, as a page without isolation has it. */
export async function startBackend(name: "cpu" | "wasm"): Promise<void> {
  tf.env().set("PROD", true);
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  setWasmPaths(
    `${dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/package.json"))}/dist/`,
  );
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js has no backend ${name}`);
  await tf.ready();
}

/** `v -= lr * dv` for every variable of a loss, and the loss. */
function step(loss: () => tf.Scalar, variables: readonly tf.Variable[], lr: number): void {
  tf.tidy(() => {
    const { grads } = tf.variableGrads(loss, [...variables]);
    for (const v of variables) v.assign(tf.sub(v, tf.mul(grads[v.name] as tf.Tensor, lr)));
  });
}

export function hillByTensorflow(): number {
  const x = tf.variable(tf.scalar(hill.start));
  for (let i = 0; i < hill.steps; i++) step(() => tf.square(x) as tf.Scalar, [x], hill.lr);
  const [end] = x.dataSync();
  x.dispose();
  return end as number;
}

export function lineByTensorflow(): readonly number[] {
  const [w, b] = [tf.variable(tf.scalar(line.w)), tf.variable(tf.scalar(line.b))];
  const [x, y] = [tf.tensor1d([...line.x]), tf.tensor1d([...line.y])];
  for (let i = 0; i < line.steps; i++)
    step(() => tf.mean(tf.square(tf.sub(tf.add(tf.mul(w, x), b), y))) as tf.Scalar, [w, b], line.lr);
  const end = [w.dataSync()[0] as number, b.dataSync()[0] as number];
  tf.dispose([w, b, x, y]);
  return end;
}

export function perceptronByTensorflow(): number {
  const { sizes, batch, lr, steps } = perceptron;
  const x = tf.tensor2d(numbers(batch * sizes[0], 5), [batch, sizes[0]]);
  const classes = tf.tensor1d(labels(batch, sizes[3]), "int32");
  const y = tf.oneHot(classes, sizes[3]);
  const layers = sizes.slice(1).map((out, l) => ({
    weight: tf.variable(tf.tensor2d(numbers(out * (sizes[l] as number), l + 1), [out, sizes[l] as number])),
    bias: tf.variable(tf.tensor1d(numbers(out, l + 11))),
  }));
  const loss = (): tf.Scalar => {
    let h: tf.Tensor2D = x;
    layers.forEach(({ weight, bias }, l) => {
      h = tf.add(tf.matMul(h, weight as unknown as tf.Tensor2D, false, true), bias);
      if (l < layers.length - 1) h = tf.relu(h);
    });
    return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(h), y), 1))) as tf.Scalar;
  };
  const variables = layers.flatMap(({ weight, bias }) => [weight, bias]);
  for (let i = 0; i < steps; i++) step(loss, variables, lr);
  const end = tf.tidy(() => loss().dataSync()[0] as number);
  tf.dispose([x, classes, y, ...variables]);
  return end;
}

/** The network of scalars for so many samples: every number a tensor, every product an op. */
export function scalarsByTensorflow(samples: number): number {
  const { sizes } = scalars;
  const weights = sizes
    .slice(1)
    .map((out, l) => numbers(out * (sizes[l] as number), l + 1).map((w) => tf.variable(tf.scalar(w))));
  const inputs = numbers(scalars.samples * 2, 7);
  let total = 0;
  for (let s = 0; s < samples; s++) {
    const { value, grads } = tf.variableGrads(() => {
      let x: tf.Scalar[] = [0, 1].map((i) => tf.scalar(inputs[2 * s + i] as number));
      weights.forEach((w, l) => {
        const wide = x.length;
        x = Array.from({ length: sizes[l + 1] as number }, (_, j) => {
          let sum = tf.mul(w[j * wide] as tf.Variable, x[0] as tf.Scalar);
          for (let i = 1; i < wide; i++) sum = tf.add(sum, tf.mul(w[j * wide + i] as tf.Variable, x[i] as tf.Scalar));
          return tf.tanh(sum) as tf.Scalar;
        });
      });
      return tf.square(tf.sub(x[0] as tf.Scalar, 1)) as tf.Scalar;
    }, weights.flat());
    total += value.dataSync()[0] as number;
    tf.dispose([value, grads]);
  }
  tf.dispose(weights.flat());
  return total;
}
