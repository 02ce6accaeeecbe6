"""Bells over a few places, and products of rows that slide along one another."""
from math import cos, pi

from ._convert import array, asarray


def _bell(count, *weights):
    if count == 1:
        return array([1.0])
    return array([sum(w * cos(k * pi * n / (count - 1)) for k, w in enumerate(weights)) for n in range(1 - count, count, 2)])


def blackman(M):
    """0.42 and two cosines."""
    return _bell(M, 0.42, 0.5, 0.08)


def correlate(a, v, mode="valid"):
    """The sums of products of one row with another that slides along it."""
    from . import convolve
    a, v = asarray(a), asarray(v)
    return convolve(a, v[::-1], mode)


def histogram_bin_edges(a, bins=10, range=None):
    """Where the bins of a histogram begin and end."""
    from . import histogram
    return histogram(a, bins, range)[1]


def resize(a, new_shape):
    """Another shape, filled with the numbers over and over."""
    from . import arange
    from ._convert import shape_of
    flat, shape = asarray(a).ravel(), shape_of(new_shape)
    count = 1
    for size in shape:
        count *= size
    return flat[arange(count) % len(flat)].reshape(shape)


def piecewise(x, condlist, funclist):
    """Another function, or number, where each condition holds."""
    from . import zeros_like
    x = asarray(x)
    made = zeros_like(x)
    conditions = [asarray(c) for c in (condlist if isinstance(condlist, list) else [condlist])]
    if len(funclist) == len(conditions) + 1:
        rest = conditions[0] == False
        for condition in conditions[1:]:
            rest = rest & (condition == False)
        conditions.append(rest)
    for condition, f in zip(conditions, funclist):
        made[condition] = f(x[condition]) if callable(f) else f
    return made


def histogram2d(x, y, bins=10, range=None, density=None, weights=None):
    """How many points are in each cell of a grid, and the edges of the cells."""
    from . import digitize, zeros
    x, y = asarray(x, float).ravel(), asarray(y, float).ravel()
    both = list(bins) if isinstance(bins, (list, tuple)) and len(bins) == 2 else [bins, bins]
    edges = [histogram_bin_edges(v, b, None if range is None else range[k]) for k, (v, b) in enumerate(zip((x, y), both))]
    counts = zeros((len(edges[0]) - 1, len(edges[1]) - 1))
    weigh = [1.0] * len(x) if weights is None else asarray(weights, float).tolist()
    for a, b, weight in zip(x.tolist(), y.tolist(), weigh):
        if edges[0][0] <= a <= edges[0][-1] and edges[1][0] <= b <= edges[1][-1]:
            at = [min(len(e) - 2, int(digitize([v], e)[0]) - 1) for v, e in zip((a, b), edges)]
            counts[at[0], at[1]] += weight
    if density:
        areas = (edges[0][1:] - edges[0][:-1])[:, None] * (edges[1][1:] - edges[1][:-1])
        counts = counts / counts.sum() / areas
    return counts, edges[0], edges[1]


def trim_zeros(filt, trim="fb"):
    """Without the zeros before and behind."""
    kept = [i for i, v in enumerate(asarray(filt).tolist()) if v]
    if not kept:
        return filt[:0]
    return filt[kept[0] if "f" in trim else 0:kept[-1] + 1 if "b" in trim else len(filt)]


def block(arrays):
    """An array put together from blocks: the innermost lists side by side, the others below one another."""
    return _block(arrays, _depth(arrays))


def _depth(part):
    return 1 + max(map(_depth, part)) if isinstance(part, list) else 0


def _block(part, depth):
    from . import atleast_1d, atleast_2d, concatenate
    if not isinstance(part, list):
        return asarray(part)
    rows = [_block(p, depth - 1) for p in part]
    wide = max(1, depth, *[r.ndim for r in rows])
    rows = [(atleast_2d(r) if wide >= 2 else atleast_1d(r)) for r in rows]
    return concatenate(rows, axis=-depth)
