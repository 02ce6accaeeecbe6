"""Adam and AdamW."""
from ._rule import Rule, RuleOptimizer
from .optimizer import check, check_betas, check_lr, switches


class Adam(RuleOptimizer):
    """First and second moments of the gradient, corrected for their start at zero."""
    _rule = Rule("Adam")

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, amsgrad=False, *, foreach=None, maximize=False,
                 capturable=False, differentiable=False, fused=None, decoupled_weight_decay=False):
        check_lr(lr)
        check(0.0 <= eps, f"Invalid epsilon value: {eps}")
        check_betas(betas)
        check(0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}")
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, "amsgrad": amsgrad,
                                  **switches(maximize=maximize, fused=fused), "decoupled_weight_decay": decoupled_weight_decay})


class AdamW(Adam):
    """Adam whose weight decay does not pass through the moments."""
    _rule = Rule("AdamW")

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False, *, maximize=False, foreach=None,
                 capturable=False, differentiable=False, fused=None):
        super().__init__(params, lr, betas, eps, weight_decay, amsgrad, foreach=foreach, maximize=maximize, capturable=capturable,
                         differentiable=differentiable, fused=fused, decoupled_weight_decay=True)
