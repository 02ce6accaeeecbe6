"""torch.special."""
from . import _ops

globals().update(_ops.SPECIAL)
