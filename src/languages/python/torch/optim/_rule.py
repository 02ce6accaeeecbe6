"""Optimisers whose arithmetic is a rule of the engine: Python has their settings and keeps their state."""
from collections import defaultdict

import torch
import _engine
from .._core import fail as _fail, line as _line, wrap as _wrap
from .optimizer import Optimizer

_PLACES = {"beta1": ("betas", 0), "beta2": ("betas", 1), "eta_minus": ("etas", 0), "eta_plus": ("etas", 1),
           "step_size_min": ("step_sizes", 0), "step_size_max": ("step_sizes", 1)}
"""Where a group has a setting of the engine's that is one of a pair."""


class Rule:
    """A rule of the engine by its name, applied to one parameter at a time."""

    def __init__(self, name):
        self.name = name
        self._settings = [_PLACES.get(setting, (setting, None)) for setting in _engine.rule_settings(name).split()]

    def _values(self, group):
        for key, place in self._settings:
            value = group.get(key)
            if place is not None and value is not None:
                value = value[place]
            yield value.item() if isinstance(value, torch.Tensor) else value

    def begin(self, p, state, group):
        """What is remembered of a parameter before its first step."""
        self._keep(state, _engine.rule_begin(self.name, p._h, *self._values(group)))

    def step(self, p, grad, state, group, taken):
        """Changes the parameter and its state in place; `taken` counts the steps where the state does not."""
        memory = " ".join([f"{name}:{value._h}" for name, value in state.items() if isinstance(value, torch.Tensor)])
        self._keep(state, _engine.rule_step(_line(), self.name, p._h, grad._h, taken, memory, *self._values(group)))

    def _keep(self, state, new):
        if new == -1:
            _fail()
        for entry in new.split():
            name, handle = entry.split(":")
            state[name] = _wrap(int(handle))


class RuleOptimizer(Optimizer):
    """An optimiser of a rule; a subclass has its signature and its checks."""
    _rule = None

    def __init__(self, params, defaults):
        self._taken = defaultdict(int)
        super().__init__(params, defaults)

    def update(self, p, grad, state, group):
        self._rule.step(p, grad, state, group, self._taken[p])
        self._taken[p] += 1
