/** matmul of whatever ranks, and what is made of it. */
import { fail } from "../errors.ts";
import { composite } from "../op.ts";
import { broadcastShapes, numelOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { add } from "./algebra.ts";
import { contiguous, expand, reshape, unsafeView, view } from "./core.ts";
import { addmm, bmm, dot, mm, mv } from "./mm.ts";
import { squeeze, t, transpose, unsqueeze } from "./shape.ts";

/** torch.matmul: vectors, matrices and stacks of them, with PyTorch's choice of the inner product and its reshapes. */
export function matmul(a: Tensor, b: Tensor): Tensor {
  if (a.rank === 0 || b.rank === 0)
    fail(`both arguments to matmul need to be at least 1D, but they are ${a.rank}D and ${b.rank}D`);
  if (a.rank === 1 && b.rank === 1) return dot(a, b);
  if (a.rank === 2 && b.rank === 1) return mv(a, b);
  if (a.rank === 1 && b.rank === 2) return squeeze(mm(unsqueeze(a, 0), b), 0);
  if (a.rank === 2 && b.rank === 2) return mm(a, b);
  if (isTall(a, b)) return tall(a, b);
  if (isTall(b, a, true)) {
    const product = tall(transpose(b, -2, -1), a.rank === 2 ? t(a) : a);
    return a.rank === 2 ? contiguous(transpose(product, -2, -1)) : product;
  }
  if (a.rank === 3 && b.rank === 3 && a.shape[0] !== b.shape[0]) {
    if (a.shape[0] === 1 && a.requiresGrad) return matmul(squeeze(a, 0), b);
    if (b.shape[0] === 1 && b.requiresGrad) return matmul(a, squeeze(b, 0));
  }
  return stacked(a, b);
}
composite<[self: Tensor, mat2: Tensor]>(
  "matmul(Tensor self, Tensor other) -> Tensor",
  { homes: ["method", "torch", "linalg"], doc: "Matrix product of vectors, matrices and stacks of matrices." },
  matmul,
);

/**
 * Whether a stack times one matrix or vector (`swapped`: that times the stack) is one tall matrix product: so that the gradient of the one is
 * not a whole stack either, or where the stack already lies in memory as the tall matrix.
 */
function isTall(stack: Tensor, one: Tensor, swapped = false): boolean {
  if (stack.rank < 3 || one.rank > 2) return false;
  if (one.requiresGrad) return true;
  if (swapped && one.rank === 2) return false;
  const { shape, strides } = swapped ? transpose(stack, -2, -1) : stack;
  const lies = (i: number): boolean => strides[i] === (strides[i + 1] as number) * (shape[i + 1] as number);
  return stack.numel === 0 || shape.slice(0, -2).every((_, i) => lies(i));
}

function tall(stack: Tensor, one: Tensor): Tensor {
  const lead = stack.shape.slice(0, -1);
  const folded = reshape(stack, [numelOf(lead), stack.shape.at(-1) as number]);
  if (one.rank === 1) return unsafeView(mv(folded, one), lead);
  return unsafeView(mm(folded, one), [...lead, one.shape[1] as number]);
}

function stacked(a: Tensor, b: Tensor): Tensor {
  const left = a.rank === 1 ? unsqueeze(a, 0) : a;
  const right = b.rank === 1 ? unsqueeze(b, 1) : b;
  const batch = broadcastShapes(left.shape.slice(0, -2), right.shape.slice(0, -2));
  const [n, k] = left.shape.slice(-2) as [number, number];
  const [k2, m] = right.shape.slice(-2) as [number, number];
  const stack = (x: Tensor, r: number, c: number): Tensor =>
    reshape(expand(x, [...batch, r, c]), [numelOf(batch), r, c]);
  const product = bmm(stack(left, n, k), stack(right, k2, m));
  const shape = [...batch, ...(a.rank === 1 ? [] : [n]), ...(b.rank === 1 ? [] : [m])];
  // Nobody else sees the product, so this is no view of it.
  return unsafeView(b.rank === 1 ? squeeze(product, -1) : product, shape);
}

/** torch.nn.functional.linear: x Wᵀ + b, by the op that PyTorch takes (its grad_fn shows). */
composite<[input: Tensor, weight: Tensor, bias?: Tensor | null]>(
  "linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor",
  { homes: ["F"], doc: "x Wᵀ + b." },
  (x, weight, bias = null) => {
    if (bias === null) return matmul(x, weight.rank === 1 ? weight : t(weight));
    if (weight.rank === 1) return add(matmul(x, weight), bias);
    if (x.rank === 2) return addmm(bias, x, t(weight));
    if (x.rank === 1) return reshape(addmm(bias, unsqueeze(x, 0), t(weight)), [weight.shape[0] as number]);
    const lead = x.shape.slice(0, -1);
    const flat = addmm(bias, reshape(x, [numelOf(lead), x.shape.at(-1) as number]), t(weight));
    return view(flat, [...lead, weight.shape[0] as number]);
  },
);
composite<[tensors: readonly Tensor[]]>(
  "multi_dot(Tensor[] tensors) -> Tensor",
  { homes: ["linalg"], doc: "Product of several matrices; the first and the last may be vectors." },
  (tensors) => {
    if (tensors.length < 2) fail("multi_dot(): expected at least 2 tensors but got 1");
    const list = tensors.map((x) => x);
    const first = list[0] as Tensor;
    const last = list.at(-1) as Tensor;
    if (first.rank === 1) list[0] = unsqueeze(first, 0);
    if (last.rank === 1) list[list.length - 1] = unsqueeze(last, 1);
    const product = list.reduce((a, b) => mm(a, b));
    const shape = [
      ...(first.rank === 1 ? [] : [first.shape[0] as number]),
      ...(last.rank === 1 ? [] : [last.shape[1] as number]),
    ];
    return shape.length === 2 ? product : view(product, shape);
  },
);
