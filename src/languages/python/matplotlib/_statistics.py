"""Boxes that sum up many numbers."""
from math import isfinite

from . import _read
from ._missing import taken

_GAP = float("nan")


class StatisticsPart:
    """The part of Axes that draws summaries."""

    def boxplot(self, x, *, positions=None, widths=None, tick_labels=None, labels=None, showfliers=True, showmeans=False, whis=1.5, **options):
        """For each list a box from the lower to the upper quartile, its median, and whiskers to the last number within 1.5 boxes."""
        taken("boxplot", options, "notch", "patch_artist", "medianprops", "boxprops", "whiskerprops", "capprops", "flierprops")
        if options.get("notch"):
            raise NotImplementedError("boxplot() in the playground draws boxes without notches")
        data = _read.plain(x)
        if not data or not isinstance(data[0], list):
            groups = [_read.flat(data)]
        else:
            groups = data if isinstance(x, (list, tuple)) else [list(column) for column in zip(*data)]
        at = [float(i + 1) for i in range(len(groups))] if positions is None else _read.row(positions)
        if len(at) != len(groups):
            raise ValueError("List of boxplot statistics and `positions` values must have same the length")
        spread = max(at) - min(at) if at else 0.0
        wide = [min(0.5, max(0.15, 0.15 * spread))] * len(at) if widths is None else _read.row(widths) * (1 if hasattr(widths, "__len__") else len(at))
        made = {name: [] for name in ("boxes", "medians", "whiskers", "caps", "fliers", "means")}
        for values, place, width in zip(groups, at, wide):
            self._box(sorted(v for v in values if isfinite(v)), place, width / 2, whis, showfliers, showmeans, made)
        names = tick_labels if tick_labels is not None else labels
        self._set_ticks("x", at, names, {})
        return made

    def _box(self, values, at, half, whis, showfliers, showmeans, made):
        if not values:
            return
        low, median, high = (_quantile(values, q) for q in (0.25, 0.5, 0.75))
        reach = whis * (high - low)
        bottom = min(min(v for v in values if v >= low - reach), low)
        top = max(max(v for v in values if v <= high + reach), high)
        ink = {"color": "black", "linewidth": 1}
        left, right = at - half, at + half
        made["boxes"] += self.plot([left, right, right, left, left], [low, low, high, high, low], **ink)
        made["whiskers"] += self.plot([at, at, _GAP, at, at], [bottom, low, _GAP, high, top], **ink)
        cap = half / 2
        made["caps"] += self.plot([at - cap, at + cap, _GAP, at - cap, at + cap], [bottom, bottom, _GAP, top, top], **ink)
        made["medians"] += self.plot([left, right], [median, median], color="C1")
        outside = [v for v in values if not bottom <= v <= top]
        if showfliers and outside:
            made["fliers"] += self.plot([at] * len(outside), outside, marker="o", linestyle="none", color="black", markersize=5)
        if showmeans:
            made["means"] += self.plot([at], [sum(values) / len(values)], marker="^", linestyle="none", color="C2")


def _quantile(ordered, q):
    place = q * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])
