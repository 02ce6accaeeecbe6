/** Conditions of in-place ops. */
import { dtypes } from "./dtype.ts";
import { fail } from "./errors.ts";
import { state } from "./state.ts";
import { elementsOf, type Tensor, tensorFrom } from "./tensor.ts";

/** PyTorch's refusals: leaves that require grad, views of them, inference tensors. */
export function checkInPlace(self: Tensor, tracked: boolean): void {
  if (state.gradEnabled && self.isInference && !state.inferenceMode && tracked) {
    fail(
      "Inplace update to inference tensor outside InferenceMode is not allowed.You can make a clone to get a normal tensor before doing inplace update.See https://github.com/pytorch/rfcs/pull/17 for more details.",
    );
  }
  if (!state.gradEnabled) return;
  if (self.requiresGrad && self.gradFn === null && self.base === null) {
    fail("a leaf Variable that requires grad is being used in an in-place operation.");
  }
  if (self.base?.requiresGrad && self.base.gradFn === null) {
    fail("a view of a leaf Variable that requires grad is being used in an in-place operation.");
  }
}

/** A float result cannot be written into an integer tensor. */
export function checkCastable(result: Tensor, self: Tensor): void {
  const [from, to] = [dtypes[result.dtype], dtypes[self.dtype]];
  if (from.category > to.category)
    fail(`result type ${from.scalarName} can't be cast to the desired output type ${to.scalarName}`);
}

/** What a tensor was before it is overwritten, with its place in the graph, for gradient rules that need it. */
export function cloneOf(t: Tensor): Tensor {
  const copy = tensorFrom(elementsOf(t), t.shape, t.dtype);
  copy.id = t.id;
  copy.traced = t.traced;
  copy.requiresGrad = t.requiresGrad;
  copy.gradFn = t.gradFn;
  copy.outputNr = t.outputNr;
  return copy;
}
