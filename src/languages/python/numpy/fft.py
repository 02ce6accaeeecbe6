"""numpy.fft, as far as it goes without complex numbers: frequencies, and how spectra are shifted."""
from ._convert import asarray
from ._create import arange
from ._engine_calls import missing


def fftfreq(n, d=1.0):
    """The frequencies of a spectrum of n numbers, each d apart."""
    from ._joining import concatenate
    half = (n - 1) // 2 + 1
    return concatenate([arange(0, half), arange(-(n // 2), 0)]) * (1.0 / (n * d))


def rfftfreq(n, d=1.0):
    """Those of them that are not negative."""
    return arange(0, n // 2 + 1) * (1.0 / (n * d))


def _shifted(x, axes, sign):
    from ._joining import roll
    x = asarray(x)
    axes = range(x.ndim) if axes is None else (axes,) if isinstance(axes, int) else axes
    for axis in axes:
        size = x.shape[axis]
        x = roll(x, size // 2 if sign > 0 else -(size // 2), axis)
    return x


def fftshift(x, axes=None):
    """With frequency zero in the middle."""
    return _shifted(x, axes, 1)


def ifftshift(x, axes=None):
    """The other way round."""
    return _shifted(x, axes, -1)


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    if name in ("fft", "ifft", "rfft", "irfft", "fft2", "ifft2", "rfft2", "irfft2", "fftn", "ifftn", "hfft", "ihfft"):
        raise missing(f"np.fft.{name}: its arrays hold real numbers, and a spectrum is complex")
    raise AttributeError(f"this playground's numpy does not have np.fft.{name}")
