"""Views of an array whose elements overlap."""
import _engine

from .._convert import asarray, wrapped
from .._engine_calls import view


def as_strided(x, shape=None, strides=None, subok=False, writeable=True):
    """The array's memory in another shape, with steps in bytes."""
    a = asarray(x)
    steps = a.strides if strides is None else strides
    each = a.itemsize
    if any(step % each for step in steps):
        raise NotImplementedError("as_strided in the playground takes whole elements as steps")
    return wrapped(view(a._t, tuple(a.shape if shape is None else shape), [step // each for step in steps], _engine.offset(a._t._h)))


def sliding_window_view(x, window_shape, axis=None, *, subok=False, writeable=False):
    """All windows of a shape: the places first, the elements of a window last."""
    a = asarray(x)
    sizes = tuple(window_shape) if hasattr(window_shape, "__len__") else (window_shape,)
    axes = range(a.ndim) if axis is None else [d % a.ndim for d in (axis if hasattr(axis, "__len__") else (axis,))]
    if len(sizes) != len(axes):
        raise ValueError(f"Must provide matching length window_shape and axis; got {len(sizes)} window_shape elements and {len(axes)} axes elements.")
    places = list(a.shape)
    for d, size in zip(axes, sizes):
        places[d] -= size - 1
        if places[d] < 0:
            raise ValueError("window shape cannot be larger than input array shape")
    return as_strided(a, (*places, *sizes), (*a.strides, *[a.strides[d] for d in axes]))
