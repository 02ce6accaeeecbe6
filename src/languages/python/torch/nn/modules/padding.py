"""Borders as modules."""
from .. import functional as F
from .module import Module


class _Pad(Module):
    dims, mode = 1, "constant"

    def __init__(self, padding, value=0.0):
        super().__init__()
        if isinstance(padding, (tuple, list)):
            if self.mode != "constant" and len(padding) != 2 * self.dims:
                raise ValueError(f"Expected padding to have length {2 * self.dims}, got {len(padding)}")
            self.padding = tuple(padding)
        else:
            self.padding = (padding,) * (2 * self.dims)
        self.value = value

    def forward(self, input):
        return F.pad(input, self.padding, self.mode, self.value if self.mode == "constant" else None)

    def extra_repr(self):
        return f"{self.padding}"


class _ConstantPad(_Pad):
    def __init__(self, padding, value):
        super().__init__(padding, value)

    def extra_repr(self):
        return f"padding={self.padding}, value={self.value}"


class _OwnPad(_Pad):
    def __init__(self, padding):
        super().__init__(padding)


class ConstantPad1d(_ConstantPad):
    """A border of one value around a sequence."""


class ConstantPad2d(_ConstantPad):
    """A border of one value around an image."""
    dims = 2


class ConstantPad3d(_ConstantPad):
    """A border of one value around a volume."""
    dims = 3


class ZeroPad1d(_OwnPad):
    """A border of zeros around a sequence."""


class ZeroPad2d(_OwnPad):
    """A border of zeros around an image."""
    dims = 2


class ZeroPad3d(_OwnPad):
    """A border of zeros around a volume."""
    dims = 3


class ReflectionPad1d(_OwnPad):
    """A border around a sequence that mirrors its inside."""
    dims, mode = 1, "reflect"


class ReflectionPad2d(_OwnPad):
    """A border around an image that mirrors its inside."""
    dims, mode = 2, "reflect"


class ReflectionPad3d(_OwnPad):
    """A border around a volume that mirrors its inside."""
    dims, mode = 3, "reflect"


class ReplicationPad1d(_OwnPad):
    """A border around a sequence that repeats its edge."""
    dims, mode = 1, "replicate"


class ReplicationPad2d(_OwnPad):
    """A border around an image that repeats its edge."""
    dims, mode = 2, "replicate"


class ReplicationPad3d(_OwnPad):
    """A border around a volume that repeats its edge."""
    dims, mode = 3, "replicate"


class CircularPad1d(_OwnPad):
    """A border around a sequence from its other side."""
    dims, mode = 1, "circular"


class CircularPad2d(_OwnPad):
    """A border around an image from its other side."""
    dims, mode = 2, "circular"


class CircularPad3d(_OwnPad):
    """A border around a volume from its other side."""
    dims, mode = 3, "circular"
