/** Rprop: every element has a step size of its own, by the signs of its gradients. Sources: Riedmiller and Braun, A Direct Adaptive Method for Faster Backpropagation Learning; PyTorch's documentation, Rprop. */
import { map, zip } from "../kernels.ts";
import { mul } from "../ops/algebra.ts";
import { sign } from "../ops/rounding.ts";
import { addcmul_, clamp_, copy_, mulBy_ } from "./arithmetic.ts";
import { common, gradientTex } from "./decay.ts";
import { defineRule, quantity, type Settings } from "./rule.ts";
import { fullLike, zerosLike } from "./starts.ts";

const turned = "g_t\\, \\tilde g_{t-1}";

defineRule({
  name: "Rprop",
  settings: {
    lr: quantity(1e-2, "\\gamma"),
    eta_minus: quantity(0.5, "\\eta_-"),
    eta_plus: quantity(1.2, "\\eta_+"),
    step_size_min: quantity(1e-6, "\\Gamma_{\\min}"),
    step_size_max: quantity(50, "\\Gamma_{\\max}"),
    maximize: common.maximize,
  },
  state: {
    prev: { sign: "\\tilde g_t", start: zerosLike },
    step_size: { sign: "\\Delta_t", start: (theta, s: Settings) => fullLike(theta, Number(s.lr)) },
  },
  update({ theta, g, state, settings }) {
    const { eta_minus, eta_plus, step_size_min, step_size_max } = settings;
    const { prev, step_size: size } = state;
    const product = mul(g, prev);
    const factor = map(product, product.dtype, (x) => (x > 0 ? eta_plus : x < 0 ? eta_minus : 1));
    mulBy_(size, factor);
    clamp_(size, step_size_min, step_size_max);
    // Where the sign has turned a minimum was jumped over: this element rests for a step.
    const used = zip(g, product, g.dtype, (x, y) => (y < 0 ? 0 : x));
    addcmul_(theta, sign(used), size, -1);
    copy_(prev, used);
  },
  tex: (s) => [
    gradientTex({ ...s, weight_decay: 0 }),
    `\\Delta_t &= \\Delta_{t-1} \\cdot \\begin{cases} \\eta_+ & ${turned} > 0 \\\\ \\eta_- & ${turned} < 0 \\\\ 1 & ${turned} = 0 \\end{cases}, \\quad \\Delta_0 = \\gamma`,
    "\\Delta_t &\\leftarrow \\min\\left(\\max(\\Delta_t, \\Gamma_{\\min}), \\Gamma_{\\max}\\right)",
    `\\tilde g_t &= \\begin{cases} 0 & ${turned} < 0 \\\\ g_t & ${turned} \\ge 0 \\end{cases}`,
    "\\theta_t &= \\theta_{t-1} - \\Delta_t \\operatorname{sgn}(\\tilde g_t)",
  ],
});
