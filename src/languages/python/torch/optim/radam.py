"""RAdam."""
from .optimizer import Optimizer, begin, check, check_betas, check_lr, decayed, switches


class RAdam(Optimizer):
    """Adam that waits until its second moment can be trusted."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, decoupled_weight_decay=False, *, foreach=None,
                 maximize=False, capturable=False, differentiable=False):
        check_lr(lr)
        check(0.0 <= eps, f"Invalid epsilon value: {eps}")
        check_betas(betas)
        check(0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}")
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, **switches(maximize=maximize),
                                  "decoupled_weight_decay": decoupled_weight_decay})

    def update(self, p, grad, state, group):
        step = begin(state, p, "exp_avg", "exp_avg_sq")
        (beta1, beta2), lr = group["betas"], group["lr"]
        if group["weight_decay"] != 0 and group["decoupled_weight_decay"]:
            p.mul_(1 - lr * group["weight_decay"])
        else:
            grad = decayed(p, grad, group["weight_decay"])
        state["exp_avg"].lerp_(grad, 1 - beta1)
        state["exp_avg_sq"].mul_(beta2).addcmul_(grad, grad, value=1 - beta2)
        correction1, correction2 = 1 - beta1**step, 1 - beta2**step
        mean = state["exp_avg"] / correction1
        limit = 2 / (1 - beta2) - 1
        length = limit - 2 * step * (beta2**step) / correction2
        if length > 5.0:
            rectified = ((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length)) ** 0.5
            adaptive = (correction2**0.5) / state["exp_avg_sq"].sqrt().add_(group["eps"])
            p.add_(mean * lr * adaptive * rectified, alpha=-1.0)
        else:
            p.add_(mean * lr, alpha=-1.0)
