"""How `x[...]` is written for the engine: items apart by spaces."""
from operator import index as _whole

from . import _core


def checked_dim(dim, rank):
    """A dim counted from the front; PyTorch's IndexError when it is out of range."""
    low, high = -max(rank, 1), max(rank, 1) - 1
    if not low <= dim <= high:
        raise IndexError(f"Dimension out of range (expected to be in range of [{low}, {high}], but got {dim})")
    return dim % max(rank, 1)


def encode(index):
    """The text of an index, and the tensors made for it, which must live until the engine has read it."""
    made = []
    if isinstance(index, tuple):
        return " ".join([_item(i, made) for i in index]), made
    return _item(index, made), made


def _item(item, made):
    import torch
    kind = item.__class__
    if kind is int:
        return f"i{item}"
    if kind is bool:
        return f"b{int(item)}"
    if kind is slice:
        return "s" + ":".join(["" if v is None else str(_bound(v)) for v in (item.start, item.stop, item.step)])
    if item is None:
        return "n"
    if item is Ellipsis:
        return "e"
    if isinstance(item, torch.Tensor):
        if item.dim() == 0 and item.dtype not in (torch.bool, torch.uint8):
            if item.dtype.is_floating_point:
                raise IndexError("tensors used as indices must be long, int, byte or bool tensors")
            return f"i{item.item()}"
        # A mask of one number keeps all or nothing, as True and False do.
        if item.dim() == 0:
            return f"b{int(item.item() != 0)}"
        made.append(item)
        return f"t{item._h}"
    if isinstance(item, _core._ndarray):
        return _item(torch.from_numpy(item), made)
    if isinstance(item, (list, range)):
        made.append(torch.tensor(list(item)) if len(item) else torch.tensor([], dtype=torch.int64))
        return f"t{made[-1]._h}"
    try:
        return f"i{_whole(item)}"
    except TypeError:
        raise IndexError(
            "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got "
            f"{type(item).__name__})"
        ) from None


def _bound(value):
    try:
        return _whole(value)
    except TypeError:
        raise TypeError("slice indices must be integers or None or have an __index__ method") from None
