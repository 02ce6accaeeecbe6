/** RMSprop. Sources: Hinton's lecture Neural Networks for Machine Learning, 6e; Graves, Generating Sequences With Recurrent Neural Networks (centered); PyTorch's documentation, RMSprop. */
import { addcmul } from "../ops/mixtures.ts";
import { sqrt } from "../ops/powers.ts";
import { add_, addcdiv_, mul_, plus } from "./arithmetic.ts";
import { common, gradientTex, movedTex, penalised } from "./decay.ts";
import { moveMean, moveSquareMean } from "./moments.ts";
import { defineRule, flag, quantity, term } from "./rule.ts";
import { zerosLike } from "./starts.ts";

defineRule({
  name: "RMSprop",
  settings: {
    lr: quantity(1e-2, "\\gamma"),
    alpha: quantity(0.99, "\\alpha"),
    eps: quantity(1e-8, "\\epsilon"),
    momentum: term("\\mu"),
    centered: flag("centered"),
    ...common,
  },
  state: {
    square_avg: { sign: "v_t", start: zerosLike },
    momentum_buffer: { sign: "b_t", start: zerosLike, needs: "momentum" },
    grad_avg: { sign: "\\bar g_t", start: zerosLike, needs: "centered" },
  },
  update({ theta, g: gradient, state, settings }) {
    const { lr, alpha, eps, momentum, centered } = settings;
    const g = penalised(gradient, theta, settings);
    const { square_avg: v, grad_avg: mean, momentum_buffer: b } = state;
    moveSquareMean(v, g, alpha);
    if (centered) moveMean(mean, g, alpha);
    // The second moment, or the variance: vₜ − ḡₜ²
    const spread = sqrt(centered ? addcmul(v, mean, mean, -1) : v);
    const scale = plus(spread, eps);
    if (momentum === 0) addcdiv_(theta, g, scale, -lr);
    else add_(theta, addcdiv_(mul_(b, momentum), g, scale), -lr);
  },
  tex: (s) => {
    const ratio = `g_t / \\left(\\sqrt{${s.centered ? "\\tilde v_t" : "v_t"}} + \\epsilon\\right)`;
    return [
      gradientTex(s),
      "v_t &= \\alpha\\, v_{t-1} + (1 - \\alpha)\\, g_t^2",
      s.centered && "\\bar g_t &= \\alpha\\, \\bar g_{t-1} + (1 - \\alpha)\\, g_t",
      s.centered && "\\tilde v_t &= v_t - \\bar g_t^2",
      s.momentum !== 0 && `b_t &= \\mu\\, b_{t-1} + ${ratio}`,
      movedTex(s.momentum === 0 ? ratio : "b_t"),
    ];
  },
});
