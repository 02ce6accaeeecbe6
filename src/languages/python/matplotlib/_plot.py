"""What all plots have: marks, colours in turn, a legend."""
from ._artists import Artist, label_text
from ._axis import AxisPart
from ._missing import missing
from ._spines import Spines
from .colors import resolve

MARKS = 2000


class Plot(AxisPart):
    """Collects marks; the page draws them."""

    def __init__(self, figure, cell):
        self.figure, self._cell, self._shared = figure, cell, {}
        self.cla()

    def __getattr__(self, name):
        raise missing(type(self).__name__, name)

    def cla(self):
        """Empties it."""
        self._marks, self._cycle, self._view, self._twin, self._keys = [], {"line": 0, "fill": 0}, None, None, None
        self.spines = Spines(self)
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
        if kind != "text":
            self._view = None
        self._touch()
        return artist(self, mark)

    def legend(self, *args, **options):
        """Names the marks that have a label; a list of names gives them theirs."""
        handles = options.get("handles")
        if handles is not None:
            marks = [getattr(h[0] if isinstance(h, (list, tuple)) else h, "_mark", h) for h in handles]
            names = options.get("labels") or [m.get("label", "") for m in marks]
            self._keys = [{**m, "label": label_text(n)} for m, n in zip(marks, names)]
        elif options.get("labels") is not None:
            args = (*args, options["labels"])
        if args and all(isinstance(v, str) for v in args[-1]):
            named = args[0] if len(args) > 1 else [m for m in self._marks if m["kind"] in ("line", "points", "bars")]
            for mark, name in zip(named, args[-1]):
                (mark._mark if isinstance(mark, Artist) else mark)["label"] = label_text(name)
                if isinstance(mark, Artist):
                    mark.axes._legend = True
        self._legend = True
        self._touch()

    def get_legend_handles_labels(self):
        """The marks that have a label, and their labels."""
        named = [mark for mark in self._marks if mark.get("label")]
        return [Artist(self, mark) for mark in named], [mark["label"] for mark in named]
