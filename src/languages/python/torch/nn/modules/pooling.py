"""Pooling as modules."""
from .. import functional as F
from .module import Module


class _MaxPool(Module):
    function = None

    def __init__(self, kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False):
        super().__init__()
        self.kernel_size, self.stride = kernel_size, kernel_size if stride is None else stride
        self.padding, self.dilation, self.return_indices, self.ceil_mode = padding, dilation, return_indices, ceil_mode

    def forward(self, input):
        return getattr(F, self.function)(input, self.kernel_size, self.stride, self.padding, self.dilation, ceil_mode=self.ceil_mode,
                                         return_indices=self.return_indices)

    def extra_repr(self):
        return (f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}, dilation={self.dilation}, "
                f"ceil_mode={self.ceil_mode}")


class MaxPool1d(_MaxPool):
    """The largest of every window of a sequence."""
    function = "max_pool1d"


class MaxPool2d(_MaxPool):
    """The largest of every window of an image."""
    function = "max_pool2d"


class MaxPool3d(_MaxPool):
    """The largest of every window of a volume."""
    function = "max_pool3d"


class _AvgPool(Module):
    function = None

    def __init__(self, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
        super().__init__()
        self.kernel_size, self.stride = kernel_size, kernel_size if stride is None else stride
        self.padding, self.ceil_mode, self.count_include_pad = padding, ceil_mode, count_include_pad

    def forward(self, input):
        return getattr(F, self.function)(input, self.kernel_size, self.stride, self.padding, self.ceil_mode, self.count_include_pad)

    def extra_repr(self):
        return f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}"


class AvgPool1d(_AvgPool):
    """The average of every window of a sequence."""
    function = "avg_pool1d"

    def __init__(self, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
        one = lambda v: tuple(v) if isinstance(v, (tuple, list)) else (v,)
        super().__init__(one(kernel_size), one(kernel_size if stride is None else stride), one(padding), ceil_mode, count_include_pad)


class AvgPool2d(_AvgPool):
    """The average of every window of an image."""
    function = "avg_pool2d"


class AvgPool3d(_AvgPool):
    """The average of every window of a volume."""
    function = "avg_pool3d"


class _LPPool(Module):
    function = None

    def __init__(self, norm_type, kernel_size, stride=None, ceil_mode=False):
        super().__init__()
        self.norm_type, self.kernel_size, self.stride, self.ceil_mode = norm_type, kernel_size, stride, ceil_mode

    def forward(self, input):
        return getattr(F, self.function)(input, float(self.norm_type), self.kernel_size, self.stride, self.ceil_mode)

    def extra_repr(self):
        return f"norm_type={self.norm_type}, kernel_size={self.kernel_size}, stride={self.stride}, ceil_mode={self.ceil_mode}"


class LPPool1d(_LPPool):
    """The p-norm of every window of a sequence."""
    function = "lp_pool1d"


class LPPool2d(_LPPool):
    """The p-norm of every window of an image."""
    function = "lp_pool2d"


class _MaxUnpool(Module):
    dims = 1

    def __init__(self, kernel_size, stride=None, padding=0):
        super().__init__()
        wide = lambda v: tuple(v) if isinstance(v, (tuple, list)) else (v,) * self.dims
        self.kernel_size, self.stride, self.padding = wide(kernel_size), wide(kernel_size if stride is None else stride), wide(padding)

    def forward(self, input, indices, output_size=None):
        return getattr(F, f"max_unpool{self.dims}d")(input, indices, self.kernel_size, self.stride, self.padding, output_size)

    def extra_repr(self):
        return f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}"


class MaxUnpool1d(_MaxUnpool):
    """Each maximum of a sequence back where it was."""


class MaxUnpool2d(_MaxUnpool):
    """Each maximum of an image back where it was."""
    dims = 2


class MaxUnpool3d(_MaxUnpool):
    """Each maximum of a volume back where it was."""
    dims = 3


class _Adaptive(Module):
    function = None

    def __init__(self, output_size):
        super().__init__()
        self.output_size = output_size

    def forward(self, input):
        return getattr(F, self.function)(input, self.output_size)

    def extra_repr(self):
        return f"output_size={self.output_size}"


class _AdaptiveMax(_Adaptive):
    def __init__(self, output_size, return_indices=False):
        super().__init__(output_size)
        self.return_indices = return_indices

    def forward(self, input):
        return getattr(F, self.function)(input, self.output_size, self.return_indices)


class AdaptiveAvgPool1d(_Adaptive):
    """Averages to a length that is asked for."""
    function = "adaptive_avg_pool1d"


class AdaptiveAvgPool2d(_Adaptive):
    """Averages to a size that is asked for."""
    function = "adaptive_avg_pool2d"


class AdaptiveAvgPool3d(_Adaptive):
    """Averages to a size that is asked for."""
    function = "adaptive_avg_pool3d"


class AdaptiveMaxPool1d(_AdaptiveMax):
    """Maxima to a length that is asked for."""
    function = "adaptive_max_pool1d"


class AdaptiveMaxPool2d(_AdaptiveMax):
    """Maxima to a size that is asked for."""
    function = "adaptive_max_pool2d"
