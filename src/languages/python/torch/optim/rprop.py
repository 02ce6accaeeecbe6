"""Rprop."""
import torch
from .optimizer import Optimizer, begin, check, check_lr, switches


class Rprop(Optimizer):
    """Step sizes of their own for every element, by the sign of the gradient alone."""

    def __init__(self, params, lr=1e-2, etas=(0.5, 1.2), step_sizes=(1e-6, 50), *, capturable=False, foreach=None, maximize=False, differentiable=False):
        check_lr(lr)
        check(0.0 < etas[0] < 1.0 < etas[1], f"Invalid eta values: {etas[0]}, {etas[1]}")
        super().__init__(params, {"lr": lr, "etas": etas, "step_sizes": step_sizes, **switches(maximize=maximize)})

    def update(self, p, grad, state, group):
        begin(state, p, "prev")
        if "step_size" not in state:
            state["step_size"] = torch.full_like(grad, group["lr"])
        smaller, larger = group["etas"]
        sign = grad.mul(state["prev"]).sign()
        sign[sign.gt(0)] = larger
        sign[sign.lt(0)] = smaller
        sign[sign.eq(0)] = 1
        state["step_size"].mul_(sign).clamp_(*group["step_sizes"])
        grad = grad.clone()
        grad[sign.eq(smaller)] = 0
        p.addcmul_(grad.sign(), state["step_size"], value=-1)
        state["prev"].copy_(grad)
