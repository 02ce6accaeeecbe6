"""Grids whose cells a plot may take several of."""
from ._missing import missing, taken


class GridSpec:
    """Rows and columns of a figure: gs[0, :2] is the first two cells above."""

    def __init__(self, nrows, ncols, figure=None, *, width_ratios=None, height_ratios=None, **options):
        taken("GridSpec", options, "left", "right", "top", "bottom", "wspace", "hspace")
        self.figure, self.nrows, self.ncols = figure, nrows, ncols
        self._rows, self._columns = _parts(height_ratios, nrows, "height_ratios"), _parts(width_ratios, ncols, "width_ratios")

    def __getitem__(self, index):
        if not isinstance(index, tuple):
            index = divmod(range(self.nrows * self.ncols)[index], self.ncols) if not isinstance(index, slice) else (index, slice(None))
        return SubplotSpec(self, *(_span(i, size) for i, size in zip(index, (self.nrows, self.ncols))))

    def subplots(self, **options):
        """A plot in every cell."""
        return self.figure.subplots(self.nrows, self.ncols, gridspec_kw={"width_ratios": self._columns, "height_ratios": self._rows}, **options)

    def __getattr__(self, name):
        raise missing("GridSpec", name)


class SubplotSpec:
    """Cells of a grid, side by side."""

    def __init__(self, grid, rows, columns):
        self._grid, self._rows, self._columns = grid, rows, columns

    def _cell(self):
        """(rows, columns, first, last) of an even grid that has these cells."""
        down, across = self._grid._rows, self._grid._columns
        rows, columns = sum(down), sum(across)
        top, bottom = sum(down[:self._rows[0]]), sum(down[:self._rows[1] + 1]) - 1
        left, right = sum(across[:self._columns[0]]), sum(across[:self._columns[1] + 1]) - 1
        return rows, columns, top * columns + left, bottom * columns + right

    def __getattr__(self, name):
        raise missing("SubplotSpec", name)


def _span(index, size):
    if isinstance(index, slice):
        cells = range(size)[index]
        if not cells:
            raise IndexError("GridSpec slice would result in no space allocated for subplot")
        return cells[0], cells[-1]
    if not -size <= index < size:
        raise IndexError(f"index {index} is out of bounds for axis 0 with size {size}")
    return index % size, index % size


def _parts(ratios, count, name):
    """Whole numbers, as near to the ratios as twelve parts can be."""
    if ratios is None:
        return [1] * count
    if len(ratios) != count:
        raise ValueError(f"Expected the given number of {name.split('_')[0]} ratios to match the number of {'columns' if name[0] == 'w' else 'rows'} of the grid")
    ratios = [float(r) for r in ratios]
    for parts in range(1, 13):
        scaled = [r / min(ratios) * parts for r in ratios]
        if sum(scaled) <= 24 and all(abs(v - round(v)) < 0.02 * v for v in scaled):
            return [round(v) for v in scaled]
    whole = [max(1, round(12 * r / sum(ratios))) for r in ratios]
    return whole


def __getattr__(name):
    raise missing("matplotlib.gridspec", name)
