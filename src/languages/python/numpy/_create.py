"""Arrays of a shape, and of numbers in a row."""
import builtins
import math


from ._convert import array, asarray, shape_of, tensor_like, wrapped
from ._dtypes import FLOAT64, INT64, dtype_of
from ._engine_calls import cast, missing, op, quiet


def _own(d):
    from torch._dtype import DTYPES as own
    return own[d.name]


def _filled(value):
    def make(shape, dtype=None, order="C", *, like=None):
        sizes = shape_of(shape)
        if any(s < 0 for s in sizes):
            raise ValueError("negative dimensions are not allowed")
        return wrapped(op("full", sizes, value, dtype=_own(dtype_of(dtype))))
    return make


def _named(function, name, doc):
    function.__name__ = function.__qualname__ = name
    function.__doc__ = doc
    return function


zeros = _named(_filled(0), "zeros", "An array of zeros.")
ones = _named(_filled(1), "ones", "An array of ones.")
empty = _named(_filled(0), "empty", "An array to be filled; the playground's holds zeros.")


def full(shape, fill_value, dtype=None, order="C"):
    """An array of one value."""
    value = asarray(fill_value)
    made = zeros(shape, value.dtype if dtype is None else dtype)
    made[...] = value if value.ndim else value.item()
    return made


def _like(make):
    def function(a, *args, dtype=None, shape=None, order="K"):
        a = asarray(a)
        return make(a.shape if shape is None else shape, *args, dtype=a.dtype if dtype is None else dtype)
    return _named(function, make.__name__ + "_like", f"{make.__name__} with the shape and dtype of another array.")


zeros_like, ones_like, empty_like, full_like = _like(zeros), _like(ones), _like(empty), _like(full)


def arange(start, stop=None, step=1, dtype=None):
    """Numbers from start up to stop, without stop."""
    if stop is None:
        start, stop = 0, start
    if step == 0:
        raise ZeroDivisionError("division by zero")
    whole = builtins.all(isinstance(v, int) for v in (start, stop, step))
    d = dtype_of(dtype) if dtype is not None else INT64 if whole else FLOAT64
    count = max(0, math.ceil((stop - start) / step))
    numbers = op("arange", 0, count, 1, dtype=_own(INT64 if whole else FLOAT64))
    # NumPy multiplies by the difference of the first two numbers, which is not always step.
    gap = (start + step) - start
    return wrapped(cast(op("add", op("mul", numbers, gap), start), d.name))


def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0):
    """So many numbers at equal distances, with both ends."""
    if num < 0:
        raise ValueError(f"Number of samples, {num}, must be non-negative.")
    parts = num - 1 if endpoint else num
    low, high = asarray(start, float), asarray(stop, float)
    steps = arange(num, dtype=float).reshape((-1,) + (1,) * max(low.ndim, high.ndim))
    gap = (high - low) / parts if parts > 0 else float("nan")
    made = steps * gap + low if parts > 0 else steps + low
    if endpoint and num > 1:
        made[-1] = high
    made = made if dtype is None else made.astype(dtype)
    return (made, gap) if retstep else made


def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None):
    """Powers of the base whose exponents are at equal distances."""
    made = asarray(base, float) ** linspace(start, stop, num, endpoint)
    return made if dtype is None else made.astype(dtype)


def geomspace(start, stop, num=50):
    """So many numbers at equal ratios, with both ends."""
    made = logspace(math.log10(start), math.log10(stop), num)
    if num:
        made[0], made[-1] = start, stop
    return made


def eye(N, M=None, k=0, dtype=float):
    """Ones on a diagonal, zeros elsewhere."""
    made = zeros((N, N if M is None else M), dtype)
    rows = min(N, made.shape[1] - k) if k >= 0 else min(N + k, made.shape[1])
    if rows > 0:
        at = arange(rows)
        made[at + max(-k, 0), at + max(k, 0)] = 1
    return made


def identity(n, dtype=float):
    """The identity matrix."""
    return eye(n, dtype=dtype)


def diag(v, k=0):
    """A matrix with this diagonal, or the diagonal of a matrix."""
    return wrapped(op("diag", tensor_like(v), k))


def tri(N, M=None, k=0, dtype=float):
    """Ones on and below a diagonal."""
    return tril(ones((N, N if M is None else M), dtype), k)


def tril(m, k=0):
    """What is on and below a diagonal; zeros elsewhere."""
    return wrapped(op("tril", tensor_like(m), k))


def triu(m, k=0):
    """What is on and above a diagonal; zeros elsewhere."""
    return wrapped(op("triu", tensor_like(m), k))


def meshgrid(*xi, indexing="xy", sparse=False, copy=True):
    """Coordinates of every point of a grid."""
    if sparse:
        order = [1, 0, *range(2, len(xi))] if indexing == "xy" and len(xi) > 1 else range(len(xi))
        return tuple(asarray(x).reshape([-1 if axis == at else 1 for axis in range(len(xi))]) for x, at in zip(xi, order))
    import torch
    grids = quiet(torch.meshgrid, *[asarray(x).ravel()._t for x in xi], indexing=indexing)
    return tuple(wrapped(t).copy() for t in grids)


def copy(a):
    """The same numbers in memory of their own."""
    return asarray(a).copy()


def fromiter(iterable, dtype, count=-1):
    """An array of what an iterable gives."""
    return array(list(iterable), dtype)


def fromfunction(function, shape, dtype=float):
    """An array computed from its coordinates."""
    return function(*indices(shape, dtype))


def indices(dimensions, dtype=int):
    """The coordinates of every element, one array for each axis."""
    grids = meshgrid(*[arange(n, dtype=dtype) for n in dimensions], indexing="ij")
    return asarray(list(grids))


def vander(x, N=None, increasing=False):
    """Powers of x as columns."""
    x = asarray(x)
    n = len(x) if N is None else N
    powers = arange(n) if increasing else arange(n - 1, -1, -1)
    return x[:, None] ** powers
