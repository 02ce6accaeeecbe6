"""torch.nn.functional: the op table's functions, and those that are written in terms of others."""
import warnings

import torch
from .. import _ops
from .._core import learner_level as _level
from ._losses import (binary_cross_entropy, binary_cross_entropy_with_logits, cosine_embedding_loss, cosine_similarity, cross_entropy,
                      hinge_embedding_loss, huber_loss, kl_div, l1_loss, mse_loss, multi_margin_loss, multilabel_soft_margin_loss,
                      nll_loss, pairwise_distance, reduction_of, smooth_l1_loss, triplet_margin_loss)
from ._convolution import (adaptive_avg_pool1d, adaptive_avg_pool2d, adaptive_max_pool2d, avg_pool1d, avg_pool2d, conv1d, conv2d,
                           conv_transpose1d, conv_transpose2d, interpolate, max_pool1d, max_pool2d, unfold)

_F = _ops.FUNCTIONAL
globals().update({name: f for name, f in _F.items() if name not in globals()})


def _implicit_dim(name, rank):
    warnings.warn(f"Implicit dimension choice for {name} has been deprecated. Change the call to include dim=X as an argument.",
                  UserWarning, stacklevel=_level())
    return 0 if rank in (0, 1, 3) else 1


def softmax(input, dim=None, _stacklevel=3, dtype=None):
    """eˣ over its sum along dim."""
    return torch.softmax(input, _implicit_dim("softmax", input.dim()) if dim is None else dim, dtype=dtype)


def log_softmax(input, dim=None, _stacklevel=3, dtype=None):
    """Logarithm of softmax."""
    return torch.log_softmax(input, _implicit_dim("log_softmax", input.dim()) if dim is None else dim, dtype=dtype)


def softmin(input, dim=None, _stacklevel=3, dtype=None):
    """Softmax of −x."""
    return torch.softmax(-input, _implicit_dim("softmin", input.dim()) if dim is None else dim, dtype=dtype)


def gumbel_softmax(logits, tau=1, hard=False, eps=1e-10, dim=-1):
    """A sample of a category that gradients can pass."""
    noise = -torch.empty_like(logits).exponential_().log()
    soft = ((logits + noise) / tau).softmax(dim)
    if not hard:
        return soft
    index = soft.max(dim, keepdim=True)[1]
    return torch.zeros_like(logits).scatter_(dim, index, 1.0) - soft.detach() + soft


def bilinear(input1, input2, weight, bias=None):
    """x₁ᵀ A x₂ + b for every output."""
    result = torch.einsum("...i,oij,...j->...o", input1, weight, input2)
    return result if bias is None else result + bias


# Dropout ------------------------------------------------------------------------------------------------

def dropout(input, p=0.5, training=True, inplace=False):
    """Zeroes elements with probability p and scales the rest by 1/(1 − p)."""
    _check_p(p)
    result = torch.dropout(input, p, training)
    return input.copy_(result) if inplace else result


def _check_p(p):
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")


def _feature_dropout(dims):
    def function(input, p=0.5, training=True, inplace=False):
        _check_p(p)
        if not training or p == 0:
            return input
        if p == 1:
            return input * 0
        lead = input.dim() - dims
        noise = input.new_empty((*input.shape[:lead], *(1,) * dims)).bernoulli_(1 - p).div_(1 - p)
        return input.mul_(noise) if inplace else input * noise
    function.__doc__ = "Zeroes whole channels with probability p."
    return function


dropout1d, dropout2d, dropout3d = _feature_dropout(1), _feature_dropout(2), _feature_dropout(3)


def alpha_dropout(input, p=0.5, training=False, inplace=False):
    """Dropout that keeps mean and variance, for SELU networks."""
    _check_p(p)
    if not training or p == 0:
        return input
    alpha = 1.7580993408473766
    a = ((alpha**2 * p + 1) * (1 - p)) ** -0.5
    noise = torch.empty_like(input).bernoulli_(1 - p)
    b = noise.sub(1).mul_(alpha * a).add_(alpha * a * p)
    return input * noise.mul_(a) + b


# Norms --------------------------------------------------------------------------------------------------

def normalize(input, p=2.0, dim=1, eps=1e-12, out=None):
    """Divided by the p-norm along dim."""
    return input / input.norm(p, dim, keepdim=True).clamp_min(eps).expand_as(input)


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    """Mean zero and variance one over the last dims, then weight and bias."""
    shape = tuple(normalized_shape)
    if tuple(input.shape[input.dim() - len(shape):]) != shape:
        raise RuntimeError(f"Given normalized_shape={list(shape)}, expected input with shape [*{''.join(f', {s}' for s in shape)}], "
                           f"but got input of size{list(input.shape)}")
    return _ops.HIDDEN["native_layer_norm"](input, list(shape), weight, bias, eps)


def rms_norm(input, normalized_shape, weight=None, eps=None):
    """Divided by the root of the mean square over the last dims."""
    dims = list(range(-len(normalized_shape), 0))
    eps = torch.finfo(input.dtype).eps if eps is None else eps
    result = input * (input.pow(2).mean(dims, keepdim=True) + eps).rsqrt()
    return result if weight is None else result * weight


def group_norm(input, num_groups, weight=None, bias=None, eps=1e-5):
    """Mean zero and variance one over groups of channels."""
    if input.size(1) % num_groups:
        raise RuntimeError(f"Expected number of channels in input to be divisible by num_groups, but got input of shape {list(input.shape)} and num_groups={num_groups}")
    return _ops.HIDDEN["native_group_norm"](input, num_groups, weight, bias, eps)


def batch_norm(input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5):
    """Mean zero and variance one for every channel over the batch, or by what was seen in training."""
    if training:
        per_channel = input.numel() // input.size(1) if input.numel() else 0
        if per_channel == 1:
            raise ValueError(f"Expected more than 1 value per channel when training, got input size {input.shape}")
        with torch.no_grad():
            dims = [d for d in range(input.dim()) if d != 1]
            if running_mean is not None:
                running_mean.mul_(1 - momentum).add_(input.mean(dims), alpha=momentum)
                running_var.mul_(1 - momentum).add_(input.var(dims), alpha=momentum)
    return _ops.HIDDEN["native_batch_norm"](input, weight, bias, None if training else running_mean, None if training else running_var, eps)


def instance_norm(input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-5):
    """Mean zero and variance one for every channel of every item."""
    return group_norm(input, input.size(1), weight, bias, eps)


# Shape --------------------------------------------------------------------------------------------------

def pad(input, pad, mode="constant", value=None):
    """More elements around: constant, or from the tensor itself."""
    pad = list(pad)
    if mode == "constant":
        return _ops.HIDDEN["constant_pad_nd"](input, pad, 0 if value is None else value)
    if value is not None and value != 0:
        raise ValueError(f'Padding mode "{mode}" doesn\'t take in value argument')
    for k in range(0, len(pad), 2):
        dim = input.dim() - 1 - k // 2
        input = input.index_select(dim, torch.tensor(_places(input.size(dim), pad[k], pad[k + 1], mode)))
    return input


def _places(size, before, after, mode):
    if mode == "replicate":
        return [min(max(i, 0), size - 1) for i in range(-before, size + after)]
    if mode == "circular":
        return [i % size for i in range(-before, size + after)]
    if mode == "reflect":
        if before >= size or after >= size:
            raise RuntimeError("Argument #4: Padding size should be less than the corresponding input dimension, but got: "
                               f"padding ({before}, {after}) at dimension with size {size}")
        return [abs(i) if i < size else 2 * size - 2 - i for i in range(-before, size + after)]
    raise NotImplementedError(f"Unrecognised padding mode {mode}")


def embedding(input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False):
    """Rows of a table by number."""
    if max_norm is not None or scale_grad_by_freq or sparse:
        raise NotImplementedError("F.embedding: max_norm, scale_grad_by_freq and sparse are not available in the playground")
    if padding_idx is not None and padding_idx < 0:
        padding_idx += weight.size(0)
    return _ops.HIDDEN["embedding"](weight, input, -1 if padding_idx is None else padding_idx)


def scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False):
    """softmax(q kᵀ / √d) v."""
    factor = query.size(-1) ** -0.5 if scale is None else scale
    scores = query @ key.transpose(-2, -1) * factor
    if is_causal:
        if attn_mask is not None:
            raise RuntimeError("_scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True")
        attn_mask = torch.ones(query.size(-2), key.size(-2), dtype=torch.bool).tril()
    if attn_mask is not None:
        scores = scores.masked_fill(attn_mask.logical_not(), float("-inf")) if attn_mask.dtype == torch.bool else scores + attn_mask
    weights = scores.softmax(-1)
    return dropout(weights, dropout_p, dropout_p > 0) @ value


def __getattr__(name):
    raise AttributeError(f"module 'torch.nn.functional' has no attribute '{name}'")
