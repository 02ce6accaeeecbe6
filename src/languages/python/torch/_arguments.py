"""Arguments as the engine takes them: handles, numbers with their kind, lists as text; and what is said of those that do not fit."""
from operator import index as _index

from ._dtype import dtype as _dtype_class

_Tensor = None
"""torch.Tensor; set by its module, which needs this one."""


def type_name(value):
    """A type as PyTorch's messages write it."""
    kind = type(value)
    return f"numpy.{kind.__name__}" if kind.__module__ == "numpy" else kind.__name__


def tensor_arg(value, where, optional=False):
    """A tensor or Python number as the engine takes it: value and kind."""
    kind = value.__class__
    if kind is _Tensor:
        return value._h, 1
    if kind is float:
        return value, 3
    if kind is int:
        return value, 2
    if kind is bool:
        return value, 4
    if isinstance(value, _Tensor):
        return value._h, 1
    if value is None and optional:
        return 0, 0
    if isinstance(value, (int, float)):
        return (float(value), 3) if isinstance(value, float) else (int(value), 2)
    raise TypeError(f"{where}Tensor, not {type_name(value)}")


lenient = False
"""Do array functions run, which take numbers everywhere?"""


def tensor_only(value, where, optional=False):
    """The same where PyTorch takes no number for a tensor."""
    if value.__class__ is _Tensor or isinstance(value, _Tensor):
        return value._h, 1
    if value is None and optional:
        return 0, 0
    if lenient:
        return tensor_arg(value, where)
    raise TypeError(f"{where}Tensor, not {type_name(value)}")


def tensors_arg(values, where):
    """A list of tensors as handles in text."""
    if isinstance(values, _Tensor):
        raise TypeError(f"{where}tuple of Tensors, not {type_name(values)}")
    try:
        return ",".join([str(v._h) if v is not None else "0" for v in values])
    except AttributeError:
        wrong = next((i, v) for i, v in enumerate(values) if v is not None and not isinstance(v, _Tensor))
        raise TypeError(f"expected Tensor as element {wrong[0]} in argument 0, but got {type_name(wrong[1])}") from None


def ints_arg(values, where):
    """Sizes or dims as text; a lone int is a list of one."""
    if values is None:
        return None
    if values.__class__ is int:
        return str(values)
    try:
        if isinstance(values, (tuple, list)):
            return ",".join([str(_index(v)) for v in values])
        return str(_index(values))
    except TypeError:
        wrong = next((v for v in values if not hasattr(v, "__index__")), values) if isinstance(values, (tuple, list)) else values
        raise TypeError(f"{where}tuple of ints, not {type_name(wrong)}") from None


def floats_arg(values):
    """Numbers as text."""
    if values is None:
        return None
    if isinstance(values, (int, float)):
        return repr(values)
    return ",".join([repr(v) if isinstance(v, (int, float)) else repr(v.item()) for v in values])


def int_arg(value, where):
    """A whole number, or None."""
    if value is None or value.__class__ is int:
        return value
    try:
        return _index(value)
    except TypeError:
        raise TypeError(f"{where}int, not {type_name(value)}") from None


def number_arg(value, where):
    """A real number, or None."""
    if value is None or value.__class__ is float or value.__class__ is int:
        return value
    if isinstance(value, _Tensor):
        return value.item()
    if isinstance(value, (int, float)):
        return float(value) if isinstance(value, float) else int(value)
    raise TypeError(f"{where}Number, not {type_name(value)}")


def dtype_arg(value, function=None):
    """A dtype by name, or None."""
    if value is None:
        return None
    if isinstance(value, _dtype_class):
        return value.name
    if value in _BUILTIN_TYPES:
        return _BUILTIN_TYPES[value]() if callable(_BUILTIN_TYPES[value]) else _BUILTIN_TYPES[value]
    where = f"{function}(): argument 'dtype'" if function else "dtype"
    raise TypeError(f"{where} must be torch.dtype, not {type_name(value)}")


_BUILTIN_TYPES = {float: "float64", int: "int64", bool: "bool"}


def generator_arg(value):
    """A random generator by number; 0 is the default one."""
    return 0 if value is None else value._id
