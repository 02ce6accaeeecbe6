"""The memory under tensors, as tensor.storage() and tensor.untyped_storage() show it."""
import struct
import warnings

import _engine
from ._core import learner_level as _level
from ._core import on_begin
from ._dtype import device

_FORMATS = {"float64": "d", "float32": "f", "float16": "e", "int64": "q", "int32": "i", "int16": "h", "int8": "b", "uint8": "B", "bool": "?"}


class _Storage:
    """Numbers in a row, whatever shapes tensors give them."""

    def __init__(self, tensor):
        # A view that the picture knows, so that what is written through it is seen.
        self._numbers = tensor.detach().as_strided((_engine.memory_size(tensor._h),), (1,), 0)
        self.dtype, self.device = tensor.dtype, device("cpu")

    def data_ptr(self):
        """A number that is equal for storages of the same memory."""
        return self._numbers.data_ptr()

    def size(self):
        """How many elements."""
        return len(self)

    def __iter__(self):
        return iter(self.tolist())

    def __eq__(self, other):
        return type(other) is type(self) and self.data_ptr() == other.data_ptr()

    def __hash__(self):
        return hash(self.data_ptr())

    def __str__(self):
        return " " + "\n ".join(str(x) for x in self.tolist()) + f"\n[{self._kind()} of size {len(self)}]"

    __repr__ = __str__


class TypedStorage(_Storage):
    """The numbers, in their dtype."""

    def _kind(self):
        return f"torch.storage.TypedStorage(dtype={self.dtype}, device={self.device})"

    def __len__(self):
        return len(self._numbers)

    def __getitem__(self, index):
        return self._numbers[index].tolist()

    def __setitem__(self, index, value):
        self._numbers[index] = value

    def fill_(self, value):
        """All numbers become the same."""
        self._numbers.fill_(value)
        return self

    def tolist(self):
        """As a list."""
        return self._numbers.tolist()

    def nbytes(self):
        """How many bytes."""
        return self._numbers.nbytes

    def element_size(self):
        """Bytes of one number."""
        return self._numbers.itemsize

    def untyped(self):
        """The bytes."""
        return UntypedStorage(self._numbers)


class UntypedStorage(_Storage):
    """The bytes under the numbers."""

    def _kind(self):
        return f"torch.storage.UntypedStorage(device={self.device})"

    def __len__(self):
        return self._numbers.nbytes

    def tolist(self):
        """As a list of bytes."""
        values = self._numbers.tolist()
        if self.dtype.name == "bfloat16":
            return [byte for x in values for byte in struct.pack("<f", x)[2:]]
        return list(struct.pack(f"<{len(values)}{_FORMATS[self.dtype.name]}", *values))

    def __getitem__(self, index):
        return self.tolist()[index]

    def nbytes(self):
        """How many bytes."""
        return len(self)

    def element_size(self):
        """One."""
        return 1


_warned = []
"""Holds something once this run has been warned."""
on_begin.append(_warned.clear)


def typed(tensor):
    """tensor.storage(), with PyTorch's warning, once a run."""
    if not _warned:
        _warned.append(True)
        warnings.warn("TypedStorage is deprecated. It will be removed in the future and UntypedStorage will be the only storage class. This "
                      "should only matter to you if you are using storages directly.  To access UntypedStorage directly, use "
                      "tensor.untyped_storage() instead of tensor.storage()", UserWarning, stacklevel=_level())
    return TypedStorage(tensor)


for _class in (TypedStorage, UntypedStorage):
    _class.__module__ = "torch.storage"
