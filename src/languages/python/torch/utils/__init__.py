"""torch.utils: data loading, and what training loops ask for beside it."""
from . import data
from .._core import on_demand as _on_demand

__getattr__ = _on_demand("torch.utils", {"checkpoint": "checkpoint", "tensorboard": "tensorboard"})
