"""Sums and places that leave out what is no number."""
from ._convert import asarray


def _by_rows(a, axis, of):
    a = asarray(a, float)
    if axis is None:
        return of(a.ravel())
    from . import apply_along_axis
    return apply_along_axis(of, axis, a)


def _known(row):
    return row[row == row]


def nanmedian(a, axis=None):
    """The median of the numbers."""
    from . import median
    return _by_rows(a, axis, lambda row: median(_known(row)))


def nanpercentile(a, q, axis=None):
    """Percentiles of the numbers."""
    from . import percentile
    return _by_rows(a, axis, lambda row: percentile(_known(row), q))


def nanquantile(a, q, axis=None):
    """Quantiles of the numbers."""
    from . import quantile
    return _by_rows(a, axis, lambda row: quantile(_known(row), q))


def _best(a, axis, worst, of):
    from . import where
    a = asarray(a, float)
    known = a == a
    if not (known.any() if axis is None else known.any(axis=axis).all()):
        raise ValueError("All-NaN slice encountered")
    return of(where(known, a, worst), axis=axis)


def nanargmax(a, axis=None):
    """The place of the largest number."""
    from . import argmax
    return _best(a, axis, float("-inf"), argmax)


def nanargmin(a, axis=None):
    """The place of the smallest number."""
    from . import argmin
    return _best(a, axis, float("inf"), argmin)


def nanprod(a, axis=None):
    """The product of the numbers."""
    return _by_rows(a, axis, lambda row: _known(row).prod())


def nancumsum(a, axis=None):
    """Running sums, what is no number counting as zero."""
    from . import cumsum, where
    a = asarray(a, float)
    return cumsum(where(a == a, a, 0.0), axis=axis)
