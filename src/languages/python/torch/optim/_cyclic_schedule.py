"""A schedule that goes up and down again and again."""
import math

from .lr_scheduler import LRScheduler


def _each(value, count, name):
    if isinstance(value, (list, tuple)):
        if len(value) != count:
            raise ValueError(f"{name} must have the same length as optimizer.param_groups. {name} has {len(value)} values, param_groups has {count}.")
        return list(value)
    return [value] * count


class CyclicLR(LRScheduler):
    """Between base_lr and max_lr along lines, with an amplitude that may shrink; momentum the other way."""

    def __init__(self, optimizer, base_lr, max_lr, step_size_up=2000, step_size_down=None, mode="triangular", gamma=1.0, scale_fn=None,
                 scale_mode="cycle", cycle_momentum=True, base_momentum=0.8, max_momentum=0.9, last_epoch=-1):
        groups = optimizer.param_groups
        if last_epoch == -1:
            for lr, group in zip(_each(base_lr, len(groups), "base_lr"), groups):
                group["lr"] = lr
        self.max_lrs = _each(max_lr, len(groups), "max_lr")
        up, down = float(step_size_up), float(step_size_up if step_size_down is None else step_size_down)
        self.total_size, self.step_ratio = up + down, up / (up + down)
        if mode not in ("triangular", "triangular2", "exp_range") and scale_fn is None:
            raise ValueError("mode is invalid and scale_fn is None")
        self.mode, self.gamma, self.cycle_momentum, self._own_scale, self._own_mode = mode, gamma, cycle_momentum, scale_fn, scale_mode
        if cycle_momentum:
            if "momentum" not in optimizer.defaults and "betas" not in optimizer.defaults:
                raise ValueError("optimizer must support momentum or beta1 with `cycle_momentum` option enabled")
            self.base_momentums, self.max_momentums = _each(base_momentum, len(groups), "base_momentum"), _each(max_momentum, len(groups), "max_momentum")
            for group, m in zip(groups, self.max_momentums):
                self._set_momentum(group, m)
        super().__init__(optimizer, last_epoch)
        self.base_lrs = _each(base_lr, len(groups), "base_lr")

    @staticmethod
    def _set_momentum(group, value):
        if "betas" in group:
            group["betas"] = (value, *group["betas"][1:])
        else:
            group["momentum"] = value

    def _scale(self, cycle):
        if self._own_scale is not None:
            return self._own_scale(cycle if self._own_mode == "cycle" else self.last_epoch)
        if self.mode == "triangular2":
            return 1 / (2.0 ** (cycle - 1))
        return self.gamma**self.last_epoch if self.mode == "exp_range" else 1.0

    def get_lr(self):
        cycle = math.floor(1 + self.last_epoch / self.total_size)
        x = 1.0 + self.last_epoch / self.total_size - cycle
        share = x / self.step_ratio if x <= self.step_ratio else (x - 1) / (self.step_ratio - 1)
        lrs = [base + (top - base) * share * self._scale(cycle) for base, top in zip(self.base_lrs, self.max_lrs)]
        if self.cycle_momentum:
            for group, low, high in zip(self.optimizer.param_groups, self.base_momentums, self.max_momentums):
                self._set_momentum(group, high - (high - low) * share * self._scale(cycle))
        return lrs
