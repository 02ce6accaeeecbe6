"""Adamax."""
import torch
from .optimizer import Optimizer, begin, check, check_betas, check_lr, decayed, switches


class Adamax(Optimizer):
    """Adam with the infinity norm in place of the second moment."""

    def __init__(self, params, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, foreach=None, *, maximize=False, differentiable=False, capturable=False):
        check_lr(lr)
        check(0.0 <= eps, f"Invalid epsilon value: {eps}")
        check_betas(betas)
        check(0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}")
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, **switches(maximize=maximize)})

    def update(self, p, grad, state, group):
        step = begin(state, p, "exp_avg", "exp_inf")
        beta1, beta2 = group["betas"]
        grad = decayed(p, grad, group["weight_decay"])
        state["exp_avg"].lerp_(grad, 1 - beta1)
        largest = state["exp_inf"]
        largest.copy_(torch.maximum(largest.mul_(beta2), grad.abs().add_(group["eps"])))
        p.addcdiv_(state["exp_avg"], largest, value=-group["lr"] / (1 - beta1**step))
