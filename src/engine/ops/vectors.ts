/** Products of vectors and sums of outer products, by their older names; norms kept under a limit; powers of matrices. */
import { fail } from "../errors.ts";
import { composite, type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { numbersOnly } from "../state.ts";
import type { Tensor } from "../tensor.ts";
import { add, div, mul, scalar } from "./algebra.ts";
import { reshape, sum, zeros } from "./core.ts";
import { eye } from "./create.ts";
import { cat } from "./join.ts";
import { matmul } from "./matmul.ts";
import { bmm, dot, ger } from "./mm.ts";
import { vectorNorm } from "./norms.ts";
import { clampMin } from "./rounding.ts";
import { transpose } from "./shape.ts";
import { slice } from "./slices.ts";

composite<[self: Tensor, other: Tensor]>(
  "inner(Tensor self, Tensor other) -> Tensor",
  { doc: "Sums of products along the last dims.", samples: [() => [given([1, 2, 3, 4], [2, 2]), given([0.5, -1])]] },
  (a, b) => {
    if (a.rank === 0 || b.rank === 0) return mul(a, b);
    if (a.shape.at(-1) !== b.shape.at(-1))
      fail(
        `inner() the last dimension must match on both input tensors but got shapes [${a.shape.join(", ")}] and [${b.shape.join(", ")}]`,
      );
    if (a.rank === 1 && b.rank === 1) return dot(a, b);
    const size = a.shape.at(-1) as number;
    const flat = matmul(reshape(a, [-1, size]), transpose(reshape(b, [-1, size]), 0, 1));
    return reshape(flat, [...a.shape.slice(0, -1), ...b.shape.slice(0, -1)]);
  },
);
composite<[self: Tensor, other: Tensor]>(
  "vdot(Tensor self, Tensor other) -> Tensor",
  { doc: "The dot product." },
  (a, b) => dot(a, b),
);
type Added = [self: Tensor, a: Tensor, b: Tensor, beta?: number, alpha?: number];
const scaled = (t: Tensor, by: number): Tensor => (by === 1 ? t : mul(t, scalar(by)));
composite<Added>(
  "addr(Tensor self, Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1) -> Tensor",
  { doc: "A matrix plus an outer product.", node: "AddrBackward0" },
  (m, a, b, beta = 1, alpha = 1) => add(scaled(m, beta), scaled(ger(a, b), alpha)),
);
composite<Added>(
  "addbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor",
  { doc: "A matrix plus the sum of a batch of products.", node: "AddbmmBackward0" },
  (m, a, b, beta = 1, alpha = 1) => add(scaled(m, beta), scaled(sum(bmm(a, b), [0]), alpha)),
);
composite<[a: Tensor, b: Tensor, dim?: number]>(
  "linalg_vecdot(Tensor x, Tensor y, *, int dim=-1) -> Tensor",
  { homes: ["linalg"], doc: "Dot products along a dim." },
  (a, b, dim = -1) => sum(mul(a, b), [dim]),
);
composite<[self: Tensor, p: number, dim: number, most: number]>(
  "renorm(Tensor self, Scalar p, int dim, Scalar maxnorm) -> Tensor",
  { doc: "Slices whose norm is above a limit, brought down to it.", node: "RenormBackward0" },
  (a, p, dim, most) => {
    const d = dim < 0 ? dim + a.rank : dim;
    const others = a.shape.map((_, i) => i).filter((i) => i !== d);
    const norm = vectorNorm(a, p, others, true);
    const factor = div(scalar(most), clampMin(add(norm, scalar(1e-7)), most));
    return mul(a, factor);
  },
);

export const matrixExp: Op<[self: Tensor]> = op("matrix_exp(Tensor self) -> Tensor", {
  forward: (a) => {
    const [n, m] = a.shape.slice(-2);
    if (a.rank < 2 || n !== m) fail("linalg.matrix_exp: A must be batches of square matrices");
    return numbersOnly(() => seriesOf(a, n as number));
  },
  vjp: {
    self: (g, c) => {
      // exp of [[Aᵀ, Ḡ], [0, Aᵀ]] has the derivative in its upper right corner.
      const n = c.shape(0).at(-1) as number;
      const turned = transpose(c.arg(0), -2, -1);
      const top = cat([turned, g], -1);
      const bottom = cat([zeros(turned.shape, g.dtype), turned], -1);
      return slice(slice(matrixExp(cat([top, bottom], -2)), -2, 0, n, 1), -1, n, 2 * n, 1);
    },
  },
  node: "LinalgMatrixExpBackward0",
  homes: ["method", "torch", "linalg"],
  aliases: ["linalg_matrix_exp"],
  samples: [() => [given([0.2, -0.5, 0.3, 0.1], [2, 2])]],
  symbol: "exp",
  tex: { forward: "z = e^{A}", vjp: {} },
  doc: "The exponential of a matrix.",
});
/** Taylor's series of A/2ˢ, squared s times. */
function seriesOf(a: Tensor, n: number): Tensor {
  const size = vectorNorm(a, Number.POSITIVE_INFINITY).item();
  const halvings = Math.max(0, Math.ceil(Math.log2(Math.max(size * n, 1e-300))) + 2);
  const small = mul(a, scalar(2 ** -halvings));
  let term = eye(n, a.dtype);
  let total = add(mul(small, scalar(0)), term);
  for (let k = 1; k < 20; k++) {
    term = mul(matmul(term, small), scalar(1 / k));
    total = add(total, term);
  }
  for (let i = 0; i < halvings; i++) total = matmul(total, total);
  return total;
}
