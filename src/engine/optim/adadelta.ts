/** Adadelta. Sources: Zeiler, ADADELTA: An Adaptive Learning Rate Method; PyTorch's documentation, Adadelta. */
import { div, mul } from "../ops/algebra.ts";
import { sqrt } from "../ops/powers.ts";
import { add_, plus } from "./arithmetic.ts";
import { common, gradientTex, movedTex, penalised } from "./decay.ts";
import { moveSquareMean } from "./moments.ts";
import { defineRule, quantity } from "./rule.ts";
import { zerosLike } from "./starts.ts";

defineRule({
  name: "Adadelta",
  settings: {
    lr: quantity(1, "\\gamma"),
    rho: quantity(0.9, "\\rho"),
    eps: quantity(1e-6, "\\epsilon"),
    ...common,
  },
  state: {
    square_avg: { sign: "v_t", start: zerosLike },
    acc_delta: { sign: "u_t", start: zerosLike },
  },
  update({ theta, g: gradient, state, settings }) {
    const { lr, rho, eps } = settings;
    const g = penalised(gradient, theta, settings);
    const { square_avg: v, acc_delta: u } = state;
    moveSquareMean(v, g, rho);
    // Δₜ = √(uₜ₋₁ + ε) / √(vₜ + ε) · gₜ
    const delta = mul(div(sqrt(plus(u, eps)), sqrt(plus(v, eps))), g);
    moveSquareMean(u, delta, rho);
    add_(theta, delta, -lr);
  },
  tex: (s) => [
    gradientTex(s),
    "v_t &= \\rho\\, v_{t-1} + (1 - \\rho)\\, g_t^2",
    "\\Delta_t &= \\sqrt{u_{t-1} + \\epsilon} \\,/ \\sqrt{v_t + \\epsilon} \\cdot g_t",
    "u_t &= \\rho\\, u_{t-1} + (1 - \\rho)\\, \\Delta_t^2",
    movedTex("\\Delta_t"),
  ],
});
