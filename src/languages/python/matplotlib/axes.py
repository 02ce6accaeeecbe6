"""One plot of a figure, and everything that is drawn on it."""
from . import _read
from ._artists import Artist, Line2D, Mapped, label_text
from ._axis import TEXT, AxisPart
from ._bars import BarPart
from ._fields import FieldPart, mapping_of
from ._format import dash, marker, parse
from ._segments import SegmentPart
from ._missing import missing, taken
from .colors import is_colour, resolve

MARKS = 2000


class Axes(AxisPart, BarPart, FieldPart, SegmentPart):
    """Collects marks; the page draws them."""

    def __init__(self, figure, cell):
        self.figure, self._cell = figure, cell
        self.cla()

    def __getattr__(self, name):
        raise missing("Axes", name)

    def cla(self):
        """Empties it."""
        self._marks, self._cycle = [], {"line": 0, "fill": 0}
        self._clear_axis()

    clear = cla

    def get_figure(self):
        """The figure it is part of."""
        return self.figure

    def _touch(self):
        self.figure._touch()

    def _colour(self, given, cycle):
        if given is not None:
            return resolve(given) or "C0"
        self._cycle[cycle] += 1
        return f"C{(self._cycle[cycle] - 1) % 10}"

    def _add(self, kind, artist=Artist, **mark):
        if len(self._marks) >= MARKS:
            raise RuntimeError(f"one plot shows at most {MARKS} marks; draw many points with one call of plot or scatter")
        mark = {"kind": kind, **{key: value for key, value in mark.items() if value is not None}}
        self._marks.append(mark)
        self._touch()
        return artist(self, mark)

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
                width=_read.number(1.5 if width is None else width), size=_read.number(6 if size is None else size), alpha=_read.number(1 if alpha is None else alpha)))
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

    def scatter(self, x, y, s=None, c=None, *, marker="o", cmap=None, vmin=None, vmax=None, alpha=None, label=None, color=None, **options):
        """Points; c may be a colour, one colour a point, or one number a point."""
        taken("scatter", options, "facecolors", "facecolor")
        c = options.get("facecolors") if c is None and options.get("facecolors") != "none" else c
        x, y = _read.flat(x), _read.flat(y)
        if len(x) != len(y):
            raise ValueError("x and y must be the same size")
        x, y = self._places("x", x), self._places("y", y)
        several = c is not None and not (isinstance(c, str) or (isinstance(c, (tuple, list)) and len(c) in (3, 4) and len(x) != len(c) and is_colour(c)))
        values = colours = None
        if several:
            raw = _read.plain(c)
            if isinstance(raw, list) and raw and (isinstance(raw[0], (str, list)) and not (isinstance(raw[0], list) and len(raw[0]) == 1)):
                colours = [resolve(v) or "C0" for v in raw]
            else:
                values = _read.flat(raw)
            if len(colours or values) != len(x):
                raise ValueError(f"'c' argument has {len(colours or values)} elements, which is inconsistent with 'x' and 'y' with size {len(x)}.")
        sizes = None if s is None else _read.flat(s)
        if sizes is not None and len(sizes) == 1:
            sizes *= len(x)
        if sizes is not None and len(sizes) != len(x):
            raise ValueError("s must be a scalar, or float array-like with the same size as x and y")
        kept = _read.thin_indices(len(x), _read.POINTS, "scatter")
        if kept is not None:
            x, y, values, colours, sizes = (v and [v[i] for i in kept] for v in (x, y, values, colours, sizes))
        return self._add(
            "points", Mapped if values else Artist, x=x, y=y, label=label_text(label), marker=_marker(marker), values=values, colours=colours,
            sizes=sizes, colour=self._colour(color if color is not None or several else c, "fill"), alpha=_read.number(1 if alpha is None else alpha),
            **(mapping_of(values, cmap, vmin, vmax) if values else {}))

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

    def axhline(self, y=0, xmin=0, xmax=1, **options):
        """A line all across."""
        return self._rule("axhline", True, y, options)

    def axvline(self, x=0, ymin=0, ymax=1, **options):
        """A line all the way up."""
        return self._rule("axvline", False, x, options)

    def _rule(self, name, across, at, options):
        given = dict(options)
        colour = given.pop("color", None) or given.pop("c", None)
        style = given.pop("linestyle", given.pop("ls", None))
        width = given.pop("linewidth", given.pop("lw", 1.5))
        label, alpha = given.pop("label", None), given.pop("alpha", None)
        taken(name, given)
        return self._add("rule", across=across, at=_read.number(at), colour=resolve(colour) or "C0" if colour is not None else "C0", dash=dash(style),
                         width=_read.number(width), label=label_text(label), alpha=_read.number(1 if alpha is None else alpha))

    def text(self, x, y, s, fontdict=None, *, color=None, ha=None, **options):
        """Words at a point of the plot."""
        ha = options.pop("horizontalalignment", ha) or "left"
        taken("text", options, "alpha", "bbox", "c")
        return self._add("text", x=_read.number(x), y=_read.number(y), text=str(s)[:TEXT], align=ha if ha in ("left", "center", "right") else "left",
                         colour=resolve(color) if color is not None else None)

    def annotate(self, text, xy, xytext=None, *, arrowprops=None, color=None, **options):
        """Words about a point, with a line to it if there is an arrow."""
        ha = options.pop("horizontalalignment", options.pop("ha", None)) or "left"
        taken("annotate", options, "bbox")
        x, y = (_read.number(v) for v in xy)
        place = [_read.number(v) for v in xytext] if xytext is not None else [x, y]
        return self._add("text", x=place[0], y=place[1], text=str(text)[:TEXT], align=ha, colour=resolve(color) if color is not None else None,
                         target=[x, y] if arrowprops is not None else None)

    def legend(self, *args, **options):
        """Names the marks that have a label; a list of names gives them theirs."""
        if args and all(isinstance(v, str) for v in args[-1]):
            named = args[0] if len(args) > 1 else [m for m in self._marks if m["kind"] in ("line", "points", "bars")]
            for mark, name in zip(named, args[-1]):
                (mark._mark if isinstance(mark, Artist) else mark)["label"] = label_text(name)
        self._legend = True
        self._touch()

    def _told(self):
        return {**self._axis_told(), "marks": self._marks}


_marker = marker
