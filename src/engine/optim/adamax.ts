/** Adamax: Adam with the infinity norm. Source: Kingma and Ba, Adam: A Method for Stochastic Optimization, section 7. */
import { maximum } from "../ops/binary.ts";
import { abs } from "../ops/rounding.ts";
import { addcdiv_, copy_, mul_, plus } from "./arithmetic.ts";
import { common, gradientTex, movedTex, penalised } from "./decay.ts";
import { betas, moments, momentsTex, moveMean } from "./moments.ts";
import { power } from "./power.ts";
import { defineRule, quantity } from "./rule.ts";
import { zerosLike } from "./starts.ts";

defineRule({
  name: "Adamax",
  settings: { lr: quantity(2e-3, "\\gamma"), ...betas, ...common },
  state: { exp_avg: moments.exp_avg, exp_inf: { sign: "u_t", start: zerosLike } },
  update({ theta, g: gradient, t, state, settings }) {
    const { lr, beta1, beta2, eps } = settings;
    const g = penalised(gradient, theta, settings);
    const { exp_avg: m, exp_inf: u } = state;
    moveMean(m, g, beta1);
    // uₜ = max(β₂ uₜ₋₁, |gₜ| + ε)
    copy_(u, maximum(mul_(u, beta2), plus(abs(g), eps)));
    addcdiv_(theta, m, u, -lr / (1 - power(beta1, t)));
  },
  tex: (s) => [
    gradientTex(s),
    momentsTex[0],
    "u_t &= \\max\\left(\\beta_2 u_{t-1}, |g_t| + \\epsilon\\right)",
    "\\hat m_t &= m_t / (1 - \\beta_1^t)",
    movedTex("\\hat m_t / u_t"),
  ],
});
