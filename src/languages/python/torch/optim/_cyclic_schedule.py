"""Schedules that go up and down, once or again and again."""
import math
from types import FunctionType

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
        self.mode, self.gamma, self._scale_fn_custom = mode, gamma, scale_fn
        # An own function says what it scales by; of the three policies only exp_range looks at single steps.
        self.scale_mode = scale_mode if scale_fn is not None else "iterations" if mode == "exp_range" else "cycle"
        self.cycle_momentum = cycle_momentum
        if cycle_momentum:
            if "momentum" not in optimizer.defaults and "betas" not in optimizer.defaults:
                raise ValueError("optimizer must support momentum or beta1 with `cycle_momentum` option enabled")
            self.use_beta1 = "betas" in optimizer.defaults
            self.base_momentums, self.max_momentums = _each(base_momentum, len(groups), "base_momentum"), _each(max_momentum, len(groups), "max_momentum")
            for group, high, low in zip(groups, self.max_momentums, self.base_momentums):
                self._set_momentum(group, high)
                group["max_momentum"], group["base_momentum"] = high, low
        super().__init__(optimizer, last_epoch)
        self.base_lrs = _each(base_lr, len(groups), "base_lr")

    def state_dict(self):
        """Everything but the optimiser; an own function is not kept."""
        state = super().state_dict()
        own = state.pop("_scale_fn_custom")
        return {**state, "_scale_fn_custom": None if own is None or isinstance(own, FunctionType) else own.__dict__.copy()}

    def load_state_dict(self, state_dict):
        """From state_dict()."""
        super().load_state_dict({key: value for key, value in state_dict.items() if key != "_scale_fn_custom"})

    @staticmethod
    def _set_momentum(group, value):
        if "betas" in group:
            group["betas"] = (value, *group["betas"][1:])
        else:
            group["momentum"] = value

    def _scale(self, cycle):
        if self._scale_fn_custom is not None:
            return self._scale_fn_custom(cycle if self.scale_mode == "cycle" else self.last_epoch)
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


class OneCycleLR(LRScheduler):
    """Up to max_lr and down again once, along cosines or lines; momentum the other way."""

    def __init__(self, optimizer, max_lr, total_steps=None, epochs=None, steps_per_epoch=None, pct_start=0.3, anneal_strategy="cos",
                 cycle_momentum=True, base_momentum=0.85, max_momentum=0.95, div_factor=25.0, final_div_factor=1e4, three_phase=False, last_epoch=-1):
        if total_steps is None and (epochs is None or steps_per_epoch is None):
            raise ValueError("You must define either total_steps OR (epochs AND steps_per_epoch)")
        if total_steps is not None and (total_steps <= 0 or not isinstance(total_steps, int)):
            raise ValueError(f"Expected positive integer total_steps, but got {total_steps}")
        self.total_steps = total = epochs * steps_per_epoch if total_steps is None else total_steps
        rise = (float(pct_start * total) - 1, "initial_lr", "max_lr", "max_momentum", "base_momentum")
        falls = ([(float(2 * pct_start * total) - 2, "max_lr", "initial_lr", "base_momentum", "max_momentum"),
                  (total - 1, "initial_lr", "min_lr", "max_momentum", "max_momentum")] if three_phase else
                 [(total - 1, "max_lr", "min_lr", "base_momentum", "max_momentum")])
        self._schedule_phases = [dict(zip(("end_step", "start_lr", "end_lr", "start_momentum", "end_momentum"), phase)) for phase in (rise, *falls)]
        if pct_start < 0 or pct_start > 1 or not isinstance(pct_start, float):
            raise ValueError(f"Expected float between 0 and 1 pct_start, but got {pct_start}")
        if anneal_strategy not in ("cos", "linear"):
            raise ValueError(f"anneal_strategy must be one of 'cos' or 'linear', instead got {anneal_strategy}")
        self._anneal_func_type = anneal_strategy
        peaks = list(max_lr) if isinstance(max_lr, (list, tuple)) else [max_lr] * len(optimizer.param_groups)
        self.cycle_momentum = cycle_momentum
        if cycle_momentum:
            self.use_beta1 = "betas" in optimizer.defaults
        for group, top in zip(optimizer.param_groups, peaks):
            group.update(max_lr=top, initial_lr=top / div_factor, min_lr=top / div_factor / final_div_factor, lr=top / div_factor)
            if cycle_momentum:
                if "momentum" not in group and "betas" not in group:
                    raise ValueError("optimizer must support momentum or beta1 with `cycle_momentum` option enabled")
                group.update(max_momentum=max_momentum, base_momentum=base_momentum)
        super().__init__(optimizer, last_epoch)

    def _blend(self, a, b, part):
        if self._anneal_func_type == "linear":
            return (b - a) * part + a
        return b + (a - b) / 2.0 * (math.cos(math.pi * part) + 1)

    def get_lr(self):
        n = self.last_epoch
        if n > self.total_steps:
            raise ValueError(f"Tried to step {n} times. The specified number of total steps is {self.total_steps}")
        lrs, begin = [], 0.0
        phase = self._schedule_phases[-1]
        for candidate in self._schedule_phases:
            if n <= candidate["end_step"] or candidate is self._schedule_phases[-1]:
                phase = candidate
                break
            begin = candidate["end_step"]
        end, a, b, m, k = phase.values()
        part = (n - begin) / (end - begin)
        for group in self.optimizer.param_groups:
            lrs.append(self._blend(group[a], group[b], part))
            if self.cycle_momentum:
                momentum = self._blend(group[m], group[k], part)
                if "betas" in group:
                    group["betas"] = (momentum, *group["betas"][1:])
                else:
                    group["momentum"] = momentum
        return lrs
