"""matplotlib.patches: shapes that are made first and put on a plot by add_patch, or stand for a colour in a legend."""
from math import cos, pi, radians, sin

from ._artists import label_text
from ._missing import missing, taken
from ._read import number, plain
from .colors import resolve


class Patch:
    """A colour with a name."""

    def __init__(self, *, color=None, facecolor=None, edgecolor=None, fill=True, alpha=None, label="", linewidth=None, lw=None, fc=None, ec=None, **options):
        taken(type(self).__name__, options, "hatch", "linestyle", "ls", "clip_on", "joinstyle")
        face = next((c for c in (facecolor, fc, color) if c is not None), None)
        edge = next((c for c in (edgecolor, ec, color) if c is not None), None)
        self._face = resolve("C0" if face is None else face)
        self._edge = resolve("#000000" if edge is None else edge)
        self._filled, self._alpha, self._label = fill and self._face is not None, alpha, label
        self._width = 1 if linewidth is None and lw is None else number(lw if linewidth is None else linewidth)
        self._artist = None

    def _look(self):
        return {"colour": self._face or self._edge or "C0", "label": self._label, "alpha": self._alpha, "filled": self._filled,
                "edge": self._edge if self._width > 0 else None, "width": self._width}

    @property
    def _mark(self):
        return {"kind": "shapes", "x": [], "y": [], "colour": self._face or self._edge or "C0", "label": label_text(self._label),
                "alpha": 1.0 if self._alpha is None else number(self._alpha), "filled": True, "width": 1.0}

    def get_label(self):
        """Its name in the legend."""
        return self._label

    def remove(self):
        """Takes it off its plot."""
        if self._artist is not None:
            self._artist.remove()

    def __getattr__(self, name):
        raise missing(type(self).__name__, name)


class Polygon(Patch):
    """Any corners."""

    def __init__(self, xy, *, closed=True, **look):
        super().__init__(**look)
        self._points = [tuple(p) for p in plain(xy)]

    def _corners(self):
        return self._points


class Rectangle(Patch):
    """From its lower left corner on, turned round that."""

    def __init__(self, xy, width, height, *, angle=0.0, **look):
        super().__init__(**look)
        self._place = [number(v) for v in xy], number(width), number(height), radians(number(angle))

    def _corners(self):
        (x, y), w, h, turn = self._place
        return [(x + a * cos(turn) - b * sin(turn), y + a * sin(turn) + b * cos(turn)) for a, b in ((0, 0), (w, 0), (w, h), (0, h))]


class Ellipse(Patch):
    """So wide and so high, turned round its middle."""

    def __init__(self, xy, width, height, *, angle=0, **look):
        super().__init__(**look)
        self._place = [number(v) for v in xy], number(width) / 2, number(height) / 2, radians(number(angle))

    def _corners(self):
        (x, y), a, b, turn = self._place
        ring = [(a * cos(pi * k / 36), b * sin(pi * k / 36)) for k in range(72)]
        return [(x + u * cos(turn) - v * sin(turn), y + u * sin(turn) + v * cos(turn)) for u, v in ring]


class Circle(Ellipse):
    """All that is so far from its middle, in the numbers of the axes."""

    def __init__(self, xy, radius=5, **look):
        super().__init__(xy, 2 * radius, 2 * radius, **look)


def __getattr__(name):
    raise missing("matplotlib.patches", name)
