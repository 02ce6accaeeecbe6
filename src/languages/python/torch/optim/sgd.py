"""Stochastic gradient descent, with momentum."""
from .optimizer import Optimizer, check, check_lr, decayed


class SGD(Optimizer):
    """p ← p − lr · g, or with momentum b ← μ b + (1 − τ) g."""

    def __init__(self, params, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False, *, maximize=False, foreach=None,
                 differentiable=False, fused=None):
        check_lr(lr)
        check(momentum >= 0.0, f"Invalid momentum value: {momentum}")
        check(weight_decay >= 0.0, f"Invalid weight_decay value: {weight_decay}")
        super().__init__(params, {"lr": lr, "momentum": momentum, "dampening": dampening, "weight_decay": weight_decay, "nesterov": nesterov,
                                  "maximize": maximize, "foreach": foreach, "differentiable": differentiable, "fused": fused})
        check(not nesterov or (momentum > 0 and dampening == 0), "Nesterov momentum requires a momentum and zero dampening")

    def update(self, p, grad, state, group):
        grad = decayed(p, grad, group["weight_decay"])
        momentum = group["momentum"]
        if momentum != 0:
            if state.get("momentum_buffer") is None:
                state["momentum_buffer"] = grad.detach().clone()
            else:
                state["momentum_buffer"].mul_(momentum).add_(grad, alpha=1 - group["dampening"])
            grad = grad.add(state["momentum_buffer"], alpha=momentum) if group["nesterov"] else state["momentum_buffer"]
        p.add_(grad, alpha=-group["lr"])
