"""NAdam."""
import torch
from .optimizer import Optimizer, begin, check, check_betas, check_lr, decayed, switches


class NAdam(Optimizer):
    """Adam that looks ahead as Nesterov's momentum does."""

    def __init__(self, params, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, momentum_decay=4e-3, decoupled_weight_decay=False, *,
                 foreach=None, maximize=False, capturable=False, differentiable=False):
        check_lr(lr)
        check(0.0 <= eps, f"Invalid epsilon value: {eps}")
        check_betas(betas)
        check(0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}")
        check(0.0 <= momentum_decay, f"Invalid momentum_decay value: {momentum_decay}")
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, "momentum_decay": momentum_decay,
                                  "decoupled_weight_decay": decoupled_weight_decay, **switches(maximize=maximize)})

    def update(self, p, grad, state, group):
        step = begin(state, p, "exp_avg", "exp_avg_sq")
        (beta1, beta2), lr = group["betas"], group["lr"]
        if group["weight_decay"] != 0 and group["decoupled_weight_decay"]:
            p.mul_(1 - lr * group["weight_decay"])
        else:
            grad = decayed(p, grad, group["weight_decay"])
        mu, following = (beta1 * (1.0 - 0.5 * 0.96 ** (s * group["momentum_decay"])) for s in (step, step + 1))
        product = state.setdefault("mu_product", torch.ones(()))
        product *= mu
        state["exp_avg"].lerp_(grad, 1 - beta1)
        state["exp_avg_sq"].mul_(beta2).addcmul_(grad, grad, value=1 - beta2)
        denominator = state["exp_avg_sq"].div(1 - beta2**step).sqrt().add_(group["eps"])
        p.addcdiv_(grad, denominator, value=-lr * (1.0 - mu) / (1.0 - product.item()))
        p.addcdiv_(state["exp_avg"], denominator, value=(-lr * following) / (1.0 - product.item() * following))
