"""torch.nn.functional: the op table's functions, and those that are written in terms of others."""
import math
import warnings

import torch
from .. import _core, _ops
from .._core import learner_level as _level
from ._losses import (binary_cross_entropy, binary_cross_entropy_with_logits, cosine_embedding_loss, cosine_similarity, cross_entropy, ctc_loss,
                      hinge_embedding_loss, huber_loss, kl_div, l1_loss, mse_loss, multi_margin_loss, multilabel_margin_loss,
                      multilabel_soft_margin_loss, nll_loss, pairwise_distance, reduction_of, smooth_l1_loss, triplet_margin_loss,
                      triplet_margin_with_distance_loss)
from ._convolution import (avg_pool1d, avg_pool2d, avg_pool3d, conv1d, conv2d, conv3d, conv_transpose1d, conv_transpose2d, conv_transpose3d,
                           lp_pool1d, lp_pool2d, max_pool1d, max_pool1d_with_indices, max_pool2d, max_pool2d_with_indices, max_pool3d,
                           max_unpool1d, max_unpool2d, max_unpool3d)
from ._attention import multi_head_attention_forward, scaled_dot_product_attention
from ._resizing import (adaptive_avg_pool1d, adaptive_avg_pool2d, adaptive_avg_pool3d, adaptive_max_pool1d, adaptive_max_pool2d, channel_shuffle,
                        fold, interpolate, native_channel_shuffle, pad, pixel_shuffle, pixel_unshuffle, unfold, upsample, upsample_bilinear,
                        upsample_nearest)

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
    for i, x in ((1, input1), (2, input2)):
        if x.size(-1) != weight.size(i):
            raise RuntimeError(f"bilinear(): input{i} size does not match weight size: got {x.size(-1)} but expected {weight.size(i)}")
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


def rrelu(input, lower=1.0 / 8, upper=1.0 / 3, training=False, inplace=False):
    """x, or a slope below zero that is random while training."""
    negative = input <= 0
    noise = torch.ones_like(input).masked_fill_(negative, (lower + upper) / 2)
    if training:
        noise[negative] = torch.empty(int(negative.sum()), dtype=torch.float64).uniform_(lower, upper).to(input.dtype)
    result = _F["rrelu_with_noise"](input, noise)
    return input.copy_(result) if inplace else result


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


def feature_alpha_dropout(input, p=0.5, training=False, inplace=False):
    """alpha_dropout of whole channels."""
    _check_p(p)
    if not training or p == 0:
        return input
    alpha = 1.7580993408473766
    a = ((alpha**2 * p + 1) * (1 - p)) ** -0.5
    noise = input.new_empty((*input.shape[:2], *(1,) * (input.dim() - 2))).bernoulli_(1 - p)
    b = noise.sub(1).mul_(alpha * a).add_(alpha * a * p)
    result = input * noise.mul_(a) + b
    return input.copy_(result) if inplace else result


def _changing(name):
    function = globals()[name]

    def changed(input, *args, **kwargs):
        return function(input, *args, inplace=True, **kwargs)
    changed.__name__, changed.__doc__ = name + "_", f"{name} in place."
    return changed


relu_ = _changing("relu")
elu_ = _changing("elu")
selu_ = _changing("selu")
celu_ = _changing("celu")
leaky_relu_ = _changing("leaky_relu")
hardtanh_ = _changing("hardtanh")
threshold_ = _changing("threshold")
rrelu_ = _changing("rrelu")


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
    per = {"running_mean": running_mean, "running_var": running_var, "weight": weight, "bias": bias}
    for name, numbers in per.items():
        if numbers is not None and numbers.numel() != input.size(1):
            raise RuntimeError(f"{name} should contain {input.size(1)} elements not {numbers.numel()}")
    if training:
        per_channel = input.numel() // input.size(1) if input.numel() else 0
        if per_channel == 1:
            raise ValueError(f"Expected more than 1 value per channel when training, got input size {input.shape}")
        with torch.no_grad():
            if running_mean is not None:
                # Mixed in double precision and rounded once.
                for seen, now in zip((running_mean, running_var), _ops.HIDDEN["_channel_moments"](input)):
                    seen.copy_(momentum * now.double() + (1 - momentum) * seen.double())
    return _ops.HIDDEN["native_batch_norm"](input, weight, bias, None if training else running_mean, None if training else running_var, eps)


def instance_norm(input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-5):
    """Mean zero and variance one for every channel of every item, or by what was seen in training."""
    if not use_input_stats:
        return batch_norm(input, running_mean, running_var, weight, bias, False, momentum, eps)
    if math.prod(input.shape[2:]) == 1:
        raise ValueError(f"Expected more than 1 spatial element when training, got input size {input.size()}")
    # Every channel of every item as a channel of its own, in one batch.
    n, c = input.shape[:2]
    many = lambda t: None if t is None else t.repeat(n)
    mean, var = many(running_mean), many(running_var)
    out = batch_norm(input.reshape(1, n * c, *input.shape[2:]), mean, var, many(weight), many(bias), True, momentum, eps)
    if running_mean is not None:
        with torch.no_grad():
            running_mean.copy_(mean.view(n, c).mean(0))
            running_var.copy_(var.view(n, c).mean(0))
    return out.view(input.shape)


def local_response_norm(input, size, alpha=1e-4, beta=0.75, k=1.0):
    """Divided by a power of the mean square of neighbouring channels."""
    if input.dim() < 3:
        raise ValueError(f"Expected 3D or higher dimensionality input (got {input.dim()} dimensions)")
    squares = input.mul(input).unsqueeze(1)
    flat = squares.flatten(3) if squares.dim() > 3 else squares
    flat = avg_pool2d(pad(flat, (0, 0, size // 2, (size - 1) // 2)), (size, 1), 1)
    return input / flat.view(squares.shape).squeeze(1).mul(alpha).add(k).pow(beta)


# Tables and attention -------------------------------------------------------------------------------

def embedding(input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False):
    """Rows of a table by number."""
    if scale_grad_by_freq or sparse:
        raise NotImplementedError("F.embedding: scale_grad_by_freq and sparse are not available in the playground")
    if isinstance(input, torch.Tensor) and input.dtype not in (torch.int64, torch.int32):
        raise RuntimeError("Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got "
                           f"{input.type()} instead (while checking arguments for embedding)")
    if padding_idx is not None and padding_idx < 0:
        padding_idx += weight.size(0)
    if max_norm is not None:
        _shorten(weight, input, max_norm, norm_type)
    return _ops.HIDDEN["embedding"](weight, input, -1 if padding_idx is None else padding_idx)


def _shorten(weight, rows, max_norm, norm_type):
    """Rows that are longer than max_norm are scaled down in the table itself."""
    with torch.no_grad():
        for row in rows.unique().tolist():
            norm = weight[row].norm(norm_type).item()
            if norm > max_norm:
                weight[row] *= max_norm / (norm + 1e-7)


def embedding_bag(input, weight, offsets=None, max_norm=None, norm_type=2, scale_grad_by_freq=False, mode="mean", sparse=False,
                  per_sample_weights=None, include_last_offset=False, padding_idx=None):
    """Sums, means or maxima of bags of rows."""
    if mode not in ("sum", "mean", "max"):
        raise ValueError("mode has to be one of sum, mean or max")
    if input.dim() == 2:
        if offsets is not None:
            raise ValueError(f"if input is 2D, then offsets has to be None, as input is treated is a mini-batch of fixed length sequences. "
                             f"However, found offsets of type {type(offsets)}")
        bags = list(input.unbind(0))
        shares = None if per_sample_weights is None else list(per_sample_weights.unbind(0))
    elif input.dim() == 1:
        if offsets is None:
            raise ValueError("offsets has to be a 1D Tensor but got None")
        edges = offsets.tolist() if include_last_offset else [*offsets.tolist(), input.size(0)]
        bags = [input[a:b] for a, b in zip(edges, edges[1:])]
        shares = None if per_sample_weights is None else [per_sample_weights[a:b] for a, b in zip(edges, edges[1:])]
    else:
        raise ValueError(f"input has to be 1D or 2D Tensor, but got Tensor of dimension {input.dim()}")
    if shares is not None and mode != "sum":
        raise NotImplementedError("embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for mode='sum' "
                                  f"(got mode='{mode}'). Please open a feature request on GitHub.")
    rows = []
    for k, bag in enumerate(bags):
        keep = None if padding_idx is None else bag != padding_idx
        chosen = bag if keep is None else bag[keep]
        if not len(chosen):
            rows.append(weight.new_zeros(weight.size(1)))
            continue
        found = embedding(chosen, weight, None, max_norm, norm_type, scale_grad_by_freq, sparse)
        if shares is not None:
            found = found * (shares[k] if keep is None else shares[k][keep]).unsqueeze(1)
        rows.append(found.sum(0) if mode == "sum" else found.mean(0) if mode == "mean" else found.amax(0))
    return torch.stack(rows)


def pdist(input, p=2.0):
    """Distances of all pairs of rows."""
    i, j = torch.triu_indices(input.size(0), input.size(0), 1)
    return torch.norm(input[i] - input[j], p, -1)


__getattr__ = _core.on_demand("torch.nn.functional", {"grid_sample": "_warping", "affine_grid": "_warping"}, "torch.nn")
