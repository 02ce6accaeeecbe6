/** Inputs for the finite-difference tests that ops bring along. */
import { type Tensor, tensorFrom } from "./tensor.ts";

/** A float64 tensor for a sample, a vector unless a shape is given. */
export function given(data: readonly number[], shape: readonly number[] = [data.length]): Tensor {
  return tensorFrom(data, shape, "float64");
}
