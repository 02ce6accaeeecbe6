/** The ops that rules write with, under PyTorch's names: each rounds as PyTorch's own does, so none may be taken apart. */
import type { Op } from "../op.ts";
import { add, div, mul, scalar } from "../ops/algebra.ts";
import { copy } from "../ops/core.ts";
import { addcdiv, addcmul, lerp } from "../ops/mixtures.ts";
import { clamp } from "../ops/rounding.ts";
import type { Tensor } from "../tensor.ts";

/** The form of an op that overwrites its first argument. */
function inPlace<A extends readonly unknown[]>(op: Op<A>): (...args: A) => Tensor {
  return (...args) => op.info.callInPlace(args);
}

/** x ← x + α·y; α = 1 unless given. */
export const add_: (x: Tensor, y: Tensor, alpha?: number) => Tensor = inPlace(add);
/** x ← x + c·y·z; c = 1 unless given. */
export const addcmul_: (x: Tensor, y: Tensor, z: Tensor, c?: number) => Tensor = inPlace(addcmul);
/** x ← x + c·y/z; c = 1 unless given. */
export const addcdiv_: (x: Tensor, y: Tensor, z: Tensor, c?: number) => Tensor = inPlace(addcdiv);
/** x ← y. */
export const copy_: (x: Tensor, y: Tensor) => Tensor = inPlace(copy);
/** Keeps every element of x between the two limits. */
export const clamp_: (x: Tensor, low: number, high: number) => Tensor = inPlace(clamp);

/** x ← x·y. */
export const mulBy_: (x: Tensor, y: Tensor) => Tensor = inPlace(mul);
/** x ← c·x. */
export const mul_ = (x: Tensor, c: number): Tensor => mulBy_(x, scalar(c));
const lerpInPlace = inPlace(lerp);
/** x ← x + w·(y − x). */
export const lerp_ = (x: Tensor, y: Tensor, w: number): Tensor => lerpInPlace(x, y, scalar(w));
/** x + c. */
export const plus = (x: Tensor, c: number): Tensor => add(x, scalar(c));
/** c·x. */
export const times = (x: Tensor, c: number): Tensor => mul(x, scalar(c));
/** x / c. */
export const over = (x: Tensor, c: number): Tensor => div(x, scalar(c));
