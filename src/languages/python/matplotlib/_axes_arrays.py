"""What subplots() returns: axes in rows and columns, or in one line."""
from ._missing import missing


class AxesArray:
    """Axes in rows and columns, indexed as an array is."""

    def __init__(self, rows):
        self._rows = rows

    shape = property(lambda self: (len(self._rows), len(self._rows[0])))
    size = property(lambda self: self.shape[0] * self.shape[1])
    flat = property(lambda self: iter(self.flatten()))
    T = property(lambda self: AxesArray([list(column) for column in zip(*self._rows)]))

    def flatten(self):
        """All of them in one list."""
        return [axes for row in self._rows for axes in row]

    ravel = tolist = flatten

    def __getattr__(self, name):
        raise missing("the array of axes", name)

    def __len__(self):
        return len(self._rows)

    def __iter__(self):
        return iter(self._rows)

    def __getitem__(self, index):
        if not isinstance(index, tuple):
            return self._rows[index]
        row, column = index
        if isinstance(row, slice):
            return [each[column] for each in self._rows[row]]
        return self._rows[row][column]


class AxesRow(list):
    """Axes of one row or column, as a flat array."""
    shape = property(lambda self: (len(self),))
    size = property(len)
    flat = property(iter)

    def flatten(self):
        """Itself."""
        return self

    ravel = tolist = flatten

    def __getattr__(self, name):
        raise missing("the array of axes", name)
