"""Methods of Tensor that few programs ask for."""
from . import _core, _ops
from ._tensor import Tensor


def _later(name):
    def method(self, *args, **kwargs):
        return getattr(_core.later("torch._settings"), name)(self, *args, **kwargs)
    _core.named(method, name)
    return method


def _in_place(name):
    op = _ops.TORCH[name]

    def method(self, *args, **kwargs):
        return self.copy_(op(self, *args, **kwargs))
    _core.named(method, name + "_")
    return method


def install():
    """Sets them."""
    for name in ("conj", "resolve_conj", "resolve_neg", "is_conj", "is_neg", "is_signed", "mvlgamma", "unsafe_chunk", "unsafe_split"):
        setattr(Tensor, name, _later(name))
    for name in ("addbmm", "addr", "ldexp", "renorm", "logical_not"):
        setattr(Tensor, name + "_", _in_place(name))
    Tensor.real, Tensor.imag = property(_later("real")), property(_later("imag"))
    Tensor.is_cpu, Tensor.is_mps, Tensor.is_xpu = (property(lambda self, value=value: value) for value in (True, False, False))
    Tensor.polygamma = lambda self, n: _ops.TORCH["polygamma"](n, self)
