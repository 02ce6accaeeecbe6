"""Numbers out of lists, ranges, tensors and arrays, without leaving a trace in the graph."""
import warnings
from math import isfinite

LINE_POINTS = 20_000
POINTS = 20_000
CELLS = 60_000

_GRAD = "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead."


def plain(value):
    """Nested lists of floats and texts, or one of them."""
    kind = type(value)
    if kind is float or kind is str:
        return value
    if kind is int or kind is bool:
        return float(value)
    if getattr(value, "requires_grad", False):
        raise RuntimeError(_GRAD)
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if kind is list and all(type(v) is float for v in value):
        # A copy: the program may go on with its list.
        return list(value)
    if hasattr(value, "__iter__"):
        return [plain(v) for v in value]
    if value is None:
        return float("nan")
    try:
        return float(value)
    except TypeError:
        raise TypeError(f"a plot takes numbers, lists, tensors and arrays, not {kind.__name__}") from None


def number(value):
    """One number."""
    result = plain(value)
    while isinstance(result, list) and len(result) == 1:
        result = result[0]
    if not isinstance(result, float):
        raise TypeError(f"a plot takes one number here, not {value!r}")
    return result


def row(value):
    """A flat list of numbers or texts; one number is a list of one, and [[1], [2]] or [[1, 2]] are as flat as they look."""
    result = plain(value)
    if not isinstance(result, list):
        return [result]
    while any(isinstance(v, list) for v in result):
        if len(result) == 1:
            result = result[0]
        elif all(isinstance(v, list) and len(v) == 1 for v in result):
            result = [v[0] for v in result]
        else:
            raise ValueError("x and y can be no greater than 1D here")
    return result


def flat(value):
    """Every number of a list of lists, in order."""
    result = plain(value)
    if not isinstance(result, list):
        return [result]
    while any(isinstance(v, list) for v in result):
        result = [x for v in result for x in (v if isinstance(v, list) else [v])]
    return result


def columns(value):
    """The curves in a value: one for a flat list, one for each column of a table."""
    result = plain(value)
    if isinstance(result, list) and result and all(isinstance(v, list) for v in result):
        if any(isinstance(x, list) for v in result for x in v):
            raise ValueError("x and y can be no greater than 2D")
        if len({len(v) for v in result}) > 1:
            raise ValueError("x and y must be rows of equal length")
        return [list(curve) for curve in zip(*result)]
    return [result if isinstance(result, list) else [result]]


def table(value, what):
    """Rows of equal length."""
    result = plain(value)
    if not (isinstance(result, list) and result and all(isinstance(r, list) and r for r in result) and len({len(r) for r in result}) == 1):
        raise TypeError(f"{what} takes a two-dimensional table of numbers")
    return result


def same_length(x, y):
    """Complains as matplotlib does."""
    if len(x) != len(y):
        raise ValueError(f"x and y must have same first dimension, but have shapes ({len(x)},) and ({len(y)},)")


def warn(text):
    """A warning at the learner's line."""
    import torch
    warnings.warn(text, UserWarning, stacklevel=torch._core.learner_level())


def thin_line(x, y, what):
    """At most LINE_POINTS points that look the same: first, lowest, highest and last of every column."""
    count = len(x)
    if count <= LINE_POINTS:
        return x, y
    warn(f"{what}: {count} points are more than a plot shows; drawn are the lowest and the highest in each of {LINE_POINTS // 4} columns")
    kept = []
    columns = LINE_POINTS // 4
    for c in range(columns):
        start, end = c * count // columns, (c + 1) * count // columns
        finite = [i for i in range(start, end) if isfinite(y[i])]
        kept += sorted({start, end - 1, *([min(finite, key=y.__getitem__), max(finite, key=y.__getitem__)] if finite else [])})
    return [x[i] for i in kept], [y[i] for i in kept]


def thin_indices(count, most, what):
    """Evenly spaced indices, at most so many; None when all are kept."""
    if count <= most:
        return None
    warn(f"{what}: {count} points are more than a plot shows; every {-(-count // most)}th is drawn")
    return range(0, count, -(-count // most))


def thin_table(rows, what, channels=1):
    """A table with at most CELLS numbers: every so many rows and columns are left out."""
    size = len(rows) * len(rows[0]) * channels
    if size <= CELLS:
        return rows
    step = 2
    while -(-len(rows) // step) * -(-len(rows[0]) // step) * channels > CELLS:
        step += 1
    warn(f"{what}: {len(rows)} × {len(rows[0])} is more than a plot shows; every {step}th row and column is drawn")
    return [r[::step] for r in rows[::step]]
