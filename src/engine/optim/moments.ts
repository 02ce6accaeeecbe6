/** The two running means that Adam and its kin keep of the gradient. */
import type { Tensor } from "../tensor.ts";
import { addcmul_, lerp_, mul_ } from "./arithmetic.ts";
import { quantity, type Remembered, type Setting } from "./rule.ts";
import { zerosLike } from "./starts.ts";

/** Settings of the means: how much of the old each keeps, and what keeps a root from 0. */
export const betas: Readonly<Record<"beta1" | "beta2" | "eps", Setting<number>>> = {
  beta1: quantity(0.9, "\\beta_1"),
  beta2: quantity(0.999, "\\beta_2"),
  eps: quantity(1e-8, "\\epsilon"),
};

/** The means by PyTorch's names. */
export const moments: Readonly<Record<"exp_avg" | "exp_avg_sq", Remembered>> = {
  exp_avg: { sign: "m_t", start: zerosLike },
  exp_avg_sq: { sign: "v_t", start: zerosLike },
};

/** mₜ = mₜ₋₁ + (1 − β)(gₜ − mₜ₋₁), in place. */
export function moveMean(m: Tensor, g: Tensor, beta: number): void {
  lerp_(m, g, 1 - beta);
}

/** vₜ = β vₜ₋₁ + (1 − β) gₜ², in place. */
export function moveSquareMean(v: Tensor, g: Tensor, beta: number): void {
  addcmul_(mul_(v, beta), g, g, 1 - beta);
}

/** The lines of mₜ and vₜ. */
export const momentsTex: readonly [mean: string, square: string] = [
  "m_t &= \\beta_1 m_{t-1} + (1 - \\beta_1)\\, g_t",
  "v_t &= \\beta_2 v_{t-1} + (1 - \\beta_2)\\, g_t^2",
];
