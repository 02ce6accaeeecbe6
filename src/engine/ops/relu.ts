/** relu, and its gradient as an op. */
import { elementwise } from "../batch.ts";
import { zip } from "../kernels.ts";
import { gated, rectified } from "../loops.ts";
import { type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { unary } from "./unary.ts";

/** The gradient of relu from that of its result, itself an op: PyTorch's second derivatives have its name. */
const thresholdBackward: Op<[g: Tensor, self: Tensor, threshold: number]> = op(
  "threshold_backward(Tensor grad_output, Tensor self, Scalar threshold) -> Tensor",
  {
    batch: elementwise,
    forward: (g, z, threshold) =>
      zip(g, z, g.dtype, threshold === 0 ? gated : (slope, value) => (value <= threshold ? 0 : slope)),
    vjp: {
      grad_output: (g, c) => thresholdBackward(g, c.arg(1), c.arg(2)),
      self: (g) => emptyTensor(g.shape, g.dtype),
    },
    homes: ["hidden"],
    samples: [() => [given([1, -2, 3]), given([0.5, -1, 2]), 0]],
    symbol: "· [a > 0]",
    tex: { forward: "z = g \\text{ where } a > t", vjp: { grad_output: "\\bar z \\text{ where } a > t", self: "0" } },
    doc: "Lets a gradient through where a number is above a limit.",
  },
);
unary("relu", {
  f: rectified,
  vjp: (g, _x, z) => thresholdBackward(g, z(), 0),
  lone: (g, _x, z) => (z <= 0 ? 0 : g),
  keepsIntegers: true,
  refusesBools: "Boolean inputs not supported for relu",
  homes: ["method", "torch", "F"],
  tex: ["\\max(a, 0)", "\\bar z \\text{ where } a > 0"],
  doc: "Negative numbers become zero.",
});
