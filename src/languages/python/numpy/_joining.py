"""Arrays put together, taken apart, turned and repeated."""
import builtins

import _engine

from ._convert import asarray, shape_of, tensor_like, wrapped
from ._dtypes import DTYPES, promoted
from ._engine_calls import axis_of, broadcast_shape, cast, op


def _alike(arrays):
    """Tensors of one dtype."""
    tensors = [tensor_like(a) for a in arrays]
    if not tensors:
        raise ValueError("need at least one array to concatenate")
    d = DTYPES[_engine.dtype(tensors[0]._h)]
    for t in tensors[1:]:
        d = promoted(d, DTYPES[_engine.dtype(t._h)])
    return [cast(t, d.name) for t in tensors]


def concatenate(arrays, axis=0, out=None, *, dtype=None):
    """Arrays one after another along an axis they have."""
    tensors = _alike(arrays)
    if axis is None:
        tensors, axis = [op("reshape", t, (-1,)) for t in tensors], 0
    rank = tensors[0].dim()
    if rank == 0:
        raise ValueError("zero-dimensional arrays cannot be concatenated")
    axis = axis_of(axis, rank)
    for i, t in enumerate(tensors):
        if t.dim() != rank:
            raise ValueError("all the input arrays must have same number of dimensions, but the array at index 0 has "
                             f"{rank} dimension(s) and the array at index {i} has {t.dim()} dimension(s)")
        for d in range(rank):
            if d != axis and t.shape[d] != tensors[0].shape[d]:
                raise ValueError("all the input array dimensions except for the concatenation axis must match exactly, but along "
                                 f"dimension {d}, the array at index 0 has size {tensors[0].shape[d]} and the array at index {i} has size {t.shape[d]}")
    return wrapped(op("cat", tensors, axis))


def stack(arrays, axis=0):
    """Arrays side by side along a new axis."""
    tensors = _alike(arrays)
    if len({tuple(t.shape) for t in tensors}) > 1:
        raise ValueError("all input arrays must have the same shape")
    return wrapped(op("stack", tensors, axis_of(axis, tensors[0].dim() + 1)))


def atleast_1d(a):
    """At least one axis."""
    a = asarray(a)
    return a if a.ndim else a.reshape(1)


def atleast_2d(a):
    """At least two axes, new ones in front."""
    a = asarray(a)
    return a if a.ndim > 1 else a.reshape(1, -1)


def vstack(tup):
    """Arrays on top of one another."""
    return concatenate([atleast_2d(a) for a in tup], 0)


def hstack(tup):
    """Arrays beside one another."""
    arrays = [atleast_1d(a) for a in tup]
    return concatenate(arrays, 0 if arrays and arrays[0].ndim == 1 else 1)


def column_stack(tup):
    """Arrays as columns."""
    arrays = [asarray(a) for a in tup]
    return concatenate([a if a.ndim > 1 else a.reshape(-1, 1) for a in arrays], 1)


class Columns:
    """np.c_[a, b]: rows of numbers as columns."""
    __slots__ = ()

    def __getitem__(self, parts):
        return column_stack(_spread(parts))


class Rows:
    """np.r_[a, 0, 1:5]: one after another."""
    __slots__ = ()

    def __getitem__(self, parts):
        return concatenate([atleast_1d(p) for p in _spread(parts)])


def _spread(parts):
    from ._create import arange
    parts = parts if isinstance(parts, tuple) else (parts,)
    return [arange(p.start or 0, p.stop, 1 if p.step is None else p.step) if isinstance(p, slice) else p for p in parts]


def append(arr, values, axis=None):
    """A copy with more at the end."""
    return concatenate([arr, values], axis)


def array_split(ary, indices_or_sections, axis=0):
    """Parts that are as equal as can be, or that end at indices."""
    ary = asarray(ary)
    n = ary.shape[axis]
    if isinstance(indices_or_sections, int):
        size, more = divmod(n, indices_or_sections)
        ends = [i * size + builtins.min(i, more) for i in range(1, indices_or_sections)]
    else:
        ends = [int(i) for i in indices_or_sections]
    cut = (slice(None),) * axis_of(axis, ary.ndim)
    return [ary[cut + (slice(a, b),)] for a, b in zip([0, *ends], [*ends, n])]


def split(ary, indices_or_sections, axis=0):
    """Equal parts, or parts that end at indices."""
    if isinstance(indices_or_sections, int) and asarray(ary).shape[axis] % indices_or_sections:
        raise ValueError("array split does not result in an equal division")
    return array_split(ary, indices_or_sections, axis)


def vsplit(ary, indices_or_sections):
    """Parts along the first axis."""
    return split(ary, indices_or_sections, 0)


def hsplit(ary, indices_or_sections):
    """Parts along the second axis, or the only one."""
    return split(ary, indices_or_sections, 0 if asarray(ary).ndim == 1 else 1)


def reshape(a, shape, order="C"):
    """The same numbers in another shape."""
    return asarray(a).reshape(shape, order=order)


def ravel(a, order="C"):
    """All numbers along one axis."""
    return asarray(a).ravel()


def transpose(a, axes=None):
    """The axes in another order."""
    return asarray(a).transpose(axes)


def swapaxes(a, axis1, axis2):
    """Two axes exchanged."""
    return asarray(a).swapaxes(axis1, axis2)


def moveaxis(a, source, destination):
    """Axes put elsewhere."""
    return wrapped(op("movedim", tensor_like(a), source, destination))


def squeeze(a, axis=None):
    """Without axes of length one."""
    return asarray(a).squeeze(axis)


def expand_dims(a, axis):
    """With new axes of length one."""
    a = asarray(a)
    for at in sorted(axis if isinstance(axis, (tuple, list)) else (axis,)):
        a = wrapped(op("unsqueeze", a._t, axis_of(at, a.ndim + 1)))
    return a


def broadcast_to(array, shape):
    """Stretched to a shape."""
    a, sizes = asarray(array), shape_of(shape)
    rear = sizes[len(sizes) - a.ndim:]
    if a.ndim > len(sizes) or any(s not in (1, room) for s, room in zip(a.shape, rear)):
        of, told = (str(s).replace(" ", "") for s in (a.shape, sizes))
        raise ValueError(f"operands could not be broadcast together with remapped shapes [original->remapped]: {of}  and requested shape {told}")
    return wrapped(op("broadcast_to", a._t, sizes))


def broadcast_arrays(*args):
    """All stretched to one shape."""
    shape = broadcast_shape(*[asarray(a).shape for a in args])
    return tuple(broadcast_to(a, shape) for a in args)


def tile(A, reps):
    """The whole array several times along each axis."""
    return wrapped(op("tile", tensor_like(A), shape_of(reps)))


def repeat(a, repeats, axis=None):
    """Every element several times."""
    t = tensor_like(a)
    if axis is None:
        t, axis = op("reshape", t, (-1,)), 0
    counts = repeats if isinstance(repeats, int) else asarray(repeats).tolist()
    places = [i for i in range(t.shape[axis]) for _ in range(counts if isinstance(counts, int) else counts[i])]
    return wrapped(op("index_select", t, axis_of(axis, t.dim()), asarray(places, "int64")._t))


def flip(m, axis=None):
    """Back to front along axes; a view of the same memory."""
    m = asarray(m)
    axes = range(m.ndim) if axis is None else [axis_of(a, m.ndim) for a in (axis if isinstance(axis, tuple) else (axis,))]
    return m[tuple(slice(None, None, -1 if d in axes else None) for d in range(m.ndim))]


def fliplr(m):
    """Columns back to front."""
    return flip(m, 1)


def flipud(m):
    """Rows back to front."""
    return flip(m, 0)


def roll(a, shift, axis=None):
    """Elements moved on, those that fall off put in front."""
    t = tensor_like(a)
    return wrapped(op("roll", t, shift) if axis is None else op("roll", t, shift, axis))


def rot90(m, k=1):
    """Turned by quarter turns."""
    return wrapped(op("rot90", tensor_like(m), k))


def take(a, indices, axis=None):
    """Elements at indices."""
    a = asarray(a)
    return a.ravel()[indices] if axis is None else a[(slice(None),) * axis_of(axis, a.ndim) + (indices,)]


def delete(arr, obj, axis=None):
    """A copy without some elements."""
    a = asarray(arr)
    if axis is None:
        a, axis = a.ravel(), 0
    n = a.shape[axis]
    gone = {int(i) % n for i in (range(n)[obj] if isinstance(obj, slice) else atleast_1d(obj).tolist())}
    return take(a, [i for i in range(n) if i not in gone], axis)


def insert(arr, obj, values, axis=None):
    """A copy with more before an index."""
    a = asarray(arr)
    if axis is None:
        a, axis = a.ravel(), 0
    before, after = array_split(a, [obj], axis)
    more = asarray(values, a.dtype)
    if a.ndim > 1 and more.ndim < a.ndim:
        more = broadcast_to(expand_dims(more, axis) if more.ndim else more, [1 if d == axis else s for d, s in enumerate(a.shape)])
    return concatenate([before, atleast_1d(more), after], axis)


def pad(array, pad_width, mode="constant", constant_values=0):
    """Surrounded by a constant, by its edge, or by itself: mirrored or from the other side."""
    from ._create import full
    a = asarray(array)
    widths = broadcast_to(asarray(pad_width), (a.ndim, 2)).tolist()
    if mode in _AROUND:
        for axis, (low, high) in enumerate(widths):
            if a.shape[axis] == 0:
                raise ValueError(f"can't extend empty axis {axis} using modes other than 'constant' or 'empty'")
            a = a.take([_AROUND[mode](i, a.shape[axis]) for i in range(-low, a.shape[axis] + high)], axis)
        return a
    if mode != "constant":
        from ._engine_calls import missing
        raise missing(f"pad(mode={mode!r})")
    out = full([s + low + high for s, (low, high) in zip(a.shape, widths)], constant_values, dtype=a.dtype)
    out[tuple(slice(low, low + s) for s, (low, _) in zip(a.shape, widths))] = a
    return out


def _mirrored(i, size):
    if size == 1:
        return 0
    i %= 2 * size - 2
    return min(i, 2 * size - 2 - i)


_AROUND = {"edge": lambda i, size: min(max(i, 0), size - 1), "wrap": lambda i, size: i % size, "reflect": _mirrored,
           "symmetric": lambda i, size: min(i % (2 * size), 2 * size - 1 - i % (2 * size))}
"""For each mode the place inside that a place outside repeats."""
