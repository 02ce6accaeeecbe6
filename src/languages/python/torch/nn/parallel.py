"""torch.nn.parallel: one device is all there is, so a parallel module is the module itself."""
from .modules.module import Module


class DataParallel(Module):
    """A module on all GPUs; without one it is called as it is."""

    def __init__(self, module, device_ids=None, output_device=None, dim=0):
        super().__init__()
        self.module, self.device_ids = module, []

    def forward(self, *inputs, **kwargs):
        return self.module(*inputs, **kwargs)


class DistributedDataParallel:
    """Not here: there is one process."""

    def __init__(self, *args, **kwargs):
        raise NotImplementedError("nn.parallel.DistributedDataParallel is not available in the playground: there is one process")
