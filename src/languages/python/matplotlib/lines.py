"""matplotlib.lines: a line that stands for others in a legend."""
from ._artists import label_text
from ._format import dash, marker
from ._missing import missing, taken
from ._read import flat, number
from .colors import resolve


class Line2D:
    """A line of its own, which no plot has."""

    def __init__(self, xdata, ydata, *, linewidth=None, lw=None, linestyle=None, ls=None, color=None, c=None, marker=None, markersize=None, ms=None, label="",
                 alpha=None, markerfacecolor=None, mfc=None, **options):
        taken("Line2D", options)
        colour = next((v for v in (color, c, markerfacecolor, mfc) if v is not None), "C0")
        style = linestyle if linestyle is not None else ls
        if color in ("w", "white") and (markerfacecolor or mfc) is not None:
            # The way to say: only the marker is seen.
            colour, style = (markerfacecolor or mfc), "none"
        self._mark = {"kind": "line", "x": flat(xdata), "y": flat(ydata), "label": label_text(label), "colour": resolve(colour) or "C0", "dash": dash(style),
                      "marker": _marker(marker), "width": number(next((v for v in (linewidth, lw) if v is not None), 1.5)),
                      "size": number(next((v for v in (markersize, ms) if v is not None), 6)), "alpha": number(1 if alpha is None else alpha)}

    def get_label(self):
        """Its name in the legend."""
        return self._mark["label"]

    def __getattr__(self, name):
        raise missing("Line2D", name)


_marker = marker


def __getattr__(name):
    raise missing("matplotlib.lines", name)
