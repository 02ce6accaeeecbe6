"""Functions of torch.* that are not ops: questions about types, and ops that take tensors one by one."""
import _engine
from . import _core, _ops
from ._arguments import tensor_arg, type_name
from ._dtype import DTYPES, check_device, dtype as _dtype
from ._tensor import CPU, Tensor

_T = _ops.TORCH


_NEGATIVE_STRIDE = (
    "At least one stride in the given numpy array is negative, and tensors with negative strides are not currently supported. (You can "
    "probably work around this by making a copy of your array with array.copy().) ")


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
    return DTYPES[_engine.promote(type1.name, type2.name)]


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


_care = [0]
"""How much is made of algorithms whose sums come out in another order each time; all of ours are the same each time."""


def use_deterministic_algorithms(mode, *, warn_only=False):
    """Is remembered; every run with the same seed has the same numbers here anyway."""
    _care[0] = (1 if warn_only else 2) if mode else 0


def are_deterministic_algorithms_enabled():
    """Whether they were asked for."""
    return _care[0] > 0


def is_deterministic_algorithms_warn_only_enabled():
    """Whether a warning was to be enough."""
    return _care[0] == 1


def set_deterministic_debug_mode(debug_mode):
    """The same by name or number: default, warn, error."""
    names = ["default", "warn", "error"]
    if debug_mode not in (0, 1, 2, *names):
        raise RuntimeError(f"invalid value for debug_mode, expected `default`, `warn`, `error`, or 0, 1, 2, but got {debug_mode}")
    _care[0] = names.index(debug_mode) if isinstance(debug_mode, str) else debug_mode


def get_deterministic_debug_mode():
    """0, 1 or 2."""
    return _care[0]


_core.on_begin.append(lambda: use_deterministic_algorithms(False))


def from_numpy(ndarray):
    """A tensor over the memory of an array."""
    if not isinstance(ndarray, _core._ndarray):
        raise TypeError(f"expected np.ndarray (got {type_name(ndarray)})")
    if any(step < 0 for step in ndarray._t.stride()):
        raise ValueError(_NEGATIVE_STRIDE)
    return _core.wrap(_engine.array_share(_core.line(), ndarray._t._h, "from_numpy"))


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
block_diag = _spread("block_diag")


def cartesian_prod(*tensors):
    """All choices of one element of each tensor, one in each row."""
    if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)):
        tensors = tensors[0]
    if len(tensors) == 1:
        return tensors[0]
    return _T["stack"]([g.flatten() for g in meshgrid(*tensors, indexing="ij")], 1)


def einsum(equation, *operands):
    """Sums of products by index letters."""
    if len(operands) == 1 and isinstance(operands[0], (list, tuple)):
        operands = operands[0]
    return _T["einsum"](equation, list(operands))


# Norms and products -------------------------------------------------------------------------------------

def norm(input, p="fro", dim=None, keepdim=False, out=None, dtype=None):
    """The p-norm of all elements, or along dims."""
    if dtype is not None:
        input = input.to(dtype)
    if not input.is_floating_point():
        raise RuntimeError(f"linalg.vector_norm: Expected a floating point or complex tensor as input. Got {input.type().removeprefix('torch.').removesuffix('Tensor')}")
    if p == "nuc":
        from .linalg import matrix_norm
        return matrix_norm(input, "nuc", (-2, -1) if dim is None else dim, keepdim)
    return _ops.LINALG["vector_norm"](input, 2 if p in ("fro", None) else p, dim, keepdim)


def cross(input, other, dim=None):
    """The cross product of vectors of three elements."""
    if dim is None:
        dim = next((i for i, s in enumerate(input.shape) if s == 3), None)
        if dim is None:
            raise RuntimeError("no dimension of size 3 in input")
    return _ops.LINALG["cross"](input, other, dim=dim)


def tensordot(a, b, dims=2, out=None):
    """Sums of products over some dims of both."""
    if isinstance(dims, Tensor):
        dims = dims.tolist()
    if isinstance(dims, int):
        if dims < 0:
            raise RuntimeError(f"tensordot expects dims >= 0, but got dims={dims}")
        dims = [list(range(a.dim() - dims, a.dim())), list(range(dims))]
    return _ops.HIDDEN["_tensordot"](a, b, [dims[0]] if isinstance(dims[0], int) else list(dims[0]),
                                     [dims[1]] if isinstance(dims[1], int) else list(dims[1]))


def unique(input, sorted=True, return_inverse=False, return_counts=False, dim=None):
    """The different elements, in rising order."""
    if dim is not None:
        from ._shapes import unique_rows
        return unique_rows(input, return_inverse, return_counts, dim)
    values = _ops.HIDDEN["_unique"](input)
    if not (return_inverse or return_counts):
        return values
    where = {v: i for i, v in enumerate(values.tolist())}
    places = [where[v] for v in input.reshape(-1).tolist()]
    make = Tensor.new_tensor
    result = [values]
    if return_inverse:
        result.append(make(input, places, dtype=DTYPES["int64"]).view(input.shape))
    if return_counts:
        result.append(make(input, [places.count(i) for i in range(len(where))], dtype=DTYPES["int64"]))
    return tuple(result)


def isin(elements, test_elements, assume_unique=False, invert=False):
    """Which elements are among others?"""
    known = set(test_elements.reshape(-1).tolist()) if isinstance(test_elements, Tensor) else {test_elements}
    if not isinstance(elements, Tensor):
        return Tensor.new_tensor(test_elements, (elements in known) != invert, dtype=DTYPES["bool"])
    flat = [(v in known) != invert for v in elements.reshape(-1).tolist()]
    return Tensor.new_tensor(elements, flat, dtype=DTYPES["bool"]).view(elements.shape)


def normal(mean, std=1.0, size=None, *, generator=None, dtype=None, device=None, requires_grad=False, out=None):
    """Normally distributed numbers: of one distribution with a size, or one for every element of mean or std."""
    check_device(device)
    if isinstance(mean, Tensor) or isinstance(std, Tensor):
        if size is not None:
            raise TypeError("normal(): size goes with plain numbers for mean and std, not with tensors")
        like = mean if isinstance(mean, Tensor) else std
        other = std if isinstance(mean, Tensor) else mean
        shape = _T["broadcast_tensors"]([like, other])[0].shape if isinstance(other, Tensor) else like.shape
        noise = like.new_empty(shape).normal_(0.0, 1.0, generator=generator)
        return (noise * std + mean).detach()
    if size is None:
        raise TypeError("normal() received an invalid combination of arguments: with plain numbers it needs a size")
    made = _T["empty"](size, dtype=dtype).normal_(mean, std, generator=generator)
    return made.requires_grad_() if requires_grad else made


def where(condition, input=None, other=None, *, out=None):
    """The first where the condition holds, else the second; with a condition alone, the coordinates where it holds."""
    if input is None and other is None:
        return nonzero(condition, as_tuple=True)
    return _T["where"](condition, input, other)


def nonzero(input, *, out=None, as_tuple=False):
    """Coordinates of the elements that are not zero: one in each row, or a tensor for each dim."""
    found = _T["nonzero"](input)
    if not as_tuple:
        return found
    return found.unbind(1) if input.dim() else nonzero(input.reshape(1), as_tuple=True)


def install(cls):
    """Methods that are such functions too."""
    for name in ("equal", "allclose", "norm", "cross", "tensordot", "unique", "nonzero"):
        setattr(cls, name, globals()[name])
    cls.where = lambda self, condition, other: _T["where"](condition, self, other)
    cls.is_nonzero = lambda self: bool(self)
    cls.bernoulli_ = _bernoulli_fill(_ops.METHODS["bernoulli_"])
    fill = _ops.METHODS.get("random_")
    if fill is not None:
        cls.random_ = _random_fill(fill)


def _bernoulli_fill(fill):
    def bernoulli_(self, p=0.5, *, generator=None):
        """0 or 1, with one chance for all or the chances of a tensor."""
        if isinstance(p, _core._Tensor):
            return self.copy_(_T["bernoulli"](p.expand_as(self), generator=generator))
        return fill(self, p, generator=generator)
    return bernoulli_


def _random_fill(fill):
    def random_(self, *args, generator=None, **bounds):
        """random_(), random_(to) or random_(from, to)."""
        low, high = bounds.get("from", 0), bounds.get("to")
        if len(args) == 1:
            high = args[0]
        elif args:
            low, high = args
        if high is None:
            high = 2**{"float16": 11, "bfloat16": 8, "float32": 24, "float64": 53}[self.dtype.name] + 1 if self.dtype.is_floating_point else {"bool": 2, "uint8": 256, "int8": 128, "int16": 2**15, "int32": 2**31}.get(self.dtype.name, 2**53)
        return fill(self, low, high, generator=generator)
    return random_
