"""Functions of torch.* that are not ops: questions about types, and ops that take tensors one by one."""
import _engine
from . import _core, _ops
from ._core import tensor_arg
from ._dtype import DTYPES, check_device, dtype as _dtype
from ._tensor import Tensor

_T = _ops.TORCH


def is_tensor(obj):
    """A tensor?"""
    return isinstance(obj, Tensor)


def is_storage(obj):
    """Never: storages are not visible here."""
    return False


def is_floating_point(input):
    """float32 or float64?"""
    return input.is_floating_point()


def is_complex(input):
    """Never here."""
    return False


def is_nonzero(input):
    """The truth of a one-element tensor."""
    return bool(input)


def is_same_size(input, other):
    """Equal shapes?"""
    return input.shape == other.shape


def numel(input):
    """Number of elements."""
    return input.numel()


def typename(obj):
    """Name of a tensor's legacy type, or of any object's type."""
    return obj.type() if isinstance(obj, Tensor) else f"{type(obj).__module__}.{type(obj).__qualname__}"


def equal(input, other):
    """Same shape and elements?"""
    return bool(_T["equal"](input, other).item())


def allclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    """All elements close?"""
    return bool(_T["allclose"](input, other, rtol, atol, equal_nan).item())


def promote_types(type1, type2):
    """The dtype that holds both."""
    order = list(("bool", "uint8", "int32", "int64", "float32", "float64"))
    return DTYPES[max(type1.name, type2.name, key=order.index)]


def result_type(tensor1, tensor2):
    """The dtype of an op of both."""
    where = "result_type(): argument must be "
    return DTYPES[_engine.result_type(*tensor_arg(tensor1, where), *tensor_arg(tensor2, where))]


def can_cast(from_, to):
    """Does a conversion keep the category of number?"""
    category = lambda d: 2 if d.is_floating_point else 0 if d.name == "bool" else 1
    return category(from_) <= category(to)


def get_default_dtype():
    """The dtype of floats that name none."""
    return DTYPES[_engine.default_dtype()]


def set_default_dtype(d):
    """Changes the dtype of floats that name none."""
    if not isinstance(d, _dtype) or not d.is_floating_point:
        raise TypeError(f"only floating-point types are supported as the default type, but got {d!r}" if isinstance(d, _dtype) else "invalid dtype object: only floating-point types are supported as the default type")
    _engine.set_default_dtype(d.name)


def set_default_tensor_type(t):
    """The old way of set_default_dtype."""
    name = t if isinstance(t, str) else t.__name__
    set_default_dtype(DTYPES["float64" if "Double" in name else "float32"])


def set_default_device(device):
    """Only the CPU is there."""
    check_device(device)


def set_num_threads(n):
    """Does nothing here: there is one thread."""


def get_num_threads():
    """One."""
    return 1


def get_rng_state():
    """Not here."""
    raise NotImplementedError("get_rng_state is not available in the playground; manual_seed starts a sequence again")


def set_rng_state(state):
    """Not here."""
    raise NotImplementedError("set_rng_state is not available in the playground; manual_seed starts a sequence again")


def from_numpy(array):
    """There is no numpy here."""
    raise NotImplementedError("numpy is not available in the playground yet; torch.tensor takes lists")


def compile(model=None, **options):
    """Returns the function as it is: compiling would change its speed only."""
    return model if model is not None else lambda f: f


def _spread(name):
    def function(*tensors, **options):
        if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)):
            tensors = tensors[0]
        if name not in _T:
            raise AttributeError(f"module 'torch' has no attribute '{name}'")
        return _T[name](list(tensors), **options)
    _core.named(function, name)
    return function


meshgrid = _spread("meshgrid")
broadcast_tensors = _spread("broadcast_tensors")
cartesian_prod = _spread("cartesian_prod")
block_diag = _spread("block_diag")


def einsum(equation, *operands):
    """Sums of products by index letters."""
    if len(operands) == 1 and isinstance(operands[0], (list, tuple)):
        operands = operands[0]
    return _T["einsum"](equation, list(operands))


def install(cls):
    """Methods that are such functions too."""
    for name in ("equal", "allclose"):
        setattr(cls, name, globals()[name])
    cls.is_nonzero = lambda self: bool(self)
    fill = _ops.METHODS.get("random_")
    if fill is not None:
        cls.random_ = _random_fill(fill)


def _random_fill(fill):
    def random_(self, *args, generator=None, **bounds):
        """random_(), random_(to) or random_(from, to)."""
        low, high = bounds.get("from", 0), bounds.get("to")
        if len(args) == 1:
            high = args[0]
        elif args:
            low, high = args
        if high is None:
            high = 2**24 + 1 if self.dtype.is_floating_point else {"bool": 2, "uint8": 256, "int32": 2**31}.get(self.dtype.name, 2**53)
        return fill(self, low, high, generator=generator)
    return random_
