"""Adadelta."""
from ._rule import Rule, RuleOptimizer
from .optimizer import check, check_lr, switches


class Adadelta(RuleOptimizer):
    """Steps whose size is the ratio of two running means."""
    _rule = Rule("Adadelta")

    def __init__(self, params, lr=1.0, rho=0.9, eps=1e-6, weight_decay=0, foreach=None, *, capturable=False, maximize=False, differentiable=False):
        check_lr(lr)
        check(0.0 <= rho <= 1.0, f"Invalid rho value: {rho}")
        check(0.0 <= eps, f"Invalid epsilon value: {eps}")
        check(0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}")
        super().__init__(params, {"lr": lr, "rho": rho, "eps": eps, "weight_decay": weight_decay, **switches(maximize=maximize)})
