"""Convolution and pooling as functions: arguments in PyTorch's forms, then one op of the table."""
import math

import torch
from .. import _ops

_H = _ops.HIDDEN


def _pair(value, n):
    return list(value) * (n if len(value) == 1 else 1) if isinstance(value, (tuple, list)) else [value] * n


def _convolve(name, dims, input, weight, bias, stride, padding, dilation, groups):
    if input.dim() not in (dims + 1, dims + 2):
        raise RuntimeError(f"Expected {dims + 1}D (unbatched) or {dims + 2}D (batched) input to {name}, but got input of size: {list(input.shape)}")
    single = input.dim() == dims + 1
    x = input.unsqueeze(0) if single else input
    if x.size(1) != weight.size(1) * groups:
        raise RuntimeError(f"Given groups={groups}, weight of size {list(weight.shape)}, expected input{list(x.shape)} to have "
                           f"{weight.size(1) * groups} channels, but got {x.size(1)} channels instead")
    stride, dilation = _pair(stride, dims), _pair(dilation, dims)
    if isinstance(padding, str):
        if padding not in ("same", "valid"):
            raise RuntimeError(f"Invalid padding string: '{padding}'")
        if padding == "same" and any(s != 1 for s in stride):
            raise RuntimeError("padding='same' is not supported for strided convolutions")
        total = [d * (k - 1) if padding == "same" else 0 for d, k in zip(dilation, weight.shape[2:])]
        if any(t % 2 for t in total):
            x = _H["constant_pad_nd"](x, [side for t in reversed(total) for side in (0, t % 2)], 0)
        padding = [t // 2 for t in total]
    for size, k, p, d in zip(x.shape[2:], weight.shape[2:], _pair(padding, dims), dilation):
        if size + 2 * p < d * (k - 1) + 1:
            padded = " x ".join(str(s + 2 * q) for s, q in zip(x.shape[2:], _pair(padding, dims)))
            kernel = " x ".join(str(e * (n - 1) + 1) for n, e in zip(weight.shape[2:], dilation))
            raise RuntimeError(f"Calculated padded input size per channel: ({padded}). Kernel size: ({kernel}). Kernel size can't be greater than actual input size")
    out = _H["convolution"](x, weight, bias, stride, _pair(padding, dims), dilation, False, [0] * dims, groups)
    return out.squeeze(0) if single else out


def conv1d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """A kernel slid along sequences [N, C, L]."""
    return _convolve("conv1d", 1, input, weight, bias, stride, padding, dilation, groups)


def conv2d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """A kernel slid over images [N, C, H, W]."""
    return _convolve("conv2d", 2, input, weight, bias, stride, padding, dilation, groups)


def conv3d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """A kernel slid through volumes [N, C, D, H, W]."""
    return _convolve("conv3d", 3, input, weight, bias, stride, padding, dilation, groups)


def _transposed(dims, input, weight, bias, stride, padding, output_padding, groups, dilation):
    single = input.dim() == dims + 1
    x = input.unsqueeze(0) if single else input
    out = _H["convolution"](x, weight, bias, _pair(stride, dims), _pair(padding, dims), _pair(dilation, dims), True, _pair(output_padding, dims), groups)
    return out.squeeze(0) if single else out


def conv_transpose1d(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    """The transpose of conv1d."""
    return _transposed(1, input, weight, bias, stride, padding, output_padding, groups, dilation)


def conv_transpose2d(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    """The transpose of conv2d."""
    return _transposed(2, input, weight, bias, stride, padding, output_padding, groups, dilation)


def conv_transpose3d(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    """The transpose of conv3d."""
    return _transposed(3, input, weight, bias, stride, padding, output_padding, groups, dilation)


# Pooling: one op for images; a sequence is an image of height one, as in PyTorch -------------------------

def _as_images(input, dims):
    single = input.dim() == dims + 1
    return (input.unsqueeze(0) if single else input), single


def max_pool2d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    """The largest of every window."""
    x, single = _as_images(input, 2)
    kernel = _pair(kernel_size, 2)
    for k, p in zip(kernel, _pair(padding, 2)):
        if p * 2 > k:
            raise RuntimeError(f"pad should be at most half of effective kernel size, but got pad={p}, kernel_size={k} and dilation=1")
    values, indices = _H["max_pool2d_with_indices"](x, kernel, _pair(kernel_size if stride is None else stride, 2), _pair(padding, 2), _pair(dilation, 2), ceil_mode)
    if single:
        values, indices = values.squeeze(0), indices.squeeze(0)
    return (values, indices) if return_indices else values


def max_pool1d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    """The largest of every window."""
    one = lambda v, fill: [fill, _pair(v, 1)[0]]
    values, indices = max_pool2d(input.unsqueeze(-2), one(kernel_size, 1), one(kernel_size if stride is None else stride, 1), one(padding, 0),
                                 one(dilation, 1), ceil_mode, True)
    values, indices = values.squeeze(-2), indices.squeeze(-2)
    return (values, indices) if return_indices else values


def avg_pool2d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None):
    """The average of every window."""
    x, single = _as_images(input, 2)
    kernel = _pair(kernel_size, 2)
    out = _H["avg_pool2d"](x, kernel, _pair(kernel_size if stride is None else stride, 2), _pair(padding, 2), ceil_mode,
                           count_include_pad or divisor_override is not None)
    if divisor_override is not None:
        out = out * (kernel[0] * kernel[1] / divisor_override)
    return out.squeeze(0) if single else out


def avg_pool1d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    """The average of every window."""
    one = lambda v, fill: [fill, _pair(v, 1)[0]]
    return avg_pool2d(input.unsqueeze(-2), one(kernel_size, 1), one(kernel_size if stride is None else stride, 1), one(padding, 0),
                      ceil_mode, count_include_pad).squeeze(-2)


def _by_planes(pool, input, kernel, stride, padding, *options):
    """Pools a volume's planes, and then along its depth."""
    n, c, d, h, w = input.shape if input.dim() == 5 else (1, *input.shape)
    planes = pool(input.reshape(n, c * d, h, w), kernel[1:], stride[1:], padding[1:], *[o[1:] if isinstance(o, list) else o for o in options])
    height, width = planes.shape[2:]
    deep = pool(planes.reshape(n, c, d, height * width), [kernel[0], 1], [stride[0], 1], [padding[0], 0],
                *[[o[0], 1] if isinstance(o, list) else o for o in options])
    return deep.reshape(*input.shape[:-3], deep.size(2), height, width)


def max_pool3d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    """The largest of every window of a volume."""
    if return_indices:
        raise NotImplementedError("max_pool3d(return_indices=True) is not available in the playground")
    return _by_planes(max_pool2d, input, _pair(kernel_size, 3), _pair(kernel_size if stride is None else stride, 3), _pair(padding, 3),
                      _pair(dilation, 3), ceil_mode)


def avg_pool3d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None):
    """The average of every window of a volume."""
    if divisor_override is not None:
        raise NotImplementedError("avg_pool3d(divisor_override=…) is not available in the playground")
    return _by_planes(avg_pool2d, input, _pair(kernel_size, 3), _pair(kernel_size if stride is None else stride, 3), _pair(padding, 3),
                      ceil_mode, count_include_pad)


def lp_pool2d(input, norm_type, kernel_size, stride=None, ceil_mode=False):
    """The p-norm of every window."""
    kernel = _pair(kernel_size, 2)
    out = avg_pool2d(input.pow(norm_type), kernel, stride, 0, ceil_mode)
    return (out.sign() * out.abs().relu()).mul(kernel[0] * kernel[1]).pow(1.0 / norm_type)


def lp_pool1d(input, norm_type, kernel_size, stride=None, ceil_mode=False):
    """The p-norm of every window."""
    out = avg_pool1d(input.pow(norm_type), kernel_size, stride, 0, ceil_mode)
    return (out.sign() * out.abs().relu()).mul(_pair(kernel_size, 1)[0]).pow(1.0 / norm_type)


def _unpool(dims):
    def function(input, indices, kernel_size, stride=None, padding=0, output_size=None):
        kernel, pads = _pair(kernel_size, dims), _pair(padding, dims)
        steps = kernel if stride is None else _pair(stride, dims)
        space = [(n - 1) * s + k - 2 * p for n, s, k, p in zip(input.shape[-dims:], steps, kernel, pads)]
        if output_size is not None:
            space = list(output_size)[-dims:]
        lead = input.shape[:-dims]
        zeros = input.new_zeros((*lead, math.prod(space)))
        return zeros.scatter(-1, indices.flatten(-dims), input.flatten(-dims)).view(*lead, *space)
    function.__name__, function.__doc__ = f"max_unpool{dims}d", "Each maximum back where it was, zeros elsewhere."
    return function


max_unpool1d, max_unpool2d, max_unpool3d = _unpool(1), _unpool(2), _unpool(3)


def max_pool1d_with_indices(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    """The largest of every window, and where it is."""
    return max_pool1d(input, kernel_size, stride, padding, dilation, ceil_mode, True)


def max_pool2d_with_indices(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    """The largest of every window, and where it is."""
    return max_pool2d(input, kernel_size, stride, padding, dilation, ceil_mode, True)
