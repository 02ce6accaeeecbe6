"""torch.linalg."""
from . import _ops
from ._core import tensors_arg as _check


class LinAlgError(RuntimeError):
    """A matrix that has no inverse, and the like."""


globals().update(_ops.LINALG)

if "multi_dot" in _ops.LINALG:
    def multi_dot(tensors):
        """Product of several matrices."""
        _check(tensors, "linalg.multi_dot(): argument 'tensors' (position 1) must be ")
        return _ops.LINALG["multi_dot"](list(tensors))
