/** Stochastic gradient descent, with momentum. Sources: PyTorch's documentation, SGD; Sutskever et al., On the importance of initialization and momentum in deep learning. */
import { add } from "../ops/algebra.ts";
import { clone } from "../ops/core.ts";
import type { Tensor } from "../tensor.ts";
import { add_, mul_ } from "./arithmetic.ts";
import { common, gradientTex, movedTex, penalised } from "./decay.ts";
import { defineRule, flag, quantity, term } from "./rule.ts";

defineRule({
  name: "SGD",
  settings: {
    lr: quantity(1e-3, "\\gamma"),
    momentum: term("\\mu"),
    dampening: term("\\tau", "momentum"),
    nesterov: flag("nesterov", "momentum"),
    ...common,
  },
  state: { momentum_buffer: { sign: "b_t", needs: "momentum" } },
  stepless: true,
  update({ theta, g: gradient, state, settings }) {
    const { lr, momentum, dampening, nesterov } = settings;
    const g = penalised(gradient, theta, settings);
    if (momentum === 0) {
      add_(theta, g, -lr);
      return;
    }
    // b₁ = g₁, and bₜ = μ bₜ₋₁ + (1 − τ) gₜ
    const before: Tensor | undefined = state.momentum_buffer;
    const b = before === undefined ? clone(g) : add_(mul_(before, momentum), g, 1 - dampening);
    state.momentum_buffer = b;
    // Nesterov looks ahead: gₜ + μ bₜ
    add_(theta, nesterov ? add(g, b, momentum) : b, -lr);
  },
  tex: (s) => {
    const g = s.dampening === 0 ? "g_t" : "(1 - \\tau)\\, g_t, \\quad b_1 = g_1";
    if (s.momentum === 0) return [gradientTex(s), movedTex("g_t")];
    return [
      gradientTex(s),
      `b_t &= \\mu\\, b_{t-1} + ${g}`,
      movedTex(s.nesterov ? "\\left(g_t + \\mu\\, b_t\\right)" : "b_t"),
    ];
  },
});
