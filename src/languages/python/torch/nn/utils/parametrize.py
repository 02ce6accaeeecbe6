"""Parameters that are computed from others: each is a property of a class made for its module."""
import copy

from contextlib import contextmanager

import torch
from ..modules.container import ModuleDict, ModuleList
from ..modules.module import Module
from ..parameter import Parameter

_cached = None


@contextmanager
def cached():
    """Within it every parametrised tensor is computed once."""
    global _cached
    before, _cached = _cached, {} if _cached is None else _cached
    try:
        yield
    finally:
        _cached = before


class ParametrizationList(ModuleList):
    """The steps from the original tensors to the one that the module sees."""

    def __init__(self, modules, original):
        super().__init__(modules)
        value = original
        with torch.no_grad():
            for step in reversed(modules):
                if hasattr(step, "right_inverse"):
                    value = step.right_inverse(value)
        self.is_tensor = isinstance(value, torch.Tensor)
        parts = {"original": value} if self.is_tensor else {f"original{i}": v for i, v in enumerate(value)}
        self._originals = list(parts)
        for name, part in parts.items():
            if isinstance(original, Parameter):
                setattr(self, name, part if isinstance(part, Parameter) else Parameter(part, original.requires_grad))
            else:
                self.register_buffer(name, part)

    def forward(self):
        first, *rest = self
        value = first(*[getattr(self, name) for name in self._originals])
        for step in rest:
            value = step(value)
        return value

    def right_inverse(self, value):
        """Sets the originals so that the result is this value."""
        with torch.no_grad():
            for step in reversed(list(self)):
                if not hasattr(step, "right_inverse"):
                    raise RuntimeError(f"parametrization {type(step).__name__} does not implement right_inverse.")
                value = step.right_inverse(value)
            for name, part in zip(self._originals, (value,) if self.is_tensor else value):
                getattr(self, name).copy_(part)


def is_parametrized(module, tensor_name=None):
    """Has a module a parametrisation, of one tensor or of any?"""
    known = getattr(module, "parametrizations", None)
    return isinstance(known, ModuleDict) and (len(known) > 0 if tensor_name is None else tensor_name in known)


def _property(name):
    def read(self):
        if _cached is None:
            return self.parametrizations[name]()
        key = id(self), name
        if key not in _cached:
            _cached[key] = self.parametrizations[name]()
        return _cached[key]

    def write(self, value):
        self.parametrizations[name].right_inverse(value)
    return property(read, write)


def _own_class(module):
    """A class of this module alone, where its properties can stand."""
    base = type(module)

    def deep(self, memo):
        other = object.__new__(type(self))
        memo[id(self)] = other
        other.__dict__.update(copy.deepcopy(self.__dict__, memo))
        return other
    module.__class__ = type(f"Parametrized{base.__name__}", (base,), {"__module__": base.__module__, "__deepcopy__": deep})
    module.parametrizations = ModuleDict()


def register_parametrization(module, tensor_name, parametrization, *, unsafe=False):
    """From now on module.tensor_name is parametrization(original)."""
    parametrization.train(module.training)
    if is_parametrized(module, tensor_name):
        steps = module.parametrizations[tensor_name]
        if hasattr(parametrization, "right_inverse"):
            with torch.no_grad():
                steps.original.copy_(parametrization.right_inverse(steps.original))
        steps.append(parametrization)
        return module
    original = module._parameters.get(tensor_name, module._buffers.get(tensor_name))
    if original is None:
        raise ValueError(f"Module '{module}' does not have a parameter, a buffer, or a parametrized element with name '{tensor_name}'")
    steps = ParametrizationList([parametrization], original)
    if not unsafe:
        result = steps()
        if not isinstance(result, torch.Tensor):
            raise ValueError(f"A parametrization must return a tensor. Got {type(result).__name__}.")
        if result.shape != original.shape:
            raise ValueError("Registering a parametrization may not change the shape of the tensor, unless `unsafe` flag is enabled.\n"
                             f"module.{tensor_name}.shape: {original.shape}\nparametrized shape: {result.shape}")
    delattr(module, tensor_name)
    if not is_parametrized(module):
        _own_class(module)
    module.parametrizations[tensor_name] = steps
    setattr(type(module), tensor_name, _property(tensor_name))
    return module


def remove_parametrizations(module, tensor_name, leave_parametrized=True):
    """The tensor is an ordinary one again, with its value of now or the original."""
    if not is_parametrized(module, tensor_name):
        raise ValueError(f"Module {module} does not have a parametrization on {tensor_name}")
    steps = module.parametrizations[tensor_name]
    with torch.no_grad():
        value = getattr(module, tensor_name).detach().clone() if leave_parametrized else None
    original = getattr(steps, steps._originals[0])
    if value is None:
        value = original
    elif isinstance(original, Parameter) and original.shape == value.shape:
        original.data = value
        value = original
    del module.parametrizations[tensor_name]
    delattr(type(module), tensor_name)
    if isinstance(original, Parameter):
        module.register_parameter(tensor_name, value if isinstance(value, Parameter) else Parameter(value))
    else:
        module.register_buffer(tensor_name, value)
    if not len(module.parametrizations):
        del module._modules["parametrizations"]
        module.__class__ = type(module).__bases__[0]
    return module
