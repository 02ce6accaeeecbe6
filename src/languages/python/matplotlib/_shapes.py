"""Regions: slices of a whole, polygons, patches, and the bodies of violins."""
from math import cos, exp, isfinite, pi, sin, sqrt

from . import _read
from ._artists import Artist, label_text
from ._missing import taken
from ._spines import SIDES
from .colors import resolve

_GAP = float("nan")


class ShapePart:
    """The part of Axes that draws regions."""

    def _regions(self, rings, *, colour, label=None, alpha=1, filled=True, edge=None, width=1, colours=None, names=None):
        x, y = ([v for i, ring in enumerate(rings) for v in ([_GAP] if i else []) + [p[k] for p in ring]] for k in (0, 1))
        return self._add("shapes", x=x, y=y, colour=colour, label=label_text(label), alpha=_read.number(1 if alpha is None else alpha), filled=filled,
                         edge=edge, width=_read.number(width), colours=colours, names=names)

    def pie(self, x, explode=None, labels=None, colors=None, autopct=None, pctdistance=0.6, shadow=False, labeldistance=1.1, startangle=0, radius=1,
            counterclock=True, wedgeprops=None, textprops=None, center=(0, 0), frame=False, normalize=True, **options):
        """A whole cut into slices."""
        taken("pie", options, "rotatelabels", "hatch")
        sizes = _read.flat(x)
        if any(v < 0 for v in sizes):
            raise ValueError("Wedge sizes 'x' must be non negative values")
        total = sum(sizes) if normalize else 1
        if not total > 0:
            raise ValueError("a pie needs sizes whose sum is above zero")
        labels = [""] * len(sizes) if labels is None else [str(v) for v in labels]
        if len(labels) != len(sizes):
            raise ValueError("'labels' must be of length 'x'")
        out = [0.0] * len(sizes) if explode is None else _read.row(explode)
        if len(out) != len(sizes):
            raise ValueError("'explode' must be of length 'x'")
        hole = radius - (wedgeprops or {}).get("width", radius)
        self._equal, self._frame = True, frame
        if not frame:
            self._hidden.update(SIDES)
        angle, made = startangle / 360, ([], [], [])
        for i, (size, name) in enumerate(zip(sizes, labels)):
            end = angle + (size / total if counterclock else -size / total)
            middle = 2 * pi * (angle + end) / 2
            at = center[0] + out[i] * cos(middle), center[1] + out[i] * sin(middle)
            colour = resolve(colors[i % len(colors)]) if colors is not None else f"C{i % 10}"
            percent = 100 * size / total
            made[0].append(self._regions([_wedge(*at, radius, hole, 2 * pi * angle, 2 * pi * end)], colour=colour or "C0", label=name,
                                         names=[f"{name}: {size:g} ({percent:.1f}%)" if name else f"{size:g} ({percent:.1f}%)"]))
            for words, far, group in ((name, labeldistance, 1), (_percent(autopct, percent), pctdistance, 2)):
                if words and far is not None:
                    x0, y0 = at[0] + far * radius * cos(middle), at[1] + far * radius * sin(middle)
                    side = "center" if group == 2 else "left" if x0 >= at[0] else "right"
                    made[group].append(self.text(x0, y0, words, ha=side, va="center", **(textprops or {})))
            angle = end
        for which, middle in zip("xy", center):
            self._limits[which] = [middle - 1.25 * radius, middle + 1.25 * radius]
        self._touch()
        return made if autopct is not None else made[:2]

    def fill(self, *args, color=None, alpha=None, label=None, facecolor=None, edgecolor=None, fill=True, **options):
        """Polygons: x and y of the corners, each with a colour if there is one."""
        taken("fill", options)
        rest, made = list(args), []
        while rest:
            x, y = _read.flat(rest.pop(0)), _read.flat(rest.pop(0))
            _read.same_length(x, y)
            given = rest.pop(0) if rest and isinstance(rest[0], str) else None
            colour = self._colour(facecolor if facecolor is not None else color if color is not None else given, "fill")
            made.append(self._regions([list(zip(x, y))], colour=colour, label=label, alpha=alpha, filled=fill,
                                      edge=resolve(edgecolor) if edgecolor is not None else None if fill else colour))
        return made

    def add_patch(self, p):
        """A patch of matplotlib.patches."""
        from .patches import Patch
        if not isinstance(p, Patch):
            raise TypeError(f"add_patch() takes a patch of matplotlib.patches, not {type(p).__name__}")
        p._artist = self._regions([p._corners()], **p._look())
        return p

    add_artist = add_patch

    def stackplot(self, x, *args, labels=(), colors=None, alpha=None, baseline="zero", **options):
        """Bands upon one another."""
        taken("stackplot", options)
        if baseline != "zero":
            raise NotImplementedError("stackplot() in the playground stands on zero")
        x = _read.row(x)
        rows = [_read.row(v) for v in (args[0] if len(args) == 1 and getattr(args[0], "ndim", 2 if isinstance(args[0][0], (list, tuple)) else 1) == 2 else args)]
        low, made = [0.0] * len(x), []
        for i, row in enumerate(rows):
            high = [a + b for a, b in zip(low, row)]
            made.append(self.fill_between(x, low, high, color=colors[i % len(colors)] if colors else None, alpha=alpha,
                                          label=labels[i] if i < len(labels) else None))
            low = high
        return made

    def violinplot(self, dataset, positions=None, *, vert=True, widths=0.5, showmeans=False, showextrema=True, showmedians=False, points=100, **options):
        """For each list how its numbers are spread: as wide as they are dense."""
        taken("violinplot", options, "bw_method", "quantiles", "side", "orientation")
        if not vert or any(options.get(name) not in (None, usual) for name, usual in (("bw_method", "scott"), ("quantiles", None), ("side", "both"), ("orientation", "vertical"))):
            raise NotImplementedError("violinplot() in the playground stands upright, with both halves and Scott's width of a bell")
        data = _read.plain(dataset)
        if not isinstance(data[0], list):
            groups = [data]
        else:
            groups = data if isinstance(dataset, (list, tuple)) else [list(column) for column in zip(*data)]
        at = [float(i + 1) for i in range(len(groups))] if positions is None else _read.row(positions)
        colour, made = self._colour(None, "line"), {"bodies": []}
        for values, place in zip(groups, at):
            made["bodies"].append(self._regions([_violin([v for v in values if isfinite(v)], place, widths, points)], colour=colour, alpha=0.3))
        parts = [("cmeans", showmeans, lambda v: sum(v) / len(v)), ("cmedians", showmedians, _median), ("cmins", showextrema, min), ("cmaxes", showextrema, max)]
        for name, shown, of in parts:
            if shown:
                made[name] = self.hlines([of(v) for v in groups], [p - widths / 4 for p in at], [p + widths / 4 for p in at], colors=colour)
        if showextrema:
            made["cbars"] = self.vlines(at, [min(v) for v in groups], [max(v) for v in groups], colors=colour)
        return made


def _wedge(x, y, radius, hole, start, end):
    steps = max(2, round(abs(end - start) * 24))
    turn = lambda r, k: (x + r * cos(start + (end - start) * k / steps), y + r * sin(start + (end - start) * k / steps))
    outer = [turn(radius, k) for k in range(steps + 1)]
    return outer + ([turn(hole, k) for k in reversed(range(steps + 1))] if hole > 0 else [(x, y)])


def _percent(autopct, percent):
    if autopct is None:
        return ""
    return autopct % percent if isinstance(autopct, str) else autopct(percent)


def _violin(values, place, wide, points):
    """Its outline: to either side as far as a sum of bells is high, the highest being as wide as is wished."""
    low, high, count = min(values), max(values), len(values)
    mean = sum(values) / count
    spread = sqrt(sum((v - mean) ** 2 for v in values) / max(1, count - 1)) or 1.0
    bell = spread * count ** -0.2
    # Many numbers are counted in narrow bins first.
    bins = {}
    for v in values:
        key = v if count <= 500 else round((v - low) / (bell / 20))
        bins[key] = bins.get(key, 0) + 1
    middles = [(k if count <= 500 else low + k * bell / 20, n) for k, n in bins.items()]
    at = [low + (high - low) * i / (points - 1) for i in range(points)]
    dense = [sum(n * exp(-((a - m) / bell) ** 2 / 2) for m, n in middles) for a in at]
    scale = wide / 2 / max(dense)
    return [(place - scale * d, a) for a, d in zip(at, dense)] + [(place + scale * d, a) for a, d in reversed(list(zip(at, dense)))]


def _median(values):
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
