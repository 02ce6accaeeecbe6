"""Bars and histograms."""
from bisect import bisect_right
from math import ceil, isfinite

from . import _read
from ._artists import Artist, label_text
from ._missing import taken

BARS = 5000


class BarContainer(Artist):
    """The bars of one call."""


class BarPart:
    """The part of Axes that draws bars."""

    def _bars(self, what, start, end, base, top, sideways, colour, label, alpha):
        if len(start) > BARS:
            raise ValueError(f"{what}: {len(start)} bars are more than a plot shows; it shows {BARS}")
        return self._add("bars", BarContainer, start=start, end=end, base=base, top=top, sideways=sideways,
                         colour=self._colour(colour, "fill"), label=label_text(label), alpha=_read.number(1 if alpha is None else alpha))

    def _barred(self, what, sideways, at, length, thickness, base, align, options):
        given = dict(options)
        colour, label, alpha = given.pop("color", None), given.pop("label", None), given.pop("alpha", None)
        if isinstance(colour, (list, tuple)) and colour and all(isinstance(v, str) for v in colour) and len(set(colour)) > 1:
            raise NotImplementedError(f"one colour for each bar is not available in the playground; call {what}() once for each colour")
        colour = colour[0] if isinstance(colour, list) and colour and isinstance(colour[0], str) else colour
        taken(what, given, "tick_label", "edgecolor")
        at, length = self._places("y" if sideways else "x", _read.row(at)), _read.row(length)
        lists = [at, length, _read.row(thickness), _read.row(base)]
        count = max(map(len, lists))
        at, length, thickness, base = (v * count if len(v) == 1 else v for v in lists)
        if not len(at) == len(length) == len(thickness) == len(base):
            raise ValueError("shape mismatch: objects cannot be broadcast to a single shape")
        shift = 0.5 if align == "center" else 0
        start = [a - shift * t for a, t in zip(at, thickness)]
        return self._bars(what, start, [s + t for s, t in zip(start, thickness)], base, [b + v for b, v in zip(base, length)], sideways, colour, label, alpha)

    def bar(self, x, height, width=0.8, bottom=None, *, align="center", **options):
        """A bar at each x."""
        return self._barred("bar", False, x, height, width, 0 if bottom is None else bottom, align, options)

    def barh(self, y, width, height=0.8, left=None, *, align="center", **options):
        """A lying bar at each y."""
        return self._barred("barh", True, y, width, height, 0 if left is None else left, align, options)

    def hist(self, x, bins=None, range=None, *, density=False, cumulative=False, weights=None, histtype="bar", orientation="vertical",
             log=False, color=None, label=None, alpha=None, **options):
        """How many numbers lie in each bin. Returns counts, edges and the bars."""
        taken("hist", options, "rwidth", "edgecolor", "align")
        data = _read.plain(x)
        if isinstance(data, list) and data and isinstance(data[0], list) and any(len(v) != 1 for v in data):
            raise NotImplementedError("several lists at once are not available in the playground; call hist() once for each, with alpha")
        if histtype not in ("bar", "stepfilled", "step"):
            raise NotImplementedError(f"histtype {histtype!r} is not available in the playground")
        values = _read.flat(data)
        heavy = None if weights is None else _read.flat(weights)
        if heavy is not None and len(heavy) != len(values):
            raise ValueError("weights should have the same shape as x")
        finite = [v for v in values if isfinite(v)]
        low, high = (min(finite, default=0.0), max(finite, default=1.0)) if range is None else (_read.number(v) for v in range)
        edges = _edges(bins, low, high, finite)
        counts = [0.0] * (len(edges) - 1)
        even = isinstance(bins, int) or bins is None
        scale = len(counts) / (edges[-1] - edges[0])
        for i, v in enumerate(values):
            if edges[0] <= v <= edges[-1]:
                k = min(len(counts) - 1, int((v - edges[0]) * scale)) if even else min(len(counts) - 1, bisect_right(edges, v) - 1)
                # Rounding may have put it beside its bin.
                if even and v < edges[k]:
                    k -= 1
                elif even and k < len(counts) - 1 and v >= edges[k + 1]:
                    k += 1
                counts[k] += 1 if heavy is None else heavy[i]
        total = sum(counts)
        widths = [b - a for a, b in zip(edges, edges[1:])]
        if density and total:
            counts = [c / total / w for c, w in zip(counts, widths)]
        if cumulative:
            sum_so_far, summed = 0.0, []
            for c, w in zip(counts, widths):
                sum_so_far += c * w if density else c
                summed.append(sum_so_far)
            counts = summed
        sideways = orientation == "horizontal"
        if log:
            self._scales["x" if sideways else "y"] = "log"
        bars = self._bars("hist", edges[:-1], edges[1:], [0.0] * len(counts), counts, sideways, color, label, alpha)
        return counts, edges, bars


def _edges(bins, low, high, values):
    if bins is None:
        bins = 10
    if isinstance(bins, str):
        # The larger of Sturges' and Freedman and Diaconis' number of bins, as numpy's "auto" is.
        from math import log2
        ordered = sorted(values) or [0.0]
        spread = ordered[(3 * len(ordered)) // 4] - ordered[len(ordered) // 4]
        least = ceil(log2(len(ordered)) + 1)
        wide = ceil((high - low) / (2 * spread * len(ordered) ** (-1 / 3))) if spread > 0 and high > low else 1
        bins = min(1000, max(least, wide))
    if isinstance(bins, int):
        if bins < 1:
            raise ValueError("`bins` must be positive, when an integer")
        if low == high:
            low, high = low - 0.5, high + 0.5
        return [low + i * (high - low) / bins for i in range(bins)] + [high]
    edges = _read.row(bins)
    if len(edges) < 2 or any(b < a for a, b in zip(edges, edges[1:])):
        raise ValueError("`bins` must increase monotonically, when an array")
    return edges
