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


def _pad(base, kind, dims, mode, doc):
    return type(f"{kind}Pad{dims}d", (base,), {"dims": dims, "mode": mode, "__doc__": doc, "__module__": __name__})


ConstantPad1d, ConstantPad2d, ConstantPad3d = (_pad(_ConstantPad, "Constant", d, "constant", "A border of one value.") for d in (1, 2, 3))
ZeroPad1d, ZeroPad2d, ZeroPad3d = (_pad(_OwnPad, "Zero", d, "constant", "A border of zeros.") for d in (1, 2, 3))
ReflectionPad1d, ReflectionPad2d, ReflectionPad3d = (_pad(_OwnPad, "Reflection", d, "reflect", "A border that mirrors the inside.") for d in (1, 2, 3))
ReplicationPad1d, ReplicationPad2d, ReplicationPad3d = (_pad(_OwnPad, "Replication", d, "replicate", "A border that repeats the edge.") for d in (1, 2, 3))
CircularPad1d, CircularPad2d, CircularPad3d = (_pad(_OwnPad, "Circular", d, "circular", "A border from the other side.") for d in (1, 2, 3))
