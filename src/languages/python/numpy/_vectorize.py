"""np.vectorize: a Python function for every element."""
from ._convert import array
from ._engine_calls import missing


class vectorize:
    """Calls a Python function for every element; the first result says of which dtype all are."""

    def __init__(self, pyfunc=None, otypes=None, doc=None, excluded=None, cache=False, signature=None):
        if excluded or signature is not None:
            raise missing("vectorize(excluded=) and vectorize(signature=)")
        self.pyfunc, self._types = pyfunc, otypes
        self.__doc__ = doc or getattr(pyfunc, "__doc__", None)

    def __call__(self, *args, **options):
        if self.pyfunc is None:
            # A decorator with options is first called with the function.
            return vectorize(args[0], self._types)
        from . import broadcast_arrays
        arrays = broadcast_arrays(*args)
        rows = zip(*[[v.item() for v in a.ravel()] for a in arrays])
        made = [self.pyfunc(*row, **options) for row in rows]
        if not made and self._types is None:
            raise ValueError("cannot call `vectorize` on size 0 inputs unless `otypes` is set")
        shape = arrays[0].shape
        if made and isinstance(made[0], tuple):
            types = self._types or [None] * len(made[0])
            return tuple(_shaped(column, t, shape) for column, t in zip(zip(*made), types))
        return _shaped(made, self._types[0] if self._types else None, shape)


vectorize.__module__ = __name__


def _shaped(values, wanted, shape):
    found = wanted if wanted is not None else array(values[0]).dtype
    made = array(list(values)).astype(found).reshape(shape)
    return made if shape else made[()]
