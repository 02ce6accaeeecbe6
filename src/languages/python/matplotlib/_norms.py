"""How numbers are brought between 0 and 1, where a map has colours for them."""
from math import isfinite, log, nan

from ._read import plain


class Normalize:
    """Evenly from vmin to vmax."""

    def __init__(self, vmin=None, vmax=None, clip=False):
        self.vmin, self.vmax, self.clip = vmin, vmax, clip

    def _place(self, value):
        return value

    def autoscale_None(self, values):
        """Takes ends that are not given from some numbers."""
        finite = [v for v in _flat(plain(values)) if isfinite(self._place(v))]
        self.vmin = min(finite) if self.vmin is None else self.vmin
        self.vmax = max(finite) if self.vmax is None else self.vmax

    def __call__(self, value, clip=None):
        """The share of a number, or of each of an array."""
        self.autoscale_None(value)
        low, high = self._place(plain(self.vmin)), self._place(plain(self.vmax))
        share = lambda v: 0.0 if low == high else (self._place(v) - low) / (high - low)
        cut = lambda v: min(1.0, max(0.0, share(v))) if (self.clip if clip is None else clip) else share(v)
        result = _each(plain(value), cut)
        if not isinstance(result, list):
            return result
        import numpy
        return numpy.array(result)


class LogNorm(Normalize):
    """By their logarithms."""

    def _place(self, value):
        return log(value) if value > 0 else nan


def _flat(value):
    return [x for v in value for x in _flat(v)] if isinstance(value, list) else [value]


def _each(value, f):
    return [_each(v, f) for v in value] if isinstance(value, list) else f(value)
