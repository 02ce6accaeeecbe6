"""What points at places: words, arrows, and strips through the whole plot."""
from math import hypot, sqrt

from . import _read
from ._artists import Words, label_text
from ._axis import TEXT
from ._missing import taken
from .colors import resolve

_LEVELS = {"baseline": "bottom", "bottom": "bottom", "center": "center", "center_baseline": "center", "top": "top"}
_OFFSETS = ("offset points", "offset pixels")


class PointingPart:
    """The part of Axes for words, arrows and strips."""

    def _words(self, name, x, y, text, options, **more):
        align = options.pop("horizontalalignment", options.pop("ha", None)) or "left"
        level = options.pop("verticalalignment", options.pop("va", None)) or "baseline"
        colour = options.pop("color", options.pop("c", None))
        taken(name, options, "alpha", "bbox")
        if align not in ("left", "center", "right") or level not in _LEVELS:
            raise ValueError(f"{align!r} and {level!r} are not both valid values for ha and va")
        x, y = (x, y) if more.get("inAxes") else (self._places("x", [_read.plain(x)])[0], self._places("y", [_read.plain(y)])[0])
        return self._add("text", Words, x=_read.number(x), y=_read.number(y), text=str(text)[:TEXT], align=align, level=_LEVELS[level],
                         colour=resolve(colour) if colour is not None else None, **more)

    @property
    def transAxes(self):
        """For text(): the place is a share of the plot."""
        return "axes"

    @property
    def transData(self):
        """For text(): the place is in the numbers of the axes."""
        return "data"

    def text(self, x, y, s, fontdict=None, *, transform="data", **options):
        """Words at a point of the plot."""
        if transform not in ("axes", "data"):
            raise NotImplementedError("text() in the playground takes transform=ax.transAxes, or none")
        return self._words("text", x, y, s, {**(fontdict or {}), **options}, inAxes=True if transform == "axes" else None)

    def annotate(self, text, xy, xytext=None, *, xycoords="data", textcoords=None, arrowprops=None, **options):
        """Words about a point, with a line or an arrow to it if arrowprops says so."""
        coords = textcoords if textcoords is not None and xytext is not None else xycoords
        if xycoords not in ("data", "axes fraction") or coords not in ("data", "axes fraction", *_OFFSETS):
            unknown = coords if xycoords == "data" else xycoords
            raise NotImplementedError(f"annotate() in the playground has no coordinates {unknown!r}; it has 'data', 'axes fraction' and 'offset points'")
        place, offset = xy if xytext is None else xytext, None
        if coords in _OFFSETS:
            place, offset, coords = xy, [_read.number(v) for v in xytext], xycoords
        more = {"inAxes": True if coords == "axes fraction" else None, "offset": offset}
        if arrowprops is not None and xycoords == "data":
            target = [self._places(which, [_read.plain(v)])[0] for which, v in zip("xy", xy)]
            more.update(target=target, head=">" in arrowprops.get("arrowstyle", ">") or None)
        return self._words("annotate", *place, text, options, **more)

    def quiver(self, *args, scale=None, scale_units=None, angles="uv", color=None, label=None, alpha=None, **options):
        """Arrows U, V at X, Y, or at the places of a table. As long as matplotlib chooses, unless scale says how long."""
        taken("quiver", options, "width", "headwidth", "headlength", "headaxislength", "minshaft", "minlength", "pivot")
        if options.get("pivot", "tail") != "tail":
            raise NotImplementedError(f"quiver() in the playground draws arrows from their tails, not pivot={options['pivot']!r}")
        if len(args) not in (2, 4):
            raise NotImplementedError("quiver() in the playground takes U and V, or X, Y, U and V; colours by number are not available")
        u, v = (_read.plain(a) for a in args[-2:])
        if len(args) == 4:
            x, y = (_read.plain(a) for a in args[:2])
            table = isinstance(u, list) and u and isinstance(u[0], list)
            if table and not (isinstance(x, list) and isinstance(x[0], list)):
                x, y = [list(x) for _ in y], [[height] * len(x) for height in y]
        else:
            rows = u if isinstance(u, list) and isinstance(u[0], list) else [u]
            x, y = [[float(c) for c in range(len(row))] for row in rows], [[float(r)] * len(row) for r, row in enumerate(rows)]
        x, y, u, v = (_read.flat(a) for a in (x, y, u, v))
        if len({len(x), len(y), len(u), len(v)}) > 1:
            raise ValueError(f"Argument U has a size {len(u)} which does not match {len(x)}, the number of arrow positions")
        if scale_units == "xy" and angles == "xy":
            factor, length = _read.number(1 if scale is None else scale), None
            u, v = [each / factor for each in u], [each / factor for each in v]
        elif scale_units in (None, "width") and angles == "uv":
            mean = sum(map(hypot, u, v)) / max(1, len(u))
            length = _read.number(scale) if scale is not None else 1.8 * mean * max(10, sqrt(len(u))) or 1.0
        else:
            raise NotImplementedError("quiver() in the playground takes angles='xy' and scale_units='xy' together, or neither")
        return self._arrows("quiver", x, y, u, v, "#000000" if color is None else color, label, alpha, length)

    def _arrows(self, what, x, y, u, v, colour, label, alpha, length=None):
        kept = _read.thin_indices(len(x), 5000, what)
        if kept is not None:
            x, y, u, v = ([each[i] for i in kept] for each in (x, y, u, v))
        return self._add("arrows", x=x, y=y, u=u, v=v, scale=length, colour=self._colour(colour, "fill"), label=label_text(label),
                         alpha=_read.number(1 if alpha is None else alpha))

    def arrow(self, x, y, dx, dy, *, color=None, label=None, alpha=None, **options):
        """One arrow."""
        colour = options.pop("fc", options.pop("facecolor", color))
        taken("arrow", options, "width", "head_width", "head_length", "length_includes_head", "shape", "overhang")
        return self._arrows("arrow", *([_read.number(n)] for n in (x, y, dx, dy)), colour, label, alpha)

    def axhline(self, y=0, xmin=0, xmax=1, **options):
        """A line all across."""
        return self._rule("axhline", True, y, options)

    def axvline(self, x=0, ymin=0, ymax=1, **options):
        """A line all the way up."""
        return self._rule("axvline", False, x, options)

    def _rule(self, name, across, at, options):
        from ._format import dash
        given = dict(options)
        colour = given.pop("color", None) or given.pop("c", None)
        style = given.pop("linestyle", given.pop("ls", None))
        width = given.pop("linewidth", given.pop("lw", 1.5))
        label, alpha = given.pop("label", None), given.pop("alpha", None)
        taken(name, given)
        return self._add("rule", across=across, at=_read.number(at), colour=resolve(colour) or "C0" if colour is not None else "C0", dash=dash(style),
                         width=_read.number(width), label=label_text(label), alpha=_read.number(1 if alpha is None else alpha))

    def axhspan(self, ymin, ymax, xmin=0, xmax=1, **options):
        """A strip all across."""
        return self._span("axhspan", True, ymin, ymax, (xmin, xmax), options)

    def axvspan(self, xmin, xmax, ymin=0, ymax=1, **options):
        """A strip all the way up."""
        return self._span("axvspan", False, xmin, xmax, (ymin, ymax), options)

    def _span(self, name, across, low, high, ends, options):
        if tuple(ends) != (0, 1):
            raise NotImplementedError(f"{name}() in the playground goes through the whole plot; fill_between() draws a part of it")
        colour = options.pop("color", options.pop("facecolor", options.pop("fc", None)))
        label, alpha = options.pop("label", None), options.pop("alpha", None)
        taken(name, options)
        return self._add("span", across=across, **{"from": _read.number(low)}, to=_read.number(high), colour=self._colour(colour, "fill"),
                         label=label_text(label), alpha=_read.number(1 if alpha is None else alpha))
