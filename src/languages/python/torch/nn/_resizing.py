"""Other sizes of the same picture: borders, interpolation, averages and maxima to a size, windows as columns."""
import math

import torch
from .. import _ops
from ._convolution import _pair

_H = _ops.HIDDEN


# Borders ------------------------------------------------------------------------------------------------

def pad(input, pad, mode="constant", value=None):
    """More elements around: constant, or from the tensor itself."""
    pad = list(pad)
    if mode == "constant":
        return _H["constant_pad_nd"](input, pad, 0 if value is None else value)
    if value is not None and value != 0:
        raise ValueError(f'Padding mode "{mode}" doesn\'t take in value argument')
    if mode not in ("reflect", "replicate", "circular"):
        raise NotImplementedError(f"Unrecognised padding mode {mode}")
    dims = len(pad) // 2
    if len(pad) % 2 or not 1 <= dims <= 3 or input.dim() - dims not in (1, 2):
        raise NotImplementedError("Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now")
    for k in range(dims):
        size, before, after = input.size(-1 - k), pad[2 * k], pad[2 * k + 1]
        if mode == "reflect" and (before >= size or after >= size):
            raise RuntimeError(f"Argument #{4 + 2 * k}: Padding size should be less than the corresponding input dimension, but got: "
                               f"padding ({before}, {after}) at dimension {input.dim() - 1 - k} of input {list(input.shape)}")
        if mode == "circular" and (before > size or after > size):
            raise RuntimeError("Padding value causes wrapping around more than once.")
    if mode == "circular":
        for k in range(dims):
            size = input.size(-1 - k)
            input = input.index_select(-1 - k, torch.tensor([i % size for i in range(-pad[2 * k], size + pad[2 * k + 1])]))
        return input
    return _H[f"{'reflection' if mode == 'reflect' else 'replication'}_pad{dims}d"](input, pad)


# Interpolation ------------------------------------------------------------------------------------------

_LINEAR = {"linear": 3, "bilinear": 4, "bicubic": 4, "trilinear": 5}
"""Modes that blend, and the rank they are for."""


def interpolate(input, size=None, scale_factor=None, mode="nearest", align_corners=None, recompute_scale_factor=None, antialias=False):
    """Another size, by the nearest element or a blend of neighbours."""
    if antialias:
        raise NotImplementedError("interpolate(antialias=True) is not available in the playground")
    if mode not in _LINEAR and align_corners is not None:
        raise ValueError("align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear")
    dims = input.dim() - 2
    if size is not None and scale_factor is not None:
        raise ValueError("only one of size or scale_factor should be defined")
    if size is None and scale_factor is None:
        raise ValueError("either size or scale_factor should be defined")
    for what, given in (("Input and output", size), ("Input and scale_factor", scale_factor)):
        if isinstance(given, (tuple, list)) and len(given) != dims:
            raise ValueError(f"{what} must have the same number of spatial dimensions, but got input with spatial dimensions of "
                             f"{list(input.shape[2:])} and {'output size' if given is size else 'scale_factor of shape'} {given}. "
                             f"Please provide input tensor in (N, C, d1, d2, ...,dK) format and "
                             f"{'output size' if given is size else 'scale_factor'} in {'(o1, o2, ...,oK)' if given is size else '(s1, s2, ...,sK)'} format.")
    scales = [] if scale_factor is None else [float(f) for f in _pair(scale_factor, dims)]
    sizes = [int(s) for s in _pair(size, dims)] if size is not None else [math.floor(float(n * f)) for n, f in zip(input.shape[2:], scales)]
    if recompute_scale_factor:
        scales = []
    if mode == "area":
        return (adaptive_avg_pool1d, adaptive_avg_pool2d, adaptive_avg_pool3d)[dims - 1](input, sizes)
    if not 1 <= dims <= 3 or mode not in ("nearest", "nearest-exact", *_LINEAR):
        raise NotImplementedError("Input Error: Only 3D, 4D and 5D input Tensors supported (got {}D) for the modes: nearest | linear | "
                                  "bilinear | bicubic | trilinear | area | nearest-exact (got {})".format(input.dim(), mode))
    if mode in _LINEAR and _LINEAR[mode] != input.dim():
        raise NotImplementedError(f"Got {input.dim()}D input, but {mode} mode needs {_LINEAR[mode]}D input")
    name = (f"upsample_nearest{dims}d" if mode == "nearest" else f"_upsample_nearest_exact{dims}d" if mode == "nearest-exact"
            else f"upsample_{mode}{dims}d")
    return _H[name](input, sizes, scales, bool(align_corners))


def upsample(input, size=None, scale_factor=None, mode="nearest", align_corners=None):
    """The old name of interpolate."""
    return interpolate(input, size, scale_factor, mode, align_corners)


def upsample_nearest(input, size=None, scale_factor=None):
    """interpolate by the nearest element."""
    return interpolate(input, size, scale_factor, "nearest")


def upsample_bilinear(input, size=None, scale_factor=None):
    """interpolate by a blend, corners aligned."""
    return interpolate(input, size, scale_factor, "bilinear", True)


# To a size that is asked for ----------------------------------------------------------------------------

def _sizes(input, output_size, dims):
    return [s if o is None else o for s, o in zip(input.shape[-dims:], _pair(output_size, dims))]


def adaptive_avg_pool2d(input, output_size):
    """Averages to a size that is asked for."""
    sizes = _sizes(input, output_size, 2)
    return input.mean((-1, -2), keepdim=True) if sizes == [1, 1] else _H["_adaptive_avg_pool2d"](input, sizes)


def adaptive_avg_pool1d(input, output_size):
    """Averages to a length that is asked for."""
    return adaptive_avg_pool2d(input.unsqueeze(-2), [1, _pair(output_size, 1)[0]]).squeeze(-2)


def adaptive_avg_pool3d(input, output_size):
    """Averages to a size that is asked for."""
    sizes = _sizes(input, output_size, 3)
    return input.mean((-1, -2, -3), keepdim=True) if sizes == [1, 1, 1] else _H["_adaptive_avg_pool3d"](input, sizes)


def adaptive_max_pool2d(input, output_size, return_indices=False):
    """Maxima to a size that is asked for."""
    single = input.dim() == 3
    values, indices = _H["adaptive_max_pool2d"](input.unsqueeze(0) if single else input, _sizes(input, output_size, 2))
    if single:
        values, indices = values.squeeze(0), indices.squeeze(0)
    return (values, indices) if return_indices else values


def adaptive_max_pool1d(input, output_size, return_indices=False):
    """Maxima to a length that is asked for."""
    values, indices = adaptive_max_pool2d(input.unsqueeze(-2), [1, _pair(output_size, 1)[0]], True)
    return (values.squeeze(-2), indices.squeeze(-2)) if return_indices else values.squeeze(-2)


# Windows as columns, channels as pixels -----------------------------------------------------------------

def unfold(input, kernel_size, dilation=1, padding=0, stride=1):
    """Every window of an image as a column."""
    if input.dim() == 3:
        return unfold(input.unsqueeze(0), kernel_size, dilation, padding, stride).squeeze(0)
    (kh, kw), (dh, dw), (ph, pw), (sh, sw) = (_pair(v, 2) for v in (kernel_size, dilation, padding, stride))
    x = _H["constant_pad_nd"](input, [pw, pw, ph, ph], 0)
    height, width = (x.size(2) - dh * (kh - 1) - 1) // sh + 1, (x.size(3) - dw * (kw - 1) - 1) // sw + 1
    parts = [x[:, :, i * dh:i * dh + sh * (height - 1) + 1:sh, j * dw:j * dw + sw * (width - 1) + 1:sw] for i in range(kh) for j in range(kw)]
    return torch.stack(parts, 2).reshape(x.size(0), x.size(1) * kh * kw, height * width)


def fold(input, output_size, kernel_size, dilation=1, padding=0, stride=1):
    """Columns back to an image: overlapping windows are added."""
    if input.dim() == 2:
        return fold(input.unsqueeze(0), output_size, kernel_size, dilation, padding, stride).squeeze(0)
    (h, w), (kh, kw), (dh, dw), (ph, pw), (sh, sw) = (_pair(v, 2) for v in (output_size, kernel_size, dilation, padding, stride))
    rows, columns = ((n + 2 * p - d * (k - 1) - 1) // s + 1 for n, p, d, k, s in ((h, ph, dh, kh, sh), (w, pw, dw, kw, sw)))
    if input.size(1) % (kh * kw):
        raise RuntimeError("Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got "
                           f"input.size(1)={input.size(1)} and kernel_size=({kh}, {kw}).")
    if input.size(2) != rows * columns:
        raise RuntimeError(f"Given output_size=({h}, {w}), kernel_size=({kh}, {kw}), dilation=({dh}, {dw}), padding=({ph}, {pw}), "
                           f"stride=({sh}, {sw}), expected size of input's dimension 2 to match the calculated number of sliding blocks "
                           f"{rows} * {columns} = {rows * columns}, but got input.size(2)={input.size(2)}.")
    wide = w + 2 * pw
    places = [(r * sh + i * dh) * wide + c * sw + j * dw for i in range(kh) for j in range(kw) for r in range(rows) for c in range(columns)]
    n, channels = input.size(0), input.size(1) // (kh * kw)
    flat = input.new_zeros((n * channels, (h + 2 * ph) * wide)).index_add(1, torch.tensor(places), input.reshape(n * channels, -1))
    return flat.view(n, channels, h + 2 * ph, wide)[:, :, ph:ph + h, pw:pw + w]


def pixel_shuffle(input, upscale_factor):
    """Channels become pixels: [C·r², H, W] to [C, H·r, W·r]."""
    *lead, c, h, w = input.shape
    r = upscale_factor
    if c % (r * r):
        raise RuntimeError("pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but "
                           f"input.size(-3)={c} is not divisible by {r * r}")
    n = len(lead)
    split = input.reshape(*lead, c // (r * r), r, r, h, w)
    return split.permute(*range(n), n, n + 3, n + 1, n + 4, n + 2).reshape(*lead, c // (r * r), h * r, w * r)


def pixel_unshuffle(input, downscale_factor):
    """Pixels become channels: [C, H·r, W·r] to [C·r², H, W]."""
    *lead, c, h, w = input.shape
    r, n = downscale_factor, len(lead)
    split = input.reshape(*lead, c, h // r, r, w // r, r)
    return split.permute(*range(n), n, n + 2, n + 4, n + 1, n + 3).reshape(*lead, c * r * r, h // r, w // r)


def channel_shuffle(input, groups):
    """Channels of all groups in turn."""
    n, c, *space = input.shape
    return input.reshape(n, groups, c // groups, *space).transpose(1, 2).reshape(input.shape)


native_channel_shuffle = channel_shuffle
