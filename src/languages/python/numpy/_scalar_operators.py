"""Operators of NumPy's scalars: with one another and with Python's numbers they give scalars, with lists arrays."""
import math
import operator

from ._dtypes import FLOAT64, bool_, float16, float32, float64, generic, integer, kind_of, promoted, scalar
from ._engine_calls import warn


def _divided(a, b):
    if b == 0:
        kind = "invalid value" if a == 0 or a != a else "divide by zero"
        warn(f"{kind} encountered in scalar divide")
        return math.nan if kind == "invalid value" else math.copysign(math.inf, a) * math.copysign(1.0, b)
    return a / b


def _power(a, b):
    if isinstance(a, int) and isinstance(b, int) and b < 0:
        raise ValueError("Integers to negative integer powers are not allowed.")
    try:
        result = a ** b
    except (OverflowError, ZeroDivisionError) as error:
        warn("overflow encountered in scalar power" if isinstance(error, OverflowError) else "divide by zero encountered in scalar power")
        return math.inf
    if isinstance(result, complex):
        warn("invalid value encountered in scalar power")
        return math.nan
    return result


def _whole(name, body):
    """Division without rest, or its rest; by zero it warns, as it does for arrays."""
    def divide(a, b):
        if b != 0:
            return body(a, b)
        if isinstance(a, int) and isinstance(b, int):
            warn(f"divide by zero encountered in scalar {name}")
            return 0
        if name == "remainder" or a == 0 or a != a:
            warn(f"invalid value encountered in scalar {name}")
            return math.nan
        warn(f"divide by zero encountered in scalar {name}")
        return math.copysign(math.inf, a) * math.copysign(1.0, b)
    return divide


def _multiplied(a, b):
    result = a * b
    if isinstance(result, float) and math.isinf(result) and math.isfinite(a) and math.isfinite(b):
        warn("overflow encountered in scalar multiply")
    return result


def _install(name, f, compares=False, divides=False):
    def compute(a, b, x, y):
        if compares:
            return bool_(f(x, y))
        d = promoted(kind_of(a), kind_of(b))
        return scalar(f(x, y), FLOAT64 if divides and d.kind != "f" else d)

    def forward(self, other):
        if isinstance(other, (int, float)):
            return compute(self, other, self.item(), other.item() if isinstance(other, generic) else other)
        return _with_list(self, other, f) if isinstance(other, (list, tuple)) else NotImplemented

    def backward(self, other):
        if isinstance(other, (int, float)):
            return compute(other, self, other.item() if isinstance(other, generic) else other, self.item())
        return _with_list(self, other, f if f is _multiplied else lambda a, b: f(b, a)) if isinstance(other, (list, tuple)) else NotImplemented

    for cls in (float64, float32, float16, integer, bool_):
        setattr(cls, f"__{name}__", forward)
        if not compares:
            setattr(cls, f"__r{name}__", backward)


def _with_list(self, other, f):
    if f is _multiplied and isinstance(self, integer):
        # [0] * n repeats the list
        return other * int(self)
    from ._convert import asarray
    return _ARRAY_FORMS.get(f, f)(asarray(self), asarray(other))


for _name, _f in (("add", operator.add), ("sub", operator.sub), ("mul", _multiplied), ("pow", _power),
                  ("floordiv", _whole("floor_divide", operator.floordiv)), ("mod", _whole("remainder", operator.mod)), ("and", operator.and_), ("or", operator.or_), ("xor", operator.xor)):
    _install(_name, _f)
_install("truediv", _divided, divides=True)
_ARRAY_FORMS = {_multiplied: operator.mul, _divided: operator.truediv, _power: operator.pow}
def _divmod(a, b):
    return a // b, a % b


for _class in (float64, float32, float16, integer):
    _class.__divmod__ = _divmod
for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    _install(_name, getattr(operator, _name), compares=True)
for _class in (float64, float32, float16, integer, bool_):
    _class.__hash__ = lambda self: hash(self.item())
    _class.__neg__ = lambda self: type(self)(-self.item())
    _class.__abs__ = lambda self: type(self)(abs(self.item()))
    _class.__pos__ = lambda self: self
