"""Activation functions as modules."""
import torch
from .. import functional as F
from ..parameter import Parameter
from .module import Module


def _activation(name, function, doc, **defaults):
    """A module class that calls F.function with its own settings; its brackets show those that PyTorch shows."""
    shown = {k: v for k, v in defaults.items() if k != "inplace"}

    def __init__(self, *args, **kwargs):
        Module.__init__(self)
        given = dict(zip(defaults, args), **kwargs)
        for key in given:
            if key not in defaults:
                raise TypeError(f"{name}.__init__() got an unexpected keyword argument '{key}'")
        for key, default in defaults.items():
            object.__setattr__(self, key, given.get(key, default))

    def forward(self, input):
        return getattr(F, function)(input, **{key: getattr(self, key) for key in defaults})

    forward.__qualname__ = f"{name}.forward"

    def extra_repr(self):
        parts = [f"{key}={getattr(self, key)!r}" if len(shown) else "" for key in shown]
        return ", ".join(parts + (["inplace=True"] if getattr(self, "inplace", False) else []))
    return type(name, (Module,), {"__init__": __init__, "forward": forward, "extra_repr": extra_repr, "__doc__": doc,
                                  "__module__": __name__, "__qualname__": name})


ReLU = _activation("ReLU", "relu", "max(x, 0).", inplace=False)
ReLU6 = _activation("ReLU6", "relu6", "min(max(x, 0), 6).", inplace=False)
Sigmoid = _activation("Sigmoid", "sigmoid", "1 / (1 + e⁻ˣ).")
Tanh = _activation("Tanh", "tanh", "The hyperbolic tangent.")
SELU = _activation("SELU", "selu", "The scaled exponential linear unit.", inplace=False)
SiLU = _activation("SiLU", "silu", "x σ(x).", inplace=False)
Mish = _activation("Mish", "mish", "x tanh(softplus(x)).", inplace=False)
Hardswish = _activation("Hardswish", "hardswish", "x relu6(x + 3) / 6.", inplace=False)
Hardsigmoid = _activation("Hardsigmoid", "hardsigmoid", "relu6(x + 3) / 6.", inplace=False)
LogSigmoid = _activation("LogSigmoid", "logsigmoid", "ln σ(x).")
Softsign = _activation("Softsign", "softsign", "x / (1 + |x|).")
Tanhshrink = _activation("Tanhshrink", "tanhshrink", "x − tanh(x).")
GELU = _activation("GELU", "gelu", "x Φ(x).", approximate="none")
ELU = _activation("ELU", "elu", "x, or α(eˣ − 1) below zero.", alpha=1.0, inplace=False)
CELU = _activation("CELU", "celu", "x, or α(e^(x/α) − 1) below zero.", alpha=1.0, inplace=False)
LeakyReLU = _activation("LeakyReLU", "leaky_relu", "x, or a small slope below zero.", negative_slope=0.01, inplace=False)
Hardtanh = _activation("Hardtanh", "hardtanh", "x limited to a range.", min_val=-1.0, max_val=1.0, inplace=False)
Threshold = _activation("Threshold", "threshold", "x where it is above the threshold.", threshold=None, value=None, inplace=False)
Softplus = _activation("Softplus", "softplus", "ln(1 + e^(βx)) / β.", beta=1.0, threshold=20.0)
Softshrink = _activation("Softshrink", "softshrink", "x moved towards zero by λ.", lambd=0.5)
Hardshrink = _activation("Hardshrink", "hardshrink", "x where it is larger than λ.", lambd=0.5)
GLU = _activation("GLU", "glu", "One half times the sigmoid of the other.", dim=-1)
Softmax = _activation("Softmax", "softmax", "eˣ over its sum along dim.", dim=None)
LogSoftmax = _activation("LogSoftmax", "log_softmax", "Logarithm of softmax.", dim=None)
Softmin = _activation("Softmin", "softmin", "Softmax of −x.", dim=None)

Softplus.extra_repr = lambda self: f"beta={self.beta}, threshold={self.threshold}"
Softshrink.extra_repr = lambda self: str(self.lambd)
Hardshrink.extra_repr = lambda self: str(self.lambd)
ELU.extra_repr = CELU.extra_repr = lambda self: f"alpha={self.alpha}" + (", inplace=True" if self.inplace else "")


class PReLU(Module):
    """x, or a learned slope below zero."""

    def __init__(self, num_parameters=1, init=0.25, device=None, dtype=None):
        super().__init__()
        self.num_parameters = num_parameters
        self.weight = Parameter(torch.full((num_parameters,), float(init), dtype=dtype))

    def forward(self, input):
        return F.prelu(input, self.weight)

    def extra_repr(self):
        return f"num_parameters={self.num_parameters}"


class RReLU(Module):
    """x, or a slope below zero that is random while training."""

    def __init__(self, lower=1.0 / 8, upper=1.0 / 3, inplace=False):
        super().__init__()
        self.lower, self.upper, self.inplace = lower, upper, inplace

    def forward(self, input):
        return F.rrelu(input, self.lower, self.upper, self.training, self.inplace)

    def extra_repr(self):
        return f"lower={self.lower}, upper={self.upper}" + (", inplace=True" if self.inplace else "")


class Softmax2d(Module):
    """Softmax over the channels of an image."""

    def forward(self, input):
        return F.softmax(input, -3)
