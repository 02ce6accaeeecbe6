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

    def __reduce_ex__(self, protocol):
        return Parameter, (self.data, self.requires_grad)

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


_NOT_YET = ("Can't access the shape of an uninitialized parameter or buffer. This error usually happens in `load_state_dict` when trying to "
            "load an uninitialized parameter into an initialized one. Call `forward` to initialize the parameters before accessing their attributes.")


class _Uninitialized:
    @property
    def shape(self):
        """Not known yet."""
        raise RuntimeError(_NOT_YET)

    def materialize(self, shape, device=None, dtype=None):
        """Gives it memory: from now on an ordinary tensor."""
        import torch
        self.data = torch.empty(shape, dtype=self.dtype if dtype is None else dtype)
        self.__class__ = self.cls_to_become

    def __repr__(self):
        return f"<{type(self).__name__}>"

    def __deepcopy__(self, memo):
        if id(self) not in memo:
            memo[id(self)] = type(self)(self.requires_grad, dtype=self.dtype)
        return memo[id(self)]


class UninitializedParameter(_Uninitialized, Parameter):
    """A parameter whose shape is not known yet."""
    cls_to_become = Parameter

    def __new__(cls, requires_grad=True, device=None, dtype=None):
        import torch
        return Parameter.__new__(cls, torch.empty(0, dtype=dtype), requires_grad)

    def __init__(self, requires_grad=True, device=None, dtype=None):
        pass


class UninitializedBuffer(_Uninitialized, Tensor):
    """A buffer whose shape is not known yet."""
    cls_to_become = Tensor

    def __new__(cls, requires_grad=False, device=None, dtype=None):
        import torch
        return _core.as_subclass(torch.empty(0, dtype=dtype), cls)

    def __init__(self, requires_grad=False, device=None, dtype=None):
        pass


def is_lazy(tensor):
    """A parameter or buffer whose shape is not known yet?"""
    return isinstance(tensor, _Uninitialized)
