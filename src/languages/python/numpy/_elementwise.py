"""More functions of every element, put together from the engine's."""
from ._convert import array, asarray
from ._create import ones_like
from ._sorting import where
from ._ufuncs import FUNCTIONS as f


def fmax(x1, x2):
    """The larger one; a number before nan."""
    x1, x2 = asarray(x1), asarray(x2)
    return where(f["isnan"](x1) | (x2 > x1), x2, x1)[()]


def fmin(x1, x2):
    """The smaller one; a number before nan."""
    x1, x2 = asarray(x1), asarray(x2)
    return where(f["isnan"](x1) | (x2 < x1), x2, x1)[()]


def sinc(x):
    """sin(πx) / πx, and 1 at 0."""
    import math
    x = asarray(x)
    y = math.pi * where(x == 0, 1.0e-20, x)
    return (f["sin"](y) / y)[()]


def heaviside(x1, x2):
    """0 below 0, 1 above, x2 at 0."""
    x = asarray(x1) * 1.0
    return where(f["isnan"](x), x, where(x < 0, 0.0, where(x > 0, 1.0, asarray(x2) * 1.0)))[()]


def divmod(x1, x2):
    """Whole quotient and remainder."""
    return f["floor_divide"](x1, x2), f["remainder"](x1, x2)


def float_power(x1, x2):
    """Powers in doubles."""
    return f["power"](asarray(x1).astype(float), asarray(x2).astype(float))


def isposinf(x):
    """Is it +inf?"""
    return (asarray(x) == float("inf"))[()]


def isneginf(x):
    """Is it -inf?"""
    return (asarray(x) == -float("inf"))[()]


def isreal(x):
    """Always: arrays here hold no complex numbers."""
    return ones_like(asarray(x), dtype=bool)[()]


def real(val):
    """Itself: arrays here hold no complex numbers."""
    return asarray(val)


def conj(x):
    """Itself: arrays here hold no complex numbers."""
    return asarray(x)[()]


conjugate = conj


def ediff1d(ary):
    """Differences of neighbours in order."""
    flat = asarray(ary).ravel()
    return flat[1:] - flat[:-1]


def astype(x, dtype):
    """The array in another dtype."""
    return asarray(x).astype(dtype)


def matrix_transpose(x):
    """The last two axes swapped."""
    return asarray(x).swapaxes(-1, -2)


def vecdot(x1, x2):
    """Products summed along the last axis."""
    return (asarray(x1) * asarray(x2)).sum(-1)


def gcd(x1, x2):
    """The greatest common divisor."""
    import math
    return _of_pairs(math.gcd, x1, x2)


def lcm(x1, x2):
    """The least common multiple."""
    import math
    return _of_pairs(math.lcm, x1, x2)


def _of_pairs(function, x1, x2):
    from ._joining import broadcast_arrays
    a, b = broadcast_arrays(x1, x2)
    made = [function(x, y) for x, y in zip(a.ravel().tolist(), b.ravel().tolist())]
    return array(made, "int64").reshape(a.shape)[()]


def atleast_3d(a):
    """With at least three axes."""
    a = asarray(a)
    return a.reshape((1, -1, 1)) if a.ndim == 1 else a.reshape((1, 1, 1)) if a.ndim == 0 else a[:, :, None] if a.ndim == 2 else a


def dstack(tup):
    """Joined along the third axis."""
    from ._joining import concatenate
    return concatenate([atleast_3d(a) for a in tup], 2)


def copyto(dst, src, where=True):
    """Writes one array into another."""
    if where is True:
        dst[...] = src
    else:
        from ._sorting import where as choose
        dst[...] = choose(where, src, dst)


def hanning(M):
    """A window with the shape of a raised cosine."""
    return _window(M, 0.5)


def hamming(M):
    """The same on a small step."""
    return _window(M, 0.54)


def _window(M, share):
    import math
    from ._create import arange, ones
    if M <= 1:
        return ones(max(M, 0))
    return share + (1 - share) * f["cos"](math.pi * arange(1 - M, M, 2) / (M - 1))
