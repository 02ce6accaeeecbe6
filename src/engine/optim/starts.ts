/** What a rule's memories are before the first step. */
import { zeros } from "../ops/core.ts";
import { full } from "../ops/create.ts";
import { state } from "../state.ts";
import type { Tensor } from "../tensor.ts";

/** Zeros like the parameter: how most memories start. */
export const zerosLike = (parameter: Tensor): Tensor => zeros(parameter.shape, parameter.dtype);

/** The same number in every place of a tensor like the parameter. */
export const fullLike = (parameter: Tensor, value: number): Tensor => full(parameter.shape, value, parameter.dtype);

/** A memory of one number, in the default dtype as PyTorch keeps it. */
export const oneNumber = (value: number): Tensor => full([], value, state.defaultDtype);
