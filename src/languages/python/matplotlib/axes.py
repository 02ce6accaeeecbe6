"""One plot of a figure, and everything that is drawn on it."""
from . import _read
from ._artists import Line2D, label_text
from ._bars import BarPart
from ._fields import FieldPart
from ._format import dash, marker, parse
from ._missing import taken
from ._plot import Plot
from ._pointing import PointingPart
from ._points import PointPart, point_colours
from ._segments import SegmentPart
from ._settings import rcParams
from ._shapes import ShapePart
from ._statistics import StatisticsPart


class Axes(Plot, BarPart, FieldPart, PointPart, PointingPart, SegmentPart, ShapePart, StatisticsPart):
    """Marks on a flat plot."""

    def plot(self, *args, **options):
        """Curves: y, or x and y, each with a format string if there is one."""
        rest, made = list(args), []
        while rest:
            x = rest.pop(0)
            y = rest.pop(0) if rest and not isinstance(rest[0], str) else None
            text = rest.pop(0) if rest and isinstance(rest[0], str) else ""
            made += self._curves(x, y, text, options)
        return made

    def _curves(self, x, y, text, options):
        colour, style, sign = parse(text) if text else (None, None, None)
        given = dict(options)
        take = lambda *names: next((v for v in [given.pop(n, None) for n in names] if v is not None), None)
        label, alpha, width, size = take("label"), take("alpha"), take("linewidth", "lw"), take("markersize", "ms")
        colour = take("color", "c") or colour
        own_style, own_sign = take("linestyle", "ls"), take("marker")
        taken("plot", given)
        sign = marker(own_sign if own_sign is not None else sign)
        # A format string with a marker only draws no line.
        line = dash(own_style) if own_style is not None else "none" if style is None and sign and text and own_sign is None else dash(style)
        if y is None:
            ys = _read.columns(x)
            xs = [[float(i) for i in range(len(ys[0]))]]
        else:
            xs, ys = _read.columns(x), _read.columns(y)
        names = [str(v) for v in label] if isinstance(label, (list, tuple)) and len(label) == len(ys) else [label] * len(ys)
        made = []
        for k, curve in enumerate(ys):
            at = xs[k if len(xs) > 1 else 0]
            _read.same_length(at, curve)
            at, curve = _read.thin_line(self._places("x", at), self._places("y", curve), "plot")
            made.append(self._add(
                "line", Line2D, x=at, y=curve, label=label_text(names[k]), colour=self._colour(colour, "line"), dash=line, marker=sign,
                width=_read.number(rcParams["lines.linewidth"] if width is None else width),
                size=_read.number(rcParams["lines.markersize"] if size is None else size), alpha=_read.number(1 if alpha is None else alpha)))
        return made

    def _on(self, x, y, args, options):
        for which, scale in (("x", x), ("y", y)):
            if scale:
                self._scales[which] = "log"
        return self.plot(*args, **options)

    def semilogy(self, *args, **options):
        """plot with a logarithmic vertical axis."""
        return self._on(False, True, args, options)

    def semilogx(self, *args, **options):
        """plot with a logarithmic horizontal axis."""
        return self._on(True, False, args, options)

    def loglog(self, *args, **options):
        """plot with both axes logarithmic."""
        return self._on(True, True, args, options)

    def scatter(self, x, y, s=None, c=None, *, marker="o", cmap=None, vmin=None, vmax=None, alpha=None, label=None, color=None,
                norm=None, **options):
        """Points; c may be a colour, one colour a point, or one number a point."""
        taken("scatter", options, "facecolors", "facecolor")
        c = options.get("facecolors") if c is None and options.get("facecolors") != "none" else c
        x, y = _read.flat(x), _read.flat(y)
        if len(x) != len(y):
            raise ValueError("x and y must be the same size")
        x, y = self._places("x", x), self._places("y", y)
        values, colours, one = point_colours(c, len(x), "scatter")
        sizes = None if s is None else _read.flat(s)
        sizes = sizes * len(x) if sizes is not None and len(sizes) == 1 else sizes
        kept = _read.thin_indices(len(x), _read.POINTS, "scatter")
        if kept is not None:
            x, y, values, colours, sizes = (v and [v[i] for i in kept] for v in (x, y, values, colours, sizes))
        return self._points(x, y, values=values, colours=colours, sizes=sizes, marker=marker, label=label, alpha=alpha, norm=norm, cmap=cmap, vmin=vmin, vmax=vmax,
                            colour=color if color is not None else one)

    def fill_between(self, x, y1, y2=0, where=None, *, alpha=None, color=None, label=None, **options):
        """A band between two curves."""
        color = options.pop("facecolor", color)
        taken("fill_between", options, "interpolate", "step")
        x, low, high = _read.row(x), _read.row(y1), _read.row(y2)
        low, high = (v * len(x) if len(v) == 1 else v for v in (low, high))
        _read.same_length(x, low)
        _read.same_length(x, high)
        if where is not None:
            shown = _read.row(where)
            low = [v if on else float("nan") for v, on in zip(low, shown)]
        kept = _read.thin_indices(len(x), _read.LINE_POINTS, "fill_between")
        if kept is not None:
            x, low, high = ([v[i] for i in kept] for v in (x, low, high))
        return self._add("band", x=x, low=low, high=high, label=label_text(label), colour=self._colour(color, "fill"), alpha=_read.number(1 if alpha is None else alpha))

    def _told(self):
        return {**self._axis_told(), "marks": self._marks, **({} if self._twin is None else {"right": self._twin._told_right()})}

    def twinx(self):
        """Another plot over this one, with the same horizontal axis and a vertical one of its own on the right."""
        if self._twin is not None:
            raise NotImplementedError("a plot in the playground has two vertical axes, not three")
        self._twin = TwinAxes(self)
        self._touch()
        return self._twin


class TwinAxes(Axes):
    """What twinx() makes: marks and a vertical axis of its own; all else is the first plot's."""

    def __init__(self, first):
        self._first = first
        super().__init__(first.figure, first._cell)

    def __getattribute__(self, name):
        # The horizontal axis, the title and the frame are one for both.
        if name in _SHARED:
            return getattr(object.__getattribute__(self, "_first"), name)
        return object.__getattribute__(self, name)

    def _told_right(self):
        told = super()._told()
        return {name: told[name] for name in ("yLabel", "yScale", "yLimits", "yReversed", "yTicks", "legend", "marks") if name in told}


_SHARED = frozenset(
    "set_title get_title set_xlabel get_xlabel set_xlim get_xlim set_xscale set_xticks set_xticklabels invert_xaxis spines axis set_axis_off "
    "set_axis_on set_aspect twinx".split())

