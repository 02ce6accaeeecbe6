"""Attention as functions: of given queries, keys and values, and with many heads and their projections."""
import math
import warnings

import torch
from .._core import learner_level as _level
from .. import _ops

_F = _ops.FUNCTIONAL


def scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False):
    """softmax(q kᵀ / √d) v."""
    factor = query.size(-1) ** -0.5 if scale is None else scale
    if enable_gqa:
        times = query.size(-3) // key.size(-3)
        key, value = key.repeat_interleave(times, -3), value.repeat_interleave(times, -3)
    scores = query @ key.transpose(-2, -1) * factor
    if is_causal:
        if attn_mask is not None:
            raise RuntimeError("_scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True")
        attn_mask = torch.ones(query.size(-2), key.size(-2), dtype=torch.bool).tril()
    if attn_mask is not None:
        scores = scores.masked_fill(attn_mask.logical_not(), float("-inf")) if attn_mask.dtype == torch.bool else scores + attn_mask
    weights = scores.softmax(-1)
    return torch.dropout(weights, dropout_p, dropout_p > 0) @ value


def float_mask(mask, name, other, other_name, like):
    """A mask to add to the scores: −∞ where a boolean one is True."""
    if mask is None:
        return None
    if mask.dtype != torch.bool and not mask.is_floating_point():
        raise AssertionError(f"only bool and floating types of {name} are supported")
    if other is not None and other.dtype != mask.dtype:
        warnings.warn(f"Support for mismatched {name} and {other_name} is deprecated. Use same type for both instead.", UserWarning, stacklevel=_level())
    if mask.dtype == torch.bool:
        return torch.zeros_like(mask, dtype=like.dtype).masked_fill(mask, float("-inf"))
    return mask


def _projections(query, key, value, weight, bias, weights, width):
    """Queries, keys and values through their parts of the projection; self-attention is one product."""
    if weights is None:
        if query is key and key is value:
            return _F["linear"](query, weight, bias).chunk(3, -1)
        weights = weight.chunk(3)
    biases = (None,) * 3 if bias is None else bias.chunk(3)
    return tuple(_F["linear"](x, w, b) for x, w, b in zip((query, key, value), weights, biases))


def multi_head_attention_forward(query, key, value, embed_dim_to_check, num_heads, in_proj_weight, in_proj_bias, bias_k, bias_v,
                                 add_zero_attn, dropout_p, out_proj_weight, out_proj_bias, training=True, key_padding_mask=None,
                                 need_weights=True, attn_mask=None, use_separate_proj_weight=False, q_proj_weight=None, k_proj_weight=None,
                                 v_proj_weight=None, static_k=None, static_v=None, average_attn_weights=True, is_causal=False):
    """Attention of [L, N, E] with several heads side by side; returns the result and the weights."""
    single = query.dim() == 2
    if query.dim() not in (2, 3):
        raise AssertionError(f"query should be unbatched 2D or batched 3D tensor but received {query.dim()}-D query tensor")
    key_padding_mask = float_mask(key_padding_mask, "key_padding_mask", attn_mask, "attn_mask", query)
    attn_mask = float_mask(attn_mask, "attn_mask", None, "", query)
    if is_causal and attn_mask is None:
        raise RuntimeError("Need attn_mask if specifying the is_causal hint.")
    given = query, key, value
    if single:
        lifted = {id(t): t.unsqueeze(1) for t in given}
        query, key, value = (lifted[id(t)] for t in given)
        key_padding_mask = None if key_padding_mask is None else key_padding_mask.unsqueeze(0)
    (length, batch, width), source = query.shape, key.size(0)
    if width != embed_dim_to_check:
        raise AssertionError(f"was expecting embedding dimension of {embed_dim_to_check}, but got {width}")
    head = width // num_heads
    if head * num_heads != width:
        raise AssertionError(f"embed_dim {width} not divisible by num_heads {num_heads}")
    if key.shape != value.shape and not use_separate_proj_weight:
        raise AssertionError(f"key shape {key.shape} does not match value shape {value.shape}")
    q, k, v = _projections(query, key, value, in_proj_weight, in_proj_bias,
                           (q_proj_weight, k_proj_weight, v_proj_weight) if use_separate_proj_weight else None, width)
    if attn_mask is not None:
        if attn_mask.dim() == 2:
            if tuple(attn_mask.shape) != (length, source):
                raise RuntimeError(f"The shape of the 2D attn_mask is {attn_mask.shape}, but should be {(length, source)}.")
            attn_mask = attn_mask.unsqueeze(0)
        elif attn_mask.dim() != 3:
            raise RuntimeError(f"attn_mask's dimension {attn_mask.dim()} is not supported")
        elif tuple(attn_mask.shape) != (batch * num_heads, length, source):
            raise RuntimeError(f"The shape of the 3D attn_mask is {attn_mask.shape}, but should be {(batch * num_heads, length, source)}.")
    more = 0
    if bias_k is not None:
        k, v, more = torch.cat([k, bias_k.repeat(1, batch, 1)]), torch.cat([v, bias_v.repeat(1, batch, 1)]), 1
    q = q.reshape(length, batch * num_heads, head).transpose(0, 1)
    k, v = (t.reshape(t.size(0), batch * num_heads, head).transpose(0, 1) for t in (k, v))
    if add_zero_attn:
        zeros = k.new_zeros((batch * num_heads, 1, head))
        k, v, more = torch.cat([k, zeros], 1), torch.cat([v, zeros], 1), more + 1
    source += more
    widened = lambda mask: _ops.HIDDEN["constant_pad_nd"](mask, [0, more], 0) if more and mask is not None else mask
    attn_mask, key_padding_mask = widened(attn_mask), widened(key_padding_mask)
    if key_padding_mask is not None:
        wide = key_padding_mask.view(batch, 1, 1, source).expand(-1, num_heads, -1, -1).reshape(batch * num_heads, 1, source)
        attn_mask = wide if attn_mask is None else attn_mask + wide
    dropped = dropout_p if training else 0.0
    if need_weights:
        scaled = q * math.sqrt(1.0 / float(head))
        scores = torch.bmm(scaled, k.transpose(-2, -1)) if attn_mask is None else torch.baddbmm(attn_mask, scaled, k.transpose(-2, -1))
        weights = scores.softmax(-1)
        weights = torch.dropout(weights, dropped, True) if dropped > 0.0 else weights
        mixed = torch.bmm(weights, v).transpose(0, 1).reshape(length * batch, width)
    else:
        parts = lambda t: t.view(batch, num_heads, -1, head)
        if attn_mask is not None:
            attn_mask = attn_mask.unsqueeze(0) if attn_mask.size(0) == 1 else attn_mask.view(batch, num_heads, -1, source)
        mixed = scaled_dot_product_attention(parts(q), parts(k), parts(v), attn_mask, dropped)
        mixed = mixed.permute(2, 0, 1, 3).reshape(length * batch, width)
    out = _F["linear"](mixed, out_proj_weight, out_proj_bias).view(length, batch, -1)
    if need_weights:
        weights = weights.view(batch, num_heads, length, source)
        weights = weights.mean(1) if average_attn_weights else weights
    else:
        weights = None
    if single:
        out, weights = out.squeeze(1), None if weights is None else weights.squeeze(0)
    return out, weights
