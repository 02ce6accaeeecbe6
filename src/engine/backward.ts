/** The backward pass: vector–Jacobian products from the roots to the leaves. */
import { fail } from "./errors.ts";
import type { Edge } from "./node.ts";
import { type Capture, Pass } from "./pass.ts";
import { type Shape, sameShape } from "./shape.ts";
import { emptyTensor, type Tensor } from "./tensor.ts";
import { edgeTo } from "./views.ts";

export interface BackwardOptions {
  readonly retainGraph?: boolean;
  readonly createGraph?: boolean;
  /** Only these get a gradient. */
  readonly inputs?: readonly Tensor[];
}

/** Adds d(roots)/d(leaf) into `.grad` of every leaf: `loss.backward()`. A missing gradient means 1 and needs a one-element root. */
export function backward(
  roots: readonly Tensor[],
  gradients: readonly (Tensor | null)[],
  options: BackwardOptions = {},
): void {
  const seeds = seedsOf(roots, gradients);
  const only = options.inputs === undefined ? null : captureOf(options.inputs);
  const create = options.createGraph ?? false;
  sweep(roots, seeds, options.retainGraph ?? create, create, "backward", only);
}

/** d(outputs)/d(inputs) without touching `.grad`: `torch.autograd.grad`. Null where an input was not used and that is allowed. */
export function grad(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  gradients: readonly (Tensor | null)[],
  options: { readonly retainGraph?: boolean; readonly createGraph?: boolean; readonly allowUnused?: boolean } = {},
): (Tensor | null)[] {
  const seeds = seedsOf(outputs, gradients);
  for (const input of inputs) if (!input.requiresGrad) fail("One of the differentiated Tensors does not require grad");
  const captures = captureOf(inputs);
  const create = options.createGraph ?? false;
  sweep(outputs, seeds, options.retainGraph ?? create, create, "grad", captures);
  return captures.map((capture, i) => {
    if (capture.value === null && options.allowUnused !== true) {
      fail(
        `The differentiated Tensor at index ${i} appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.`,
      );
    }
    return capture.value;
  });
}

function captureOf(inputs: readonly Tensor[]): Capture[] {
  return inputs.map((tensor) => {
    const edge = edgeTo(tensor);
    if (edge === null) return fail("One of the differentiated Tensors does not require grad");
    return { tensor, node: edge.node, nr: edge.nr, value: null };
  });
}

function seedsOf(roots: readonly Tensor[], gradients: readonly (Tensor | null)[]): Tensor[] {
  return roots.map((root, i) => {
    const given = gradients[i] ?? null;
    if (given !== null) {
      if (!sameShape(given.shape, root.shape)) {
        fail(
          `Mismatch in shape: grad_output[${i}] has a shape of torch.Size([${given.shape.join(", ")}]) and output[${i}] has a shape of torch.Size([${root.shape.join(", ")}]).`,
        );
      }
      return given;
    }
    if (root.requiresGrad && root.numel !== 1) fail("grad can be implicitly created only for scalar outputs");
    if (!root.requiresGrad) fail(`element ${i} of tensors does not require grad and does not have a grad_fn`);
    return filled(root.shape, root.dtype, 1);
  });
}

function filled(shape: Shape, dtype: Tensor["dtype"], value: number): Tensor {
  const t = emptyTensor(shape, dtype);
  t.storage.data.fill(value, t.offset, t.offset + t.numel);
  return t;
}

function sweep(
  roots: readonly Tensor[],
  seeds: readonly Tensor[],
  retain: boolean,
  create: boolean,
  how: "backward" | "grad",
  captures: readonly Capture[] | null,
): void {
  for (let i = 0; i < roots.length; i++)
    if (!roots[i]?.requiresGrad) fail(`element ${i} of tensors does not require grad and does not have a grad_fn`);
  new Pass(
    roots.map((root) => edgeTo(root) as Edge),
    create,
    how,
    captures,
  ).run(roots, seeds, retain);
}
