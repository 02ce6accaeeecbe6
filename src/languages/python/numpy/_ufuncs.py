"""Functions that work element by element, with NumPy's promotion and warnings."""

import _engine
from torch._tensor import Tensor

from ._convert import asarray, given, operands, tensor_like, wrapped
from ._dtypes import BOOL, DTYPES, FLOAT64, float_for
from ._engine_calls import OPS, broadcast_shape, cast, missing, op, quiet, warn

_INFINITE, _NAN = 1, 2


class UFuncCastingError(TypeError):
    """An in-place op whose result does not fit the array's dtype."""


UFuncCastingError.__name__ = UFuncCastingError.__qualname__ = "_UFuncOutputCastingError"
UFuncCastingError.__module__ = "numpy._core._exceptions"


def _complain(name, made, sources, infinite="overflow"):
    """NumPy's RuntimeWarning when numbers became infinite or no numbers."""
    after = _engine.array_unusual(made._h)
    if not after:
        return
    before = 0
    for source in sources:
        before |= _engine.array_unusual(source._h) if isinstance(source, Tensor) else 0
    if after & _INFINITE and not before:
        warn(f"{infinite} encountered in {name}")
    if after & _NAN and not before & _NAN:
        warn(f"invalid value encountered in {name}")


def _finish(result, where, out, sources):
    """What a ufunc returns: a tensor when one was among its inputs, as NumPy's protocol has it."""
    if where is not True:
        raise missing("the where= of its functions")
    if out is not None:
        out[...] = wrapped(result)
        return out
    if any(isinstance(s, Tensor) for s in sources):
        import torch
        return torch.from_numpy(wrapped(result))
    return given(result)


def _named(function, name, doc):
    function.__name__ = function.__qualname__ = name
    function.__module__, function.__doc__ = "numpy", doc
    return function


def unary(name, own, floats=True, infinite="overflow"):
    """An element-by-element function of one array; `floats`: whole numbers become doubles."""
    body = OPS[own]

    def function(x, out=None, *, where=True, dtype=None):
        t = tensor_like(x)
        if dtype is not None:
            t = cast(t, asarray(0, dtype).dtype.name)
        if floats:
            t = cast(t, float_for(_engine.dtype(t._h)))
        made = quiet(body, t)
        if floats:
            _complain(name, made, (t,), infinite)
        return _finish(made, where, out, (x,))
    return _named(function, name, f"{name} of every element.")


def calculate(name, own, a, b):
    """The tensor of an op between two operands."""
    ta, tb, d = operands(a, b)
    if name == "divide" and d.kind != "f":
        d = FLOAT64
        ta, tb = (cast(t, "float64") if isinstance(t, Tensor) else float(t) for t in (ta, tb))
    if name == "subtract" and d is BOOL:
        raise TypeError("numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead.")
    if name == "power" and d.kind in "iu" and _engine_any_negative(tb):
        raise ValueError("Integers to negative integer powers are not allowed.")
    if isinstance(ta, Tensor) and isinstance(tb, Tensor) and ta.shape != tb.shape:
        broadcast_shape(tuple(ta.shape), tuple(tb.shape))
    elif not isinstance(ta, Tensor):
        ta = asarray(ta, d)._t
    if d.kind in "iu" and name in ("floor_divide", "remainder") and not _all_nonzero(tb):
        warn(f"divide by zero encountered in {name}")
        return cast(op("where", op("eq", tensor_like(tb), 0), 0, op(own, ta, op("where", op("eq", tensor_like(tb), 0), 1, tb))), d.name)
    made = quiet(OPS[own], ta, tb)
    if d.kind == "f":
        _complain(name, made, (ta, tb), "divide by zero" if name in ("divide", "floor_divide", "remainder") else "overflow")
    return made


def _all_nonzero(t):
    return bool(quiet(lambda: t.ne(0).all().item())) if isinstance(t, Tensor) else t != 0


def _engine_any_negative(t):
    return bool(quiet(lambda: t.lt(0).any().item())) if isinstance(t, Tensor) else t < 0


def binary(name, own):
    """An element-by-element function of two arrays."""
    def function(x1, x2, out=None, *, where=True):
        return _finish(calculate(name, own, x1, x2), where, out, (x1, x2))
    return _named(function, name, f"{name} of every pair of elements.")


BINARY = {
    "add": "add", "subtract": "sub", "multiply": "mul", "divide": "div", "true_divide": "div", "floor_divide": "floor_divide",
    "remainder": "remainder", "mod": "remainder", "fmod": "fmod", "power": "pow", "maximum": "maximum", "minimum": "minimum",
    "arctan2": "atan2", "equal": "eq", "not_equal": "ne", "less": "lt", "less_equal": "le", "greater": "gt", "greater_equal": "ge",
    "bitwise_and": "bitwise_and", "bitwise_or": "bitwise_or", "bitwise_xor": "bitwise_xor", "logaddexp": "logaddexp", "hypot": "hypot",
    "logical_and": "logical_and", "logical_or": "logical_or", "logical_xor": "logical_xor",
}
_FLOAT = {
    "exp": "exp", "exp2": "exp2", "expm1": "expm1", "sqrt": "sqrt", "sin": "sin", "cos": "cos", "tan": "tan", "arcsin": "asin",
    "arccos": "acos", "arctan": "atan", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "arcsinh": "asinh", "arccosh": "acosh",
    "arctanh": "atanh", "deg2rad": "deg2rad", "rad2deg": "rad2deg", "radians": "deg2rad", "degrees": "rad2deg",
}
_LOGS = {"log": "log", "log2": "log2", "log10": "log10", "log1p": "log1p"}
_SAME = {"abs": "abs", "absolute": "abs", "fabs": "abs", "sign": "sign", "square": "square", "negative": "neg", "floor": "floor",
         "ceil": "ceil", "trunc": "trunc", "rint": "round", "reciprocal": "reciprocal", "isnan": "isnan", "isinf": "isinf",
         "isfinite": "isfinite", "logical_not": "logical_not", "invert": "bitwise_not", "bitwise_not": "bitwise_not"}

FUNCTIONS = {name: binary(name, own) for name, own in BINARY.items() if own in OPS}
FUNCTIONS |= {name: unary(name, own) for name, own in _FLOAT.items() if own in OPS}
FUNCTIONS |= {name: unary(name, own, infinite="divide by zero") for name, own in _LOGS.items()}
FUNCTIONS |= {name: unary(name, own, floats=False) for name, own in _SAME.items() if own in OPS}


def _operator(name, own, symbol=None):
    def forward(self, other):
        if isinstance(other, Tensor):
            # As with NumPy: an array gives way to a tensor, which does not know arrays.
            if symbol is None:
                return NotImplemented
            raise TypeError(f"unsupported operand type(s) for {symbol}: 'numpy.ndarray' and 'Tensor'")
        if other is None or isinstance(other, str):
            return _unlike(name, other)
        return given(calculate(name, own, self, other))

    def backward(self, other):
        if isinstance(other, Tensor):
            import torch
            return torch.from_numpy(wrapped(calculate(name, own, other, self)))
        return given(calculate(name, own, other, self))

    def in_place(self, other):
        made = calculate(name, own, self, other)
        to, of = self.dtype, DTYPES[_engine.dtype(made._h)]
        if "buif".index(of.kind) > "buif".index(to.kind):
            raise UFuncCastingError(f"Cannot cast ufunc '{name}' output from {of!r} to {to!r} with casting rule 'same_kind'")
        if tuple(made.shape) != self.shape:
            told = str(self.shape).replace(" ", "")
            raise ValueError(f"non-broadcastable output operand with shape {told} doesn't match the broadcast shape {str(tuple(made.shape)).replace(' ', '')}")
        self._write(made)
        return self
    return forward, backward, in_place


def _unlike(name, other):
    if name in ("equal", "not_equal"):
        return name == "not_equal"
    return NotImplemented


_OPERATORS = {
    "add": ("add", "+"), "sub": ("subtract", "-"), "mul": ("multiply", "*"), "truediv": ("divide", "/"), "floordiv": ("floor_divide", "//"),
    "mod": ("remainder", "%"), "pow": ("power", "** or pow()"), "and": ("bitwise_and", "&"), "or": ("bitwise_or", "|"),
    "xor": ("bitwise_xor", "^"),
}
_COMPARISONS = {"eq": "equal", "ne": "not_equal", "lt": "less", "le": "less_equal", "gt": "greater", "ge": "greater_equal"}


def install(cls):
    """Puts the operators on the array type."""
    for name, (full, symbol) in _OPERATORS.items():
        forward, backward, in_place = _operator(full, BINARY[full], symbol)
        setattr(cls, f"__{name}__", forward)
        setattr(cls, f"__r{name}__", backward)
        setattr(cls, f"__i{name}__", in_place)
    for name, full in _COMPARISONS.items():
        setattr(cls, f"__{name}__", _operator(full, BINARY[full])[0])
    cls.__divmod__ = lambda self, other: (self // other, self % other)
    cls.__rdivmod__ = lambda self, other: (other // self, other % self)
    cls.__hash__ = None
    cls.__neg__ = lambda self: FUNCTIONS["negative"](self)
    cls.__pos__ = lambda self: self.copy()
    cls.__abs__ = lambda self: FUNCTIONS["abs"](self)
    cls.__invert__ = lambda self: FUNCTIONS["invert"](self)
