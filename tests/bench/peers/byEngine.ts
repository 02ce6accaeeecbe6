import "#engine/ops/all.ts";
import { backward } from "#engine/backward.ts";
import { opTable } from "#engine/op.ts";
import { add, mul, scalar, sub } from "#engine/ops/algebra.ts";
import { finishRun, startRun } from "#engine/session.ts";
import { withGrad } from "#engine/state.ts";
import { type Tensor, tensorFrom } from "#engine/tensor.ts";
import { TraceWriter } from "#trace/traceWriter.ts";
import { hill, labels, line, numbers, perceptron, scalars } from "./workloads.ts";

const call = (name: string, args: readonly unknown[]): Tensor => {
  const info = opTable.get(name);
  if (info === undefined) throw new Error(`there is no op ${name}`);
  return info.call(args) as Tensor;
};
const leaf = (data: readonly number[], shape: readonly number[]): Tensor =>
  tensorFrom(data, shape, "float32").setRequiresGrad(true);

/** What training in PyTorch writes: `p -= lr * p.grad` without the tape, and gradients set to None. */
function descend(parameters: readonly Tensor[], lr: Tensor): void {
  withGrad(false, () => {
    for (const p of parameters) sub.info.callInPlace([p, mul(p.grad as Tensor, lr)]);
  });
  for (const p of parameters) p.grad = null;
}

/** Where finished chunks of the trace go when nobody looks at them. */
const unseen = { chunk: () => {}, card: () => {} };

/** Runs a job as a program runs, with or without recording. */
export function inRun<T>(recorded: boolean, job: () => T): T {
  const writer = recorded ? new TraceWriter(unseen) : null;
  startRun({ writer });
  const result = job();
  finishRun();
  writer?.flush();
  return result;
}

export function hillByEngine(): number {
  const x = leaf([hill.start], []);
  const [two, lr] = [scalar(2), scalar(hill.lr)];
  for (let i = 0; i < hill.steps; i++) {
    backward([call("pow", [x, two])], [null]);
    descend([x], lr);
  }
  return x.item();
}

export function lineByEngine(): readonly [w: number, b: number] {
  const [w, b] = [leaf([line.w], []), leaf([line.b], [])];
  const [x, y] = [tensorFrom(line.x, [3], "float32"), tensorFrom(line.y, [3], "float32")];
  const [two, lr] = [scalar(2), scalar(line.lr)];
  for (let i = 0; i < line.steps; i++) {
    const error = sub(add(mul(w, x), b), y);
    backward([call("mean", [call("pow", [error, two])])], [null]);
    descend([w, b], lr);
  }
  return [w.item(), b.item()];
}

export function perceptronByEngine(): number {
  const { sizes, batch, lr: rate, steps } = perceptron;
  const x = tensorFrom(numbers(batch * sizes[0], 5), [batch, sizes[0]], "float32");
  const y = tensorFrom(labels(batch, sizes[3]), [batch], "int64");
  const layers = sizes.slice(1).map((out, l) => ({
    weight: leaf(numbers(out * (sizes[l] as number), l + 1), [out, sizes[l] as number]),
    bias: leaf(numbers(out, l + 11), [out]),
  }));
  const lr = scalar(rate);
  let last = 0;
  for (let i = 0; i < steps; i++) {
    let h = x;
    layers.forEach(({ weight, bias }, l) => {
      h = call("linear", [h, weight, bias]);
      if (l < layers.length - 1) h = call("relu", [h]);
    });
    const loss = call("cross_entropy", [h, y]);
    backward([loss], [null]);
    descend(
      layers.flatMap(({ weight, bias }) => [weight, bias]),
      lr,
    );
    last = loss.item();
  }
  return last;
}

export function scalarsByEngine(): number {
  const { sizes, samples } = scalars;
  const weights = sizes.slice(1).map((out, l) => numbers(out * (sizes[l] as number), l + 1).map((w) => leaf([w], [])));
  const inputs = numbers(samples * 2, 7);
  const tanh = opTable.get("tanh")?.call as (args: readonly unknown[]) => Tensor;
  const one = scalar(1);
  let total = 0;
  for (let s = 0; s < samples; s++) {
    let x = [0, 1].map((i) => tensorFrom([inputs[2 * s + i] as number], [], "float32"));
    weights.forEach((w, l) => {
      const wide = x.length;
      x = Array.from({ length: sizes[l + 1] as number }, (_, j) => {
        let sum = mul(w[j * wide] as Tensor, x[0] as Tensor);
        for (let i = 1; i < wide; i++) sum = add(sum, mul(w[j * wide + i] as Tensor, x[i] as Tensor));
        return tanh([sum]);
      });
    });
    const error = sub(x[0] as Tensor, one);
    const loss = mul(error, error);
    backward([loss], [null]);
    total += loss.item();
  }
  return total;
}
