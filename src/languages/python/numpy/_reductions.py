"""Functions that make one number of many: all, or those along axes."""

import _engine
from torch import _core

from ._convert import asarray, given, tensor_like, wrapped
from ._dtypes import dtype_of
from ._engine_calls import axis_of, cast, op, quiet, warn

_NONE = object()


def _axes(axis, ndim):
    """None for all axes, else a sorted tuple."""
    if axis is None:
        return None
    return tuple(sorted(axis_of(a, ndim) for a in (axis if isinstance(axis, (tuple, list)) else (axis,))))


def _kept(tensor, axes, shape, keepdims):
    """A reduced tensor with its axes put back as ones."""
    if not keepdims:
        return tensor
    return op("reshape", tensor, tuple(1 if axes is None or i in axes else s for i, s in enumerate(shape)))


def _rearranged(t, axes):
    """The tensor with the axes to be reduced as one last axis."""
    if len(axes) == 1:
        return t, axes[0]
    rest = [d for d in range(t.dim()) if d not in axes]
    moved = op("permute", t, rest + list(axes))
    return op("reshape", moved, [t.shape[d] for d in rest] + [-1]), len(rest)


def _done(made, axes, shape, keepdims, out):
    made = _kept(made, axes, shape, keepdims)
    if out is not None:
        out[...] = wrapped(made)
        return out
    return given(made)


def _sums(t, axes):
    if axes is None:
        return quiet(lambda: _core.wrap(_engine.array_sum(t._h)))
    if not axes:
        return t
    t, axis = _rearranged(t, axes)
    return quiet(lambda: _core.wrap(_engine.array_sum(t._h, axis)))


def sum(a, axis=None, dtype=None, out=None, keepdims=False):
    """The sum of all elements, or along axes."""
    t = tensor_like(a)
    name = dtype_of(dtype).name if dtype is not None else "int64" if _engine.dtype(t._h) in ("bool", "int32", "int16", "int8", "uint8") else _engine.dtype(t._h)
    axes = _axes(axis, t.dim())
    return _done(_sums(cast(t, name), axes), axes, t.shape, keepdims, out)


def _floating(t, dtype):
    if dtype is not None:
        return cast(t, dtype_of(dtype).name)
    return t if _engine.dtype(t._h) in ("float16", "float32", "float64") else cast(t, "float64")


def _count(shape, axes):
    n = 1
    for d, size in enumerate(shape):
        n *= size if axes is None or d in axes else 1
    return n


def _mean(t, axes, keepdims):
    n = _count(t.shape, axes)
    if n == 0:
        warn("Mean of empty slice")
    return op("div", _kept(_sums(t, axes), axes, t.shape, keepdims), n)


def mean(a, axis=None, dtype=None, out=None, keepdims=False):
    """The mean of all elements, or along axes."""
    t = _floating(tensor_like(a), dtype)
    axes = _axes(axis, t.dim())
    return _done(_mean(t, axes, keepdims), axes, t.shape, False, out)


def _variance(a, axis, dtype, ddof, keepdims):
    t = _floating(tensor_like(a), dtype)
    axes = _axes(axis, t.dim())
    n = _count(t.shape, axes) - ddof
    if n <= 0:
        warn("Degrees of freedom <= 0 for slice")
    away = op("sub", t, _mean(t, axes, True))
    return op("div", _kept(_sums(op("mul", away, away), axes), axes, t.shape, keepdims), n if n > 0 else 0)


def var(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False):
    """The variance, divided by n − ddof."""
    return _done(_variance(a, axis, dtype, ddof, keepdims), None, (), False, out)


def std(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False):
    """The standard deviation, by n − ddof."""
    return _done(op("sqrt", _variance(a, axis, dtype, ddof, keepdims)), None, (), False, out)


def _extreme(name):
    def function(a, axis=None, out=None, keepdims=False):
        t = tensor_like(a)
        axes = _axes(axis, t.dim())
        if _count(t.shape, axes) == 0:
            raise ValueError(f"zero-size array to reduction operation {name}imum which has no identity")
        if axes == ():
            return asarray(a)
        if axes is None:
            made = op(f"a{name}", op("reshape", t, (-1,)), 0)
        else:
            made = op(f"a{name}", t, axes)
        return _done(made, axes, t.shape, keepdims, out)
    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"The {name}imum of all elements, or along axes."
    return function


max, min = _extreme("max"), _extreme("min")


def ptp(a, axis=None):
    """Greatest minus smallest."""
    return max(a, axis) - min(a, axis)


def _place(name):
    def function(a, axis=None, out=None, *, keepdims=False):
        t = tensor_like(a)
        if t.numel() == 0:
            raise ValueError(f"attempt to get {name} of an empty sequence")
        axes = _axes(axis, t.dim())
        made = op(name, op("reshape", t, (-1,)), 0) if axes is None else op(name, t, axes[0])
        return _done(made, axes, t.shape, keepdims, out)
    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"The place of the {name[3:]}imum: counted through all elements, or along an axis."
    return function


argmax, argmin = _place("argmax"), _place("argmin")


def prod(a, axis=None, dtype=None, out=None, keepdims=False):
    """The product of all elements, or along axes."""
    t = tensor_like(a)
    t = cast(t, dtype_of(dtype).name) if dtype is not None else t
    axes = _axes(axis, t.dim())
    if axes is None:
        made = op("prod", t)
    else:
        turned, at = _rearranged(t, axes)
        made = op("prod", turned, at)
    return _done(made, axes, t.shape, keepdims, out)


def _truth(name):
    def function(a, axis=None, out=None, keepdims=False):
        t = cast(tensor_like(a), "bool")
        axes = _axes(axis, t.dim())
        if axes is None:
            made = op(name, op("reshape", t, (-1,)), 0)
        else:
            turned, at = _rearranged(t, axes)
            made = op(name, turned, at)
        return _done(made, axes, t.shape, keepdims, out)
    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"Are {name} elements true?"
    return function


all, any = _truth("all"), _truth("any")


def count_nonzero(a, axis=None, *, keepdims=False):
    """How many elements are not zero."""
    made = sum(cast_bool(a), axis, keepdims=keepdims)
    return made.item() if axis is None and not keepdims else made


def cast_bool(a):
    """An array of whether elements are not zero."""
    return wrapped(cast(tensor_like(a), "bool"))


def _running(name):
    def function(a, axis=None, dtype=None, out=None):
        t = tensor_like(a)
        own = _engine.dtype(t._h)
        t = cast(t, dtype_of(dtype).name if dtype is not None else "int64" if own in ("bool", "int32", "int16", "int8", "uint8") else own)
        made = op(name, op("reshape", t, (-1,)), 0) if axis is None else op(name, t, axis_of(axis, t.dim()))
        return _done(made, None, (), False, out)
    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"Running {name[3:]}s along an axis, or through all elements."
    return function


cumsum, cumprod = _running("cumsum"), _running("cumprod")


def round(a, decimals=0, out=None):
    """To so many decimals, halves to even."""
    t = tensor_like(a)
    made = t if _engine.dtype(t._h) not in ("float16", "float32", "float64") and decimals >= 0 else op("round", t, decimals=decimals)
    return _done(op("clone", made) if made is t else made, None, (), False, out)


def clip(a, a_min=_NONE, a_max=_NONE, out=None, *, min=None, max=None):
    """Nothing below a_min, nothing above a_max."""
    from ._ufuncs import FUNCTIONS
    low, high = min if a_min is _NONE else a_min, max if a_max is _NONE else a_max
    made = asarray(a)
    if low is not None:
        made = FUNCTIONS["maximum"](made, low)
    if high is not None:
        made = FUNCTIONS["minimum"](made, high)
    if out is not None:
        out[...] = made
        return out
    return made


_METHODS = dict(sum=sum, mean=mean, var=var, std=std, max=max, min=min, ptp=ptp, argmax=argmax, argmin=argmin, prod=prod, all=all, any=any,
                cumsum=cumsum, cumprod=cumprod, round=round, clip=clip)


def install(cls):
    """Puts the reductions on the array type."""
    for name, function in _METHODS.items():
        setattr(cls, name, function)
