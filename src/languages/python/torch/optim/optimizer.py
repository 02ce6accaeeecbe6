"""What all optimisers share: parameter groups, state, zero_grad, step."""
from collections import defaultdict
from copy import deepcopy

import torch


class Optimizer:
    """Holds parameters in groups with settings; a subclass writes `update`, which changes one parameter."""

    def __init__(self, params, defaults):
        if isinstance(params, torch.Tensor):
            raise TypeError("params argument given to the optimizer should be an iterable of Tensors or dicts, but got " + torch.typename(params))
        self.defaults = defaults
        self.state = defaultdict(dict)
        self.param_groups = []
        self._steps_taken = 0
        groups = list(params)
        if not groups:
            raise ValueError("optimizer got an empty parameter list")
        if not isinstance(groups[0], dict):
            groups = [{"params": groups}]
        for group in groups:
            self.add_param_group(dict(group))

    def add_param_group(self, param_group):
        """Adds parameters with settings of their own."""
        if not isinstance(param_group, dict):
            raise TypeError(f"param_group must be a dict, but got {type(param_group)}")
        given = param_group["params"]
        if isinstance(given, torch.Tensor):
            params = [given]
        elif isinstance(given, set):
            raise TypeError("optimizer parameters need to be organized in ordered collections, but the ordering of tensors in sets will change "
                            "between runs. Please use a list instead.")
        else:
            params = [p[1] if isinstance(p, tuple) else p for p in given]
        known = {id(p) for group in self.param_groups for p in group["params"]}
        for p in params:
            if not isinstance(p, torch.Tensor):
                raise TypeError("optimizer can only optimize Tensors, but one of the params is " + torch.typename(p))
            if not (p.is_leaf or p.retains_grad):
                raise ValueError("can't optimize a non-leaf Tensor")
            if id(p) in known:
                raise ValueError("some parameters appear in more than one parameter group")
        self.param_groups.append({"params": params, **{k: v for k, v in param_group.items() if k != "params"},
                                  **{k: v for k, v in self.defaults.items() if k not in param_group}})

    def register_step_pre_hook(self, hook):
        """Calls hook(optimizer, args, kwargs) before every step."""
        return _hooked(self, hook, True)

    def register_step_post_hook(self, hook):
        """Calls hook(optimizer, args, kwargs) after every step."""
        return _hooked(self, hook, False)

    def zero_grad(self, set_to_none=True):
        """Clears the gradients of all parameters."""
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                if set_to_none:
                    p.grad = None
                else:
                    p.grad.detach_().zero_()

    def step(self, closure=None):
        """Changes every parameter that has a gradient; returns what the closure returned."""
        loss = None
        self._steps_taken += 1
        with torch.no_grad():
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        self.update(p, p.grad, self.state[p], group)
        return loss

    def update(self, p, grad, state, group):
        """Changes one parameter by its gradient."""
        raise NotImplementedError

    # State ------------------------------------------------------------------------------------------------

    def state_dict(self):
        """Settings and state, with parameters as numbers."""
        numbers = {}
        for group in self.param_groups:
            for p in group["params"]:
                numbers.setdefault(id(p), len(numbers))
        return {
            "state": {numbers[id(p)]: state for p, state in self.state.items()},
            "param_groups": [{**{k: v for k, v in g.items() if k != "params"}, "params": [numbers[id(p)] for p in g["params"]]}
                             for g in self.param_groups],
        }

    def load_state_dict(self, state_dict):
        """Settings and state from state_dict()."""
        groups = state_dict["param_groups"]
        if len(groups) != len(self.param_groups):
            raise ValueError("loaded state dict has a different number of parameter groups")
        if any(len(g["params"]) != len(o["params"]) for g, o in zip(groups, self.param_groups)):
            raise ValueError("loaded state dict contains a parameter group that doesn't match the size of optimizer's group")
        by_number = {n: p for g, o in zip(groups, self.param_groups) for n, p in zip(g["params"], o["params"])}
        self.state = defaultdict(dict, {by_number[n]: deepcopy(state) for n, state in state_dict["state"].items()})
        for group, own in zip(groups, self.param_groups):
            own.update({k: deepcopy(v) for k, v in group.items() if k != "params"})

    def __repr__(self):
        text = type(self).__name__ + " ("
        for i, group in enumerate(self.param_groups):
            text += f"\nParameter Group {i}\n"
            text += "".join(f"    {key}: {group[key]}\n" for key in sorted(group) if key != "params")
        return text + ")"


class _StepHooks:
    """A step with hooks around it, standing before the class's own on one optimiser."""

    def __init__(self, optimizer):
        self.optimizer, self.step, self.before, self.after = optimizer, optimizer.step, {}, {}

    def __call__(self, *args, **kwargs):
        for hook in list(self.before.values()):
            hook(self.optimizer, args, kwargs)
        loss = self.step(*args, **kwargs)
        for hook in list(self.after.values()):
            hook(self.optimizer, args, kwargs)
        return loss


class _StepHandle:
    def __init__(self, hooks, hook):
        self._hooks = hooks
        hooks[id(self)] = hook

    def remove(self):
        """Takes the hook away."""
        self._hooks.pop(id(self), None)


def _hooked(optimizer, hook, before):
    if not isinstance(optimizer.__dict__.get("step"), _StepHooks):
        optimizer.step = _StepHooks(optimizer)
    return _StepHandle(optimizer.step.before if before else optimizer.step.after, hook)


def check(condition, words):
    """PyTorch's ValueError when a setting is out of range."""
    if not condition:
        raise ValueError(words)


def check_lr(lr):
    """A learning rate must not be negative."""
    check(0.0 <= lr, f"Invalid learning rate: {lr}")


def check_betas(betas):
    """Both in [0, 1)."""
    for i, beta in enumerate(betas):
        check(0.0 <= beta < 1.0, f"Invalid beta parameter at index {i}: {beta}")


def switches(**own):
    """Settings that choose an implementation: there is one here, and their names are shown as PyTorch shows them."""
    return {"foreach": None, "maximize": False, "capturable": False, "differentiable": False, **own}
