"""Convolutions as modules."""
import math

import torch
from .. import functional as F, init
from ..parameter import Parameter
from .module import Module


def _tuple(value, n):
    return tuple(value) if isinstance(value, (tuple, list)) else (value,) * n


class _Conv(Module):
    dims = 1
    transposed = False

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True,
                 padding_mode="zeros", device=None, dtype=None):
        super().__init__()
        if groups <= 0:
            raise ValueError("groups must be a positive integer")
        if in_channels % groups != 0:
            raise ValueError("in_channels must be divisible by groups")
        if out_channels % groups != 0:
            raise ValueError("out_channels must be divisible by groups")
        if padding_mode not in ("zeros", "reflect", "replicate", "circular"):
            raise ValueError(f"padding_mode must be one of {{'zeros', 'reflect', 'replicate', 'circular'}}, but got padding_mode='{padding_mode}'")
        if isinstance(padding, str):
            if padding not in ("same", "valid"):
                raise ValueError(f"Invalid padding string {padding!r}, should be one of {{'valid', 'same'}}")
            if padding == "same" and any(s != 1 for s in _tuple(stride, self.dims)):
                raise ValueError("padding='same' is not supported for strided convolutions")
        if self.transposed and padding_mode != "zeros":
            raise ValueError(f'Only "zeros" padding mode is supported for {type(self).__name__}')
        self.in_channels, self.out_channels, self.groups, self.padding_mode = in_channels, out_channels, groups, padding_mode
        self.kernel_size, self.stride, self.dilation = (_tuple(v, self.dims) for v in (kernel_size, stride, dilation))
        self.padding = padding if isinstance(padding, str) else _tuple(padding, self.dims)
        first, second = (in_channels, out_channels // groups) if self.transposed else (out_channels, in_channels // groups)
        self.weight = Parameter(torch.empty((first, second, *self.kernel_size), dtype=dtype, device=device))
        if bias:
            self.bias = Parameter(torch.empty(out_channels, dtype=dtype))
        else:
            self.register_parameter("bias", None)
        self.reset_parameters()

    def reset_parameters(self):
        """New random numbers: U(−1/√fan, 1/√fan)."""
        if self.weight.numel() == 0:
            return
        init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        if self.bias is not None:
            fan = self.weight.size(1) * math.prod(self.kernel_size)
            if fan != 0:
                init.uniform_(self.bias, -1 / math.sqrt(fan), 1 / math.sqrt(fan))

    def extra_repr(self):
        text = f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}, stride={self.stride}"
        if self.padding != (0,) * self.dims:
            text += f", padding={self.padding!r}" if not isinstance(self.padding, str) else f", padding={self.padding}"
        if self.dilation != (1,) * self.dims:
            text += f", dilation={self.dilation}"
        if getattr(self, "output_padding", (0,) * self.dims) != (0,) * self.dims:
            text += f", output_padding={self.output_padding}"
        if self.groups != 1:
            text += f", groups={self.groups}"
        return text + (", bias=False" if self.bias is None else "") + ("" if self.padding_mode == "zeros" else f", padding_mode={self.padding_mode}")

    def forward(self, input):
        """The kernel slid over the input, after a border that zeros do not make."""
        padding = self.padding
        if self.padding_mode != "zeros":
            if isinstance(padding, str):
                total = [d * (k - 1) if padding == "same" else 0 for d, k in zip(self.dilation, self.kernel_size)]
                sides = [(t // 2, t - t // 2) for t in total]
            else:
                sides = [(p, p) for p in padding]
            input, padding = F.pad(input, [n for side in reversed(sides) for n in side], self.padding_mode), 0
        return getattr(F, f"conv{self.dims}d")(input, self.weight, self.bias, self.stride, padding, self.dilation, self.groups)


class Conv1d(_Conv):
    """A kernel slid along sequences [N, C, L]."""


class Conv2d(_Conv):
    """A kernel slid over images [N, C, H, W]."""
    dims = 2


class Conv3d(_Conv):
    """A kernel slid through volumes [N, C, D, H, W]."""
    dims = 3


class _ConvTranspose(_Conv):
    transposed = True

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True,
                 dilation=1, padding_mode="zeros", device=None, dtype=None):
        super().__init__(in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, device, dtype)
        self.output_padding = _tuple(output_padding, self.dims)

    def forward(self, input, output_size=None):
        extra = self.output_padding if output_size is None else self._extra(input, output_size)
        return getattr(F, f"conv_transpose{self.dims}d")(input, self.weight, self.bias, self.stride, self.padding, extra, self.groups, self.dilation)

    def _extra(self, input, output_size):
        """The output padding that gives the size that is asked for."""
        wanted = list(output_size)[-self.dims:]
        least = [(n - 1) * s - 2 * p + d * (k - 1) + 1
                 for n, s, p, d, k in zip(input.shape[-self.dims:], self.stride, self.padding, self.dilation, self.kernel_size)]
        most = [n + s - 1 for n, s in zip(least, self.stride)]
        if any(not a <= n <= b for n, a, b in zip(wanted, least, most)):
            raise ValueError(f"requested an output size of {wanted}, but valid sizes range from {least} to {most} (for an input of {input.size()[2:]})")
        return [n - a for n, a in zip(wanted, least)]


class ConvTranspose1d(_ConvTranspose):
    """The transpose of Conv1d."""


class ConvTranspose2d(_ConvTranspose):
    """The transpose of Conv2d."""
    dims = 2


class ConvTranspose3d(_ConvTranspose):
    """The transpose of Conv3d."""
    dims = 3
