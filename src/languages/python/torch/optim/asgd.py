"""Averaged stochastic gradient descent."""
from .optimizer import Optimizer, begin, check, check_lr, decayed, switches


class ASGD(Optimizer):
    """SGD that also keeps an average of where it has been."""

    def __init__(self, params, lr=1e-2, lambd=1e-4, alpha=0.75, t0=1e6, weight_decay=0, foreach=None, maximize=False, differentiable=False, capturable=False):
        check_lr(lr)
        check(0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}")
        super().__init__(params, {"lr": lr, "lambd": lambd, "alpha": alpha, "t0": t0, "weight_decay": weight_decay, **switches(maximize=maximize)})

    def update(self, p, grad, state, group):
        step = begin(state, p, "ax")
        eta, mu = state.setdefault("eta", group["lr"]), state.setdefault("mu", 1.0)
        grad = decayed(p, grad, group["weight_decay"])
        p.mul_(1 - group["lambd"] * eta)
        p.add_(grad, alpha=-eta)
        if mu != 1:
            state["ax"].add_(p.sub(state["ax"]).mul_(mu))
        else:
            state["ax"].copy_(p)
        state["eta"] = group["lr"] / (1 + group["lambd"] * group["lr"] * step) ** group["alpha"]
        state["mu"] = 1 / max(1, step - group["t0"])
