"""numpy.ndarray: numbers of the engine with NumPy's methods."""
import math

import _engine
from torch import _core
from torch._tensor import Tensor

from . import _convert, _index, _print, _reductions, _ufuncs
from ._convert import asarray, first, shape_of, wrapped
from ._dtypes import DTYPES, dtype_of
from ._flat import Flat
from ._engine_calls import axis_of, cast, copied, missing, op, quiet, written

_BYTES = {"float64": 8, "float32": 4, "float16": 2, "int64": 8, "int32": 4, "int16": 2, "int8": 1, "uint8": 1, "bool": 1}


class ndarray:
    """An array; `_t` is the engine's tensor."""
    __slots__ = ("_t", "__weakref__")
    __array_priority__ = 0.0

    def __new__(cls, shape, dtype=float):
        from ._create import empty
        return empty(shape, dtype)

    # Facts ------------------------------------------------------------------------------------------------

    @property
    def shape(self):
        """Sizes of the axes."""
        text = _engine.shape(self._t._h)
        return tuple(map(int, text.split(","))) if text else ()

    @shape.setter
    def shape(self, sizes):
        self._t = self.reshape(sizes)._t

    ndim = property(lambda self: _engine.rank(self._t._h), doc="Number of axes.")
    size = property(lambda self: _engine.numel(self._t._h), doc="Number of elements.")
    dtype = property(lambda self: DTYPES[_engine.dtype(self._t._h)], doc="Number type.")
    itemsize = property(lambda self: self.dtype.itemsize, doc="Bytes of one element.")
    nbytes = property(lambda self: self.size * self.itemsize, doc="Bytes of all elements.")
    strides = property(lambda self: tuple(s * self.itemsize for s in self._t.stride()), doc="Steps in memory, in bytes.")
    T = property(lambda self: self.transpose(), doc="The array with its axes turned around.")
    mT = property(lambda self: self.swapaxes(-1, -2), doc="The array with its last two axes exchanged.")
    flat = property(lambda self: Flat(self), doc="All elements one after another.")
    real = property(lambda self: self)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(f"'numpy.ndarray' object has no attribute '{name}'")
        raise AttributeError(f"'numpy.ndarray' object has no attribute '{name}' in this playground's numpy")

    # Shapes -----------------------------------------------------------------------------------------------

    def reshape(self, *shape, order="C"):
        """The same numbers in another shape, a view where that is possible."""
        if order != "C":
            raise missing("order= other than 'C'")
        sizes = shape_of(shape[0]) if len(shape) == 1 else shape_of(shape)
        known = math.prod(s for s in sizes if s != -1)
        if sizes.count(-1) > 1:
            raise ValueError("can only specify one unknown dimension")
        if (self.size != known) if -1 not in sizes else (known == 0 or self.size % known):
            raise ValueError(f"cannot reshape array of size {self.size} into shape {str(sizes).replace(' ', '')}")
        return wrapped(op("reshape", self._t, sizes))

    def ravel(self, order="C"):
        """All numbers along one axis, a view where that is possible."""
        return self.reshape(-1)

    def flatten(self, order="C"):
        """A copy of all numbers along one axis."""
        return wrapped(copied(self._t)).reshape(-1)

    def transpose(self, *axes):
        """The axes in another order: turned around without arguments."""
        if not axes or axes == (None,):
            axes = tuple(range(self.ndim))[::-1]
        elif len(axes) == 1 and isinstance(axes[0], (tuple, list)):
            axes = axes[0]
        if len(axes) != self.ndim:
            raise ValueError("axes don't match array")
        return wrapped(op("permute", self._t, [axis_of(a, self.ndim) for a in axes]))

    def swapaxes(self, axis1, axis2):
        """Two axes exchanged."""
        return wrapped(op("transpose", self._t, axis_of(axis1, self.ndim), axis_of(axis2, self.ndim)))

    def squeeze(self, axis=None):
        """Without its axes of length one."""
        axes = tuple(range(self.ndim)) if axis is None else tuple(axis_of(a, self.ndim) for a in (axis if isinstance(axis, tuple) else (axis,)))
        if axis is not None and any(self.shape[a] != 1 for a in axes):
            raise ValueError("cannot select an axis to squeeze out which has size not equal to one")
        return wrapped(op("squeeze", self._t, axes)) if axes else self

    def diagonal(self, offset=0):
        """The diagonal of a matrix."""
        return wrapped(op("diagonal", self._t, offset))

    def trace(self):
        """The sum of the diagonal."""
        return self.diagonal().sum()

    def repeat(self, repeats, axis=None):
        """Every element several times."""
        from ._joining import repeat
        return repeat(self, repeats, axis)

    # Copies and conversions -------------------------------------------------------------------------------

    def copy(self, order="C"):
        """The same numbers in memory of their own."""
        return wrapped(copied(self._t))

    __copy__ = copy

    def __deepcopy__(self, memo):
        return self.copy()

    def astype(self, dtype, copy=True):
        """A copy in another dtype."""
        wanted = dtype_of(dtype)
        return self.copy() if wanted is self.dtype else wrapped(cast(self._t, wanted.name))

    def view(self, *args):
        """Another array over the same memory."""
        if args:
            raise missing("view() as another dtype")
        return self[...]

    def tolist(self):
        """The numbers as nested lists."""
        return self._t.tolist()

    def item(self, *index):
        """One element as a Python number."""
        if index:
            return self.ravel()[index[0]].item() if len(index) == 1 else self[index].item()
        if self.size != 1:
            raise ValueError("can only convert an array of size 1 to a Python scalar")
        return self._t.item()

    def fill(self, value):
        """Sets every element."""
        self[...] = value

    def _write(self, tensor):
        """Overwrites the numbers in place, for all who share them."""
        quiet(self._t.copy_, tensor)
        written(self._t)

    def _scalar(self):
        if self.size != 1:
            raise TypeError("only 0-dimensional arrays can be converted to Python scalars")
        return self._t.item()

    def __float__(self):
        return float(self._scalar())

    def __int__(self):
        return int(self._scalar())

    def __index__(self):
        if self.ndim or self.dtype.kind not in "iu":
            raise TypeError("only integer scalar arrays can be converted to a scalar index")
        return self._t.item()

    def __bool__(self):
        if self.size == 1:
            return bool(self._t.item())
        if self.size == 0:
            raise ValueError("The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.")
        raise ValueError("The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()")

    def __array__(self, dtype=None, copy=None):
        return asarray(self, dtype)

    def __reduce__(self):
        return _convert.array, (self.tolist(), self.dtype.name)

    # Elements ---------------------------------------------------------------------------------------------

    def __len__(self):
        if self.ndim == 0:
            raise TypeError("len() of unsized object")
        return self.shape[0]

    def __iter__(self):
        if self.ndim == 0:
            raise TypeError("iteration over a 0-d array")
        return (self[i] for i in range(len(self)))

    def __contains__(self, value):
        return bool((self == value).any())

    def __getitem__(self, index):
        if index.__class__ is int and _engine.rank(self._t._h) == 1 and (value := _engine.array_at(self._t._h, index)) is not None:
            return self.dtype.type(value)
        found = _index.select(self._t, index)
        return first(found) if _engine.rank(found._h) == 0 and not _has_ellipsis(index) else wrapped(found)

    def __setitem__(self, index, value):
        if not isinstance(value, (int, float)):
            value = cast(asarray(value)._t, self.dtype.name)
        _index.assign(self._t, index, value)
        written(self._t)

    def __matmul__(self, other):
        if isinstance(other, Tensor):
            raise TypeError("unsupported operand type(s) for @: 'numpy.ndarray' and 'Tensor'")
        return _matmul(self, other)

    def __rmatmul__(self, other):
        return _matmul(other, self)

    def __imatmul__(self, other):
        self._write(asarray(self @ other)._t)
        return self

    def dot(self, b):
        """The dot or matrix product."""
        from .linalg import dot
        return dot(self, b)

    # Printing ---------------------------------------------------------------------------------------------

    def __repr__(self):
        return _print.repr_of(self)

    def __str__(self):
        return _print.str_of(self)

    def __format__(self, spec):
        if self.ndim == 0:
            return format(first(self._t), spec)
        if spec:
            raise TypeError("unsupported format string passed to numpy.ndarray.__format__")
        return str(self)


def _has_ellipsis(index):
    return index is Ellipsis or isinstance(index, tuple) and any(i is Ellipsis for i in index)


def _matmul(a, b):
    from .linalg import matmul
    return matmul(a, b)


ndarray.__module__ = "numpy"
_convert.ndarray = _core._ndarray = ndarray
_ufuncs.install(ndarray)
_reductions.install(ndarray)
