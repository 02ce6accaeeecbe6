"""At which heights a contour has its lines."""
from math import ceil, floor, isfinite, log10

from . import _read

LEVELS = 100


def levels_of(levels, values, filled, log=False):
    """The given levels, or round ones, about as many as asked for."""
    if levels is not None and not isinstance(levels, int):
        at = _read.row(levels)
        if any(b <= a for a, b in zip(at, at[1:])):
            raise ValueError("Contour levels must be increasing")
        if len(at) > LEVELS:
            raise ValueError(f"{len(at)} levels are more than a plot shows; it shows {LEVELS}")
        return at
    finite = [v for v in values if isfinite(v)] or [0.0]
    low, high = min(finite), max(finite)
    if low == high:
        return [low]
    if log:
        lowest = min((v for v in finite if v > 0), default=1.0)
        first, last = floor(log10(lowest)), ceil(log10(max(high, lowest)))
        step = max(1, -(-(last - first) // (levels or 8)))
        return [10.0 ** k for k in range(first, last + step, step)]
    # Round steps, about as many as asked for.
    raw = (high - low) / min(LEVELS - 3, max(1, levels or 7))
    unit = 10.0 ** floor(log10(raw))
    step = unit * next(m for m in (1, 2, 2.5, 5, 10) if m * unit >= raw * 0.999)
    first = floor(low / step)
    at = [round(k * step, 12) for k in range(first, floor(high / step) + 2)]
    return at if filled else [v for v in at if low < v < high] or [(low + high) / 2]
