"""Figures: a grid of plots, and how it is told to the page."""
import json
import sys
from itertools import count
from math import isfinite, lcm

from . import _read
from ._artists import Mapped
from ._axes_arrays import AxesArray, AxesRow
from ._axis import TEXT
from ._missing import missing, taken
from ._plot import Plot
from ._settings import rcParams
from ._space import Axes3D
from .axes import Axes
from .cm import ScalarMappable
from .gridspec import GridSpec, SubplotSpec

GRID = 12


class Figure:
    """A picture of one or several plots."""
    _numbers = count(1)

    def __init__(self, figsize=None):
        self._id = next(Figure._numbers)
        self._size = _size(*(rcParams["figure.figsize"] if figsize is None else figsize))
        self._title, self._axes, self._current = "", [], None
        self._line, self._told, self._animation = 0, None, None

    def __getattr__(self, name):
        raise missing("Figure", name)

    axes = property(lambda self: list(self._axes))

    def _touch(self):
        self._line = line_of_program()

    def _at(self, rows, columns, first, last, make=Axes):
        """The plot in a place of a grid, counted from 1, made if there is none."""
        if not (1 <= rows <= GRID and 1 <= columns <= GRID):
            raise ValueError(f"a figure in the playground has 1 to {GRID} rows and columns, not {rows} by {columns}")
        if not 1 <= first <= last <= rows * columns:
            raise ValueError(f"num must be an integer with 1 <= num <= {rows * columns}, not {first}")
        return self._in((rows, columns, first - 1, last - 1), make)

    def _in(self, cell, make=Axes):
        found = next((axes for axes in self._axes if axes._cell == cell), None)
        if found is not None and make is Axes3D and not isinstance(found, Axes3D):
            # The flat plot that stood there gives way.
            self._axes.remove(found)
            found = None
        if found is None:
            found = make(self, cell)
            self._axes.append(found)
        self._current = found
        return found

    def add_subplot(self, *args, **options):
        """One plot of a grid: (rows, columns, index), or the three as one number."""
        projection = "polar" if options.pop("polar", False) else options.pop("projection", None)
        if projection not in (None, "rectilinear", "3d"):
            raise NotImplementedError(f"the projection {projection!r} is not available in the playground; it has '3d', and flat plots")
        view = {name: options.pop(name) for name in ("elev", "azim") if name in options} if projection == "3d" else {}
        shared = options.pop("sharex", None), options.pop("sharey", None)
        make = Axes3D if projection == "3d" else Axes
        if len(args) == 1 and isinstance(args[0], (SubplotSpec, GridSpec)):
            axes = self._in((args[0] if isinstance(args[0], SubplotSpec) else args[0][:, :])._cell(), make)
        else:
            if len(args) == 1 and isinstance(args[0], int):
                args = args[0] // 100, args[0] // 10 % 10, args[0] % 10
            rows, columns, place = args or (1, 1, 1)
            first, last = place if isinstance(place, tuple) else (place, place)
            axes = self._at(int(rows), int(columns), int(first), int(last), make)
        for which, other in zip("xy", shared):
            if isinstance(other, Plot):
                axes._share(which, other)
        if view:
            axes.view_init(**view)
        axes.set(**options)
        self._touch()
        return axes

    def subplots(self, nrows=1, ncols=1, *, squeeze=True, sharex=False, sharey=False, subplot_kw=None, gridspec_kw=None, width_ratios=None, height_ratios=None,
                 **options):
        """A whole grid of plots."""
        taken("subplots", options)
        kept = {"width_ratios": width_ratios, "height_ratios": height_ratios, **(gridspec_kw or {})}
        if any(kept.get(name) is not None for name in ("width_ratios", "height_ratios")):
            grid = GridSpec(nrows, ncols, self, **kept)
            place = lambda r, c: (grid[r, c],)
        else:
            place = lambda r, c: (nrows, ncols, r * ncols + c + 1)
        rows = [[self.add_subplot(*place(r, c), **(subplot_kw or {})) for c in range(ncols)] for r in range(nrows)]
        for which, how in (("x", sharex), ("y", sharey)):
            _share_all(which, {True: "all", False: "none"}.get(how, how), rows)
        self._current = rows[0][0]
        if not squeeze or (nrows > 1 and ncols > 1):
            return AxesArray(rows)
        if nrows == ncols == 1:
            return rows[0][0]
        return AxesRow([axes for row in rows for axes in row])

    def add_gridspec(self, nrows=1, ncols=1, **options):
        """A grid whose cells a plot may take several of."""
        return GridSpec(nrows, ncols, self, **options)

    def subplot_mosaic(self, mosaic, *, sharex=False, sharey=False, subplot_kw=None, gridspec_kw=None, width_ratios=None, height_ratios=None,
                       empty_sentinel=".", per_subplot_kw=None, **options):
        """Plots by name, where a picture of letters, or lists of names, has them."""
        taken("subplot_mosaic", options)
        rows = [row.strip() for row in mosaic.replace(";", "\n").strip().split("\n")] if isinstance(mosaic, str) else mosaic
        rows = [list(row) for row in rows]
        if len({len(row) for row in rows}) != 1:
            raise ValueError("All of the rows must be the same length")
        grid = GridSpec(len(rows), len(rows[0]), self, **{"width_ratios": width_ratios, "height_ratios": height_ratios, **(gridspec_kw or {})})
        places = {}
        for r, row in enumerate(rows):
            for c, name in enumerate(row):
                if name != empty_sentinel:
                    places.setdefault(name, []).append((r, c))
        made = {}
        for name, cells in places.items():
            (top, left), (bottom, right) = (min(cells), max(cells))
            if len(cells) != (bottom - top + 1) * (right - left + 1):
                raise ValueError(f"While trying to layout\n{mosaic!r}\nwe found that the label {name!r} specifies a non-rectangular or non-contiguous area.")
            made[name] = self.add_subplot(grid[top:bottom + 1, left:right + 1], **{**(subplot_kw or {}), **(per_subplot_kw or {}).get(name, {})})
        for which, how in (("x", sharex), ("y", sharey)):
            _share_all(which, {True: "all", False: "none"}.get(how, how), [list(made.values())])
        return made

    def align_labels(self, axs=None):
        """Accepted: names of axes stand level here."""

    align_xlabels = align_ylabels = align_labels

    def autofmt_xdate(self, **options):
        """Accepted: names that are too long stand aslant."""

    def set_figwidth(self, val):
        """How wide it is."""
        self._size = _size(val, self._size[1])

    def set_figheight(self, val):
        """How high it is."""
        self._size = _size(self._size[0], val)

    def get_size_inches(self):
        """How large it is."""
        import numpy
        return numpy.array(self._size)

    def get_axes(self):
        """Its plots."""
        return list(self._axes)

    def delaxes(self, ax):
        """Takes a plot away."""
        self._axes.remove(ax)
        self._current = self._axes[-1] if self._current is ax and self._axes else None if self._current is ax else self._current
        self._touch()

    def gca(self):
        """The plot at work, made if there is none."""
        return self._current or self.add_subplot(1, 1, 1)

    def sca(self, a):
        """Makes a plot the one at work."""
        self._current = a
        return a

    def suptitle(self, t, **options):
        """The words above all plots."""
        taken("suptitle", options, "y", "x", "color")
        self._title = str(t)[:TEXT]
        self._touch()

    def colorbar(self, mappable, cax=None, ax=None, *, label="", **options):
        """Shows what the colours of an image, a contour or a scatter mean."""
        taken("colorbar", options, "shrink", "fraction", "aspect", "orientation", "ticks", "location", "extend", "use_gridspec")
        if not isinstance(mappable, (Mapped, ScalarMappable)):
            raise TypeError("colorbar() takes what imshow, contourf or scatter with numbers as c returned, or plot_surface with a cmap")
        # Where several plots share a bar, it stands beside the last of them.
        given = [ax] if isinstance(ax, Plot) else list(getattr(ax, "flat", ax)) if ax is not None else []
        at = mappable.axes if mappable.axes is not None and (len(given) < 2) else given[-1] if given else self.gca()
        at._bar = mappable._mark, str(label)[:TEXT]
        self._touch()
        return Colorbar(at)

    def tight_layout(self, **options):
        """Accepted: plots never overlap here."""

    def subplots_adjust(self, **options):
        """Accepted: plots never overlap here."""

    def set_size_inches(self, w, h=None):
        """How large it is."""
        self._size = _size(*(w if h is None else (w, h)))

    def clf(self):
        """Empties it."""
        self._title, self._axes, self._current = "", [], None

    clear = clf

    def show(self):
        """Tells the page how it looks now."""
        self._tell(line_of_program())

    def savefig(self, fname, **options):
        """Nothing is saved; the page shows the figure."""
        _read.warn(f"savefig: nothing is saved in the playground; {str(fname)!r} is shown under Plots")
        self._tell(line_of_program())

    def _tell(self, line):
        """Sends the figure to the page unless the page has it already."""
        if self._animation is not None:
            self._animation._play(line)
        if not self._axes:
            return
        rows, columns = lcm(*(a._cell[0] for a in self._axes)), lcm(*(a._cell[1] for a in self._axes))
        if rows > 60 or columns > 60:
            raise ValueError("subplots of so many different grids do not fit on one figure of the playground")
        figure = {"number": self._id, "width": self._size[0], "height": self._size[1], "title": self._title, "rows": rows, "columns": columns,
                  "axes": [{**_place(a._cell, rows, columns), **a._told()} for a in self._axes]}
        text = json.dumps(_finite(figure), separators=(",", ":"))
        if text != self._told:
            self._told = text
            import _host
            _host.plot(line, text)


class Colorbar:
    """The handle on a colour bar."""

    def __init__(self, axes):
        self._axes = axes

    def set_label(self, label, **options):
        """What its numbers mean."""
        self._axes._bar = self._axes._bar[0], str(label)[:TEXT]

    def __getattr__(self, name):
        raise missing("Colorbar", name)


def _share_all(which, how, rows):
    """Makes axes of a grid share their limits: all of them, or those of each row or column."""
    if how not in ("all", "none", "row", "col"):
        raise ValueError(f"{how!r} is not a valid value for share{which}; supported values are 'all', 'row', 'col', 'none', False, True")
    groups = {"all": [[a for row in rows for a in row]], "row": rows, "col": [list(column) for column in zip(*rows)], "none": []}[how]
    for first, *others in groups:
        for axes in others:
            axes._share(which, first)


def line_of_program():
    """The learner's line that is running."""
    import torch
    return torch._core.outer_line(sys._getframe(1))


def _size(width, height):
    width, height = _read.number(width), _read.number(height)
    if not (0 < width <= 100 and 0 < height <= 100):
        raise ValueError(f"figure size must be positive finite not ({width}, {height})")
    return [width, height]


def _place(cell, rows, columns):
    own_rows, own_columns, first, last = cell
    high, wide = rows // own_rows, columns // own_columns
    (top, left), (bottom, right) = divmod(first, own_columns), divmod(last, own_columns)
    return {"row": top * high, "column": left * wide, "rowSpan": (bottom - top + 1) * high, "columnSpan": (right - left + 1) * wide}


def _finite(value):
    """JSON has no NaN and no infinity: null stands for what has no place on a plot."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, list):
        return value if all(isinstance(v, float) and isfinite(v) for v in value) else [_finite(v) for v in value]
    if isinstance(value, dict):
        return {key: _finite(v) for key, v in value.items()}
    return value


def __getattr__(name):
    raise missing("matplotlib.figure", name)
