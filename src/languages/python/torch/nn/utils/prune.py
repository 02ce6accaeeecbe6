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


class BasePruningMethod:
    """A way to choose what is masked out. Subclasses have `compute_mask`."""
    PRUNING_TYPE = "unstructured"

    def compute_mask(self, t, default_mask):
        """The mask for a tensor, by one that holds already."""
        raise NotImplementedError

    @classmethod
    def apply(cls, module, name, *args, importance_scores=None, **kwargs):
        """Masks out a part of what is still there."""
        method = cls(*args, **kwargs)
        scores = getattr(module, name) if importance_scores is None else importance_scores
        custom_from_mask(module, name, method._further(scores.detach(), _mask_of(module, name).detach()))
        return method

    def prune(self, t, default_mask=None, importance_scores=None):
        """A tensor with its mask applied."""
        mask = torch.ones_like(t) if default_mask is None else default_mask
        return t * self.compute_mask(t if importance_scores is None else importance_scores, mask)

    def _further(self, scores, mask):
        """Only what is open counts: elements, or whole channels."""
        if bool((mask == 1).all()) or self.PRUNING_TYPE == "global":
            return self.compute_mask(scores, mask)
        if self.PRUNING_TYPE == "unstructured":
            place = mask == 1
        else:
            dim = self.dim % mask.dim()
            place = (slice(None),) * dim + (mask.sum([d for d in range(mask.dim()) if d != dim]) != 0,)
        mask[place] = self.compute_mask(scores[place], mask[place])
        return mask


class Identity(BasePruningMethod):
    """Masks out nothing."""

    def compute_mask(self, t, default_mask):
        return default_mask


class _Amount(BasePruningMethod):
    def __init__(self, amount):
        self.amount = amount

    def compute_mask(self, t, default_mask):
        n, mask = _count(self.amount, t.nelement()), default_mask.clone()
        if n:
            mask.view(-1)[self._scores(t).view(-1).topk(n, largest=self._largest).indices] = 0
        return mask


class RandomUnstructured(_Amount):
    """Masks out elements at random."""
    _scores, _largest = staticmethod(torch.rand_like), True


class L1Unstructured(_Amount):
    """Masks out the smallest elements."""
    _scores, _largest = staticmethod(torch.abs), False


class RandomStructured(BasePruningMethod):
    """Masks out channels at random."""
    PRUNING_TYPE = "structured"

    def __init__(self, amount, dim=-1):
        self.amount, self.dim = amount, dim

    def _kept(self, t, n):
        found = torch.rand(t.shape[self.dim])
        return (found > found.kthvalue(n).values).nonzero().flatten()

    def compute_mask(self, t, default_mask):
        n = _count(self.amount, t.shape[self.dim])
        if n == 0:
            return default_mask
        return torch.zeros_like(t).index_fill_(self.dim, self._kept(t, n), 1) * default_mask


class LnStructured(RandomStructured):
    """Masks out the channels of the smallest norm."""

    def __init__(self, amount, n, dim=-1):
        super().__init__(amount, dim)
        self.n = n

    def _kept(self, t, n):
        norms = t.norm(self.n, [d for d in range(t.dim()) if d != self.dim % t.dim()])
        return norms.topk(t.shape[self.dim] - n).indices


def identity(module, name):
    """A mask of ones."""
    Identity.apply(module, name)
    return module


def random_unstructured(module, name, amount):
    """Masks out elements at random."""
    RandomUnstructured.apply(module, name, amount)
    return module


def l1_unstructured(module, name, amount, importance_scores=None):
    """Masks out the smallest elements."""
    L1Unstructured.apply(module, name, amount, importance_scores=importance_scores)
    return module


def random_structured(module, name, amount, dim):
    """Masks out channels at random."""
    RandomStructured.apply(module, name, amount, dim)
    return module


def ln_structured(module, name, amount, n, dim, importance_scores=None):
    """Masks out the channels of the smallest norm."""
    LnStructured.apply(module, name, amount, n, dim, importance_scores=importance_scores)
    return module


def global_unstructured(parameters, pruning_method, importance_scores=None, **settings):
    """Masks out elements of several parameters together."""
    parameters = list(parameters)
    method = pruning_method(**settings)
    if method.PRUNING_TYPE != "unstructured":
        raise TypeError(f'Only "unstructured" PRUNING_TYPE supported for the `pruning_method`. Found method {pruning_method} of type {method.PRUNING_TYPE}')
    given = importance_scores or {}
    scores = torch.cat([given.get((m, n), getattr(m, n)).detach().flatten() for m, n in parameters])
    mask = method._further(scores, torch.cat([_mask_of(m, n).detach().flatten() for m, n in parameters]))
    for (module, name), part in zip(parameters, mask.split([getattr(m, n).numel() for m, n in parameters])):
        custom_from_mask(module, name, part.view(getattr(module, name).shape))


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
