"""Arrays from Python data, and what an op's result becomes."""
import _engine
from torch import _create
from torch._tensor import Tensor

from ._dtypes import DTYPES, FLOAT64, INT64, dtype_of, generic, kind_of, promoted, scalar
from ._engine_calls import cast, copied, missing, quiet

_alloc = object.__new__
ndarray = None
"""The array type; set by its module, which needs this one."""


def wrapped(tensor):
    """The array over a tensor of the engine."""
    array = _alloc(ndarray)
    array._t = tensor
    return array


def given(tensor):
    """An op's result: an array, or a scalar when it has no axes."""
    return first(tensor) if _engine.rank(tensor._h) == 0 else wrapped(tensor)


def first(tensor):
    """The only element as a scalar."""
    return scalar(tensor.item(), DTYPES[_engine.dtype(tensor._h)])


def array(object, dtype=None, *, copy=True, ndmin=0, order=None):
    """A new array of numbers, nested lists, arrays or tensors."""
    made = asarray(object, dtype)
    if copy and (made is object or isinstance(object, Tensor)):
        made = wrapped(copied(made._t))
    return made if made.ndim >= ndmin else made.reshape((1,) * (ndmin - made.ndim) + made.shape)


def asarray(a, dtype=None, order=None):
    """The array itself when it is one of that dtype, else a new one; tensors share their memory."""
    wanted = None if dtype is None else dtype_of(dtype)
    if isinstance(a, ndarray):
        return a if wanted is None or a.dtype is wanted else wrapped(cast(a._t, wanted.name))
    if isinstance(a, Tensor):
        return asarray(a.numpy(), wanted)
    if isinstance(a, (int, float)):
        kind = kind_of(a)
        found = wanted or {int: INT64, float: FLOAT64}.get(kind, kind)
        return wrapped(quiet(_create.tensor, found.type(a).item(), dtype=_torch_dtype(found)))
    return _from_sequence(a, wanted)


def _from_sequence(data, wanted):
    if isinstance(data, (map, filter, zip, dict, set, str, complex)) or data is None or not hasattr(data, "__len__"):
        raise missing(f"arrays of {type(data).__name__}: its arrays hold numbers")
    kinds = set()
    _kinds(data, kinds)
    found = wanted
    if found is None:
        found = FLOAT64 if not kinds else None
        for kind in kinds:
            found = kind if found is None else promoted(found, kind)
        found = {int: INT64, float: FLOAT64}.get(found, found)
    try:
        return wrapped(quiet(_create.tensor, _plain(data), dtype=_torch_dtype(found)))
    except (ValueError, TypeError) as error:
        if "expected sequence" in str(error) or "not a sequence" in str(error):
            raise ValueError("setting an array element with a sequence. The requested array has an inhomogeneous shape "
                             f"after 1 dimensions. The detected shape was ({len(data)},) + inhomogeneous part.") from None
        raise


def _plain(data):
    """Nested lists of Python numbers."""
    if isinstance(data, (ndarray, Tensor)):
        return data.tolist()
    if isinstance(data, generic):
        return data.item()
    return [_plain(v) for v in data] if hasattr(data, "__len__") else data


def _kinds(data, kinds):
    if isinstance(data, ndarray):
        kinds.add(data.dtype)
    elif isinstance(data, Tensor):
        kinds.add(DTYPES[data.dtype.name])
    elif isinstance(data, (int, float)):
        kinds.add({int: INT64, float: FLOAT64}.get(kind_of(data), kind_of(data)))
    elif hasattr(data, "__len__") and not isinstance(data, (str, dict)):
        for part in data:
            _kinds(part, kinds)
    else:
        raise missing(f"arrays of {type(data).__name__}: its arrays hold numbers")


def _torch_dtype(d):
    from torch._dtype import DTYPES as own
    return own[d.name]


def tensor_like(value):
    """The engine's tensor of anything that can be an array."""
    return asarray(value)._t


def operands(a, b):
    """Two operands as tensors or Python numbers in their common dtype, and that dtype."""
    weak_a, weak_b = a.__class__ in (int, float), b.__class__ in (int, float)
    if weak_a and weak_b:
        weak_a, a = False, asarray(a)
    ta, tb = a if weak_a else tensor_like(a), b if weak_b else tensor_like(b)
    d = promoted(a.__class__ if weak_a else DTYPES[_engine.dtype(ta._h)], b.__class__ if weak_b else DTYPES[_engine.dtype(tb._h)])
    return ta if weak_a else cast(ta, d.name), tb if weak_b else cast(tb, d.name), d


def shape_of(value):
    """A shape from an int or a sequence of them."""
    return tuple(map(int, value)) if isinstance(value, (tuple, list)) or hasattr(value, "tolist") and value.ndim else (int(value),)
