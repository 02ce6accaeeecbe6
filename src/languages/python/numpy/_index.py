"""What `a[...]` selects: slices (backwards too) are views of the same memory, lists, arrays and masks are copies."""
import re
from operator import index as whole

import _engine
from torch import _arguments, _core, _index as _encoding

from . import _convert
from ._dtypes import bool_
from ._engine_calls import op, quiet, view

_BAD = "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices"


def select(tensor, index):
    """The part of a tensor that an index names."""
    items, advanced = _items(tensor, index)
    return _advanced(tensor, items) if advanced else _basic(tensor, items)


def assign(tensor, index, value):
    """Writes a tensor or number into the part that an index names."""
    items, advanced = _items(tensor, index)
    if advanced:
        tensor, text, keep = _encoded(tensor, items)
        if quiet(_engine.set_item, 0, tensor._h, text, *_arguments.tensor_arg(value, "")):
            _mismatch(value, items)
    elif isinstance(value, (int, float)):
        quiet(_basic(tensor, items).fill_, value)
    else:
        part = _basic(tensor, items)
        quiet(part.copy_, _fitting(value, tuple(value.shape), tuple(part.shape)))


def _fitting(value, of, into):
    """A value that can be stretched into a part of an array; NumPy's error for others."""
    if of and not into:
        raise ValueError("setting an array element with a sequence.")
    extra = max(len(of) - len(into), 0)
    core = of[extra:]
    fits = all(size in (1, room) for size, room in zip(core[::-1], into[::-1])) and set(of[:extra]) <= {1}
    if not fits:
        shown = [str(s).replace(" ", "") for s in (of, into)]
        raise ValueError(f"could not broadcast input array from shape {shown[0]} into shape {shown[1]}")
    return op("reshape", value, core) if extra else value


def _mismatch(value, items):
    arrays = [i for i in items if isinstance(i, _convert.ndarray)]
    if len(items) == 1 and arrays[0].dtype.kind == "b" and value.dim() == 1:
        raise ValueError(f"NumPy boolean array indexing assignment cannot assign {value.numel()} input values to the "
                         f"{arrays[0].sum()} output values where the mask is true")
    try:
        quiet(_core.fail)
    except ValueError as error:
        found = re.search(r"value tensor of shape \[([\d, ]*)\].*shape \[([\d, ]*)\]", str(error))
        if found is None:
            raise
        of, into = (f"({s},)" if "," not in s else f"({s})".replace(" ", "") for s in found.groups())
        raise ValueError(f"shape mismatch: value array of shape {of} could not be broadcast to indexing result of shape {into}") from None


def _items(tensor, index):
    """The items of an index, one for every axis and None, and whether arrays are among them."""
    items, advanced, used = [], False, 0
    for item in index if isinstance(index, tuple) else (index,):
        if isinstance(item, (list, range, _convert.ndarray, bool, bool_)) or type(item).__name__ == "Tensor":
            item = _convert.asarray(item, "int64" if isinstance(item, (list, range)) and not item else None)
            if item.dtype.kind == "f":
                raise IndexError("arrays used as indices must be of integer (or boolean) type")
            if item.dtype.kind == "b":
                _check_mask(item, tensor, used)
            if item.ndim == 0 and item.dtype.kind != "b":
                item = item.item()
            else:
                advanced = True
                # To the engine bytes are masks, as in PyTorch.
                item = item if item.dtype.kind == "b" else item.astype("int64")
        if isinstance(item, _convert.ndarray):
            used += item.ndim if item.dtype.kind == "b" else 1
        elif item is not None and item is not Ellipsis:
            if not isinstance(item, slice):
                try:
                    item = whole(item)
                except TypeError:
                    raise IndexError(_BAD) from None
            used += 1
        items.append(item)
    rank = tensor.dim()
    if used > rank:
        raise IndexError(f"too many indices for array: array is {rank}-dimensional, but {used} were indexed")
    where = next((i for i, item in enumerate(items) if item is Ellipsis), len(items))
    rest = [slice(None)] * (rank - used)
    return items[:where] + rest + items[where + 1:], advanced


def _check_mask(mask, tensor, axis):
    for i, size in enumerate(mask.shape):
        there = tensor.shape[axis + i] if axis + i < tensor.dim() else size
        if size != there:
            raise IndexError(f"boolean index did not match indexed array along axis {axis + i}; size of axis is {there} but size of "
                             f"corresponding boolean axis is {size}")


def _basic(tensor, items):
    shape, strides, offset = [], [], _engine.offset(tensor._h)
    sizes, steps, axis = tensor.shape, tensor.stride(), 0
    for item in items:
        if item is None:
            shape.append(1)
            strides.append(0)
            continue
        size, step = sizes[axis], steps[axis]
        if isinstance(item, slice):
            start, stop, by = item.indices(size)
            count = len(range(start, stop, by))
            shape.append(count)
            strides.append(step * by)
            offset += start * step if count else 0
        else:
            if not -size <= item < size:
                raise IndexError(f"index {item} is out of bounds for axis {axis} with size {size}")
            offset += item % size * step
        axis += 1
    return view(tensor, shape, strides, offset)


def _encoded(tensor, items):
    """An index with arrays for the engine, after slices have been taken."""
    slices = []
    for item in items:
        if isinstance(item, slice):
            slices.append(item)
        elif item is not None:
            slices.extend([slice(None)] * (item.ndim if isinstance(item, _convert.ndarray) and item.dtype.kind == "b" else 1))
    parts = tuple(slice(None) if isinstance(i, slice) else i._t if isinstance(i, _convert.ndarray) else i for i in items)
    return (_basic(tensor, slices), *_encoding.encode(parts))


def _advanced(tensor, items):
    tensor, text, keep = _encoded(tensor, items)
    return quiet(lambda: _core.wrap(_engine.get_item(0, tensor._h, text)))
