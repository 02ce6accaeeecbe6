"""What some functions of two numbers have as methods: np.add.reduce, np.maximum.accumulate, np.multiply.outer, np.add.at."""
from ._convert import asarray


def install(names):
    """Gives the functions their methods."""
    folds = {"add": ("sum", "cumsum"), "multiply": ("prod", "cumprod"), "maximum": ("max", None), "minimum": ("min", None),
             "logical_and": ("all", None), "logical_or": ("any", None)}
    for name, (fold, run) in folds.items():
        function = names[name]
        function.reduce = _reduce(names[fold])
        function.accumulate = _accumulate(names[run] if run else None, function)
    for name in ("add", "subtract", "multiply", "divide", "maximum", "minimum", "power"):
        names[name].outer = _outer(names[name])
        names[name].at = _at(names[name])


def _reduce(fold):
    def reduce(array, axis=0, dtype=None, out=None, keepdims=False):
        """All numbers along an axis, one after the other."""
        return fold(asarray(array, dtype), axis=axis, keepdims=keepdims)
    return reduce


def _accumulate(run, function):
    def accumulate(array, axis=0):
        """What reduce has after each number."""
        array = asarray(array)
        if run is not None:
            return run(array, axis=axis)
        from . import moveaxis, stack
        rows = list(moveaxis(array, axis, 0))
        for i in range(1, len(rows)):
            rows[i] = function(rows[i - 1], rows[i])
        return stack([asarray(row) for row in rows], axis=axis)
    return accumulate


def _outer(function):
    def outer(A, B):
        """Every number of one with every number of the other."""
        a, b = asarray(A), asarray(B)
        return function(a.reshape(a.shape + (1,) * b.ndim), b)
    return outer


def _at(function):
    def at(a, indices, b):
        """Changes places of an array one after the other, a place that is named twice twice."""
        values = asarray(b)
        places = asarray(indices).ravel().tolist() if not isinstance(indices, tuple) else list(zip(*[asarray(i).ravel().tolist() for i in indices]))
        shape = a[places[0]].shape if places and a.ndim and hasattr(a[places[0]], "shape") else ()
        rows = values.reshape((-1,) + shape) if values.ndim > len(shape) else None
        for k, place in enumerate(places):
            a[place] = function(a[place], values if rows is None else rows[k])
    return at
