"""Points, flat or in space: what the argument c of scatter may be, and the mark that comes of it."""
from . import _read
from ._artists import MappedPoints, Points, label_text
from ._fields import mapping_of
from ._format import marker as marker_sign
from .colors import is_colour, resolve


class PointPart:
    """The part of a plot that draws points."""

    def _points(self, x, y, *, values, colours, sizes, marker, label, alpha, norm, cmap, vmin, vmax, colour, **more):
        if sizes is not None and len(sizes) != len(x):
            raise ValueError("s must be a scalar, or float array-like with the same size as x and y")
        several = values is not None or colours is not None
        return self._add(
            "points", MappedPoints if values else Points, x=x, y=y, **more, label=label_text(label), marker=marker_sign(marker), values=values, colours=colours,
            sizes=sizes, colour="C0" if several and colour is None else self._colour(colour, "fill"), alpha=_read.number(1 if alpha is None else alpha),
            **(mapping_of(values, cmap, vmin, vmax, norm) if values else {}))


def point_colours(c, count, what):
    """Numbers that colour the points, or one colour for each, or one for all: two of the three are None."""
    if c is None or isinstance(c, str) or (isinstance(c, (tuple, list)) and len(c) in (3, 4) and count != len(c) and is_colour(c)):
        return None, None, c
    raw = _read.plain(c)
    if isinstance(raw, list) and raw and (isinstance(raw[0], (str, list)) and not (isinstance(raw[0], list) and len(raw[0]) == 1)):
        values, colours = None, [resolve(v) or "C0" for v in raw]
        if len(colours) == 1:
            return None, None, colours[0]
    else:
        values, colours = _read.flat(raw), None
    if len(colours or values) != count:
        raise ValueError(f"'c' argument has {len(colours or values)} elements, which is inconsistent with 'x' and 'y' with size {count}.")
    return values, colours, None
