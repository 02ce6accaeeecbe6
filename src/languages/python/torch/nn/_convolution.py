"""Convolution, pooling and resizing as functions: arguments in PyTorch's forms, then one op of the table."""
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
    if divisor_override is not None:
        raise NotImplementedError("avg_pool2d(divisor_override=…) is not available in the playground")
    x, single = _as_images(input, 2)
    out = _H["avg_pool2d"](x, _pair(kernel_size, 2), _pair(kernel_size if stride is None else stride, 2), _pair(padding, 2), ceil_mode, count_include_pad)
    return out.squeeze(0) if single else out


def avg_pool1d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    """The average of every window."""
    one = lambda v, fill: [fill, _pair(v, 1)[0]]
    return avg_pool2d(input.unsqueeze(-2), one(kernel_size, 1), one(kernel_size if stride is None else stride, 1), one(padding, 0),
                      ceil_mode, count_include_pad).squeeze(-2)


def _windows(size, wanted):
    return [(i * size // wanted, -(-(i + 1) * size // wanted)) for i in range(wanted)]


def _adaptive(input, output_size, reduce):
    sizes = [s if o is None else o for s, o in zip(input.shape[-2:], _pair(output_size, 2))]
    rows = []
    for top, bottom in _windows(input.size(-2), sizes[0]):
        rows.append(torch.stack([reduce(input[..., top:bottom, left:right]) for left, right in _windows(input.size(-1), sizes[1])], -1))
    return torch.stack(rows, -2)


def adaptive_avg_pool2d(input, output_size):
    """Averages to a size that is asked for."""
    if _pair(output_size, 2) == [1, 1]:
        return input.mean((-1, -2), keepdim=True)
    return _adaptive(input, output_size, lambda t: t.mean((-1, -2)))


def adaptive_avg_pool1d(input, output_size):
    """Averages to a length that is asked for."""
    return adaptive_avg_pool2d(input.unsqueeze(-2), [1, _pair(output_size, 1)[0]]).squeeze(-2)


def adaptive_max_pool2d(input, output_size, return_indices=False):
    """Maxima to a size that is asked for."""
    if return_indices:
        raise NotImplementedError("adaptive_max_pool2d(return_indices=True) is not available in the playground")
    return _adaptive(input, output_size, lambda t: t.amax((-1, -2)))


def interpolate(input, size=None, scale_factor=None, mode="nearest", align_corners=None, recompute_scale_factor=None, antialias=False):
    """Another size by the nearest element."""
    if mode != "nearest":
        raise NotImplementedError(f"interpolate(mode='{mode}') is not available in the playground; mode='nearest' is")
    dims = input.dim() - 2
    sizes = _pair(size, dims) if size is not None else [int(s * f) for s, f in zip(input.shape[2:], _pair(scale_factor, dims))]
    for k, wanted in enumerate(sizes):
        own = input.size(2 + k)
        input = input.index_select(2 + k, torch.tensor([min(i * own // wanted, own - 1) for i in range(wanted)]))
    return input


def unfold(input, kernel_size, dilation=1, padding=0, stride=1):
    """Every window of an image as a column."""
    (kh, kw), (dh, dw), (ph, pw), (sh, sw) = (_pair(v, 2) for v in (kernel_size, dilation, padding, stride))
    x = _H["constant_pad_nd"](input, [pw, pw, ph, ph], 0)
    height, width = (x.size(2) - dh * (kh - 1) - 1) // sh + 1, (x.size(3) - dw * (kw - 1) - 1) // sw + 1
    parts = [x[:, :, i * dh:i * dh + sh * (height - 1) + 1:sh, j * dw:j * dw + sw * (width - 1) + 1:sw] for i in range(kh) for j in range(kw)]
    return torch.stack(parts, 2).reshape(x.size(0), x.size(1) * kh * kw, height * width)
