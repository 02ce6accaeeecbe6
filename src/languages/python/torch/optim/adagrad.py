"""Adagrad."""
from ._rule import Rule, RuleOptimizer
from .optimizer import check, check_lr, switches


class Adagrad(RuleOptimizer):
    """The gradient over the root of the sum of all its squares."""
    _rule = Rule("Adagrad")

    def __init__(self, params, lr=1e-2, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=1e-10, foreach=None, *, maximize=False,
                 differentiable=False, fused=None):
        check_lr(lr)
        check(0.0 <= lr_decay, f"Invalid lr_decay value: {lr_decay}")
        check(0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}")
        check(0.0 <= initial_accumulator_value, f"Invalid initial_accumulator_value value: {initial_accumulator_value}")
        check(0.0 <= eps, f"Invalid epsilon value: {eps}")
        own = switches(maximize=maximize, fused=fused)
        del own["capturable"]
        super().__init__(params, {"lr": lr, "lr_decay": lr_decay, "eps": eps, "weight_decay": weight_decay,
                                  "initial_accumulator_value": initial_accumulator_value, **own})
        for group in self.param_groups:
            for p in group["params"]:
                self._rule.begin(p, self.state[p], group)
