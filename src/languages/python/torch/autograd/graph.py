"""torch.autograd.graph: what surrounds the nodes of a graph."""
import contextlib

from ._node import Node as Node


class saved_tensors_hooks:
    """Not here."""

    def __init__(self, pack_hook, unpack_hook):
        raise NotImplementedError("torch.autograd.graph.saved_tensors_hooks is not available in the playground")


@contextlib.contextmanager
def save_on_cpu(pin_memory=False, device_type="cuda"):
    """Saved tensors are on the CPU anyway."""
    yield


def register_multi_grad_hook(tensors, fn, *, mode="all"):
    """Not here."""
    raise NotImplementedError("torch.autograd.graph.register_multi_grad_hook is not available in the playground")
