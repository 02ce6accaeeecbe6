"""Bars and histograms."""
from bisect import bisect_right
from math import ceil, isfinite

from . import _read
from ._artists import Artist, label_text
from ._missing import taken
from ._segments import bounds
from .colors import is_colour, resolve

BARS = 5000


class BarContainer(Artist):
    """The bars of one call."""


class BarPart:
    """The part of Axes that draws bars."""

    def _bars(self, what, start, end, base, top, sideways, colour, label, alpha, **more):
        if len(start) > BARS:
            raise ValueError(f"{what}: {len(start)} bars are more than a plot shows; it shows {BARS}")
        return self._add("bars", BarContainer, start=start, end=end, base=base, top=top, sideways=sideways,
                         colour=self._colour(colour, "fill"), label=label_text(label), alpha=_read.number(1 if alpha is None else alpha), **more)

    def _barred(self, what, sideways, at, length, thickness, base, align, options):
        given = dict(options)
        colour, label, alpha = given.pop("color", None), given.pop("label", None), given.pop("alpha", None)
        error = given.pop("xerr" if sideways else "yerr", None)
        ecolor, capsize, names = given.pop("ecolor", None), given.pop("capsize", None), given.pop("tick_label", None)
        taken(what, given, "hatch", "log")
        several = isinstance(colour, (list, tuple)) and not is_colour(colour) or getattr(colour, "ndim", 0) == 2
        colours = [resolve(v) or "C0" for v in _read.plain(colour)] if several else None
        at, length = self._places("y" if sideways else "x", _read.row(at)), _read.row(length)
        lists = [at, length, _read.row(thickness), _read.row(base)]
        count = max(map(len, lists))
        at, length, thickness, base = (v * count if len(v) == 1 else v for v in lists)
        if not len(at) == len(length) == len(thickness) == len(base):
            raise ValueError("shape mismatch: objects cannot be broadcast to a single shape")
        shift = 0.5 if align == "center" else 0
        start = [a - shift * t for a, t in zip(at, thickness)]
        if colours:
            # Too few are repeated.
            colours = (colours * count)[:count]
            colour = colours[0]
        top = [b + v for b, v in zip(base, length)]
        made = self._bars(what, start, [s + t for s, t in zip(start, thickness)], base, top, sideways, colour, label, alpha, colours=colours)
        if options.get("log"):
            self._scales["x" if sideways else "y"] = "log"
        if names is not None:
            self._set_ticks("y" if sideways else "x", at, [names] * count if isinstance(names, str) else names, {})
        if error is not None:
            middle = [s + t / 2 for s, t in zip(start, thickness)]
            places, key = ((top, middle), "xerr") if sideways else ((middle, top), "yerr")
            below, above = bounds(error, count)
            made._ends = [t + a if u >= 0 else t - b for t, u, b, a in zip(top, length, below, above)]
            self.errorbar(*places, fmt="none", ecolor="black" if ecolor is None else ecolor, capsize=capsize, **{key: error})
        return made

    def bar_label(self, container, labels=None, *, fmt="%g", label_type="edge", padding=0, **options):
        """What each bar measures, at its end or in its middle."""
        mark = container._mark
        ends = getattr(container, "__dict__", {}).get("_ends", mark["top"])
        long = [t - b for t, b in zip(mark["top"], mark["base"])]
        words = [_formatted(fmt, v) for v in long] if labels is None else [str(v) for v in labels]
        across, up = (("left", "center") if mark["sideways"] else ("center", "bottom")) if label_type == "edge" else ("center", "center")
        options.pop("ha", None), options.pop("va", None)
        room = _read.number(padding) + (3 if mark["sideways"] and label_type == "edge" else 0)
        made = []
        for word, start, end, base, top, tip in zip(words, mark["start"], mark["end"], mark["base"], mark["top"], ends):
            middle, height = (start + end) / 2, tip if label_type == "edge" else (base + top) / 2
            down = label_type == "edge" and top < base
            sides = {"ha": "right" if down and mark["sideways"] else across, "va": "top" if down and not mark["sideways"] else up}
            shift = -room if down else room
            made.append(self._words("bar_label", *((height, middle) if mark["sideways"] else (middle, height)), word, {**sides, **options},
                                    offset=[shift, 0.0] if mark["sideways"] else [0.0, shift]))
        return made

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
            groups = data if isinstance(x, (list, tuple)) else [list(column) for column in zip(*data)]
            if histtype != "bar" or options.get("stacked") or orientation != "vertical":
                raise NotImplementedError("several lists at once stand side by side in the playground; call hist() once for each, with alpha")
            return self._several(groups, bins, range, density, cumulative, color, label, alpha, log)
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
        color = options.pop("edgecolor", options.pop("ec", None)) if color is None and histtype == "step" else color
        start, end = edges[:-1], edges[1:]
        if options.get("rwidth") is not None:
            spare = (1 - _read.number(options["rwidth"])) / 2
            start, end = [a + spare * w for a, w in zip(start, widths)], [b - spare * w for b, w in zip(end, widths)]
        bars = self._bars("hist", start, end, [0.0] * len(counts), counts, sideways, color, label, alpha, outline=True if histtype == "step" else None)
        return counts, edges, bars

    def _several(self, groups, bins, range, density, cumulative, color, label, alpha, log):
        """Histograms of several lists over the same bins, side by side."""
        everything = [v for group in groups for v in group if isfinite(v)]
        low, high = (min(everything, default=0.0), max(everything, default=1.0)) if range is None else range
        edges = _edges(bins, float(low), float(high), everything)
        colours = color if isinstance(color, (list, tuple)) else [color] * len(groups)
        names = label if isinstance(label, (list, tuple)) else [label] + [None] * (len(groups) - 1)
        counts, made = [], []
        for k, (group, colour, name) in enumerate(zip(groups, colours, names)):
            count, _, bars = self.hist(group, edges, density=density, cumulative=cumulative, color=colour, label=name, alpha=alpha, log=log)
            shares = [(a + (0.1 + 0.8 * k / len(groups)) * (b - a), a + (0.1 + 0.8 * (k + 1) / len(groups)) * (b - a)) for a, b in zip(edges, edges[1:])]
            bars._mark.update(start=[a for a, _ in shares], end=[b for _, b in shares])
            counts.append(count)
            made.append(bars)
        return counts, edges, made


def _formatted(fmt, value):
    if callable(fmt):
        return str(fmt(value))
    return fmt.format(value) if "{" in fmt else fmt % value


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
