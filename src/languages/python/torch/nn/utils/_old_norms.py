"""Weight and spectral norm in their older form: a hook computes the weight before every forward."""
import warnings

import torch
from ..._core import learner_level
from .. import functional as F
from ..parameter import Parameter
from .parametrizations import norm_except


class _WeightNorm:
    def __init__(self, name, dim):
        self.name, self.dim = name, -1 if dim is None else dim

    def compute(self, module):
        """The weight of this moment."""
        g, v = getattr(module, self.name + "_g"), getattr(module, self.name + "_v")
        return v * (g / norm_except(v, self.dim))

    def __call__(self, module, inputs):
        setattr(module, self.name, self.compute(module))


def weight_norm(module, name="weight", dim=0):
    """The weight as a length for each row (name_g) times a direction (name_v)."""
    warnings.warn("`torch.nn.utils.weight_norm` is deprecated in favor of `torch.nn.utils.parametrizations.weight_norm`.", FutureWarning,
                  stacklevel=learner_level())
    hook, weight = _WeightNorm(name, dim), getattr(module, name)
    del module._parameters[name]
    module.register_parameter(name + "_g", Parameter(norm_except(weight, hook.dim).data))
    module.register_parameter(name + "_v", Parameter(weight.data))
    setattr(module, name, hook.compute(module))
    module.register_forward_pre_hook(hook)
    return module


def remove_weight_norm(module, name="weight"):
    """The weight is an ordinary parameter again."""
    for number, (hook, _) in list(module._forward_pre_hooks.items()):
        if isinstance(hook, _WeightNorm) and hook.name == name:
            weight = hook.compute(module).detach()
            delattr(module, name)
            del module._parameters[name + "_g"], module._parameters[name + "_v"], module._forward_pre_hooks[number]
            setattr(module, name, Parameter(weight))
            return module
    raise ValueError(f"weight_norm of '{name}' not found in {module}")


class _SpectralNorm:
    def __init__(self, name, times, dim, eps):
        self.name, self.times, self.dim, self.eps = name, times, dim, eps

    def _matrix(self, weight):
        return (weight if self.dim == 0 else weight.transpose(0, self.dim)).flatten(1)

    def compute(self, module, iterate):
        """The weight of this moment, after a few steps of power iteration while training."""
        weight, u, v = (getattr(module, self.name + part) for part in ("_orig", "_u", "_v"))
        matrix = self._matrix(weight)
        if iterate:
            with torch.no_grad():
                for _ in range(self.times):
                    v.copy_(F.normalize(torch.mv(matrix.t(), u), dim=0, eps=self.eps))
                    u.copy_(F.normalize(torch.mv(matrix, v), dim=0, eps=self.eps))
            u, v = u.clone(), v.clone()
        return weight / torch.dot(u, torch.mv(matrix, v))

    def __call__(self, module, inputs):
        setattr(module, self.name, self.compute(module, module.training))


def spectral_norm(module, name="weight", n_power_iterations=1, eps=1e-12, dim=None):
    """The weight divided by its largest singular value, which is followed by power iteration."""
    if dim is None:
        dim = 1 if "ConvTranspose" in type(module).__name__ else 0
    hook, weight = _SpectralNorm(name, n_power_iterations, dim, eps), module._parameters[name]
    h, w = hook._matrix(weight.detach()).shape
    u = F.normalize(weight.new_empty(h).normal_(0, 1), dim=0, eps=eps)
    v = F.normalize(weight.new_empty(w).normal_(0, 1), dim=0, eps=eps)
    delattr(module, name)
    module.register_parameter(name + "_orig", weight)
    setattr(module, name, weight.data)
    module.register_buffer(name + "_u", u)
    module.register_buffer(name + "_v", v)
    module.register_forward_pre_hook(hook)
    return module


def remove_spectral_norm(module, name="weight"):
    """The weight is an ordinary parameter again."""
    for number, (hook, _) in list(module._forward_pre_hooks.items()):
        if isinstance(hook, _SpectralNorm) and hook.name == name:
            with torch.no_grad():
                weight = hook.compute(module, False)
            delattr(module, name)
            for part in ("_u", "_v", "_orig"):
                delattr(module, name + part)
            del module._forward_pre_hooks[number]
            module.register_parameter(name, Parameter(weight.detach()))
            return module
    raise ValueError(f"spectral_norm of '{name}' not found in {module}")
