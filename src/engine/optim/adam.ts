/** Adam and AdamW. Sources: Kingma and Ba, Adam: A Method for Stochastic Optimization; Loshchilov and Hutter, Decoupled Weight Decay Regularization; Reddi et al., On the Convergence of Adam and Beyond (amsgrad). */
import { maximum } from "../ops/binary.ts";
import { sqrt } from "../ops/powers.ts";
import { addcdiv_, copy_, over, plus } from "./arithmetic.ts";
import { common, decayed, decoupled, gradientTex, movedTex } from "./decay.ts";
import { betas, moments, momentsTex, moveMean, moveSquareMean } from "./moments.ts";
import { power } from "./power.ts";
import { defineRule, flag, quantity, type Setting } from "./rule.ts";
import { zerosLike } from "./starts.ts";

/** Adam's rule under a name; `ownDecay` are the settings of the weight decay where AdamW's differ. */
function defineAdam(
  name: string,
  ownDecay: Partial<{
    readonly weight_decay: Setting<number>;
    readonly decoupled_weight_decay: Setting<boolean>;
  }> = {},
): void {
  defineRule({
    name,
    settings: {
      lr: quantity(1e-3, "\\gamma"),
      ...betas,
      amsgrad: flag("amsgrad"),
      ...common,
      ...decoupled,
      ...ownDecay,
    },
    state: { ...moments, max_exp_avg_sq: { sign: "v_t^{\\max}", start: zerosLike, needs: "amsgrad" } },
    update({ theta, g: gradient, t, state, settings }) {
      const { lr, beta1, beta2, eps, amsgrad } = settings;
      const g = decayed(gradient, theta, settings);
      const { exp_avg: m, exp_avg_sq: v } = state;
      moveMean(m, g, beta1);
      moveSquareMean(v, g, beta2);
      const largest = amsgrad ? copy_(state.max_exp_avg_sq, maximum(state.max_exp_avg_sq, v)) : v;
      // √v̂ₜ + ε, with v̂ₜ = vₜ / (1 − β₂ᵗ)
      const scale = plus(over(sqrt(largest), Math.sqrt(1 - power(beta2, t))), eps);
      // θₜ = θₜ₋₁ − γ / (1 − β₁ᵗ) · mₜ / (√v̂ₜ + ε)
      addcdiv_(theta, m, scale, -lr / (1 - power(beta1, t)));
    },
    tex: (s) => [
      gradientTex(s),
      ...momentsTex,
      s.amsgrad && "v_t^{\\max} &= \\max\\left(v_{t-1}^{\\max}, v_t\\right)",
      "\\hat m_t &= m_t / (1 - \\beta_1^t)",
      `\\hat v_t &= ${s.amsgrad ? "v_t^{\\max}" : "v_t"} / (1 - \\beta_2^t)`,
      movedTex("\\hat m_t / \\left(\\sqrt{\\hat v_t} + \\epsilon\\right)", s),
    ],
  });
}

defineAdam("Adam");
defineAdam("AdamW", {
  weight_decay: { ...common.weight_decay, default: 1e-2 },
  decoupled_weight_decay: { ...decoupled.decoupled_weight_decay, default: true },
});
