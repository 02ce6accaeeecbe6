"""RAdam."""
from ._rule import Rule, RuleOptimizer
from .optimizer import check, check_betas, check_lr, switches


class RAdam(RuleOptimizer):
    """Adam that waits until its second moment can be trusted."""
    _rule = Rule("RAdam")

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, decoupled_weight_decay=False, *, foreach=None,
                 maximize=False, capturable=False, differentiable=False):
        check_lr(lr)
        check(0.0 <= eps, f"Invalid epsilon value: {eps}")
        check_betas(betas)
        check(0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}")
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, **switches(maximize=maximize),
                                  "decoupled_weight_decay": decoupled_weight_decay})
