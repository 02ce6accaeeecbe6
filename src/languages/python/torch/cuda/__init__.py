"""torch.cuda: there is no GPU here, and programs may ask."""
from .._core import on_demand as _on_demand


def is_available():
    """False."""
    return False


def device_count():
    """0."""
    return 0


def is_initialized():
    """False."""
    return False


def is_bf16_supported(including_emulation=True):
    """False."""
    return False


def manual_seed(seed):
    """Nothing to seed."""


def manual_seed_all(seed):
    """Nothing to seed."""


def empty_cache():
    """Nothing to empty."""


def memory_allocated(device=None):
    """0."""
    return 0


max_memory_allocated = memory_reserved = max_memory_reserved = memory_allocated


def _needs_gpu(name):
    def function(*args, **kwargs):
        raise AssertionError("Torch not compiled with CUDA enabled")
    function.__name__, function.__doc__ = name, "Needs a GPU."
    return function


synchronize, current_device, get_device_name, get_device_properties, set_device = map(
    _needs_gpu, ("synchronize", "current_device", "get_device_name", "get_device_properties", "set_device"))

__getattr__ = _on_demand("torch.cuda", {"amp": "amp"})
