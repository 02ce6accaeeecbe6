"""a.flat: the elements of an array one after another, to read and to write."""


class Flat:
    """Goes through an array row by row."""

    def __init__(self, array):
        self.base, self._at = array, 0

    def __iter__(self):
        return self

    def __next__(self):
        if self._at >= self.base.size:
            raise StopIteration
        self._at += 1
        return self[self._at - 1]

    def __len__(self):
        return self.base.size

    def __getitem__(self, index):
        return self.base.ravel()[index]

    def __setitem__(self, index, value):
        whole = self.base.ravel().copy()
        whole[index] = value
        self.base[...] = whole.reshape(self.base.shape)
