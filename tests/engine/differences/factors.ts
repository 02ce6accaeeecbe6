/** Arguments that an op is for: the matrices that have factors, and what of these the matrix determines. */
import { callOp, type OpInfo } from "#engine/op.ts";
import { type Tensor, tensorFrom } from "#engine/tensor.ts";

const mT = (a: Tensor): Tensor => callOp("transpose", [a, -2, -1]);

/**
 * Makes of any square matrix one that the op takes; a gradient that is as symmetric as the matrix can only be checked through it.
 * Likewise the gradient of `_ctc_loss` is PyTorch's for probabilities that sum to 1.
 */
export function asTaken({ fullName }: OpInfo, args: readonly unknown[]): readonly unknown[] {
  const [a, ...rest] = args as readonly [Tensor, ...unknown[]];
  if (fullName === "_ctc_loss" && a.rank === 3) return [callOp("log_softmax", [a, -1]), ...rest];
  const isStack =
    (fullName === "_eigh" || fullName === "_cholesky") && a.rank >= 2 && a.shape.at(-1) === a.shape.at(-2);
  if (!isStack) return args;
  if (fullName === "_eigh") return [callOp("add", [a, mT(a)]), ...rest];
  const n = a.shape.at(-1) as number;
  const one = tensorFrom(
    Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0)),
    [n, n],
    "float64",
  );
  return [callOp("add", [callOp("matmul", [a, mT(a)]), one]), ...rest];
}

/** Leaves out the vectors that only fill U and V up to squares: any that stand upright on the others would do. */
export function asDetermined({ fullName }: OpInfo, results: readonly Tensor[]): readonly Tensor[] {
  if (fullName !== "_svd") return results;
  const [u, s, vh] = results as readonly [Tensor, Tensor, Tensor];
  const k = s.shape.at(-1);
  return [callOp("slice", [u, -1, 0, k, 1]), s, callOp("slice", [vh, -2, 0, k, 1])];
}
