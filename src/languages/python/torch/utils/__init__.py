"""torch.utils: data loading, and what runs again instead of being kept."""
from .. import _core
from . import data

__getattr__ = _core.on_demand("torch.utils", {"checkpoint": "checkpoint", "tensorboard": "tensorboard"})
