"""Pruning: some elements of a parameter are masked out."""
import torch
from ..parameter import Parameter


class _Mask:
    def __init__(self, name):
        self.name = name

    def apply(self, module):
        """The parameter of this moment."""
        return getattr(module, self.name + "_mask") * getattr(module, self.name + "_orig")

    def __call__(self, module, inputs):
        setattr(module, self.name, self.apply(module))


def custom_from_mask(module, name, mask):
    """Keeps what a mask of zeros and ones keeps."""
    if name + "_orig" not in module._parameters:
        original = module._parameters.pop(name)
        module.register_parameter(name + "_orig", original)
        module.register_buffer(name + "_mask", mask.to(original.dtype))
        hook = _Mask(name)
        module.register_forward_pre_hook(hook)
    else:
        hook = _Mask(name)
        setattr(module, name + "_mask", getattr(module, name + "_mask") * mask)
    setattr(module, name, hook.apply(module))
    return module


def _count(amount, size):
    if isinstance(amount, float) and not 0.0 <= amount <= 1.0 or amount < 0:
        raise ValueError(f"amount={amount} should either be a float in the range [0, 1] or a non-negative integer")
    if not isinstance(amount, float) and amount > size:
        raise ValueError(f"amount={amount} should be smaller than the number of parameters to prune={size}")
    return round(amount * size) if isinstance(amount, float) else amount


def _mask_of(module, name):
    mask = getattr(module, name + "_mask", None)
    return torch.ones_like(getattr(module, name)) if mask is None else mask.clone()


def _cut(module, name, amount, choose):
    """Masks out some of the elements that are still there."""
    mask, values = _mask_of(module, name).detach(), getattr(module, name).detach()
    open_places = mask.flatten().nonzero().flatten()
    n = _count(amount, len(open_places))
    if n:
        mask.view(-1)[open_places[choose(values.flatten()[open_places], n)]] = 0
    return custom_from_mask(module, name, mask)


def random_unstructured(module, name, amount):
    """Masks out elements at random."""
    return _cut(module, name, amount, lambda values, n: torch.rand_like(values).topk(n).indices)


def l1_unstructured(module, name, amount, importance_scores=None):
    """Masks out the smallest elements."""
    return _cut(module, name, amount, lambda values, n: values.abs().topk(n, largest=False).indices)


def ln_structured(module, name, amount, n, dim, importance_scores=None):
    """Masks out the channels of the smallest norm."""
    weight, mask = getattr(module, name).detach(), _mask_of(module, name).detach()
    norms = weight.norm(n, [d for d in range(weight.dim()) if d != dim % weight.dim()])
    mask.index_fill_(dim, norms.topk(_count(amount, len(norms)), largest=False).indices, 0)
    return custom_from_mask(module, name, mask)


def global_unstructured(parameters, pruning_method, importance_scores=None, **settings):
    """Masks out the smallest elements of several parameters together."""
    if pruning_method is not L1Unstructured:
        raise NotImplementedError("prune.global_unstructured is available in the playground with prune.L1Unstructured only")
    values = torch.cat([getattr(m, n).detach().abs().flatten() for m, n in parameters])
    keep = torch.ones_like(values)
    keep[values.topk(_count(settings["amount"], len(values)), largest=False).indices] = 0
    for (module, name), part in zip(parameters, keep.split([getattr(m, n).numel() for m, n in parameters])):
        custom_from_mask(module, name, part.view(getattr(module, name).shape))


class L1Unstructured:
    """The method's name for global_unstructured."""


def is_pruned(module):
    """Is a parameter of this module masked?"""
    return any(isinstance(hook, _Mask) for m in module.modules() for hook, _ in m._forward_pre_hooks.values())


def remove(module, name):
    """Makes the masking permanent."""
    for number, (hook, _) in list(module._forward_pre_hooks.items()):
        if isinstance(hook, _Mask) and hook.name == name:
            del module._forward_pre_hooks[number]
            original = module._parameters.pop(name + "_orig")
            original.data = (getattr(module, name + "_mask") * original).detach()
            delattr(module, name)
            delattr(module, name + "_mask")
            module.register_parameter(name, Parameter(original.data))
            return module
    raise ValueError(f"Parameter '{name}' of module {module} has to be pruned before pruning can be removed")
