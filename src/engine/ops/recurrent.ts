/** What a recurrent layer of PyTorch is to the tape, where it runs as one. */
import { op } from "../op.ts";
import { given } from "../samples.ts";
import { numbersOnly } from "../state.ts";
import type { Tensor } from "../tensor.ts";
import { stack } from "./join.ts";
import { select } from "./slices.ts";

/** The steps of an LSTM put together. PyTorch's CPU runs a layer as one kernel, and its grad_fn says so; here every step can be seen. */
op<[tensors: readonly Tensor[]]>("_rnn_layer(Tensor[] tensors) -> Tensor", {
  forward: (tensors) => numbersOnly(() => stack(tensors)),
  vjp: { tensors: (g, c) => c.arg(0).map((_, i) => select(g, 0, i)) },
  node: "MkldnnRnnLayerBackward0",
  homes: ["hidden"],
  symbol: "stack",
  tex: { forward: "z = (a_1, a_2, \\ldots)", vjp: { tensors: "\\text{the step of } \\bar z" } },
  samples: [() => [[given([1, 2, 3]), given([0.5, -1, 2])]]],
});
