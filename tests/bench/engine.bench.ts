import "#engine/ops/all.ts";
import { backward } from "#engine/backward.ts";
import { add, scalar } from "#engine/ops/algebra.ts";
import { finishRun, startRun } from "#engine/session.ts";
import { type Tensor, tensorFrom } from "#engine/tensor.ts";
import { TraceWriter } from "#trace/traceWriter.ts";
import { compare } from "./ratio.ts";

const silent = { chunk: () => {}, card: () => {} };

/** A chain of additions, forward and backward: what one op costs. */
function chain(recorded: boolean): void {
  startRun({ writer: recorded ? new TraceWriter(silent) : null });
  const x = tensorFrom([1], [], "float32").setRequiresGrad(true);
  const one = scalar(1);
  let y: Tensor = x;
  for (let i = 0; i < 1000; i++) y = add(y, one);
  backward([y], [null]);
  finishRun();
}

/** What one op costs, with the trace and without. */
export async function bench() {
  return await compare(
    "1,000 additions, forward and backward",
    [
      { name: "trace off", run: () => chain(false) },
      { name: "trace on", run: () => chain(true) },
    ],
    { calls: 5 },
  );
}
