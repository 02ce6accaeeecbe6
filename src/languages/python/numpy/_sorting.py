"""Choosing, sorting, counting and comparing."""
import builtins
import math


from . import _reductions
from ._convert import array, asarray, given, operands, tensor_like, wrapped
from ._create import linspace, zeros
from ._dtypes import BOOL
from ._engine_calls import axis_of, cast, missing, op
from ._joining import atleast_2d, concatenate, vstack
from ._ufuncs import FUNCTIONS


def where(condition, x=None, y=None):
    """x where the condition holds, else y; alone: where it holds."""
    if x is None and y is None:
        return nonzero(condition)
    a, b, d = operands(x, y)
    if not hasattr(a, "_h"):
        a = tensor_like(a) if d.kind != "f" else cast(tensor_like(float(a)), d.name)
    if not hasattr(b, "_h"):
        b = tensor_like(b) if d.kind != "f" else cast(tensor_like(float(b)), d.name)
    return given(op("where", cast(tensor_like(condition), "bool"), cast(a, d.name), cast(b, d.name)))


def nonzero(a):
    """The places of elements that are not zero: an array for each axis."""
    t = tensor_like(a)
    found = op("nonzero", t)
    return tuple(wrapped(found)[:, d].copy() for d in range(builtins.max(t.dim(), 1)))


def flatnonzero(a):
    """The places of elements that are not zero, counted through all."""
    return nonzero(asarray(a).ravel())[0]


def argwhere(a):
    """The places of elements that are not zero, one row for each."""
    return wrapped(op("nonzero", tensor_like(a)))


def sort(a, axis=-1, kind=None):
    """A sorted copy."""
    t = tensor_like(a)
    if axis is None:
        t, axis = op("reshape", t, (-1,)), 0
    return wrapped(op("sort", t, axis_of(axis, t.dim()))[0])


def argsort(a, axis=-1, kind=None):
    """The places of elements in sorted order."""
    t = tensor_like(a)
    if axis is None:
        t, axis = op("reshape", t, (-1,)), 0
    return wrapped(op("argsort", t, axis_of(axis, t.dim()), stable=True))


def unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None):
    """The different elements, sorted."""
    a = asarray(ar)
    if axis is not None:
        from ._sets import unique_rows
        at, which, counts = (array(v, "int64") for v in unique_rows(a, axis))
        out = [value for value, wanted in ((at, return_index), (which, return_inverse), (counts, return_counts)) if wanted]
        found = a.take(at, axis)
        return (found, *out) if out else found
    values = a.ravel().tolist()
    known = sorted(set(values))
    found = array(known, a.dtype)
    if not (return_index or return_inverse or return_counts):
        return found
    place = {v: i for i, v in enumerate(known)}
    first, counts = {}, [0] * len(known)
    for i, v in enumerate(values):
        first.setdefault(v, i)
        counts[place[v]] += 1
    out = [found]
    if return_index:
        out.append(array([first[v] for v in known], "int64"))
    if return_inverse:
        out.append(array([place[v] for v in values], "int64").reshape(a.shape))
    if return_counts:
        out.append(array(counts, "int64"))
    return tuple(out)


def searchsorted(a, v, side="left", sorter=None):
    """Where elements would have to be put in a sorted array."""
    import bisect
    if sorter is not None:
        raise missing("searchsorted(sorter=...)")
    find, row, v = bisect.bisect_left if side == "left" else bisect.bisect_right, asarray(a).tolist(), asarray(v)
    made = array([find(row, x) for x in v.ravel().tolist()], "int64").reshape(v.shape)
    return made if v.ndim else given(made._t)


def bincount(x, weights=None, minlength=0):
    """How often each whole number occurs."""
    return wrapped(op("bincount", tensor_like(x), None if weights is None else tensor_like(weights), minlength))


def diff(a, n=1, axis=-1):
    """Differences of neighbours."""
    a = asarray(a)
    if a.dtype is BOOL:
        raise missing("diff of booleans")
    return wrapped(op("diff", a._t, n, axis_of(axis, a.ndim)))


def percentile(a, q, axis=None, *, keepdims=False):
    """Percentiles, interpolated between neighbours."""
    return quantile(a, asarray(q, float) / 100, axis, keepdims=keepdims)


def quantile(a, q, axis=None, *, keepdims=False):
    """Quantiles, interpolated between neighbours."""
    a, q = asarray(a), asarray(q)
    a = a if a.dtype.kind == "f" else a.astype(float)
    row = sort(a, None if axis is None else axis)
    at = 0 if axis is None else axis_of(axis, a.ndim)
    lead, n = (slice(None),) * at, row.shape[at]

    def one(level):
        if not 0 <= level <= 1:
            raise ValueError("Quantiles must be in the range [0, 1]")
        place = level * (n - 1)
        low = math.floor(place)
        share, high = place - low, builtins.min(low + 1, n - 1)
        x, y = row[lead + (low,)], row[lead + (high,)]
        # NumPy interpolates from the nearer end.
        made = x + (y - x) * share if share < 0.5 else y - (y - x) * (1 - share)
        if keepdims:
            made = asarray(made).reshape((1,) * a.ndim if axis is None else [1 if d == at else s for d, s in enumerate(a.shape)])
        return made
    return one(q.item()) if q.ndim == 0 else array([one(level) for level in q.tolist()])


def median(a, axis=None, *, keepdims=False):
    """The middle element, or the mean of the two."""
    a = asarray(a)
    row = sort(a, None if axis is None else axis)
    at = 0 if axis is None else axis_of(axis, a.ndim)
    n = row.shape[at]
    middle = row[(slice(None),) * at + (slice((n - 1) // 2, n // 2 + 1),)].mean(axis=at)
    return asarray(middle).reshape([1 if axis is None or d == at else s for d, s in enumerate(a.shape)]) if keepdims else middle


def average(a, axis=None, weights=None):
    """The mean, weighted."""
    a = asarray(a)
    return a.mean(axis) if weights is None else (a * weights).sum(axis) / asarray(weights).sum(axis if asarray(weights).ndim == a.ndim else None)


def histogram(a, bins=10, range=None, density=False, weights=None):
    """How many elements fall between edges, and the edges."""
    if weights is not None:
        raise missing("histogram(weights=...)")
    values = asarray(a).ravel()
    if isinstance(bins, int):
        low, high = range if range is not None else (values.min().item(), values.max().item()) if values.size else (0.0, 1.0)
        if low == high:
            low, high = low - 0.5, high + 0.5
        edges = linspace(low, high, bins + 1)
    else:
        edges = asarray(bins)
    row = sort(values)
    below = searchsorted(row, edges, "left")
    below[-1] = searchsorted(row, edges[-1], "right")
    counts = diff(below)
    return (counts / diff(edges) / counts.sum() if density else counts), edges


def isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    """Equal but for a small error?"""
    a, b = asarray(a, float), asarray(b, float)
    return given(op("isclose", a._t, b._t, rtol=rtol, atol=atol, equal_nan=equal_nan)) if a.shape == b.shape else _stretched_close(a, b, rtol, atol)


def _stretched_close(a, b, rtol, atol):
    return abs(a - b) <= atol + rtol * abs(b)


def allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    """Are all elements equal but for small errors?"""
    return bool(asarray(isclose(a, b, rtol, atol, equal_nan)).all())


def array_equal(a1, a2):
    """The same shape and elements?"""
    a, b = asarray(a1), asarray(a2)
    return a.shape == b.shape and bool((a == b).all())


def isin(element, test_elements):
    """Which elements are among others?"""
    others = set(asarray(test_elements).ravel().tolist())
    a = asarray(element)
    return array([v in others for v in a.ravel().tolist()], bool).reshape(a.shape)


def interp(x, xp, fp):
    """Straight lines between points."""
    xs, ys, x = asarray(xp, float).tolist(), asarray(fp, float).tolist(), asarray(x, float)

    def one(v):
        if v <= xs[0] or v >= xs[-1]:
            return ys[0] if v <= xs[0] else ys[-1]
        i = next(i for i in builtins.range(len(xs)) if xs[i] > v) - 1
        return ys[i] + (ys[i + 1] - ys[i]) / (xs[i + 1] - xs[i]) * (v - xs[i])
    return array([one(v) for v in x.ravel().tolist()]).reshape(x.shape) if x.ndim else asarray(one(x.item()))[()]


def gradient(f, *spacing, axis=None):
    """Slopes between neighbours, along every axis or along some."""
    f = asarray(f, float)
    axes = tuple(range(f.ndim)) if axis is None else (axis,) if isinstance(axis, int) else tuple(axis)
    steps = spacing if len(spacing) == len(axes) else spacing * len(axes) if len(spacing) == 1 else (1.0,) * len(axes) if not spacing else None
    if steps is None:
        raise TypeError("invalid number of arguments")
    from ._joining import moveaxis
    made = tuple(moveaxis(_slopes(moveaxis(f, at, 0), step), 0, at) for at, step in zip(axes, steps))
    return made[0] if len(made) == 1 else made


def _slopes(f, step):
    if len(f) < 2:
        raise ValueError("Shape of array too small to calculate a numerical gradient, at least (edge_order + 1) elements are required.")
    if asarray(step).ndim == 0:
        return concatenate([(f[1:2] - f[:1]) / step, (f[2:] - f[:-2]) / (2 * step), (f[-1:] - f[-2:-1]) / step])
    wide = diff(asarray(step, float)).reshape((-1,) + (1,) * (f.ndim - 1))
    if len(wide) != len(f) - 1:
        raise ValueError("when 1d, distances must match the length of the corresponding dimension")
    low, high = wide[:-1], wide[1:]
    inner = -high / (low * (low + high)) * f[:-2] + (high - low) / (low * high) * f[1:-1] + low / (high * (low + high)) * f[2:]
    return concatenate([(f[1:2] - f[:1]) / wide[0], inner, (f[-1:] - f[-2:-1]) / wide[-1]])


def trapezoid(y, x=None, dx=1.0):
    """The area under straight lines between points."""
    y = asarray(y, float)
    widths = dx if x is None else diff(asarray(x, float))
    return (widths * (y[1:] + y[:-1]) / 2.0).sum()


def cov(m, y=None, ddof=1):
    """Covariances of rows."""
    rows = asarray(m, float) if y is None else vstack([asarray(m, float), asarray(y, float)])
    away = atleast_2d(rows) - atleast_2d(rows).mean(axis=1, keepdims=True)
    return (away @ away.T / (away.shape[1] - ddof)).squeeze()


def corrcoef(x, y=None):
    """Correlations of rows."""
    found = cov(x, y)
    spread = FUNCTIONS["sqrt"](wrapped(op("diagonal", found._t)))
    return found / spread[:, None] / spread


def nan_to_num(x, nan=0.0, posinf=None, neginf=None):
    """Numbers in the place of NaN and infinities."""
    return given(op("nan_to_num", tensor_like(x), nan, posinf, neginf))


def convolve(a, v, mode="full"):
    """The discrete convolution of two rows."""
    a, v = asarray(a), asarray(v)
    out = zeros(len(a) + len(v) - 1, (a[:1] * v[:1]).dtype)
    for i, weight in enumerate(v):
        out[i:i + len(a)] += a * weight
    if mode == "full":
        return out
    size = builtins.max(len(a), len(v)) if mode == "same" else abs(len(a) - len(v)) + 1
    start = (len(out) - size) // 2 if mode == "same" else builtins.min(len(a), len(v)) - 1
    return out[start:start + size]


def _nan_free(name):
    def function(a, axis=None):
        if axis is not None:
            raise missing(f"nan{name} along an axis")
        a = asarray(a).ravel()
        return getattr(_reductions, name)(a[~FUNCTIONS["isnan"](a)])
    function.__name__ = function.__qualname__ = f"nan{name}"
    function.__doc__ = f"{name} of what is a number."
    return function


nansum, nanmean, nanstd, nanmax, nanmin = map(_nan_free, ("sum", "mean", "std", "max", "min"))


def install(cls):
    """Puts the methods on the array type."""
    def sort_in_place(self, axis=-1, kind=None):
        """Sorts the array itself."""
        self._write(sort(self, axis)._t)
    cls.sort, cls.argsort, cls.nonzero, cls.searchsorted = sort_in_place, argsort, nonzero, searchsorted
    from ._joining import take
    cls.take = take
