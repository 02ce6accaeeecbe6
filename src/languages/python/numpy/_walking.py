"""Going through arrays element by element, with the place of each."""
import itertools
import math

from ._convert import asarray


class ndindex:
    """All places of a shape, the last axis fastest."""

    def __init__(self, *shape):
        sizes = shape[0] if len(shape) == 1 and isinstance(shape[0], (tuple, list)) else shape
        self._places = itertools.product(*[range(size) for size in sizes])

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._places)


class ndenumerate:
    """Pairs of a place and the element there."""

    def __init__(self, arr):
        self._array = asarray(arr)
        self._places = ndindex(self._array.shape)

    def __iter__(self):
        return self

    def __next__(self):
        place = next(self._places)
        return place, self._array[place]


class nditer:
    """Walks through one array or several that are broadcast: a `for` loop, or by hand with `finished`, `multi_index` and `iternext()`."""

    _ORDERS = ("C", "K", "A")

    def __init__(self, op, flags=(), op_flags=None, op_dtypes=None, order="K", casting="safe"):
        unknown = set(flags) - {"multi_index", "c_index", "refs_ok", "zerosize_ok", "readonly"}
        if unknown or order not in self._ORDERS or op_dtypes is not None:
            what = sorted(unknown)[0] if unknown else "order='F'" if op_dtypes is None else "op_dtypes"
            raise NotImplementedError(f"np.nditer in the playground does not have {what}")
        from . import broadcast_arrays
        several = isinstance(op, (tuple, list)) and any(hasattr(o, "shape") for o in op)
        self.operands = tuple(broadcast_arrays(*op)) if several else (asarray(op),)
        self._flags, self._several, self._order = flags, several, order
        self.shape = self.operands[0].shape
        self.ndim, self.itersize = len(self.shape), self.operands[0].size
        if self.itersize == 0 and "zerosize_ok" not in flags:
            raise ValueError("Iteration of zero-sized operands is not enabled")
        self.reset()

    def reset(self):
        """Back to the first element."""
        # Elements come as they lie in memory, whatever the order of the axes, unless the order C is asked for.
        steps = [abs(step) for step in self.operands[0].strides]
        axes = sorted(range(self.ndim), key=lambda axis: 0 if self._order == "C" else -steps[axis])
        back = sorted(range(self.ndim), key=axes.__getitem__)
        walk = itertools.product(*[range(self.shape[axis]) for axis in axes])
        self._places, self.iterindex = (tuple([place[i] for i in back]) for place in walk), -1
        self.iternext()

    def iternext(self):
        """Goes on, and says whether there is an element."""
        self._place = next(self._places, None)
        self.iterindex += 1
        return not self.finished

    @property
    def finished(self):
        """Whether all elements have been seen."""
        return self._place is None

    @property
    def multi_index(self):
        """The place of the element."""
        if "multi_index" not in self._flags:
            raise ValueError("Iterator is not tracking a multi-index")
        if self.finished:
            raise ValueError("Iterator is past the end")
        return self._place

    @property
    def index(self):
        """The place of the element, counted through all."""
        if "c_index" not in self._flags:
            raise ValueError("Iterator does not have an index")
        return sum(i * math.prod(self.shape[axis + 1:]) for axis, i in enumerate(self._place))

    @property
    def value(self):
        """The element, as an array without dims that shares its memory."""
        if self.finished:
            raise ValueError("Iterator is past the end")
        parts = tuple(a[(*self._place, Ellipsis)] for a in self.operands)
        return parts if self._several else parts[0]

    def __getitem__(self, i):
        return self.operands[i][(*self._place, Ellipsis)]

    def __len__(self):
        return len(self.operands)

    def __iter__(self):
        # The place stands at the element while the loop's body runs.
        while not self.finished:
            yield self.value
            self.iternext()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass
