"""Averages of weights along the way: their mean, or a mean that forgets."""
import copy
import math

import torch
from ..nn.modules.batchnorm import _BatchNorm
from ..nn.modules.module import Module
from .lr_scheduler import LRScheduler


def get_ema_multi_avg_fn(decay=0.999):
    """Moves every average towards its parameter by 1 − decay."""
    if decay < 0.0 or decay > 1.0:
        raise ValueError(f"Invalid decay value {decay} provided. Please provide a value in [0,1] range.")

    def average(averages, currents, count):
        for average, current in zip(averages, currents):
            average.lerp_(current, 1 - decay) if average.is_floating_point() else average.copy_(current)
    return average


def get_ema_avg_fn(decay=0.999):
    """decay · average + (1 − decay) · parameter."""
    if decay < 0.0 or decay > 1.0:
        raise ValueError(f"Invalid decay value {decay} provided. Please provide a value in [0,1] range.")
    return lambda average, current, count: decay * average + (1 - decay) * current


def get_swa_avg_fn():
    """The mean of all that was seen."""
    return lambda average, current, count: average + (current - average) / (count + 1)


class AveragedModel(Module):
    """A copy of a model whose parameters are averages of those that update_parameters has seen."""

    def __init__(self, model, device=None, avg_fn=None, multi_avg_fn=None, use_buffers=False):
        super().__init__()
        if avg_fn is not None and multi_avg_fn is not None:
            raise AssertionError("Only one of avg_fn and multi_avg_fn should be provided")
        self.module = copy.deepcopy(model)
        self.register_buffer("n_averaged", torch.tensor(0, dtype=torch.long))
        self.avg_fn, self.multi_avg_fn, self.use_buffers = avg_fn, multi_avg_fn, use_buffers

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def _tensors(self, model):
        return [*model.parameters(), *(model.buffers() if self.use_buffers else ())]

    def update_parameters(self, model):
        """Takes in the parameters of this moment."""
        with torch.no_grad():
            mine = [t.detach() for t in self._tensors(self.module)]
            theirs = [t.detach() for t in self._tensors(model)]
            if int(self.n_averaged) == 0:
                for own, new in zip(mine, theirs):
                    own.copy_(new)
            elif self.multi_avg_fn is not None:
                self.multi_avg_fn(mine, theirs, self.n_averaged)
            else:
                average = self.avg_fn or get_swa_avg_fn()
                for own, new in zip(mine, theirs):
                    own.copy_(average(own, new, self.n_averaged))
            if not self.use_buffers:
                for own, new in zip(self.module.buffers(), model.buffers()):
                    own.detach().copy_(new.detach())
            self.n_averaged += 1


def update_bn(loader, model, device=None):
    """Running statistics of batch norms anew, from one pass over the data."""
    norms = [m for m in model.modules() if isinstance(m, _BatchNorm)]
    if not norms:
        return
    momenta = [m.momentum for m in norms]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None
    was_training = model.training
    model.train()
    with torch.no_grad():
        for batch in loader:
            model(batch[0] if isinstance(batch, (list, tuple)) else batch)
    for norm, momentum in zip(norms, momenta):
        norm.momentum = momentum
    model.train(was_training)


class SWALR(LRScheduler):
    """To a constant learning rate within a few epochs."""

    def __init__(self, optimizer, swa_lr, anneal_epochs=10, anneal_strategy="cos", last_epoch=-1):
        if anneal_strategy not in ("cos", "linear"):
            raise ValueError(f"anneal_strategy must by one of 'cos' or 'linear', instead got {anneal_strategy}")
        rates = swa_lr if isinstance(swa_lr, (list, tuple)) else [swa_lr] * len(optimizer.param_groups)
        for group, rate in zip(optimizer.param_groups, rates):
            group["swa_lr"] = rate
        self._share = (lambda t: (1 - math.cos(math.pi * t)) / 2) if anneal_strategy == "cos" else (lambda t: t)
        self.anneal_epochs = anneal_epochs
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        step, epochs = self._step_count - 1, self.anneal_epochs
        if epochs == 0:
            step = max(1, step)
        before = self._share(max(0, min(1, (step - 1) / max(1, epochs))))
        now = self._share(max(0, min(1, step / max(1, epochs))))
        lrs = []
        for group in self.optimizer.param_groups:
            lr = group["lr"] if before == 1 else (group["lr"] - before * group["swa_lr"]) / (1 - before)
            lrs.append(group["swa_lr"] * now + lr * (1 - now))
        return lrs
