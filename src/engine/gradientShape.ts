/** Gradients as the inputs that they belong to want them. */
import { fail } from "./errors.ts";
import type { Edge } from "./node.ts";
import type { OpInfo } from "./opInfo.ts";
import { broadcastsTo, type Shape, sameShape, showShape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** Undoes broadcasting: set by ops/shape (sumToSize), which is itself written in ops. */
let sumToSize: (g: Tensor, shape: Shape) => Tensor = () => fail("sumToSize is not registered");
/** Converts dtype differentiably: set by ops/convert. */
let castTo: (g: Tensor, dtype: Tensor["dtype"]) => Tensor = () => fail("castTo is not registered");
/** Called once by the op family that defines them, because gradient rules are written in ops and ops need these two. */
export function registerGradientShaping(shaping: { sumToSize: typeof sumToSize; castTo: typeof castTo }): void {
  sumToSize = shaping.sumToSize;
  castTo = shaping.castTo;
}

/** No edge leads to an input without a rule; that one wants a gradient is an error. */
export function unruled(value: Tensor | null, { schema, tensorPositions }: OpInfo, k: number): null {
  const name = schema.args[tensorPositions[k] as number]?.name;
  if (value?.requiresGrad)
    fail(
      `The function '${schema.name}' is not differentiable with respect to argument '${name}'. This input cannot have requires_grad True.`,
    );
  return null;
}

/** Gives a gradient the shape and dtype of the input that it belongs to. */
export function shaped(g: Tensor | null, shape: Shape, edge: Edge, name: string, nr: number): Tensor | null {
  if (g === null) return null;
  let out = g;
  if (!sameShape(out.shape, shape)) {
    if (!broadcastsTo(shape, out.shape))
      fail(
        `Function ${name} returned an invalid gradient at index ${nr} - got ${showShape(out.shape)} but expected shape compatible with ${showShape(shape)}`,
      );
    out = sumToSize(out, shape);
  }
  const dtype = edge.node.dtypeOf(edge.nr);
  if (dtype !== undefined && dtype !== out.dtype) out = castTo(out, dtype);
  return out;
}
