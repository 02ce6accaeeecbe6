"""Stairs, straight segments and error bars: curves that are put together from others."""
from . import _read
from ._format import parse
from ._missing import taken

_GAP = float("nan")


class SegmentPart:
    """What Axes draws out of pieces of lines."""

    def step(self, x, y, *args, where="pre", **options):
        """A curve of stairs: each value holds up to its place, from its place on, or around it."""
        if where not in ("pre", "post", "mid"):
            raise ValueError(f"'{where}' is not a valid value for where; supported values are 'pre', 'post', 'mid'")
        x, y = _read.flat(x), _read.flat(y)
        _read.same_length(x, y)
        across, up = x[:1], y[:1]
        for a, b, low, high in zip(x, x[1:], y, y[1:]):
            edge = a if where == "pre" else b if where == "post" else (a + b) / 2
            across += [edge, edge, b]
            up += [low, high, high]
        return self.plot(across, up, *args, **options)

    def _segments(self, name, places, low, high, colors, linestyles, label, options, turned):
        taken(name, options, "alpha")
        places, low, high = _read.flat(places), _read.flat(low), _read.flat(high)
        low, high = (v * len(places) if len(v) == 1 else v for v in (low, high))
        _read.same_length(places, low)
        _read.same_length(places, high)
        along = [v for a, b in zip(low, high) for v in (a, b, _GAP)]
        across = [v for p in places for v in (p, p, _GAP)]
        style = {"color": colors if colors is not None else "C0", "linestyle": linestyles, "linewidth": options.get("linewidth", options.get("lw")),
                 "alpha": options.get("alpha")}
        x, y = (across, along) if turned else (along, across)
        return self.plot(x, y, label=label or None, **{k: v for k, v in style.items() if v is not None})[0]

    def hlines(self, y, xmin, xmax, colors=None, linestyles="solid", label="", *, color=None, **options):
        """Level segments."""
        return self._segments("hlines", y, xmin, xmax, color if colors is None else colors, linestyles, label, options, False)

    def vlines(self, x, ymin, ymax, colors=None, linestyles="solid", label="", *, color=None, **options):
        """Upright segments."""
        return self._segments("vlines", x, ymin, ymax, color if colors is None else colors, linestyles, label, options, True)

    def errorbar(self, x, y, yerr=None, xerr=None, fmt="", *, ecolor=None, elinewidth=None, capsize=None, **options):
        """A curve with a bar of uncertainty at each point."""
        x, y = _read.flat(x), _read.flat(y)
        curve = None if fmt == "none" else self.plot(x, y, *([fmt] if fmt else []), **options)[0]
        colour = ecolor if ecolor is not None else options.get("color", "C0") if curve is None else curve.get_color()
        for error, turned in ((yerr, True), (xerr, False)):
            if error is None:
                continue
            below, above = bounds(error, len(x))
            centre = y if turned else x
            ends = [c - e for c, e in zip(centre, below)], [c + e for c, e in zip(centre, above)]
            self._segments("errorbar", x if turned else y, *ends, colour, "solid", None, {} if elinewidth is None else {"lw": elinewidth}, turned)
            if capsize:
                along, across = ends[0] + ends[1], (x if turned else y) * 2
                places = (across, along) if turned else (along, across)
                self.plot(*places, color=colour, linestyle="none", marker="_" if turned else "|", markersize=2 * _read.number(capsize))
        return curve

    def stem(self, *args, linefmt="C0-", markerfmt="o", basefmt="C3-", bottom=0, label=None, **options):
        """A marker for each number, on a line up from the ground."""
        taken("stem", options, "orientation")
        if options.get("orientation", "vertical") != "vertical":
            raise NotImplementedError("stem() in the playground stands upright")
        y = _read.flat(args[-1])
        x = _read.flat(args[0]) if len(args) > 1 else [float(i) for i in range(len(y))]
        _read.same_length(x, y)
        at = self._places("x", x)
        self.plot([v for p in at for v in (p, p, _GAP)], [v for h in y for v in (float(bottom), h, _GAP)], linefmt)
        heads = self.plot(at, y, markerfmt, label=label, linestyle="none", **({} if parse(markerfmt)[0] else {"color": parse(linefmt)[0] or "C0"}))[0]
        if at:
            self.plot([min(at), max(at)], [bottom, bottom], basefmt)
        return heads


def bounds(error, count):
    """How far down and up: one number, one a point, or two rows."""
    rows = _read.columns(error) if getattr(error, "ndim", 0) == 2 or isinstance(error, (list, tuple)) and error and isinstance(error[0], (list, tuple)) else None
    if rows is not None:
        low, high = _read.flat(error[0]), _read.flat(error[1])
    else:
        low = high = _read.flat(error)
    return tuple(v * count if len(v) == 1 else v for v in (low, high))
