"""Parameters: tensors that a module knows as its own."""
import _engine
from .. import _core
from .._tensor import Tensor


class Parameter(Tensor):
    """A leaf tensor that becomes a parameter of the module it is assigned to."""

    def __new__(cls, data=None, requires_grad=True):
        import torch
        if data is None:
            data = torch.empty(0)
        if not isinstance(data, Tensor):
            raise TypeError(f"Parameter data must be a torch.Tensor, not {type(data).__name__}")
        if requires_grad and not data.is_floating_point():
            raise RuntimeError("Only Tensors of floating point and complex dtype can require gradients")
        made = _core.wrap_as(cls, _engine.parameter(_core.line(), data._h))
        if requires_grad:
            made.requires_grad = True
        return made

    def __init__(self, data=None, requires_grad=True):
        pass

    def __repr__(self):
        return "Parameter containing:\n" + super().__repr__()

    def __deepcopy__(self, memo):
        known = memo.get(id(self))
        if known is None:
            memo[id(self)] = known = type(self)(self.detach().clone(), self.requires_grad)
        return known


class Buffer(Tensor):
    """A tensor that becomes a buffer of the module it is assigned to."""

    def __new__(cls, data=None, *, persistent=True):
        import torch
        made = _core.as_subclass((torch.empty(0) if data is None else data).detach(), cls)
        made.persistent = persistent
        return made

    def __init__(self, data=None, *, persistent=True):
        pass
