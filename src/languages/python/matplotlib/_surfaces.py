"""Surfaces, their wires, and contours in space."""
from . import _read
from ._artists import Artist, Mapped, label_text
from ._fields import FieldPart, mapping_of
from ._missing import taken
from ._points import PointPart
from .colors import resolve

SIDE = 120


class SurfacePart(PointPart):
    """The part of Axes3D for what has a height at every place."""

    def plot_surface(self, X, Y, Z, *, cmap=None, color=None, alpha=None, vmin=None, vmax=None, facecolors=None, label=None, edgecolor=None, shade=None,
                     **options):
        """A surface over tables of places, coloured by its heights when there is a cmap. At most 50 by 50 cells unless rcount and ccount say more."""
        edgecolor = options.pop("edgecolors", options.pop("ec", edgecolor))
        width = options.pop("linewidth", options.pop("lw", options.pop("linewidths", None)))
        log = options.pop("norm", None)
        x, y, z, picked = _tables(X, Y, Z, options, "plot_surface")
        taken("plot_surface", options, "lightsource", "axlim_clip")
        rows, columns = len(z), len(z[0])
        cells = [v for row in z for v in row]
        given = mapping_of(_means(z), cmap, vmin, vmax, log) if cmap is not None or log is not None else {}
        edge = None if edgecolor is None or (isinstance(edgecolor, str) and edgecolor == "none") else resolve(edgecolor)
        colours = _facet_colours(facecolors, picked) if facecolors is not None else None
        return self._add(
            "surface", Mapped if given else Artist, rows=rows, columns=columns, x=_row(x), y=_row(y), z=cells, wire=False, label=label_text(label),
            colour="C0" if given or colours else self._colour(color, "line"), colours=colours, edge=edge,
            width=_read.number((0.5 if width is None else width) if edge else 0), alpha=_read.number(1 if alpha is None else alpha), **given)

    def plot_wireframe(self, X, Y, Z, *, color=None, alpha=None, label=None, **options):
        """The lines of a surface alone."""
        color = options.pop("colors", options.pop("edgecolor", color))
        width = options.pop("linewidth", options.pop("lw", options.pop("linewidths", 1)))
        x, y, z, _ = _tables(X, Y, Z, options, "plot_wireframe")
        taken("plot_wireframe", options, "axlim_clip", "linestyle", "ls")
        return self._add("surface", rows=len(z), columns=len(z[0]), x=_row(x), y=_row(y), z=_row(z), wire=True, label=label_text(label),
                         colour=resolve("C0" if color is None else color) or "C0", width=_read.number(width), alpha=_read.number(1 if alpha is None else alpha))

    def contour(self, X, Y, Z, *args, zdir="z", offset=None, **options):
        """Lines of equal height, each at its height, or all of them at an offset."""
        return self._levels_at("contour", False, (X, Y, Z, *args), zdir, offset, options)

    def contourf(self, X, Y, Z, *args, zdir="z", offset=None, **options):
        """Bands between lines of equal height, flat at an offset."""
        if offset is None:
            raise NotImplementedError("contourf() in three dimensions lies flat in the playground: give it an offset; plot_surface() draws the surface itself")
        return self._levels_at("contourf", True, (X, Y, Z, *args), zdir, offset, options)

    contour3D, contourf3D = contour, contourf

    def _levels_at(self, name, filled, args, zdir, offset, options):
        if zdir != "z":
            raise NotImplementedError(f"{name}() in the playground takes zdir='z', not {zdir!r}")
        options.pop("extend3d", None)
        made = FieldPart._contour(self, name, filled, args, options)
        if offset is not None:
            made._mark["offset"] = _read.number(offset)
        return made


def _row(table):
    return [v for row in table for v in row]


def _tables(X, Y, Z, options, what):
    """The three tables at the rows and columns that are drawn, and which those are."""
    if getattr(Z, "ndim", 2) != 2:
        raise ValueError("Argument Z must be 2-dimensional.")
    z = _read.table(Z, what)
    rows, columns = len(z), len(z[0])
    x, y = _read.plain(X), _read.plain(Y)
    # A row of places for the columns, and one for the rows, stand for tables.
    x = x if isinstance(x[0], list) and len(x) > 1 else [_read.row(x)] * rows
    y = y if isinstance(y[0], list) and len(y[0]) > 1 else [[v] * columns for v in _read.row(y)]
    for table in (x, y):
        if len(table) not in (1, rows) or any(len(row) not in (1, columns) for row in table):
            raise ValueError("shape mismatch: objects cannot be broadcast to a single shape")
    x, y = ([row * columns if len(row) == 1 else row for row in (t * rows if len(t) == 1 else t)] for t in (x, y))
    strides = options.pop("rstride", None), options.pop("cstride", None)
    counts = options.pop("rcount", 50), options.pop("ccount", 50)
    if any(s is not None for s in strides) and counts != (50, 50):
        raise ValueError("Cannot specify both stride and count arguments")
    at = []
    for size, stride, count in zip((rows, columns), strides, counts):
        step = max(1, int(stride) if stride is not None else -(-size // int(count)), -(-size // SIDE))
        at.append([*range(0, size - 1, step), size - 1] if size > 1 else [0])
    keep = lambda table: [[table[r][c] for c in at[1]] for r in at[0]]
    return keep(x), keep(y), keep(z), at


def _means(z):
    """The height of each cell: the mean of its corners."""
    return [(a + b + c + d) / 4 for low, high in zip(z, z[1:]) for a, b, c, d in zip(low, low[1:], high, high[1:])]


def _facet_colours(facecolors, at):
    table = _read.plain(facecolors)
    if not (isinstance(table, list) and table and isinstance(table[0], list)):
        raise ValueError("facecolors of plot_surface are one colour for each place of Z")
    return [resolve(table[r][c]) or "C0" for r in at[0][:-1] for c in at[1][:-1]]
