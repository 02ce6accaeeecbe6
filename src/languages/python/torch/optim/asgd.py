"""Averaged stochastic gradient descent."""
from ._rule import Rule, RuleOptimizer
from .optimizer import check, check_lr, switches


class ASGD(RuleOptimizer):
    """SGD that also keeps an average of where it has been."""
    _rule = Rule("ASGD")

    def __init__(self, params, lr=1e-2, lambd=1e-4, alpha=0.75, t0=1e6, weight_decay=0, foreach=None, maximize=False, differentiable=False, capturable=False):
        check_lr(lr)
        check(0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}")
        super().__init__(params, {"lr": lr, "lambd": lambd, "alpha": alpha, "t0": t0, "weight_decay": weight_decay, **switches(maximize=maximize)})
