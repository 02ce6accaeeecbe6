/** RAdam: Adam that waits until its second moment can be trusted. Source: Liu et al., On the Variance of the Adaptive Learning Rate and Beyond. */
import { div, mul, scalar } from "../ops/algebra.ts";
import { sqrt } from "../ops/powers.ts";
import { add_, over, plus, times } from "./arithmetic.ts";
import { common, decayed, decoupled, gradientTex, movedTex } from "./decay.ts";
import { betas, moments, momentsTex, moveMean, moveSquareMean } from "./moments.ts";
import { power } from "./power.ts";
import { defineRule, quantity } from "./rule.ts";

defineRule({
  name: "RAdam",
  settings: { lr: quantity(1e-3, "\\gamma"), ...betas, ...common, ...decoupled },
  state: moments,
  update({ theta, g: gradient, t, state, settings }) {
    const { lr, beta1, beta2, eps } = settings;
    const g = decayed(gradient, theta, settings);
    const { exp_avg: m, exp_avg_sq: v } = state;
    moveMean(m, g, beta1);
    moveSquareMean(v, g, beta2);
    const rest = power(beta2, t);
    const move = times(over(m, 1 - power(beta1, t)), lr);
    // ρ∞ = 2 / (1 − β₂) − 1, and ρₜ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ): over how many gradients vₜ is a mean
    const most = 2 / (1 - beta2) - 1;
    const length = most - (2 * t * rest) / (1 - rest);
    if (length <= 5) {
      add_(theta, move, -1);
      return;
    }
    // rₜ = √((ρₜ − 4)(ρₜ − 2) ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) ρₜ))
    const rectifier = Math.sqrt(((length - 4) * (length - 2) * most) / ((most - 4) * (most - 2) * length));
    // √(1 − β₂ᵗ) / (√vₜ + ε), as PyTorch divides a number by a tensor: the reciprocal first
    const adaptive = times(div(scalar(1), plus(sqrt(v), eps)), Math.sqrt(1 - rest));
    add_(theta, times(mul(move, adaptive), rectifier), -1);
  },
  tex: (s) => [
    gradientTex(s),
    ...momentsTex,
    "\\hat m_t &= m_t / (1 - \\beta_1^t)",
    "\\rho_t &= \\rho_\\infty - 2 t \\beta_2^t / (1 - \\beta_2^t), \\quad \\rho_\\infty = 2 / (1 - \\beta_2) - 1",
    "r_t &= \\sqrt{\\frac{(\\rho_t - 4)(\\rho_t - 2)\\, \\rho_\\infty}{(\\rho_\\infty - 4)(\\rho_\\infty - 2)\\, \\rho_t}}",
    "l_t &= \\sqrt{1 - \\beta_2^t} \\,/ \\left(\\sqrt{v_t} + \\epsilon\\right)",
    movedTex("\\hat m_t \\cdot \\begin{cases} r_t\\, l_t & \\rho_t > 5 \\\\ 1 & \\rho_t \\le 5 \\end{cases}", s),
  ],
});
