"""Polynomials by their coefficients, highest power first."""
import math

from ._convert import array, asarray
from ._create import vander, zeros


def polyval(p, x):
    """The value of a polynomial, by Horner's rule."""
    x = asarray(x)
    made = zeros(x.shape, float if asarray(p).dtype.kind == "f" or x.dtype.kind == "f" else int)
    for coefficient in asarray(p):
        made = made * x + coefficient
    return made


def polyfit(x, y, deg):
    """The coefficients with the least squares of errors."""
    matrix, right = vander(asarray(x, float), deg + 1), asarray(y, float)
    # Columns of one length, as NumPy scales them: the powers differ by orders of magnitude.
    scale = ((matrix * matrix).sum(axis=0)) ** 0.5
    return array(least_squares((matrix / scale).tolist(), right.tolist())) / scale


def polyadd(a1, a2):
    """The sum of two polynomials."""
    a, b = _as_long(a1, a2)
    return a + b


def polysub(a1, a2):
    """The difference of two polynomials."""
    a, b = _as_long(a1, a2)
    return a - b


def polymul(a1, a2):
    """The product of two polynomials."""
    from . import convolve
    return convolve(asarray(a1).reshape(-1), asarray(a2).reshape(-1))


def _as_long(a1, a2):
    from ._joining import concatenate
    a, b = asarray(a1).reshape(-1), asarray(a2).reshape(-1)
    long = max(len(a), len(b))
    return [concatenate([zeros(long - len(v), v.dtype), v]) for v in (a, b)]


def polyder(p, m=1):
    """The derivative of a polynomial."""
    from ._create import arange
    p = asarray(p)
    for _ in range(m):
        p = p[:-1] * arange(len(p) - 1, 0, -1)
    return p


def polyint(p, m=1, k=0):
    """The integral of a polynomial, with a constant."""
    from ._create import arange
    from ._joining import concatenate
    p = asarray(p)
    for _ in range(m):
        p = concatenate([p / arange(len(p), 0, -1), array([float(k)])])
    return p


def roots(p):
    """Where a polynomial is zero; all of them have to be real."""
    from . import linalg
    p = asarray(p, float)
    kept = [i for i, v in enumerate(p.tolist()) if v]
    if not kept:
        return array([])
    zeros_behind = len(p) - 1 - kept[-1]
    p = p[kept[0]:kept[-1] + 1]
    size = len(p) - 1
    if size == 0:
        return zeros(zeros_behind)
    companion = zeros((size, size))
    companion[0] = -p[1:] / p[0]
    for i in range(1, size):
        companion[i, i - 1] = 1.0
    found = linalg.eigvals(companion)
    if not zeros_behind:
        return found
    from ._joining import concatenate
    return concatenate([found, zeros(zeros_behind)])


def least_squares(rows, right):
    """The solution of an overdetermined system, by Householder's reflections."""
    m, n = len(rows), len(rows[0])
    if m < n:
        raise ValueError("there are fewer points than coefficients")
    a = [row + [b] for row, b in zip(rows, right)]
    for k in range(n):
        length = math.hypot(*[a[i][k] for i in range(k, m)])
        v = [a[i][k] for i in range(k, m)]
        v[0] += math.copysign(length, v[0])
        size = sum(x * x for x in v)
        if size == 0:
            raise ValueError("the columns depend on one another")
        for j in range(k, n + 1):
            share = 2 * sum(v[i] * a[k + i][j] for i in range(m - k)) / size
            for i in range(m - k):
                a[k + i][j] -= share * v[i]
    solution = [0.0] * n
    for k in reversed(range(n)):
        solution[k] = (a[k][n] - sum(a[k][j] * solution[j] for j in range(k + 1, n))) / a[k][k]
    return solution
