/** NAdam: Adam that looks ahead as Nesterov's momentum does. Sources: Dozat, Incorporating Nesterov Momentum into Adam; PyTorch's documentation, NAdam. */
import { sqrt } from "../ops/powers.ts";
import { addcdiv_, mul_, over, plus } from "./arithmetic.ts";
import { common, decayed, decoupled, gradientTex, movedTex } from "./decay.ts";
import { betas, moments, momentsTex, moveMean, moveSquareMean } from "./moments.ts";
import { power } from "./power.ts";
import { defineRule, quantity } from "./rule.ts";
import { oneNumber } from "./starts.ts";

defineRule({
  name: "NAdam",
  settings: {
    lr: quantity(2e-3, "\\gamma"),
    ...betas,
    momentum_decay: quantity(4e-3, "\\psi"),
    ...common,
    ...decoupled,
  },
  state: { mu_product: { sign: "P_t", start: () => oneNumber(1) }, ...moments },
  update({ theta, g: gradient, t, state, settings }) {
    const { lr, beta1, beta2, eps, momentum_decay } = settings;
    const g = decayed(gradient, theta, settings);
    const { mu_product: product, exp_avg: m, exp_avg_sq: v } = state;
    // μₜ = β₁ (1 − ½ · 0.96^(t ψ)): the momentum grows from β₁/2 to β₁
    const momentum = (step: number): number => beta1 * (1 - 0.5 * 0.96 ** (step * momentum_decay));
    const [mu, next] = [momentum(t), momentum(t + 1)];
    // Pₜ = μ₁ μ₂ … μₜ
    const p = mul_(product, mu).item();
    moveMean(m, g, beta1);
    moveSquareMean(v, g, beta2);
    const scale = plus(sqrt(over(v, 1 - power(beta2, t))), eps);
    // m̂ₜ = (1 − μₜ) gₜ / (1 − Pₜ) + μₜ₊₁ mₜ / (1 − Pₜ₊₁)
    addcdiv_(theta, g, scale, (-lr * (1 - mu)) / (1 - p));
    addcdiv_(theta, m, scale, (-lr * next) / (1 - p * next));
  },
  tex: (s) => [
    gradientTex(s),
    "\\mu_t &= \\beta_1 \\left(1 - \\tfrac12 \\cdot 0.96^{\\,t \\psi}\\right)",
    "P_t &= P_{t-1}\\, \\mu_t",
    ...momentsTex,
    "\\hat m_t &= \\mu_{t+1} m_t / (1 - P_{t+1}) + (1 - \\mu_t)\\, g_t / (1 - P_t)",
    "\\hat v_t &= v_t / (1 - \\beta_2^t)",
    movedTex("\\hat m_t / \\left(\\sqrt{\\hat v_t} + \\epsilon\\right)", s),
  ],
});
