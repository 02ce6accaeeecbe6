import "#engine/ops/all.ts";
import { backward } from "#engine/backward.ts";
import { opTable } from "#engine/op.ts";
import { add, mul, scalar, sub } from "#engine/ops/algebra.ts";
import { zero } from "#engine/ops/core.ts";
import { finishRun, startRun } from "#engine/session.ts";
import { withGrad } from "#engine/state.ts";
import { type Tensor, tensorFrom } from "#engine/tensor.ts";
import { compare } from "./ratio.ts";

const silent = { event: () => {}, card: () => {} };

/** Minimise x² from 2, 100 steps of 0.01: the shortest training loop there is. */
function byHand(): number {
  let x = Math.fround(2);
  const lr = Math.fround(0.01);
  for (let i = 0; i < 100; i++) x = Math.fround(x - Math.fround(lr * Math.fround(2 * x)));
  return x;
}

function byEngine(recorded: boolean): number {
  startRun({ sink: recorded ? silent : null });
  const x = tensorFrom([2], [], "float32").setRequiresGrad(true);
  const lr = scalar(0.01);
  const two = scalar(2);
  const pow = opTable.get("pow")?.call ?? ((args: readonly unknown[]) => mul(args[0] as Tensor, args[0] as Tensor));
  for (let i = 0; i < 100; i++) {
    backward([pow([x, two]) as Tensor], [null]);
    const g = x.grad as Tensor;
    withGrad(false, () => sub.info.callInPlace([x, mul(g, lr)]));
    withGrad(false, () => zero.info.callInPlace([g]));
  }
  finishRun();
  return x.item();
}

/** A chain of additions, forward and backward: what one op costs. */
function chain(recorded: boolean): void {
  startRun({ sink: recorded ? silent : null });
  const x = tensorFrom([1], [], "float32").setRequiresGrad(true);
  const one = scalar(1);
  let y: Tensor = x;
  for (let i = 0; i < 1000; i++) y = add(y, one);
  backward([y], [null]);
  finishRun();
}

/** The engine beside a hand-written loop, and with the trace beside without. */
export async function bench() {
  return [
    await compare(
      "minimise x², 100 epochs",
      [
        { name: "hand-written loop", run: byHand },
        { name: "engine, trace off", run: () => byEngine(false) },
        { name: "engine, trace on", run: () => byEngine(true) },
      ],
      { calls: 20 },
    ),
    await compare(
      "1,000 additions, forward and backward",
      [
        { name: "trace off", run: () => chain(false) },
        { name: "trace on", run: () => chain(true) },
      ],
      { calls: 5 },
    ),
  ];
}
