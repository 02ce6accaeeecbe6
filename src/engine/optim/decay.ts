/** What most rules begin with: the gradient, its sign, and weight decay. */
import { add } from "../ops/algebra.ts";
import type { Tensor } from "../tensor.ts";
import { mul_ } from "./arithmetic.ts";
import { flag, type Setting, term } from "./rule.ts";

/** The settings that nearly every rule has. */
export const common: { readonly weight_decay: Setting<number>; readonly maximize: Setting<boolean> } = {
  weight_decay: term("\\lambda"),
  maximize: flag("maximize"),
};

/** The switch of weight decay that does not pass through the gradient. */
export const decoupled: { readonly decoupled_weight_decay: Setting<boolean> } = {
  decoupled_weight_decay: flag("decoupled_weight_decay", "weight_decay"),
};

interface Decay {
  readonly weight_decay: number;
  readonly maximize: boolean;
}
interface DecoupledDecay extends Decay {
  readonly lr: number;
  readonly decoupled_weight_decay: boolean;
}

/** g + λθ: the gradient with the pull of an L2 penalty ½λ‖θ‖², in a new tensor unless λ = 0. */
export function penalised(g: Tensor, theta: Tensor, { weight_decay }: Decay): Tensor {
  return weight_decay === 0 ? g : add(g, theta, weight_decay);
}

/**
 * Weight decay in either form: θ ← (1 − γλ)θ in place, or g + λθ; gives the gradient to go on with.
 * Source: Loshchilov and Hutter, Decoupled Weight Decay Regularization.
 */
export function decayed(g: Tensor, theta: Tensor, settings: DecoupledDecay): Tensor {
  if (!shrinks(settings)) return penalised(g, theta, settings);
  mul_(theta, 1 - settings.lr * settings.weight_decay);
  return g;
}

const shrinks = (s: DecoupledDecay): boolean => s.decoupled_weight_decay && s.weight_decay !== 0;

/** The line of g_t; `sign` is that of the weight decay when it is added to the gradient. */
export function gradientTex(s: Decay & Partial<DecoupledDecay>, sign = "\\lambda"): string {
  const penalty = s.weight_decay !== 0 && s.decoupled_weight_decay !== true ? ` + ${sign} \\theta_{t-1}` : "";
  return `g_t &= ${s.maximize ? "-" : ""}\\nabla_{\\theta} L(\\theta_{t-1})${penalty}`;
}

/** The line of θ_t: minus the lr times `direction`, and the decay that stands beside it. */
export function movedTex(direction: string, s?: DecoupledDecay): string {
  const shrunk = s !== undefined && shrinks(s) ? " - \\gamma \\lambda \\theta_{t-1}" : "";
  return `\\theta_t &= \\theta_{t-1}${shrunk} - \\gamma ${direction}`;
}
