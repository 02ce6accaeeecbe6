"""What the drawing functions return: a handle on one mark, which can still be changed."""
from . import _read
from ._missing import missing
from .colors import resolve


class Artist:
    """One mark of an Axes."""

    def __init__(self, axes, mark):
        self.axes, self._mark = axes, mark

    def __getattr__(self, name):
        raise missing(type(self).__name__, name)

    def set_label(self, label):
        """Its name in the legend."""
        self._mark["label"] = label_text(label)

    def get_label(self):
        """Its name in the legend."""
        return self._mark.get("label", "")

    def set_color(self, color):
        """Its colour."""
        self._mark["colour"] = resolve(color) or "C0"

    def get_color(self):
        """Its colour."""
        return self._mark.get("colour")

    def set_alpha(self, alpha):
        """How opaque it is."""
        self._mark["alpha"] = _read.number(alpha)

    def set_visible(self, b):
        """Seen or not."""
        if not b:
            self.remove()
        elif all(m is not self._mark for m in self.axes._marks):
            self.axes._marks.append(self._mark)

    def remove(self):
        """Takes it off its axes."""
        self.axes._marks[:] = [m for m in self.axes._marks if m is not self._mark]


class Line2D(Artist):
    """One curve."""

    def set_data(self, x, y):
        """Other points."""
        x, y = _read.row(x), _read.row(y)
        _read.same_length(x, y)
        self._mark["x"], self._mark["y"] = _read.thin_line(x, y, "set_data")

    def set_ydata(self, y):
        """Other heights."""
        self.set_data(self._mark["x"], y)

    def set_xdata(self, x):
        """Other places."""
        self.set_data(x, self._mark["y"])

    def set_data_3d(self, x, y, z):
        """Other points in space."""
        x, y, z = _read.row(x), _read.row(y), _read.row(z)
        _read.same_length(x, y)
        _read.same_length(x, z)
        self._mark.update(x=x, y=y, z=z)

    def set_linewidth(self, w):
        """How wide it is."""
        self._mark["width"] = _read.number(w)

    def set_linestyle(self, ls):
        """Its dashes."""
        from ._format import dash
        self._mark["dash"] = dash(ls)

    def set_marker(self, marker):
        """The sign at every point."""
        from ._format import marker as sign
        self._mark["marker"] = sign(marker)

    def get_xdata(self):
        """The places."""
        return list(self._mark["x"])

    def get_ydata(self):
        """The heights."""
        return list(self._mark["y"])


class Mapped(Artist):
    """Something coloured by numbers: a colorbar can tell its range."""

    def set_clim(self, vmin=None, vmax=None):
        """The numbers at the ends of its colours."""
        low, high = self._mark["range"]
        self._mark["range"] = [low if vmin is None else _read.number(vmin), high if vmax is None else _read.number(vmax)]

    def set_data(self, data):
        """Other numbers for an image."""
        if self._mark["kind"] != "image":
            raise missing(type(self).__name__, "set_data")
        self._mark.update(image_data(data, "set_data"))


class Points(Artist):
    """Points of one call of scatter."""

    def set_offsets(self, offsets):
        """Other places: rows of two numbers."""
        rows = _read.table(offsets, "set_offsets")
        self._mark["x"], self._mark["y"] = [r[0] for r in rows], [r[1] for r in rows]
        for name in ("values", "colours", "sizes"):
            if len(self._mark.get(name) or rows) != len(rows):
                del self._mark[name]

    def set_array(self, A):
        """Other numbers for the colours."""
        self._mark["values"] = _read.flat(A)

    def set_sizes(self, sizes):
        """Other areas."""
        self._mark["sizes"] = _read.flat(sizes)


class MappedPoints(Points, Mapped):
    """The same, coloured by numbers."""


class Words(Artist):
    """Words at a point."""

    def set_text(self, s):
        """Other words."""
        self._mark["text"] = str(s)[:1000]

    def get_text(self):
        """The words."""
        return self._mark["text"]

    def set_position(self, xy):
        """Another point."""
        self._mark["x"], self._mark["y"] = (_read.number(v) for v in xy)


def label_text(label):
    """A label as text; one that begins with _ is not for the legend."""
    text = "" if label is None else str(label)
    return "" if text.startswith("_") else text[:300]


def image_data(value, what):
    """Rows, columns, channels and numbers of a grey or RGB image; channels come first or last as the shape tells."""
    data = _read.plain(value)
    deep = isinstance(data, list) and data and isinstance(data[0], list) and data[0] and isinstance(data[0][0], list)
    if not deep:
        rows = _read.thin_table(_read.table(data, what), what)
        return {"rows": len(rows), "columns": len(rows[0]), "channels": 1, "data": [x for r in rows for x in r]}
    if len(data[0][0]) not in (1, 3, 4):
        raise TypeError(f"Invalid shape ({len(data)}, {len(data[0])}, {len(data[0][0])}) for image data")
    if len(data[0][0]) == 1:
        return image_data([[p[0] for p in r] for r in data], what)
    rows = _read.thin_table(data, what, 3)
    cells = [x for r in rows for p in r for x in p[:3]]
    # Whole numbers up to 255, or shares of one, as matplotlib tells them apart by their dtype.
    scale = 255 if any(x > 1.5 for x in cells) else 1
    return {"rows": len(rows), "columns": len(rows[0]), "channels": 3, "data": [min(1.0, max(0.0, x / scale)) for x in cells]}
