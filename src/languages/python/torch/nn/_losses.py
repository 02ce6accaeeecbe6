"""Losses as functions: PyTorch's checks and warnings around the ops of the table."""
import warnings

import torch
from .. import _ops
from .._core import learner_level as _level

_F = _ops.FUNCTIONAL


def reduction_of(size_average=None, reduce=None, reduction="mean"):
    """`reduction`, with the two old switches in mind."""
    if size_average is None and reduce is None:
        return reduction
    average, reduced = size_average is not False, reduce is not False
    meant = "mean" if average and reduced else "sum" if reduced else "none"
    warnings.warn(f"size_average and reduce args will be deprecated, please use reduction='{meant}' instead.", UserWarning, stacklevel=_level())
    return meant


def _sized(input, target):
    """Both with one shape; PyTorch's warning when that needs broadcasting."""
    if target.size() == input.size():
        return input, target
    warnings.warn(
        f"Using a target size ({target.size()}) that is different to the input size ({input.size()}). "
        "This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.",
        UserWarning, stacklevel=_level())
    return torch.broadcast_tensors(input, target)


def _pairwise(name, doc, *settings):
    op = _F[name]

    def function(input, target, size_average=None, reduce=None, reduction="mean", **own):
        chosen = reduction_of(size_average, reduce, reduction)
        for key in own:
            if key not in settings:
                raise TypeError(f"{name}() got an unexpected keyword argument '{key}'")
        return op(*_sized(input, target), reduction=chosen, **own)
    function.__name__, function.__doc__ = name, doc
    return function


mse_loss = _pairwise("mse_loss", "Mean of the squared differences.")
l1_loss = _pairwise("l1_loss", "Mean of the absolute differences.")
smooth_l1_loss = _pairwise("smooth_l1_loss", "Squared near zero, absolute beyond beta.", "beta")
huber_loss = _pairwise("huber_loss", "Squared near zero, absolute beyond delta.", "delta")


def kl_div(input, target, size_average=None, reduce=None, reduction="mean", log_target=False):
    """Kullback–Leibler divergence; the input holds log-probabilities."""
    reduction = reduction_of(size_average, reduce, reduction)
    if reduction == "mean":
        warnings.warn("reduction: 'mean' divides the total loss by both the batch size and the support size."
                      "'batchmean' divides only by the batch size, and aligns with the KL div math definition."
                      "'mean' will be changed to behave the same as 'batchmean' in the next major release.", UserWarning, stacklevel=_level())
    return _F["kl_div"](input, target, reduction=reduction, log_target=log_target)


def nll_loss(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction="mean"):
    """Negative log-likelihood of class log-probabilities [N, C] or [N, C, …]."""
    return _F["nll_loss"](input, target, weight, ignore_index=ignore_index, reduction=reduction_of(size_average, reduce, reduction))


def cross_entropy(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction="mean", label_smoothing=0.0):
    """Cross entropy of class scores and classes, or class probabilities."""
    for position, (name, value) in enumerate((("input", input), ("target", target)), 1):
        if not isinstance(value, torch.Tensor):
            raise TypeError(f"cross_entropy_loss(): argument '{name}' (position {position}) must be Tensor, not {type(value).__name__}")
    return _F["cross_entropy"](input, target, weight, reduction_of(size_average, reduce, reduction), ignore_index, label_smoothing)


def ctc_loss(log_probs, targets, input_lengths, target_lengths, blank=0, reduction="mean", zero_infinity=False):
    """−ln of the probability of texts whose letters may lie anywhere in time, in order; log_probs are [T, N, C]."""
    for what, lengths in (("input", input_lengths), ("target", target_lengths)):
        if isinstance(lengths, torch.Tensor) and lengths.is_floating_point():
            raise RuntimeError(f"{what}_lengths must be integral")
    times, sizes = ([n for n in torch.as_tensor(lengths).reshape(-1).tolist()] for lengths in (input_lengths, target_lengths))
    batched = log_probs.dim() == 3
    each = _ops.HIDDEN["_ctc_loss"](log_probs if batched else log_probs.unsqueeze(1), targets, times, sizes, blank, zero_infinity)
    if zero_infinity:
        each = torch.where(each == torch.inf, torch.zeros((), dtype=each.dtype), each)
    if reduction == "mean":
        return (each / torch.tensor(sizes, dtype=each.dtype).clamp_min(1)).mean()
    return _reduced(each if batched or reduction == "sum" else each.squeeze(0), reduction)


def binary_cross_entropy(input, target, weight=None, size_average=None, reduce=None, reduction="mean"):
    """Cross entropy of probabilities and targets in [0, 1]."""
    if target.size() != input.size():
        raise ValueError(f"Using a target size ({target.size()}) that is different to the input size ({input.size()}) is deprecated. "
                         "Please ensure they have the same size.")
    return _F["binary_cross_entropy"](input, target, weight, reduction_of(size_average, reduce, reduction))


def binary_cross_entropy_with_logits(input, target, weight=None, size_average=None, reduce=None, reduction="mean", pos_weight=None):
    """Cross entropy of logits and targets in [0, 1]."""
    if target.size() != input.size():
        raise ValueError(f"Target size ({target.size()}) must be the same as input size ({input.size()})")
    return _F["binary_cross_entropy_with_logits"](input, target, weight, pos_weight, reduction_of(size_average, reduce, reduction))


def _reduced(each, reduction):
    if reduction == "none":
        return each
    if reduction not in ("mean", "sum"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return each.mean() if reduction == "mean" else each.sum()


def hinge_embedding_loss(input, target, margin=1.0, size_average=None, reduce=None, reduction="mean"):
    """The distance itself for target 1, margin − distance for target −1."""
    return _F["hinge_embedding_loss"](input, target, margin, reduction_of(size_average, reduce, reduction))


def pairwise_distance(x1, x2, p=2.0, eps=1e-6, keepdim=False):
    """The p-norm of x1 − x2 + eps along the last dim."""
    return torch.norm(x1 - x2 + eps, p, -1, keepdim)


def cosine_similarity(x1, x2, dim=1, eps=1e-8):
    """The cosine of the angle between x1 and x2 along dim."""
    x1, x2 = torch.broadcast_tensors(x1, x2) if x1.shape != x2.shape else (x1, x2)
    n1, n2 = (torch.linalg.vector_norm(x, 2, dim, True).clone() for x in (x1, x2))
    with torch.no_grad():
        n1.clamp_min_(eps)
        n2.clamp_min_(eps)
    return ((x1 / n1) * (x2 / n2)).sum(dim)


def triplet_margin_loss(anchor, positive, negative, margin=1.0, p=2, eps=1e-6, swap=False, size_average=None, reduce=None, reduction="mean"):
    """The anchor should be nearer to the positive than to the negative, by a margin."""
    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")
    near, far = pairwise_distance(anchor, positive, p, eps), pairwise_distance(anchor, negative, p, eps)
    if swap:
        far = torch.min(far, pairwise_distance(positive, negative, p, eps))
    return _reduced((margin + near - far).clamp_min(0), reduction_of(size_average, reduce, reduction))


def cosine_embedding_loss(input1, input2, target, margin=0.0, size_average=None, reduce=None, reduction="mean"):
    """1 − cos for target 1, cos − margin for target −1."""
    eps = 1e-12
    product = (input1 * input2).sum(-1)
    squares = ((input1 * input1).sum(-1) + eps) * ((input2 * input2).sum(-1) + eps)
    cos = product / squares.sqrt()
    zeros = torch.zeros_like(cos)
    alike = torch.where(target == 1, 1 - cos, zeros)
    unlike = torch.where(target == -1, (cos - margin).clamp_min(0), zeros)
    return _reduced(alike + unlike, reduction_of(size_average, reduce, reduction))


def multilabel_soft_margin_loss(input, target, weight=None, size_average=None, reduce=None, reduction="mean"):
    """Logistic loss of many labels, averaged over the classes."""
    loss = -(target * _F["logsigmoid"](input) + (1 - target) * _F["logsigmoid"](-input))
    if weight is not None:
        loss = loss * weight
    return _reduced(loss.sum(-1) / input.size(-1), reduction_of(size_average, reduce, reduction))


def multi_margin_loss(input, target, p=1, margin=1.0, weight=None, size_average=None, reduce=None, reduction="mean"):
    """Hinge loss of the right class against the others."""
    rows = input if input.dim() == 2 else input.unsqueeze(0)
    right = target.reshape(-1, 1)
    gaps = (margin - rows.gather(1, right) + rows).clamp_min(0) ** p
    if weight is not None:
        gaps = gaps * weight[right]
    each = gaps.masked_fill(torch.arange(rows.size(1)) == right, 0).sum(1) / rows.size(1)
    return _reduced(each if input.dim() == 2 else each[0], reduction_of(size_average, reduce, reduction))


def multilabel_margin_loss(input, target, size_average=None, reduce=None, reduction="mean"):
    """Hinge loss of every right class against every wrong one; the right ones stand first in target, up to a −1."""
    rows, wanted = (input, target) if input.dim() == 2 else (input.unsqueeze(0), target.unsqueeze(0))
    each = []
    for row, classes in zip(rows, wanted.tolist()):
        right = classes[:classes.index(-1)] if -1 in classes else classes
        wrong = [k for k in range(len(row)) if k not in right]
        gaps = (1 - row[right].unsqueeze(1) + row[wrong].unsqueeze(0)).clamp_min(0) if right and wrong else row.new_zeros(1)
        each.append(gaps.sum() / len(row))
    each = torch.stack(each)
    return _reduced(each if input.dim() == 2 else each[0], reduction_of(size_average, reduce, reduction))


def triplet_margin_with_distance_loss(anchor, positive, negative, *, distance_function=None, margin=1.0, swap=False, reduction="mean"):
    """triplet_margin_loss by a distance of one's own."""
    distance = pairwise_distance if distance_function is None else distance_function
    near, far = distance(anchor, positive), distance(anchor, negative)
    if swap:
        far = torch.minimum(far, distance(positive, negative))
    return _reduced(torch.clamp_min(margin + near - far, 0), reduction)
