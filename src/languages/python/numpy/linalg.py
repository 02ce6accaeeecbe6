"""numpy.linalg, and the products of arrays."""
import math

import _engine

from . import _reductions
from ._convert import asarray, given, operands, tensor_like, wrapped
from ._dtypes import DTYPES, float64, promoted
from ._engine_calls import cast, missing, op, quiet
from ._eigen import columns, eigenvector, pair_vectors, real_eigenvalues
from ._factors import cholesky, cond, eigh, eigvalsh, lstsq, matrix_rank, pinv, qr, svd, svdvals


class LinAlgError(ValueError):
    """A matrix that cannot be worked with."""


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise AttributeError(f"this playground's numpy does not have np.linalg.{name}")


def _pair(a, b):
    ta, tb, d = operands(asarray(a), asarray(b))
    if d.name == "bool":
        raise missing("products of boolean matrices")
    return ta, tb


def matmul(x1, x2):
    """The matrix product."""
    a, b = _pair(x1, x2)
    for i, t in enumerate((a, b)):
        if t.dim() == 0:
            raise ValueError(f"matmul: Input operand {i} does not have enough dimensions (has 0, gufunc core with signature (n?,k),(k,m?)->(n?,m?) requires 1)")
    inner = b.shape[0] if b.dim() == 1 else b.shape[-2]
    if a.shape[-1] != inner:
        raise ValueError("matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) "
                         f"(size {inner} is different from {a.shape[-1]})")
    return given(op("matmul", a, b))


def dot(a, b, out=None):
    """The dot product of rows, the product of matrices or numbers."""
    a, b = asarray(a), asarray(b)
    if a.ndim == 0 or b.ndim == 0:
        return a * b
    at = -1 if b.ndim == 1 else -2
    if a.shape[-1] != b.shape[at]:
        told = [str(x.shape).replace(" ", "") for x in (a, b)]
        raise ValueError(f"shapes {told[0]} and {told[1]} not aligned: {a.shape[-1]} (dim {a.ndim - 1}) != {b.shape[at]} (dim {b.ndim + at})")
    if a.ndim <= 2 and b.ndim <= 2:
        return matmul(a, b)
    return tensordot(a, b, ([a.ndim - 1], [b.ndim + at]))


def vdot(a, b):
    """The dot product of all numbers."""
    return dot(asarray(a).ravel(), asarray(b).ravel())


def inner(a, b):
    """The sum of products over the last axis."""
    a, b = asarray(a), asarray(b)
    return a * b if not a.ndim or not b.ndim else tensordot(a, b, ([a.ndim - 1], [b.ndim - 1]))


def outer(a, b):
    """Every product of two rows' elements."""
    return asarray(a).reshape(-1, 1) * asarray(b).reshape(1, -1)


def tensordot(a, b, axes=2):
    """The sum of products over several axes."""
    import torch
    a, b = _pair(a, b)
    if not isinstance(axes, int):
        axes = tuple([x] if isinstance(x, int) else list(x) for x in axes)
    return given(quiet(torch.tensordot, a, b, axes))


def einsum(subscripts, *operands, optimize=False):
    """Sums of products by their indices."""
    import torch
    tensors = [tensor_like(o) for o in operands]
    d = DTYPES[_engine.dtype(tensors[0]._h)]
    for t in tensors[1:]:
        d = promoted(d, DTYPES[_engine.dtype(t._h)])
    return given(quiet(torch.einsum, subscripts, *[cast(t, d.name) for t in tensors]))


def trace(a):
    """The sum of the diagonal."""
    return asarray(a).trace()


def kron(a, b):
    """The Kronecker product."""
    return given(op("kron", *_pair(a, b)))


def cross(a, b):
    """The cross product of rows of three."""
    import torch
    return given(quiet(torch.linalg.cross, *_pair(a, b)))


def _square(a):
    a = asarray(a)
    a = a if a.dtype.kind == "f" else a.astype(float)
    if a.ndim < 2:
        raise LinAlgError(f"{a.ndim}-dimensional array given. Array must be at least two-dimensional")
    if a.shape[-1] != a.shape[-2]:
        raise LinAlgError("Last 2 dimensions of the array must be square")
    return a


def norm(x, ord=None, axis=None, keepdims=False):
    """The length of a vector or matrix."""
    from ._ufuncs import FUNCTIONS
    x = asarray(x)
    x = x if x.dtype.kind == "f" else x.astype(float)
    if axis is None and ord is None:
        flat = x.ravel()
        made = FUNCTIONS["sqrt"](dot(flat, flat))
        return asarray(made).reshape((1,) * x.ndim) if keepdims else made
    axes = axis if axis is not None else tuple(range(x.ndim))
    matrix = isinstance(axes, (tuple, list)) and len(axes) == 2
    if ord in (None, "fro") or ord == 2 and not matrix:
        return FUNCTIONS["sqrt"](_reductions.sum(x * x, axes, keepdims=keepdims))
    if matrix:
        return _matrix_norm(x, ord, axes, keepdims)
    size = abs(x)
    if ord in (float("inf"), -float("inf")):
        return (_reductions.max if ord > 0 else _reductions.min)(size, axes, keepdims=keepdims)
    if ord == 0:
        return _reductions.sum((x != 0).astype(x.dtype), axes, keepdims=keepdims)
    total = _reductions.sum(size if ord == 1 else size ** ord, axes, keepdims=keepdims)
    return total if ord == 1 else total ** (1 / ord)


def _matrix_norm(x, ord, axes, keepdims):
    if ord in (1, -1, math.inf, -math.inf):
        along, across = axes if abs(ord) == 1 else axes[::-1]
        sums = _reductions.sum(abs(x), along, keepdims=True)
        made = (_reductions.max if ord > 0 else _reductions.min)(sums, across, keepdims=True)
        return made if keepdims else made.reshape(()) [()] if x.ndim == 2 else made.squeeze(tuple(axes))
    if ord not in (2, -2, "nuc"):
        raise ValueError("Invalid norm order for matrices.")
    if x.ndim > 2:
        raise missing(f"linalg.norm(ord={ord!r}) of several matrices at once")
    sizes = svdvals(x)
    made = sizes.sum() if ord == "nuc" else sizes[0] if ord == 2 else sizes[-1]
    return asarray(made).reshape((1, 1)) if keepdims else made


def det(a):
    """The determinant."""
    a = _square(a)
    if a.ndim > 2 or a.dtype.name != "float64":
        return given(op("det", a._t))
    return float64(_eliminated(a.tolist()))


def _eliminated(rows):
    """The product of the pivots, by their logarithms: its last digits are what NumPy prints."""
    sign, total = _pivots(rows)
    return sign * math.exp(total)


def _pivots(rows):
    """The sign of the product of the pivots, and the sum of their logarithms."""
    sign, total, n = 1.0, 0.0, len(rows)
    for k in range(n):
        pivot = max(range(k, n), key=lambda i: abs(rows[i][k]))
        if rows[pivot][k] == 0:
            return 0.0, -math.inf
        if pivot != k:
            rows[k], rows[pivot] = rows[pivot], rows[k]
            sign = -sign
        sign = math.copysign(sign, sign * rows[k][k])
        total += math.log(abs(rows[k][k]))
        scale = 1 / rows[k][k]
        for i in range(k + 1, n):
            factor = rows[i][k] * scale
            for j in range(k + 1, n):
                rows[i][j] -= factor * rows[k][j]
    return sign, total


class SlogdetResult(tuple):
    """A sign, and the logarithm of a size."""
    sign = property(lambda self: self[0])
    logabsdet = property(lambda self: self[1])

    def __repr__(self):
        return f"SlogdetResult(sign={self[0]!r}, logabsdet={self[1]!r})"


def slogdet(a):
    """The sign of the determinant, and the logarithm of its size."""
    a = _square(a)
    if a.ndim > 2:
        raise missing("slogdet of several matrices at once")
    sign, total = _pivots(a.tolist())
    return SlogdetResult((float64(sign), float64(total)))


class EigResult(tuple):
    """Eigenvalues, and the eigenvectors as columns."""
    eigenvalues = property(lambda self: self[0])
    eigenvectors = property(lambda self: self[1])

    def __repr__(self):
        return f"EigResult(eigenvalues={self[0]!r}, eigenvectors={self[1]!r})"


def eigvals(a):
    """The eigenvalues, all of which have to be real."""
    a = _square(a)
    if a.ndim > 2:
        raise missing("eigvals of several matrices at once")
    from ._convert import array
    return array(real_eigenvalues(a.tolist()), float).astype(a.dtype)


def eig(a):
    """The eigenvalues, all of which have to be real, and the eigenvectors as columns."""
    a = _square(a)
    values = eigvals(a)
    rows = a.tolist()
    vectors = pair_vectors(rows) if len(rows) == 2 else [eigenvector(rows, v) for v in values.tolist()]
    return EigResult((values, columns(vectors).astype(a.dtype)))


def multi_dot(arrays):
    """The product of several matrices."""
    made = asarray(arrays[0])
    for other in arrays[1:]:
        made = dot(made, other)
    return made


def inv(a):
    """The inverse matrix."""
    a = _square(a)
    return _solved(lambda: op("inverse", a._t))


def solve(a, b):
    """The x with a @ x = b."""
    a, b = _square(a), asarray(b)
    ta, tb = _pair(a, b)
    import torch
    return _solved(lambda: quiet(torch.linalg.solve, ta, tb))


def _solved(body):
    try:
        return wrapped(body())
    except ValueError as error:
        if "singular" in str(error):
            raise LinAlgError("Singular matrix") from None
        raise


def matrix_power(a, n):
    """A matrix multiplied by itself."""
    return wrapped(op("matrix_power", asarray(a)._t, n))


LinAlgError.__module__ = "numpy.linalg"
