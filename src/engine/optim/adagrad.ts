/** Adagrad. Sources: Duchi, Hazan and Singer, Adaptive Subgradient Methods for Online Learning and Stochastic Optimization; PyTorch's documentation, Adagrad. */
import { sqrt } from "../ops/powers.ts";
import { addcdiv_, addcmul_, plus } from "./arithmetic.ts";
import { common, gradientTex, penalised } from "./decay.ts";
import { defineRule, quantity, type Settings, term } from "./rule.ts";
import { fullLike } from "./starts.ts";

defineRule({
  name: "Adagrad",
  settings: {
    lr: quantity(1e-2, "\\gamma"),
    lr_decay: term("\\eta"),
    eps: quantity(1e-10, "\\epsilon"),
    initial_accumulator_value: term("G_0"),
    ...common,
  },
  state: {
    sum: { sign: "G_t", start: (theta, s: Settings) => fullLike(theta, Number(s.initial_accumulator_value)) },
  },
  update({ theta, g: gradient, t, state, settings }) {
    const { lr, lr_decay, eps } = settings;
    const g = penalised(gradient, theta, settings);
    // Gₜ = Gₜ₋₁ + gₜ²
    const total = addcmul_(state.sum, g, g);
    // θₜ = θₜ₋₁ − γₜ gₜ / (√Gₜ + ε), with γₜ = γ / (1 + (t − 1) η)
    addcdiv_(theta, g, plus(sqrt(total), eps), -(lr / (1 + (t - 1) * lr_decay)));
  },
  tex: (s) => [
    gradientTex(s),
    s.lr_decay !== 0 && "\\gamma_t &= \\gamma / \\left(1 + (t - 1)\\, \\eta\\right)",
    `G_t &= G_{t-1} + g_t^2${s.initial_accumulator_value === 0 ? "" : " = G_0 + \\textstyle\\sum_{i=1}^{t} g_i^2"}`,
    `\\theta_t &= \\theta_{t-1} - ${s.lr_decay === 0 ? "\\gamma" : "\\gamma_t"} g_t / \\left(\\sqrt{G_t} + \\epsilon\\right)`,
  ],
});
