"""How numpy speaks with the engine: torch's ops, outside of the picture and of autograd."""
import warnings

import _engine
from torch import _arguments, _core, _ops

_begin, _end = _engine.arrays_begin, _engine.arrays_end
OPS = _ops.TORCH


def quiet(function, *args, **options):
    """Calls a function of torch for its numbers alone; shapes that do not fit are ValueErrors, as in NumPy."""
    began = _begin()
    _arguments.lenient = True
    try:
        return function(*args, **options)
    except RuntimeError as error:
        if isinstance(error, (NotImplementedError, RecursionError)):
            raise
        raise ValueError(str(error)) from None
    except IndexError as error:
        raise IndexError(str(error).replace("dimension", "axis")) from None
    finally:
        if began:
            _end()
            _arguments.lenient = False


def op(name, *args, **options):
    """One op of the engine by torch's name."""
    return quiet(OPS[name], *args, **options)


def cast(tensor, name):
    """A tensor in the dtype of this name; itself when it is so already."""
    return tensor if _engine.dtype(tensor._h) == name else quiet(tensor.to, dtype=_torch_dtype(name))


def copied(tensor):
    """The same numbers in memory of their own, row-major."""
    return quiet(OPS["clone"], tensor, memory_format="torch.contiguous_format")


def _torch_dtype(name):
    from torch._dtype import DTYPES
    return DTYPES[name]


def view(tensor, shape, strides, offset):
    """Another geometry over the same memory."""
    return _core.wrap(_engine.array_view(tensor._h, ",".join(map(str, shape)), ",".join(map(str, strides)), offset))


def written(tensor):
    """Tells the picture that the numbers of an array, and of tensors that share them, have changed."""
    _engine.array_written(_core.line(), tensor._h)


def broadcast_shape(*shapes):
    """The shape that all stretch to, or NumPy's error."""
    rank = max(map(len, shapes), default=0)
    out = []
    for i in range(-rank, 0):
        sizes = {s[i] for s in shapes if len(s) >= -i} - {1}
        if len(sizes) > 1:
            told = " ".join(str(s).replace(" ", "") for s in shapes)
            raise ValueError(f"operands could not be broadcast together with shapes {told} ")
        out.append(sizes.pop() if sizes else 1)
    return tuple(out)


class AxisError(ValueError, IndexError):
    """An axis that an array does not have."""


AxisError.__module__ = "numpy.exceptions"


def axis_of(axis, ndim):
    """An axis counted from the front."""
    if not -ndim <= axis < ndim:
        raise AxisError(f"axis {axis} is out of bounds for array of dimension {ndim}")
    return int(axis) % ndim


def warn(text):
    """A RuntimeWarning at the learner's line."""
    warnings.warn(text, RuntimeWarning, stacklevel=_core.learner_level())


def missing(what):
    """The error for what this numpy does not have."""
    return NotImplementedError(f"this playground's numpy does not have {what}")
