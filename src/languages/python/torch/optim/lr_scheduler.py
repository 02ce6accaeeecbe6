"""Schedules: the learning rate as a function of the number of steps."""
import math
import warnings
from collections import Counter

from .._core import learner_level as _level
from ._composed_schedules import ReduceLROnPlateau, SequentialLR
from .optimizer import Optimizer


class LRScheduler:
    """Sets every group's lr after each step(); a subclass writes get_lr, from the lr of before."""

    def __init__(self, optimizer, last_epoch=-1):
        if not isinstance(optimizer, Optimizer):
            raise TypeError(f"{type(optimizer).__name__} is not an Optimizer")
        self.optimizer = optimizer
        for i, group in enumerate(optimizer.param_groups):
            if last_epoch == -1:
                group.setdefault("initial_lr", group["lr"])
            elif "initial_lr" not in group:
                raise KeyError(f"param 'initial_lr' is not specified in param_groups[{i}] when resuming scheduler with last_epoch >= 0")
        self.base_lrs = [group["initial_lr"] for group in optimizer.param_groups]
        self.last_epoch = last_epoch
        self._step_count = 0
        self._advance()

    def _lrs(self):
        return [group["lr"] for group in self.optimizer.param_groups]

    def _advance(self):
        self._step_count += 1
        self.last_epoch += 1
        for group, lr in zip(self.optimizer.param_groups, self.get_lr()):
            group["lr"] = lr
        self._last_lr = self._lrs()

    def _restart(self):
        """Begins at epoch 0, from the initial learning rates."""
        for group, lr in zip(self.optimizer.param_groups, self.base_lrs):
            group["lr"] = lr
        self.last_epoch = -1
        self._advance()

    def step(self, epoch=None):
        """To be called after optimizer.step()."""
        if epoch is not None:
            raise NotImplementedError("scheduler.step(epoch) is not available in the playground; call step() without it")
        if self._step_count == 1 and self.optimizer._steps_taken == 0:
            warnings.warn(
                "Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and later, you should call them in the "
                "opposite order: `optimizer.step()` before `lr_scheduler.step()`.  Failure to do this will result in PyTorch skipping the "
                "first value of the learning rate schedule. See more details at "
                "https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate", UserWarning, stacklevel=_level())
        self._advance()

    def get_last_lr(self):
        """The learning rates set last."""
        return self._last_lr

    def state_dict(self):
        """Everything but the optimiser."""
        return {key: value for key, value in self.__dict__.items() if key not in ("optimizer", "_blend")}

    def load_state_dict(self, state_dict):
        """From state_dict()."""
        self.__dict__.update(state_dict)


_LRScheduler = LRScheduler


class LambdaLR(LRScheduler):
    """initial lr × f(epoch)."""

    def __init__(self, optimizer, lr_lambda, last_epoch=-1):
        n = len(optimizer.param_groups)
        self.lr_lambdas = list(lr_lambda) if isinstance(lr_lambda, (list, tuple)) else [lr_lambda] * n
        if len(self.lr_lambdas) != n:
            raise ValueError(f"Expected {n} lr_lambdas, but got {len(self.lr_lambdas)}")
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        return [base * f(self.last_epoch) for f, base in zip(self.lr_lambdas, self.base_lrs)]


class MultiplicativeLR(LambdaLR):
    """lr × f(epoch), again and again."""

    def get_lr(self):
        if self.last_epoch == 0:
            return self._lrs()
        return [lr * f(self.last_epoch) for f, lr in zip(self.lr_lambdas, self._lrs())]


class StepLR(LRScheduler):
    """lr × gamma every step_size epochs."""

    def __init__(self, optimizer, step_size, gamma=0.1, last_epoch=-1):
        self.step_size, self.gamma = step_size, gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        now = self.last_epoch != 0 and self.last_epoch % self.step_size == 0
        return [lr * self.gamma if now else lr for lr in self._lrs()]


class MultiStepLR(LRScheduler):
    """lr × gamma at every milestone."""

    def __init__(self, optimizer, milestones, gamma=0.1, last_epoch=-1):
        self.milestones, self.gamma = Counter(milestones), gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        times = self.milestones.get(self.last_epoch, 0)
        return [lr * self.gamma**times if times else lr for lr in self._lrs()]


class ExponentialLR(LRScheduler):
    """lr × gamma every epoch."""

    def __init__(self, optimizer, gamma, last_epoch=-1):
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        return self._lrs() if self.last_epoch == 0 else [lr * self.gamma for lr in self._lrs()]


class ConstantLR(LRScheduler):
    """lr × factor until total_iters."""

    def __init__(self, optimizer, factor=1.0 / 3, total_iters=5, last_epoch=-1):
        self.factor, self.total_iters = factor, total_iters
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        by = self.factor if self.last_epoch == 0 else 1.0 / self.factor if self.last_epoch == self.total_iters else None
        return [lr if by is None else lr * by for lr in self._lrs()]


class LinearLR(LRScheduler):
    """lr × a factor that goes from start to end in total_iters epochs."""

    def __init__(self, optimizer, start_factor=1.0 / 3, end_factor=1.0, total_iters=5, last_epoch=-1):
        if start_factor > 1.0 or start_factor <= 0:
            raise ValueError("Starting multiplicative factor expected to be greater than 0 and less or equal to 1.")
        if end_factor > 1.0 or end_factor < 0:
            raise ValueError("Ending multiplicative factor expected to be between 0 and 1.")
        self.start_factor, self.end_factor, self.total_iters = start_factor, end_factor, total_iters
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        if self.last_epoch == 0:
            return [lr * self.start_factor for lr in self._lrs()]
        if self.last_epoch > self.total_iters:
            return self._lrs()
        rise = self.end_factor - self.start_factor
        return [lr * (1.0 + rise / (self.total_iters * self.start_factor + (self.last_epoch - 1) * rise)) for lr in self._lrs()]


class PolynomialLR(LRScheduler):
    """lr × (1 − epoch / total_iters) ^ power."""

    def __init__(self, optimizer, total_iters=5, power=1.0, last_epoch=-1):
        self.total_iters, self.power = total_iters, power
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        if self.last_epoch == 0 or self.last_epoch > self.total_iters:
            return self._lrs()
        decay = ((1.0 - self.last_epoch / self.total_iters) / (1.0 - (self.last_epoch - 1) / self.total_iters)) ** self.power
        return [lr * decay for lr in self._lrs()]


class CosineAnnealingLR(LRScheduler):
    """Down to eta_min along half a cosine of T_max epochs."""

    def __init__(self, optimizer, T_max, eta_min=0.0, last_epoch=-1):
        self.T_max, self.eta_min = T_max, eta_min
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        n, T, low = self.last_epoch, self.T_max, self.eta_min
        if n == 0:
            return self._lrs()
        if (n - 1 - T) % (2 * T) == 0:
            return [lr + (base - low) * (1 - math.cos(math.pi / T)) / 2 for base, lr in zip(self.base_lrs, self._lrs())]
        return [(1 + math.cos(math.pi * n / T)) / (1 + math.cos(math.pi * (n - 1) / T)) * (lr - low) + low for lr in self._lrs()]


class CosineAnnealingWarmRestarts(LRScheduler):
    """Half cosines that start again, each T_mult times as long as the one before."""

    def __init__(self, optimizer, T_0, T_mult=1, eta_min=0.0, last_epoch=-1):
        self.T_0, self.T_i, self.T_mult, self.eta_min, self.T_cur = T_0, T_0, T_mult, eta_min, last_epoch
        super().__init__(optimizer, last_epoch)

    def _restart(self):
        self.T_cur, self.T_i = -1, self.T_0
        super()._restart()

    def get_lr(self):
        self.T_cur += 1
        if self.T_cur >= self.T_i:
            self.T_cur -= self.T_i
            self.T_i *= self.T_mult
        turn = 1 + math.cos(math.pi * self.T_cur / self.T_i)
        return [self.eta_min + (base - self.eta_min) * turn / 2 for base in self.base_lrs]


class ChainedScheduler(LRScheduler):
    """Several schedules at once."""

    def __init__(self, schedulers, optimizer=None):
        if not schedulers:
            raise ValueError(f"{type(self).__name__} expects at least one scheduler to be chained, but got no scheduler.")
        self.optimizer, self._schedulers = optimizer or schedulers[0].optimizer, list(schedulers)
        if any(s.optimizer is not self.optimizer for s in self._schedulers):
            raise ValueError(f"{type(self).__name__} expects all schedulers to belong to the same optimizer, but got scheduler "
                             "at index 1 with a different optimizer.")
        self._last_lr = self._lrs()

    def step(self, epoch=None):
        for scheduler in self._schedulers:
            scheduler.step()
        self._last_lr = self._lrs()

    def state_dict(self):
        return {"_last_lr": self._last_lr, "_schedulers": [s.state_dict() for s in self._schedulers]}

    def load_state_dict(self, state_dict):
        self._last_lr = state_dict["_last_lr"]
        for scheduler, state in zip(self._schedulers, state_dict["_schedulers"]):
            scheduler.load_state_dict(state)


class OneCycleLR(LRScheduler):
    """Up to max_lr and down again once, along cosines or lines; momentum the other way."""

    def __init__(self, optimizer, max_lr, total_steps=None, epochs=None, steps_per_epoch=None, pct_start=0.3, anneal_strategy="cos",
                 cycle_momentum=True, base_momentum=0.85, max_momentum=0.95, div_factor=25.0, final_div_factor=1e4, three_phase=False, last_epoch=-1):
        if total_steps is None and (epochs is None or steps_per_epoch is None):
            raise ValueError("You must define either total_steps OR (epochs AND steps_per_epoch)")
        if anneal_strategy not in ("cos", "linear"):
            raise ValueError(f"anneal_strategy must be one of 'cos' or 'linear', instead got {anneal_strategy}")
        self.total_steps = total = epochs * steps_per_epoch if total_steps is None else total_steps
        self._blend = ((lambda a, b, x: b + (a - b) / 2.0 * (math.cos(math.pi * x) + 1)) if anneal_strategy == "cos"
                       else (lambda a, b, x: (b - a) * x + a))
        peak = pct_start * total - 1
        self._phases = ([(peak, "initial_lr", "max_lr", "max_momentum", "base_momentum"),
                         (2 * pct_start * total - 2, "max_lr", "initial_lr", "base_momentum", "max_momentum"),
                         (total - 1, "initial_lr", "min_lr", "max_momentum", "max_momentum")] if three_phase else
                        [(peak, "initial_lr", "max_lr", "max_momentum", "base_momentum"), (total - 1, "max_lr", "min_lr", "base_momentum", "max_momentum")])
        peaks = list(max_lr) if isinstance(max_lr, (list, tuple)) else [max_lr] * len(optimizer.param_groups)
        self.cycle_momentum = cycle_momentum
        for group, top in zip(optimizer.param_groups, peaks):
            group.update(max_lr=top, initial_lr=top / div_factor, min_lr=top / div_factor / final_div_factor, lr=top / div_factor)
            if cycle_momentum:
                if "momentum" not in group and "betas" not in group:
                    raise ValueError("optimizer must support momentum or beta1 with `cycle_momentum` option enabled")
                group.update(max_momentum=max_momentum, base_momentum=base_momentum)
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        n = self.last_epoch
        if n > self.total_steps:
            raise ValueError(f"Tried to step {n} times. The specified number of total steps is {self.total_steps}")
        lrs, begin = [], 0.0
        phase = self._phases[-1]
        for candidate in self._phases:
            if n <= candidate[0] or candidate is self._phases[-1]:
                phase = candidate
                break
            begin = candidate[0]
        end, a, b, m, k = phase
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


from ._cyclic_schedule import CyclicLR
