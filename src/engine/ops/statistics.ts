/** Statistics of variables, and distances between points. */
import { fail } from "../errors.ts";
import type { Ctx } from "../node.ts";
import { composite, op } from "../op.ts";
import { given } from "../samples.ts";
import { broadcastShapes } from "../shape.ts";
import { numbersOnly } from "../state.ts";
import type { Tensor } from "../tensor.ts";
import { div, mul, scalar, sub } from "./algebra.ts";
import { reshape, sum } from "./core.ts";
import { matmul } from "./matmul.ts";
import { normGradient, vectorNorm } from "./norms.ts";
import { sqrt } from "./powers.ts";
import { clamp } from "./rounding.ts";
import { diagonal, squeezeAll, transpose, unsqueeze } from "./shape.ts";

type Weights = readonly [frequency: Tensor | null, reliability: Tensor | null];

/** Covariance of rows of observations; the weights say how often, or how surely, each was seen. */
function covariance(a: Tensor, correction: number, [frequency, reliability]: Weights): Tensor {
  if (a.rank > 2)
    fail(`cov(): expected input to have two or fewer dimensions but got an input with ${a.rank} dimensions`);
  const rows = a.rank < 2 ? reshape(a, [1, -1]) : a;
  const count = rows.shape[1] as number;
  const weight = frequency === null ? reliability : reliability === null ? frequency : mul(frequency, reliability);
  if (weight === null) {
    const centred = sub(rows, div(sum(rows, [1], true), scalar(count)));
    return squeezeAll(div(matmul(centred, transpose(centred, 0, 1)), scalar(Math.max(0, count - correction))));
  }
  const total = sum(weight);
  const centred = sub(rows, div(sum(mul(rows, weight), [1], true), total));
  const squares = reliability === null ? scalar(1) : div(sum(mul(weight, reliability)), total);
  const left = sub(total, mul(squares, scalar(correction)));
  return squeezeAll(div(matmul(mul(centred, weight), transpose(centred, 0, 1)), left));
}

composite<[self: Tensor, correction?: number, fweights?: Tensor | null, aweights?: Tensor | null]>(
  "cov(Tensor self, *, int correction=1, Tensor? fweights=None, Tensor? aweights=None) -> Tensor",
  { doc: "Covariance of variables, one in each row.", samples: [() => [given([1, 2, -3, 4, 0.5, 6], [2, 3])]] },
  (a, correction = 1, fweights = null, aweights = null) => covariance(a, correction, [fweights, aweights]),
);
composite<[self: Tensor]>(
  "corrcoef(Tensor self) -> Tensor",
  { doc: "Correlation of variables, one in each row.", samples: [() => [given([1, 2, -3, 4, 0.5, 6], [2, 3])]] },
  (a) => {
    if (a.rank > 2)
      fail(`corrcoef(): expected input to have two or fewer dimensions but got an input with ${a.rank} dimensions`);
    const c = covariance(a, 1, [null, null]);
    if (c.rank === 0) return div(c, c);
    const deviations = sqrt(diagonal(c));
    return clamp(div(div(c, reshape(deviations, [-1, 1])), reshape(deviations, [1, -1])), -1, 1);
  },
);

op<[x1: Tensor, x2: Tensor, p?: number]>("cdist(Tensor x1, Tensor x2, float p=2, str? compute_mode=None) -> Tensor", {
  forward: (a, b, p = 2) => {
    for (const [t, name] of [
      [a, "X1"],
      [b, "X2"],
    ] as const)
      if (t.rank < 2) fail(`cdist only supports at least 2D tensors, ${name} got: ${t.rank}D`);
    const [m, n] = [a.shape.at(-1), b.shape.at(-1)];
    if (m !== n) fail(`X1 and X2 must have the same number of columns. X1: ${m} X2: ${n}`);
    broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
    return numbersOnly(() => vectorNorm(pairsOf(a, b), p, [-1]));
  },
  vjp: {
    x1: (g, c) => sum(towards(g, c), [-2]),
    x2: (g, c) => mul(sum(towards(g, c), [-3]), scalar(-1)),
  },
  homes: ["torch"],
  samples: [
    () => [given([1, 2, -3, 4, 0.5, 6], [3, 2]), given([0.2, -1, 2, 2], [2, 2])],
    () => [given([1, 2, -3, 4, 0.5, 6], [3, 2]), given([0.2, -1, 2, 2], [2, 2]), 3],
  ],
  symbol: "‖aᵢ−bⱼ‖",
  doc: "The distance of every point of one set to every point of another.",
});
const pairsOf = (a: Tensor, b: Tensor): Tensor => sub(unsqueeze(a, -2), unsqueeze(b, -3));
type Rule = Ctx<[x1: Tensor, x2: Tensor, p?: number | undefined]>;
const towards = (g: Tensor, c: Rule): Tensor =>
  normGradient(g, pairsOf(c.arg(0), c.arg(1)), c.out(), c.arg(2) ?? 2, [-1], false);
