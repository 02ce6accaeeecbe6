"""Helpers around parameters: clipping gradients, parameters as one vector."""
import warnings

import torch
from ..._core import learner_level, on_demand


def _list(parameters):
    return [parameters] if isinstance(parameters, torch.Tensor) else list(parameters)


def get_total_norm(tensors, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    """The norm of all tensors as if they were one vector."""
    tensors = _list(tensors)
    if not tensors:
        return torch.tensor(0.0)
    norms = [torch.linalg.vector_norm(t, norm_type) for t in tensors]
    total = torch.linalg.vector_norm(torch.stack(norms), norm_type)
    if error_if_nonfinite and not total.isfinite():
        raise RuntimeError(
            f"The total norm of order {norm_type} for gradients from `parameters` is non-finite, so it cannot be clipped. "
            "To disable this error and scale the gradients by the non-finite norm anyway, set `error_if_nonfinite=False`")
    return total


def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    """Scales all gradients down so that their norm is at most max_norm; returns the norm before."""
    with torch.no_grad():
        gradients = [p.grad for p in _list(parameters) if p.grad is not None]
        total = get_total_norm(gradients, float(norm_type), error_if_nonfinite)
        factor = torch.clamp(float(max_norm) / (total + 1e-6), max=1.0)
        for g in gradients:
            g.mul_(factor)
        return total


def clip_grad_value_(parameters, clip_value, foreach=None):
    """Limits every element of the gradients to ±clip_value."""
    with torch.no_grad():
        for p in _list(parameters):
            if p.grad is not None:
                p.grad.clamp_(-float(clip_value), float(clip_value))


def parameters_to_vector(parameters):
    """All parameters as one vector."""
    return torch.cat([p.view(-1) for p in parameters])


def vector_to_parameters(vec, parameters):
    """Fills the parameters from one vector."""
    if not isinstance(vec, torch.Tensor):
        raise TypeError(f"expected torch.Tensor, but got: {torch.typename(vec)}")
    at = 0
    for p in parameters:
        p.data = vec[at:at + p.numel()].view_as(p).data
        at += p.numel()


def clip_grads_with_norm_(parameters, max_norm, total_norm, foreach=None):
    """Scales all gradients down by a norm that is known."""
    with torch.no_grad():
        factor = torch.clamp(float(max_norm) / (total_norm + 1e-6), max=1.0)
        for p in _list(parameters):
            if p.grad is not None:
                p.grad.mul_(factor)


def clip_grad_norm(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    """The old name of clip_grad_norm_."""
    warnings.warn("`torch.nn.utils.clip_grad_norm` is now deprecated in favor of `torch.nn.utils.clip_grad_norm_`.", FutureWarning,
                  stacklevel=learner_level())
    return clip_grad_norm_(parameters, max_norm, norm_type, error_if_nonfinite)


def skip_init(module_cls, *args, **kwargs):
    """A module whose numbers are for the caller to set: here they are its usual ones."""
    if "device" in kwargs and kwargs["device"] is None:
        kwargs.pop("device")
    state = torch.get_rng_state()
    module = module_cls(*args, **kwargs)
    torch.set_rng_state(state)
    return module


def fuse_conv_bn_eval(conv, bn, transpose=False):
    """One convolution that does what a convolution and the batch norm behind it do in evaluation."""
    import copy
    if conv.training or bn.training:
        raise AssertionError("Fusion only for eval!")
    fused = copy.deepcopy(conv)
    if bn.running_mean is None or bn.running_var is None:
        raise AssertionError("bn.running_mean and bn.running_var must not be None")
    scale = torch.rsqrt(bn.running_var + bn.eps) * (1 if bn.weight is None else bn.weight)
    shape = [1] * conv.weight.dim()
    shape[1 if transpose else 0] = -1
    bias = torch.zeros_like(bn.running_mean) if conv.bias is None else conv.bias
    shift = 0 if bn.bias is None else bn.bias
    with torch.no_grad():
        fused.weight = torch.nn.Parameter(conv.weight * scale.reshape(shape), conv.weight.requires_grad)
        fused.bias = torch.nn.Parameter((bias - bn.running_mean) * scale + shift)
    return fused


__getattr__ = on_demand("torch.nn.utils", {
    "rnn": "rnn", "parametrize": "parametrize", "parametrizations": "parametrizations", "stateless": "stateless", "prune": "prune",
    "weight_norm": "_old_norms", "remove_weight_norm": "_old_norms", "spectral_norm": "_old_norms", "remove_spectral_norm": "_old_norms"})
