"""One model on many devices, of which there are none here."""
from .module import Module


class DataParallel(Module):
    """The model itself: without a GPU, PyTorch's splits nothing either."""

    def __init__(self, module, device_ids=None, output_device=None, dim=0):
        super().__init__()
        self.module, self.device_ids = module, []

    def forward(self, *inputs, **kwargs):
        return self.module(*inputs, **kwargs)
