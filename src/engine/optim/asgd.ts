/** Averaged stochastic gradient descent. Sources: Polyak and Juditsky, Acceleration of Stochastic Approximation by Averaging; PyTorch's documentation, ASGD. */
import { sub } from "../ops/algebra.ts";
import { add_, copy_, mul_ } from "./arithmetic.ts";
import { common, gradientTex, penalised } from "./decay.ts";
import { defineRule, quantity, type Settings } from "./rule.ts";
import { oneNumber, zerosLike } from "./starts.ts";

defineRule({
  name: "ASGD",
  settings: {
    lr: quantity(1e-2, "\\gamma"),
    lambd: quantity(1e-4, "\\lambda"),
    alpha: quantity(0.75, "\\alpha"),
    t0: quantity(1e6, "t_0"),
    maximize: common.maximize,
    weight_decay: { ...common.weight_decay, sign: "\\lambda_2" },
  },
  state: {
    eta: { sign: "\\eta_t", start: (_theta, s: Settings) => oneNumber(Number(s.lr)) },
    mu: { sign: "\\mu_t", start: () => oneNumber(1) },
    ax: { sign: "a_t", start: zerosLike },
  },
  update({ theta, g: gradient, t, state, settings }) {
    const { lr, lambd, alpha, t0 } = settings;
    const g = penalised(gradient, theta, settings);
    const { eta, mu, ax } = state;
    // θₜ = (1 − λ ηₜ₋₁) θₜ₋₁ − ηₜ₋₁ gₜ
    mul_(theta, 1 - lambd * eta.item());
    add_(theta, g, -eta.item());
    // aₜ = aₜ₋₁ + μₜ₋₁ (θₜ − aₜ₋₁)
    if (mu.item() === 1) copy_(ax, theta);
    else add_(ax, mul_(sub(theta, ax), mu.item()));
    copy_(eta, oneNumber(lr / (1 + lambd * lr * t) ** alpha));
    copy_(mu, oneNumber(1 / Math.max(1, t - t0)));
  },
  tex: (s) => [
    gradientTex(s, "\\lambda_2"),
    "\\theta_t &= (1 - \\lambda\\, \\eta_{t-1})\\, \\theta_{t-1} - \\eta_{t-1}\\, g_t",
    "a_t &= a_{t-1} + \\mu_{t-1} (\\theta_t - a_{t-1})",
    "\\eta_t &= \\gamma / (1 + \\lambda \\gamma t)^{\\alpha}, \\quad \\eta_0 = \\gamma",
    "\\mu_t &= 1 / \\max(1, t - t_0), \\quad \\mu_0 = 1",
  ],
});
