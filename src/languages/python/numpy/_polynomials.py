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
