"""torch.cuda.amp: the older names of torch.amp."""
from ..amp import GradScaler as _GradScaler, autocast as _autocast, custom_bwd, custom_fwd


class autocast(_autocast):
    """torch.amp.autocast for GPUs."""

    def __init__(self, enabled=True, dtype=None, cache_enabled=True):
        super().__init__("cuda", dtype, enabled, cache_enabled)


class GradScaler(_GradScaler):
    """torch.amp.GradScaler for GPUs."""

    def __init__(self, *args, **kwargs):
        super().__init__("cuda", *args, **kwargs)
