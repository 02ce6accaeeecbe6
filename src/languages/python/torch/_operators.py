"""Python's operators on tensors. The frequent ones call the engine themselves: this is the hottest code of the boundary."""
import sys

from . import _core, _ops
from ._arguments import tensor_arg
from ._core import fail, outer_line
from ._tensor import Tensor

_getframe = sys._getframe
_alloc = object.__new__
freed, flush = _core._freed, _core.flush
_NUMBERS = {float: 3, int: 2, bool: 4}


def _binary(bound, name, numbers=_NUMBERS):
    def operator(self, other):
        kind = numbers.get(other.__class__)
        if kind is None:
            if isinstance(other, Tensor):
                other, kind = other._h, 1
            elif numbers and isinstance(other, (int, float)):
                other, kind = tensor_arg(other, "")
            else:
                return NotImplemented
        frame = _getframe(1)
        line = frame.f_lineno if frame.f_globals is _core._user_globals else outer_line(frame)
        handle = bound(line, self._h, 1, other, kind)
        if handle < 0:
            fail()
        if len(freed) > 255:
            flush()
        tensor = _alloc(Tensor)
        tensor._h = handle
        return tensor
    _core.named(operator, name)
    return operator


def _of_tensors(bound, name):
    return _binary(bound, name, {})


def _in_place(bound, name):
    def operator(self, other):
        kind = _NUMBERS.get(other.__class__)
        if kind is None:
            if isinstance(other, Tensor):
                other, kind = other._h, 1
            elif isinstance(other, (int, float)):
                other, kind = tensor_arg(other, "")
            else:
                return NotImplemented
        frame = _getframe(1)
        line = frame.f_lineno if frame.f_globals is _core._user_globals else outer_line(frame)
        if bound(line, self._h, 1, other, kind):
            fail()
        return self
    _core.named(operator, name)
    return operator


def _unary(bound, name):
    def operator(self):
        frame = _getframe(1)
        line = frame.f_lineno if frame.f_globals is _core._user_globals else outer_line(frame)
        handle = bound(line, self._h, 1)
        if handle < 0:
            fail()
        if len(freed) > 255:
            flush()
        tensor = _alloc(Tensor)
        tensor._h = handle
        return tensor
    _core.named(operator, name)
    return operator


def _turned(function, name):
    """`number op tensor` for an op without a turned form of its own."""
    def operator(self, other):
        if not isinstance(other, (int, float)):
            return NotImplemented
        return function(other, self)
    _core.named(operator, name)
    return operator


_BINARY = {
    "__add__": "add", "__radd__": "add", "__sub__": "sub", "__mul__": "mul", "__rmul__": "mul", "__truediv__": "div",
    "__rsub__": "rsub", "__eq__": "eq", "__ne__": "ne", "__lt__": "lt", "__le__": "le",
    "__pow__": "pow", "__gt__": "gt", "__ge__": "ge", "__mod__": "remainder", "__floordiv__": "floor_divide", "__and__": "bitwise_and",
    "__rand__": "bitwise_and", "__or__": "bitwise_or", "__ror__": "bitwise_or", "__xor__": "bitwise_xor",
    "__rxor__": "bitwise_xor", "__lshift__": "bitwise_left_shift", "__rshift__": "bitwise_right_shift",
}
_OF_TENSORS = {"__matmul__": "matmul"}
_IN_PLACE = {
    "__iadd__": "add", "__isub__": "sub", "__imul__": "mul", "__itruediv__": "div", "__imod__": "remainder",
    "__ifloordiv__": "floor_divide", "__iand__": "bitwise_and", "__ior__": "bitwise_or", "__ixor__": "bitwise_xor",
}
_UNARY = {"__neg__": "neg", "__abs__": "abs", "__invert__": "bitwise_not"}


def _bound(prefix, op):
    return getattr(_ops, f"b_{prefix}_{op}", None)


def install():
    """Puts the operators on torch.Tensor; comparison operators take the place of object's."""
    for table, prefix, make in ((_BINARY, "f", _binary), (_OF_TENSORS, "f", _of_tensors), (_IN_PLACE, "i", _in_place), (_UNARY, "f", _unary)):
        for name, op in table.items():
            bound = _bound(prefix, op)
            if bound is not None:
                setattr(Tensor, name, make(bound, name))
    torch_ops = _ops.TORCH
    Tensor.__rpow__ = _turned(lambda base, x: torch_ops["pow"](base, x), "__rpow__")
    Tensor.__ipow__ = lambda self, exponent: self.pow_(exponent)
    Tensor.__pos__ = lambda self: self
    # As PyTorch: the reciprocal times the number.
    Tensor.__rtruediv__ = lambda self, other: self.reciprocal() * other if isinstance(other, (int, float)) else NotImplemented
    Tensor.__rmatmul__ = lambda self, other: NotImplemented
    for name, op in (("__rfloordiv__", "floor_divide"), ("__rmod__", "remainder")):
        if op in torch_ops:
            setattr(Tensor, name, _turned(torch_ops[op], name))


