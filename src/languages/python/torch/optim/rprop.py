"""Rprop."""
from ._rule import Rule, RuleOptimizer
from .optimizer import check, check_lr, switches


class Rprop(RuleOptimizer):
    """Step sizes of their own for every element, by the sign of the gradient alone."""
    _rule = Rule("Rprop")

    def __init__(self, params, lr=1e-2, etas=(0.5, 1.2), step_sizes=(1e-6, 50), *, capturable=False, foreach=None, maximize=False, differentiable=False):
        check_lr(lr)
        check(0.0 < etas[0] < 1.0 < etas[1], f"Invalid eta values: {etas[0]}, {etas[1]}")
        super().__init__(params, {"lr": lr, "etas": etas, "step_sizes": step_sizes, **switches(maximize=maximize)})
