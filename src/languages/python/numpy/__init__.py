"""NumPy as far as courses use it around torch: arrays on the playground's own engine."""
import math as _math

import _engine
from torch import _core

from ._dtypes import bool_, dtype, float16, float32, float64, floating, generic, int8, int16, int32, int64, integer, uint8
from . import _scalar_operators
from ._array import ndarray
from ._convert import array, asarray
from . import (_array, _create, _elementwise, _joining, _places, _poly1d, _polynomials, _print, _reductions, _sets, _sorting, _ufuncs, _walking, _vectorize, _walking_methods, _windows, _missing_numbers, fft, lib,
               linalg, random)
from .linalg import cross, dot, einsum, inner, kron, matmul, outer, tensordot, trace, vdot
from ._print import array2string, array_repr, array_str, get_printoptions, printoptions, set_printoptions
from ._engine_calls import AxisError as _AxisError

__version__ = "2.4.6"
pi, e, inf, nan, newaxis, euler_gamma = _math.pi, _math.e, _math.inf, _math.nan, None, 0.5772156649015329
bool, double, single, half, int_, intp, long, short, byte, ubyte = bool_, float64, float32, float16, int64, int64, int64, int16, int8, uint8
asanyarray = ascontiguousarray = asarray
True_, False_ = bool_(True), bool_(False)


def _public(module):
    """The functions that a module of ours defines."""
    return {name: value for name, value in vars(module).items()
            if not name.startswith("_") and getattr(value, "__module__", None) == module.__name__ and name != "install"}


for _module in (_create, _joining, _sorting, _reductions, _polynomials, _places, _sets, _elementwise, _walking, _vectorize, _windows, _missing_numbers):
    globals().update(_public(_module))
globals().update(_ufuncs.FUNCTIONS)
_sorting.install(ndarray)
_walking_methods.install(globals())
amax, amin, around, fix, asin, acos, atan, concat, pow, permute_dims = (
    max, min, round, _ufuncs.FUNCTIONS["trunc"], arcsin, arccos, arctan, concatenate, power, transpose)
del cast_bool, least_squares, unique_rows, Grid
c_, r_ = _joining.Columns(), _joining.Rows()
mgrid, ogrid = _places.mgrid, _places.ogrid
poly1d = _poly1d.poly1d


class _Index:
    """np.s_[1:3] is the index itself."""

    def __getitem__(self, index):
        return index


s_ = index_exp = _Index()
conjugate = conj


class finfo:
    """Limits of a float dtype."""

    def __init__(self, of):
        from torch._dtype import DTYPES, finfo as facts
        self.dtype = dtype(of)
        own = facts(DTYPES[self.dtype.name])
        for name in ("eps", "max", "min", "tiny", "smallest_normal", "resolution"):
            setattr(self, name, self.dtype.type(getattr(own, name)))
        self.bits = own.bits


class iinfo:
    """Limits of an integer dtype."""

    def __init__(self, of):
        from torch._dtype import DTYPES, iinfo as facts
        self.dtype = dtype(of)
        own = facts(DTYPES[self.dtype.name])
        self.min, self.max, self.bits = own.min, own.max, own.bits


class errstate:
    """Warnings about numbers, silenced within a `with` block."""

    def __init__(self, **kinds):
        self._silent = any_ignored(kinds)

    def __enter__(self):
        import warnings
        self._filters = warnings.catch_warnings()
        self._filters.__enter__()
        if self._silent:
            warnings.simplefilter("ignore", RuntimeWarning)

    def __exit__(self, *error):
        self._filters.__exit__(*error)


def any_ignored(kinds):
    """Is a kind of warning to be ignored?"""
    return "ignore" in kinds.values()


def apply_along_axis(func1d, axis, arr):
    """A function of every row along an axis."""
    arr = asarray(arr)
    moved = moveaxis(arr, axis, -1)
    rows = [func1d(row) for row in moved.reshape(-1, arr.shape[axis])]
    made = array(rows)
    made = made.reshape(moved.shape[:-1] + made.shape[1:])
    return moveaxis(made, -1, axis) if made.ndim == arr.ndim else made


def isscalar(element):
    """A number, not an array?"""
    return isinstance(element, (int, float, complex, str, generic))


def issubdtype(arg1, arg2):
    """Is a dtype of a kind, such as np.floating?"""
    kind = arg2 if isinstance(arg2, type) and issubclass(arg2, generic) else dtype(arg2).type
    return issubclass(arg1 if isinstance(arg1, type) and issubclass(arg1, generic) else dtype(arg1).type, kind)


def shape(a):
    """Sizes of the axes."""
    return asarray(a).shape


def ndim(a):
    """Number of axes."""
    return asarray(a).ndim


def size(a, axis=None):
    """Number of elements, or of those along an axis."""
    return asarray(a).size if axis is None else asarray(a).shape[axis]


def result_type(*arrays):
    """The dtype in which arrays work together."""
    from ._dtypes import promoted
    found = asarray(arrays[0]).dtype if not isinstance(arrays[0], (dtype, type, str)) else dtype(arrays[0])
    for other in arrays[1:]:
        found = promoted(found, dtype(other) if isinstance(other, (dtype, type, str)) else asarray(other).dtype)
    return found


promote_types = result_type


def shares_memory(a, b):
    """Do two arrays look at the same numbers?"""
    return _engine.array_overlap(asarray(a)._t._h, asarray(b)._t._h)


may_share_memory = shares_memory


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise AttributeError(f"this playground's numpy does not have np.{name}")


_core.on_begin.append(_engine.arrays_reset)
if _core.imported is not None:
    _core.imported()
