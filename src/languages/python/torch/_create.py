"""Tensors from Python data, and the creation functions whose arguments the op table cannot express."""
import functools
import warnings
from array import array

import _engine
from . import _core, _ops
from ._arguments import dtype_arg, tensor_arg
from ._core import as_subclass, created, learner_level, line, wrap
from ._dtype import DTYPES, TYPE_NAMES, check_device, dtype as _dtype_class
from ._tensor import Tensor

_COPY_WARNING = (
    "To copy construct from a tensor, it is recommended to use sourceTensor.detach().clone() or "
    "sourceTensor.detach().clone().requires_grad_(True), rather than torch.tensor(sourceTensor).")
_EXACT = 2**53


def tensor(data, *, dtype=None, device=None, requires_grad=False, pin_memory=False):
    """A tensor with a copy of the data: numbers, nested lists, or another tensor."""
    check_device(device)
    if isinstance(data, Tensor):
        warnings.warn(_COPY_WARNING, UserWarning, stacklevel=learner_level())
        made = data.detach().clone()
        if dtype is not None:
            made = made.to(dtype)
    elif isinstance(data, _core._ndarray):
        made = wrap(_engine.array_copy(line(), data._t._h, dtype_arg(dtype, "tensor") or data.dtype.name))
    else:
        made = wrap(_from_data(data, dtype_arg(dtype, "tensor"), line()))
    if requires_grad:
        _core.require_grad(made)
    return made


def _from_data(data, name, at):
    kind = data.__class__
    if kind is float or kind is int or kind is bool:
        return _engine.tensor_of(at, _checked(data), name or _name_of(kind))
    if isinstance(data, str):
        raise TypeError("new(): invalid data type 'str'")
    if hasattr(data, "dtype"):
        return _engine.tensor_of(at, data.item(), name or data.dtype.name)
    shape, flat, kinds, sources = [], [], set(), []
    _measure(data, shape)
    _collect(data, shape, 0, flat, kinds, sources)
    if name is None:
        name = _common(kinds)
    numbers = array("d", flat)
    return _engine.tensor_from(at, numbers.buffer_info()[0] if flat else 0, len(flat), ",".join(map(str, shape)), name, ",".join(map(str, sources)))


def _checked(value):
    if value.__class__ is int and not -_EXACT <= value <= _EXACT:
        if not -2**63 <= value < 2**63:
            raise RuntimeError("Overflow when unpacking long long")
        raise RuntimeError(f"the playground keeps integers exactly only up to 2**53, and {value} is larger")
    return value


def _name_of(kind):
    return "bool" if kind is bool else "int64" if kind is int else _engine.default_dtype()


def _is_sequence(data):
    return isinstance(data, (list, tuple, range, array)) or (
        hasattr(data, "__len__") and hasattr(data, "__getitem__") and not isinstance(data, (str, bytes, dict, Tensor)))


def _measure(data, shape):
    """The shape that the first elements promise."""
    if isinstance(data, str):
        raise ValueError("too many dimensions 'str'")
    if not _is_sequence(data):
        return
    shape.append(len(data))
    if len(data):
        _measure(data[0], shape)


def _collect(data, shape, depth, flat, kinds, sources):
    if depth == len(shape):
        flat.append(_number(data, kinds))
        if isinstance(data, Tensor):
            sources.append(data._h)
        return
    if not _is_sequence(data):
        raise TypeError(f"expected a sequence at dim {depth}, but got {type(data).__name__}" if isinstance(data, Tensor) else "not a sequence")
    if len(data) != shape[depth]:
        raise ValueError(f"expected sequence of length {shape[depth]} at dim {depth} (got {len(data)})")
    if depth == len(shape) - 1:
        own = set(map(type, data))
        if own <= {float, int, bool}:
            kinds |= own
            if int in own:
                for v in data:
                    _checked(v)
            flat.extend(data)
            return
    for part in data:
        _collect(part, shape, depth + 1, flat, kinds, sources)


def _number(value, kinds):
    if isinstance(value, Tensor):
        if value.numel() != 1:
            raise ValueError("only one element tensors can be converted to Python scalars")
        _core.warn_scalar(value)
        kinds.add(value.dtype.name)
        return value.item()
    if hasattr(value, "dtype"):
        # A scalar of numpy's
        kinds.add(value.dtype.name)
        return value.item()
    if isinstance(value, bool):
        kinds.add(bool)
    elif isinstance(value, int):
        kinds.add(int)
        _checked(value)
    elif isinstance(value, float):
        kinds.add(float)
    elif isinstance(value, str):
        raise ValueError("too many dimensions 'str'")
    elif _is_sequence(value):
        raise ValueError(f"too many dimensions '{type(value).__name__}'")
    else:
        raise RuntimeError(f"Could not infer dtype of {type(value).__name__}")
    return value


def _common(kinds):
    """The dtype that holds all kinds of element; a list without numbers is float."""
    if not kinds:
        return _engine.default_dtype()
    names = [k if isinstance(k, str) else _name_of(k) for k in kinds]
    return functools.reduce(_engine.promote, names)


def as_tensor(data, dtype=None, device=None):
    """The tensor itself when it is one of that dtype, else a new tensor."""
    check_device(device)
    if isinstance(data, Tensor):
        return data if dtype is None else data.to(dtype)
    if isinstance(data, _core._ndarray):
        from ._functions import from_numpy
        shared = from_numpy(data)
        return shared if dtype is None else shared.to(dtype)
    return tensor(data, dtype=dtype)


asarray = as_tensor


def arange(start=None, end=None, step=1, *, dtype=None, device=None, requires_grad=False, layout=None, pin_memory=False, out=None):
    """Numbers from start up to end, without end."""
    if start is None and end is None:
        raise TypeError("arange() received an invalid combination of arguments - got (), but expected one of:\n * (Number end, *, Tensor out = None, "
                        "torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)\n"
                        " * (Number start, Number end, Number step = 1, *, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, "
                        "torch.device device = None, bool pin_memory = False, bool requires_grad = False)\n")
    if end is None:
        start, end = 0, start
    start = 0 if start is None else start
    where = "arange(): argument must be "
    made = _ops.b_f_arange(line(), *tensor_arg(start, where), *tensor_arg(end, where), *tensor_arg(step, where), dtype_arg(dtype))
    return created(made, device, requires_grad, out)


def range_(start=0, end=None, step=1, **options):
    """torch.range: like arange with the end included; deprecated in PyTorch too."""
    warnings.warn(
        "torch.range is deprecated and will be removed in a future release because its behavior is inconsistent with Python's "
        "range builtin. Instead, use torch.arange, which produces values in [start, end).", UserWarning, stacklevel=learner_level())
    if end is None:
        start, end = 0, start
    options.setdefault("dtype", DTYPES[_engine.default_dtype()])
    return arange(start, end + step / 2, step, **options)


class _Legacy(type):
    """Tensors of a dtype are instances of its legacy type."""

    def __instancecheck__(cls, value):
        return isinstance(value, Tensor) and value.dtype is cls._kind

    def __repr__(cls):
        return f"<class 'torch.{cls.__name__}'>"


def legacy_type(name, dtype):
    """torch.FloatTensor and its kin."""
    def make(cls, *args):
        if not args:
            return tensor([], dtype=dtype)
        if len(args) == 1 and not isinstance(args[0], int):
            return tensor(args[0], dtype=dtype) if not isinstance(args[0], Tensor) else args[0].to(dtype)
        return _ops.TORCH["empty"](*args, dtype=dtype)
    made = _Legacy(name, (), {"__new__": make, "__module__": "torch", "__slots__": (), "_kind": dtype})
    return made


LEGACY = {name: legacy_type(name, DTYPES[key]) for key, name in TYPE_NAMES.items()}


# Methods that make tensors like an existing one ----------------------------------------------------------

def _like(function):
    def method(self, *args, dtype=None, device=None, requires_grad=False, layout=None, pin_memory=False, **options):
        return function(*args, dtype=dtype or self.dtype, device=device, requires_grad=requires_grad, **options)
    return method


def _new_tensor(self, data, *, dtype=None, device=None, requires_grad=False):
    return tensor(data, dtype=dtype or self.dtype, device=device, requires_grad=requires_grad)


def to(self, *args, dtype=None, device=None, non_blocking=False, copy=False, memory_format=None):
    """The tensor in another dtype; itself when nothing changes."""
    for arg in args:
        if isinstance(arg, Tensor):
            dtype = arg.dtype
        elif isinstance(arg, _dtype_class) or arg in (float, int, bool):
            dtype = arg
        elif isinstance(arg, bool):
            continue
        else:
            check_device(arg)
    check_device(device)
    name = dtype_arg(dtype)
    if name is None or name == _engine.dtype(self._h):
        return self.clone() if copy else self
    return _ops.HIDDEN["_to_copy"](self, dtype=DTYPES[name])


def _type(self, dtype=None, non_blocking=False):
    if dtype is None:
        return f"torch.{TYPE_NAMES[self.dtype.name]}"
    if isinstance(dtype, str):
        wanted = next((k for k, v in TYPE_NAMES.items() if f"torch.{v}" == dtype), None)
        if wanted is None:
            raise ValueError(f"invalid type: '{dtype}'")
        return to(self, DTYPES[wanted])
    if callable(dtype) and getattr(dtype, "__name__", "") in LEGACY:
        return _type(self, f"torch.{dtype.__name__}")
    return to(self, dtype)


def _conversion(name):
    def method(self, memory_format=None):
        return to(self, DTYPES[name])
    return method


def _missing_conversion(name):
    def method(self, *args, **kwargs):
        raise NotImplementedError(f"Tensor.{name}() is not available in the playground: it has the dtypes {', '.join(DTYPES)}")
    return method


def install():
    """Puts the methods on torch.Tensor."""
    t = _ops.TORCH
    methods = {
        "to": to, "type": _type, "new_tensor": _new_tensor, "new_zeros": _like(t["zeros"]), "new_ones": _like(t["ones"]),
        "new_empty": _like(t["empty"]), "new_full": _like(t["full"]), "type_as": lambda self, other: to(self, other.dtype),
        "cpu": lambda self, memory_format=None: self, "new": lambda self, *args: Tensor(*args),
        "contiguous": lambda self, memory_format=None: self if self.is_contiguous() else self.clone(),
        "apply_": _apply, "cuda": _cuda, "as_subclass": as_subclass,
    }
    for name, dtype in (("float", "float32"), ("double", "float64"), ("int", "int32"), ("long", "int64"), ("bool", "bool"), ("byte", "uint8"),
                        ("half", "float16"), ("bfloat16", "bfloat16"), ("short", "int16"), ("char", "int8")):
        methods[name] = _conversion(dtype)
    for name in ("cfloat", "cdouble"):
        methods[name] = _missing_conversion(name)
    for name, method in methods.items():
        _core.named(method, name)
        setattr(Tensor, name, method)


def _cuda(self, device=None, non_blocking=False, memory_format=None):
    raise AssertionError("Torch not compiled with CUDA enabled")


def _apply(self, function):
    values = [function(v) for v in self._flat()]
    self.copy_(tensor(values, dtype=self.dtype).view(self.shape))
    return self
