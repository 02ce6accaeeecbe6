/** Losses of a prediction and a target, element by element. */
import { fail } from "../errors.ts";
import { map } from "../kernels.ts";
import { callOp, composite } from "../op.ts";
import { given } from "../samples.ts";
import { elementsOf, type Tensor } from "../tensor.ts";
import { add, div, mul, neg, scalar, sub } from "./algebra.ts";
import { where } from "./binary.ts";
import { detach, sum } from "./core.ts";
import { maskedFill } from "./gather.ts";
import { pairLoss, plus, reduceLoss, reductionOf, times } from "./lossReduction.ts";
import { exp, log } from "./powers.ts";
import { abs, clampMin, maskOf, sign } from "./rounding.ts";

pairLoss<[]>({
  name: "mse_loss",
  parameters: "",
  defaults: [],
  f: (r, x, t) => {
    const d = r(x - t);
    return d * d;
  },
  back: (g, x, t, norm) => mul(times(sub(x, t), 2 * norm), g),
  mixesDtypes: false,
  tex: ["\\tfrac1n \\sum_i (a_i - t_i)^2", "\\tfrac2n \\bar z\\,(a - t)"],
  doc: "Mean of the squared differences.",
});
/** Where the first loss holds, |a − t| being below a limit; beyond, the slope has the difference's sign. */
const near = (d: Tensor, limit: number): Tensor => map(d, "bool", (v) => (Math.abs(v) < limit ? 1 : 0));
pairLoss<[number]>({
  name: "smooth_l1_loss",
  parameters: "float beta=1.0",
  defaults: [1],
  f: (r, x, t, beta) => {
    const d = Math.abs(r(x - t));
    return d < beta ? r(0.5 * d * d) / beta : d - 0.5 * beta;
  },
  // d/β where |d| < β, else ±1
  back: (g, x, t, norm, beta) => {
    const d = sub(x, t);
    const far = mul(times(sign(d), norm), g);
    return beta === 0 ? far : where(near(d, beta), div(mul(times(d, norm), g), scalar(beta)), far);
  },
  tex: ["\\tfrac1n \\sum_i h_\\beta(a_i - t_i)", "\\tfrac1n \\bar z\\, h_\\beta'(a - t)"],
  doc: "A parabola near zero, straight lines beyond.",
});
pairLoss<[number]>({
  name: "huber_loss",
  parameters: "float delta=1.0",
  defaults: [1],
  f: (r, x, t, delta) => {
    const d = Math.abs(r(x - t));
    return d < delta ? 0.5 * d * d : delta * r(d - 0.5 * delta);
  },
  // d where |d| < δ, else ±δ
  back: (g, x, t, norm, delta) => {
    const d = sub(x, t);
    return where(near(d, delta), mul(times(d, norm), g), times(mul(times(sign(d), norm), g), delta));
  },
  mixesDtypes: false,
  dtype: (x) => x.dtype,
  tex: ["\\tfrac1n \\sum_i h_\\delta(a_i - t_i)", "\\tfrac1n \\bar z \\operatorname{clip}(a - t, \\pm\\delta)"],
  doc: "Squared near zero, straight beyond delta.",
});
pairLoss<[]>({
  name: "soft_margin_loss",
  parameters: "",
  defaults: [],
  f: (r, x, t) => Math.log1p(r(Math.exp(r(-t * x)))),
  // −t z / (1 + z) for z = e^{−tx}
  back: (g, x, t, norm) => {
    const z = exp(mul(neg(t), x));
    return mul(div(times(mul(t, z), -norm), plus(z, 1)), g);
  },
  reachesTarget: false,
  tex: ["\\tfrac1n \\sum_i \\ln(1 + e^{-t_i a_i})", "-\\tfrac1n \\bar z\\, t\\, \\sigma(-t a)"],
  doc: "Logistic loss for targets −1 and 1.",
});

type Plain = [self: Tensor, target: Tensor, reduction?: string];
const sample = (): readonly unknown[] => [given([0.3, -1.2, 2.4]), given([0.9, 0.4, 0.7])];

composite<Plain>(
  'l1_loss(Tensor self, Tensor target, str reduction="mean") -> Tensor',
  { homes: ["F"], doc: "Mean of the absolute differences.", samples: [sample] },
  (x, t, reduction = "mean") => reduceLoss(abs(sub(x, t)), reduction),
);

composite<[...Plain, logTarget?: boolean]>(
  'kl_div(Tensor self, Tensor target, str reduction="mean", *, bool log_target=False) -> Tensor',
  { homes: ["F"], doc: "Kullback–Leibler divergence; the input holds log-probabilities.", samples: [sample] },
  (x, t, reduction = "mean", logTarget = false) => {
    const each = logTarget ? mul(exp(t), sub(t, x)) : sub(callOp("xlogy", [t, t]), mul(t, x));
    if (reduction !== "batchmean") return reduceLoss(each, reduction);
    const total = sum(each);
    return x.rank === 0 ? total : div(total, scalar(x.shape[0] as number));
  },
);

composite<[self: Tensor, target: Tensor, logInput?: boolean, full?: boolean, eps?: number, reduction?: string]>(
  'poisson_nll_loss(Tensor self, Tensor target, bool log_input=True, bool full=False, float eps=1e-8, str reduction="mean") -> Tensor',
  { homes: ["F"], doc: "Negative log-likelihood of counts.", samples: [sample] },
  (x, t, logInput = true, full = false, eps = 1e-8, reduction = "mean") => {
    let each = logInput ? sub(exp(x), mul(t, x)) : sub(x, mul(t, log(plus(x, eps))));
    if (full) {
      // Stirling: t ln t − t + ½ ln 2πt, where t > 1
      const stirling = add(sub(mul(t, log(t)), t), times(log(times(t, 2 * Math.PI)), 0.5));
      each = add(each, maskedFill(stirling, callOp("le", [t, scalar(1)]), scalar(0)));
    }
    return reduceLoss(each, reduction);
  },
);

type Gaussian = [self: Tensor, target: Tensor, variance: Tensor, full?: boolean, eps?: number, reduction?: string];
composite<Gaussian>(
  'gaussian_nll_loss(Tensor self, Tensor target, Tensor var, bool full=False, float eps=1e-6, str reduction="mean") -> Tensor',
  {
    homes: ["F"],
    doc: "Negative log-likelihood of normal distributions with their own variances.",
    samples: [() => [...sample(), given([0.5, 1.5, 2])]],
  },
  (x, t, variance, full = false, eps = 1e-6, reduction = "mean") => {
    reductionOf(reduction);
    if (Array.from(elementsOf(variance)).some((v) => v < 0)) {
      fail("var has negative entry/entries", "ValueError");
    }
    // Clamped for the value only: its gradient passes as if it had not been.
    const raised = add(variance, maskedDifference(variance, eps));
    const d = sub(x, t);
    let each = times(add(log(raised), div(mul(d, d), raised)), 0.5);
    if (full) each = plus(each, 0.5 * Math.log(2 * Math.PI));
    return reduceLoss(each, reduction);
  },
);
/** What is missing to `least`, without a history. */
function maskedDifference(t: Tensor, least: number): Tensor {
  const low = maskOf(t, (v) => v < least);
  return mul(low, sub(scalar(least), detach(t)));
}

composite<[self: Tensor, target: Tensor, margin?: number, reduction?: string]>(
  'hinge_embedding_loss(Tensor self, Tensor target, float margin=1.0, str reduction="mean") -> Tensor',
  { homes: ["F"], doc: "The distance itself for target 1, margin − distance for target −1." },
  (x, t, margin = 1, reduction = "mean") => {
    const gap = clampMin(sub(scalar(margin), x), 0);
    const zero = scalar(0);
    const unless = (value: number, a: Tensor): Tensor => where(callOp("ne", [t, scalar(value)]), a, zero);
    return reduceLoss(add(unless(1, gap), unless(-1, x)), reduction);
  },
);
composite<[self: Tensor, input2: Tensor, target: Tensor, margin?: number, reduction?: string]>(
  'margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, float margin=0, str reduction="mean") -> Tensor',
  {
    homes: ["F"],
    doc: "Wants the first above the second where the target is 1, below where it is −1.",
    samples: [() => [...sample(), given([1, -1, 1]), 0.4]],
  },
  (a, b, t, margin = 0, reduction = "mean") => {
    const raw = mul(neg(t), sub(a, b));
    const shifted = margin === 0 ? raw : plus(raw, margin);
    return reduceLoss(clampMin(shifted, 0), reduction);
  },
);
