"""torch.amp: automatic mixed precision is for GPUs; code that guards it runs, and computes in full precision."""
import functools
import warnings

import torch
from .._core import learner_level


class autocast:
    """A block or function that would use lower precision on a GPU."""

    def __init__(self, device_type="cuda", dtype=None, enabled=True, cache_enabled=None):
        if not isinstance(device_type, str):
            raise ValueError(f"Expected `device_type` of type `str`, got: `{type(device_type)}`")
        if device_type == "cuda" and enabled:
            warnings.warn("User provided device_type of 'cuda', but CUDA is not available. Disabling", UserWarning, stacklevel=learner_level())
            enabled = False
        if device_type == "cpu" and enabled:
            raise NotImplementedError("torch.autocast('cpu') is not available in the playground: it would compute in bfloat16")
        self.device, self.fast_dtype, self._enabled = device_type, dtype, enabled

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def __call__(self, function):
        @functools.wraps(function)
        def within(*args, **kwargs):
            with self:
                return function(*args, **kwargs)
        return within


class GradScaler:
    """Scales losses on a GPU; here, as in PyTorch without one, it changes nothing."""

    def __init__(self, device="cuda", init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000, enabled=True):
        self._enabled = False
        if enabled and device == "cuda":
            warnings.warn("torch.cuda.amp.GradScaler is enabled, but CUDA is not available.  Disabling.", UserWarning, stacklevel=learner_level())

    def scale(self, outputs):
        """The loss as it is."""
        return outputs

    def unscale_(self, optimizer):
        """Nothing to undo."""

    def step(self, optimizer, *args, **kwargs):
        """optimizer.step()."""
        return optimizer.step(*args, **kwargs)

    def update(self, new_scale=None):
        """Nothing to adapt."""

    def get_scale(self):
        """1."""
        return 1.0

    def is_enabled(self):
        """Never: there is no GPU."""
        return False

    def state_dict(self):
        """Nothing."""
        return {}

    def load_state_dict(self, state_dict):
        """Nothing to restore."""


def is_autocast_available(device_type):
    """Only for the CPU, in PyTorch."""
    return device_type == "cpu"


custom_fwd = custom_bwd = lambda function=None, **options: function if function is not None else (lambda f: f)
