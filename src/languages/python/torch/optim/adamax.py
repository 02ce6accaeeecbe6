"""Adamax."""
from ._rule import Rule, RuleOptimizer
from .optimizer import check, check_betas, check_lr, switches


class Adamax(RuleOptimizer):
    """Adam with the infinity norm in place of the second moment."""
    _rule = Rule("Adamax")

    def __init__(self, params, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, foreach=None, *, maximize=False, differentiable=False, capturable=False):
        check_lr(lr)
        check(0.0 <= eps, f"Invalid epsilon value: {eps}")
        check_betas(betas)
        check(0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}")
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, **switches(maximize=maximize)})
