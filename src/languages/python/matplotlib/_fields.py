"""Tables of numbers as images and contours."""
from bisect import bisect_right
from math import isfinite

from . import _read
from ._artists import Mapped, image_data
from ._levels import levels_of
from ._missing import taken
from .colors import colormap, resolve
from ._norms import LogNorm, Normalize


class FieldPart:
    """The part of Axes that draws what has a number at every place."""

    def imshow(self, X, cmap=None, *, vmin=None, vmax=None, origin=None, extent=None, alpha=None, aspect=None, interpolation=None, norm=None,
               **options):
        """A table of numbers, or of colours, as an image."""
        taken("imshow", options, "interpolation_stage", "resample", "filternorm", "filterrad")
        rows, columns = _shape(X)
        image = image_data(X, "imshow")
        upper = origin != "lower"
        if extent is not None:
            box = [_read.number(v) for v in extent]
        else:
            box = [-0.5, columns - 0.5, *((rows - 0.5, -0.5) if upper else (-0.5, rows - 0.5))]
        self._equal = aspect in (None, "equal", 1)
        view = {}
        for which, (start, end) in (("x", box[:2]), ("y", box[2:])):
            # An image says how its axes go, unless the program has.
            if not any(map(isfinite, self._limits[which])):
                self._reversed[which] = end < start
                view[which] = sorted((start, end))
        mapping = mapping_of(image["data"], cmap, vmin, vmax, norm) if image["channels"] == 1 else {"range": [0.0, 1.0], "map": colormap("gray").told()}
        smooth = interpolation not in (None, "none", "nearest", "antialiased", "auto")
        made = self._add("image", Mapped, **image, upper=upper, extent=box, smooth=smooth or None,
                         alpha=_read.number(1 if alpha is None else alpha), **mapping)
        self._view = view
        return made

    def pcolormesh(self, *args, cmap=None, vmin=None, vmax=None, alpha=None, shading=None, norm=None, **options):
        """A table of numbers as coloured cells: C, or X, Y and C with their middles or their edges."""
        taken("pcolormesh", options)
        if shading == "gouraud":
            raise NotImplementedError("pcolormesh() in the playground has flat cells")
        if len(args) not in (1, 3):
            raise TypeError(f"pcolormesh() takes 1 or 3 positional arguments but {len(args)} were given")
        z = _read.table(args[-1], "pcolormesh")
        x, y = _mesh(*args[:2]) if len(args) == 3 else ([float(i) for i in range(len(z[0]) + 1)], [float(i) for i in range(len(z) + 1)])
        x, y = _edges(x, len(z[0]), "X"), _edges(y, len(z), "Y")
        image = image_data(z, "pcolormesh")
        even = _is_even(x) and _is_even(y)
        if not even and (image["rows"], image["columns"]) != (len(y) - 1, len(x) - 1):
            raise NotImplementedError(f"pcolormesh() in the playground has at most {_read.CELLS} cells of different sizes")
        return self._add("image", Mapped, **image, upper=False, extent=[x[0], x[-1], y[0], y[-1]], edges=None if even else {"x": x, "y": y}, alpha=_read.number(1 if alpha is None else alpha),
                         **mapping_of(image["data"], cmap, vmin, vmax, norm))

    pcolor = pcolormesh

    def hist2d(self, x, y, bins=10, range=None, density=False, weights=None, cmin=None, cmax=None, **options):
        """How many points are in each cell of a grid."""
        import numpy
        if weights is not None:
            raise NotImplementedError("hist2d() in the playground counts points; it takes no weights")
        x, y = _read.flat(x), _read.flat(y)
        _read.same_length(x, y)
        counts = list(bins) if isinstance(bins, (list, tuple)) and len(bins) == 2 else [bins, bins]
        edges = [_bin_edges(v, b, None if range is None else range[k]) for k, (v, b) in enumerate(zip((x, y), counts))]
        table = [[0.0] * (len(edges[0]) - 1) for _ in edges[1][1:]]
        for a, b in zip(x, y):
            column, row = _bin(a, edges[0]), _bin(b, edges[1])
            if column is not None and row is not None:
                table[row][column] += 1
        if density:
            total = sum(map(sum, table))
            table = [[v / total / (edges[0][c + 1] - edges[0][c]) / (edges[1][r + 1] - edges[1][r]) for c, v in enumerate(row)] for r, row in enumerate(table)]
        keep = lambda v: v if (cmin is None or v >= cmin) and (cmax is None or v <= cmax) else float("nan")
        shown = [[keep(v) for v in row] for row in table]
        return numpy.array(table).T, numpy.array(edges[0]), numpy.array(edges[1]), self.pcolormesh(*edges, shown, **options)

    def matshow(self, Z, **options):
        """imshow of a matrix."""
        return self.imshow(Z, **options)

    def contour(self, *args, **options):
        """Lines of equal height: Z, or X, Y and Z, and levels if they are given."""
        return self._contour("contour", False, args, options)

    def contourf(self, *args, **options):
        """Bands between lines of equal height."""
        return self._contour("contourf", True, args, options)

    def _contour(self, what, filled, args, options):
        given = dict(options)
        cmap, colours, alpha = given.pop("cmap", None), given.pop("colors", None), given.pop("alpha", None)
        vmin, vmax, levels = given.pop("vmin", None), given.pop("vmax", None), given.pop("levels", None)
        style, norm = given.pop("linestyles", None), given.pop("norm", None)
        taken(what, given, "extend", "antialiased")
        if len(args) in (2, 4):
            *args, levels = args
        if len(args) == 1:
            z = _read.table(args[0], what)
            x, y = [float(i) for i in range(len(z[0]))], [float(i) for i in range(len(z))]
        elif len(args) == 3:
            x, y, z = _regular(*args, what)
        else:
            raise TypeError(f"{what} takes from 1 to 4 positional arguments but {len(args)} were given")
        thin = _read.thin_table(z, what)
        if thin is not z:
            step = -(-len(z) // len(thin))
            z, x, y = thin, x[::step], y[::step]
        cells = [v for row in z for v in row]
        mapping = mapping_of(cells, cmap, vmin, vmax, norm)
        at = levels_of(levels, cells, filled, "log" in mapping["map"])
        if vmin is None and vmax is None and len(at) > 1 and (norm is None or norm == "log" or norm.vmin is norm.vmax is None):
            mapping["range"] = [at[0], at[-1]]
        if isinstance(colours, (list, tuple)) and len(set(map(str, colours))) > 1:
            from .colors import ListedColormap
            mapping["map"], colours = ListedColormap(colours).told(), None
        elif isinstance(colours, (list, tuple)):
            colours = colours[0]
        return self._add("contour", Mapped, rows=len(z), columns=len(z[0]), z=cells, x=x, y=y, filled=filled, levels=at,
                         colour=resolve(colours) if colours is not None else None, dash="dashed" if style in ("--", "dashed") else "solid",
                         alpha=_read.number(1 if alpha is None else alpha), **mapping)


def mapping_of(values, cmap, vmin, vmax, norm=None):
    """The range of the numbers and the colours they get."""
    if norm is not None:
        if vmin is not None or vmax is not None:
            raise ValueError("Passing a Normalize instance simultaneously with vmin/vmax is not supported.  Please pass vmin/vmax directly to the norm when creating it.")
        if norm == "log":
            norm = LogNorm()
        if type(norm) not in (Normalize, LogNorm):
            raise NotImplementedError(f"the norm {type(norm).__name__} is not available in the playground; it has Normalize and LogNorm")
        vmin, vmax = norm.vmin, norm.vmax
    log = isinstance(norm, LogNorm)
    finite = [v for v in values if isfinite(v) and (v > 0 or not log)] or [1.0 if log else 0.0]
    low = min(finite) if vmin is None else _read.number(vmin)
    high = max(finite) if vmax is None else _read.number(vmax)
    return {"range": [low, high], "map": {**colormap(cmap).told(), **({"log": True} if log else {})}}


def _mesh(x, y):
    """Places of columns and rows, from lists or from tables as meshgrid makes them."""
    x, y = _read.plain(x), _read.plain(y)
    if not isinstance(x[0], list):
        return x, y
    if any(row != x[0] for row in x) or any(len(set(row)) > 1 for row in y):
        raise NotImplementedError("pcolormesh() in the playground takes X and Y of a regular grid, as meshgrid(..., indexing='xy') makes them")
    return x[0], [row[0] for row in y]


def _edges(places, count, name):
    """Where `count` cells begin and end, from their edges or their middles."""
    if len(places) not in (count, count + 1):
        raise TypeError(f"{name} has {len(places)} places for {count} cells of C")
    if len(places) == count + 1:
        return places
    if count == 1:
        return [places[0] - 0.5, places[0] + 0.5]
    between = [(a + b) / 2 for a, b in zip(places, places[1:])]
    return [2 * places[0] - between[0], *between, 2 * places[-1] - between[-1]]


def _bin_edges(values, bins, ends):
    if not isinstance(bins, int):
        return _read.row(bins)
    low, high = (min(values), max(values)) if ends is None else ends
    low, high = (low - 0.5, high + 0.5) if low == high else (low, high)
    return [low + i * (high - low) / bins for i in [*range(bins + 1)]]


def _bin(value, edges):
    if not edges[0] <= value <= edges[-1]:
        return None
    return min(len(edges) - 2, bisect_right(edges, value) - 1)


def _is_even(edges):
    step = (edges[-1] - edges[0]) / (len(edges) - 1)
    return all(abs(b - a - step) <= 1e-3 * abs(step) for a, b in zip(edges, edges[1:]))


def _shape(value):
    shape = getattr(value, "shape", None)
    if shape is not None and len(shape) >= 2:
        return int(shape[0]), int(shape[1])
    rows = _read.plain(value)
    if not (isinstance(rows, list) and rows and isinstance(rows[0], list)):
        raise TypeError(f"Invalid shape ({len(rows) if isinstance(rows, list) else ''},) for image data")
    return len(rows), len(rows[0])


def _regular(x, y, z, what):
    """Places of columns and of rows; X and Y may be lists or tables as meshgrid makes them, with either indexing."""
    x, y, z = _read.plain(x), _read.plain(y), _read.table(z, what)
    if not isinstance(x[0], list) and not isinstance(y[0], list):
        across, up = x, y
    else:
        x, y = _read.table(x, what), _read.table(y, what)
        if all(row == x[0] for row in x) and all(len(set(row)) == 1 for row in y):
            across, up = x[0], [row[0] for row in y]
        elif all(row == y[0] for row in y) and all(len(set(row)) == 1 for row in x):
            across, up, z = [row[0] for row in x], y[0], [list(column) for column in zip(*z)]
        else:
            raise NotImplementedError(f"{what}() in the playground takes X and Y of a regular grid, as meshgrid makes them")
    if len(across) != len(z[0]) or len(up) != len(z):
        raise TypeError(f"Length of x ({len(across)}) must match number of columns in z ({len(z[0])}), and length of y ({len(up)}) the number of rows ({len(z)})")
    if min(len(across), len(up)) < 2:
        raise TypeError(f"Input z must be at least a (2, 2) shaped array, but has shape ({len(up)}, {len(across)})")
    return list(across), list(up), z
