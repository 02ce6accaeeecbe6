"""Places in arrays: grids of them, and elements by place."""
import math

from ._convert import array, asarray, shape_of
from ._create import arange, linspace, zeros
from ._engine_calls import missing
from ._joining import broadcast_arrays, stack
from ._sorting import nonzero, searchsorted, where


class Grid:
    """mgrid[0:3, 0:2:5j] and ogrid: places of a grid by slices; an imaginary step is a number of places, the end included."""

    def __init__(self, sparse):
        self._sparse = sparse

    def __getitem__(self, key):
        axes = [_axis(one) for one in (key if isinstance(key, tuple) else (key,))]
        if not isinstance(key, tuple):
            return axes[0]
        made = ix_(*axes)
        return made if self._sparse else stack(broadcast_arrays(*made))


def _axis(one):
    start = 0 if one.start is None else one.start
    if isinstance(one.step, complex):
        return linspace(start, one.stop, int(abs(one.step)))
    return arange(start, one.stop, 1 if one.step is None else one.step)


mgrid, ogrid = Grid(False), Grid(True)


def unravel_index(indices, shape):
    """The place on every axis of elements counted in order."""
    sizes, at, out = shape_of(shape), asarray(indices), []
    if (at < 0).any() or (at >= math.prod(sizes)).any():
        bad = [i for i in at.ravel().tolist() if not 0 <= i < math.prod(sizes)][0]
        raise ValueError(f"index {bad} is out of bounds for array with size {math.prod(sizes)}")
    for size in reversed(sizes):
        out.insert(0, (at % size)[()])
        at = at // size
    return tuple(out)


def ravel_multi_index(multi_index, dims):
    """Where elements are, counted in order, from their place on every axis."""
    at = 0
    for place, size in zip(multi_index, dims):
        if (asarray(place) < 0).any() or (asarray(place) >= size).any():
            raise ValueError("invalid entry in coordinates array")
        at = at * size + asarray(place)
    return at[()]


def ix_(*args):
    """Indices that pick rows and columns at once."""
    lists = [nonzero(asarray(a))[0] if asarray(a).dtype.name == "bool" else asarray(a) for a in args]
    return tuple(a.reshape((1,) * i + (-1,) + (1,) * (len(lists) - i - 1)) for i, a in enumerate(lists))


def tril_indices(n, k=0, m=None):
    """Rows and columns of the lower triangle."""
    return _where(n, m, lambda r, c: c <= r + k)


def triu_indices(n, k=0, m=None):
    """Rows and columns of the upper triangle."""
    return _where(n, m, lambda r, c: c >= r + k)


def diag_indices(n, ndim=2):
    """The places of the diagonal."""
    return (arange(n),) * ndim


def _where(n, m, wanted):
    found = [(r, c) for r in range(n) for c in range(n if m is None else m) if wanted(r, c)]
    return array([r for r, _ in found], "int64"), array([c for _, c in found], "int64")


def fill_diagonal(a, val):
    """Writes the diagonal of a matrix."""
    if a.ndim != 2:
        raise missing("fill_diagonal of other than matrices")
    places = diag_indices(min(a.shape))
    a[places] = val


def take_along_axis(arr, indices, axis=-1):
    """An element for each index, along an axis."""
    arr, indices = asarray(arr), asarray(indices)
    if axis is None:
        return arr.ravel()[indices]
    axis %= arr.ndim
    places = [arange(n).reshape([-1 if k == i else 1 for k in range(arr.ndim)]) for i, n in enumerate(arr.shape)]
    places[axis] = indices
    return arr[tuple(places)]


def select(condlist, choicelist, default=0):
    """From the first choice whose condition holds."""
    made = default
    for condition, choice in reversed(list(zip(condlist, choicelist))):
        made = where(condition, choice, made)
    return made


def digitize(x, bins, right=False):
    """The bin of each number, among increasing edges."""
    edges = asarray(bins)
    if (edges[1:] < edges[:-1]).any():
        raise missing("digitize with decreasing bins")
    return searchsorted(edges, x, "left" if right else "right")


def lexsort(keys, axis=-1):
    """The order by several keys, the last one first."""
    rows = [asarray(k).tolist() for k in keys]
    return array(sorted(range(len(rows[0])), key=lambda i: tuple(row[i] for row in reversed(rows))), "int64")


def diagonal(a, offset=0):
    """The diagonal of a matrix."""
    a = asarray(a)
    if a.ndim != 2:
        raise missing("diagonal of other than matrices")
    rows = range(max(0, -offset), min(a.shape[0], a.shape[1] - offset))
    return a[array(list(rows), "int64"), array([r + offset for r in rows], "int64")]


def extract(condition, arr):
    """The elements where a condition holds."""
    return asarray(arr).ravel()[nonzero(asarray(condition).ravel())[0]]


def broadcast_shapes(*args):
    """The shape that arrays of these shapes have together."""
    return broadcast_arrays(*(zeros(s) for s in args))[0].shape
