"""torch.linalg: norms, determinants, inverses, systems."""
from . import _ops
from ._functions import norm as _flat_norm


class LinAlgError(RuntimeError):
    """A matrix that has no inverse, and the like."""


globals().update(_ops.LINALG)


def multi_dot(tensors, *, out=None):
    """The product of several matrices."""
    return _ops.LINALG["multi_dot"](list(tensors))


def vector_norm(x, ord=2, dim=None, keepdim=False, *, dtype=None, out=None):
    """The p-norm of vectors."""
    return _flat_norm(x, ord, dim, keepdim, dtype=dtype)


def matrix_norm(A, ord="fro", dim=(-2, -1), keepdim=False, *, dtype=None, out=None):
    """A norm of matrices: Frobenius, or the largest sum of a row or column."""
    if ord == "fro":
        return _flat_norm(A, 2, dim, keepdim, dtype=dtype)
    if ord in (1, -1, float("inf"), float("-inf")):
        row, column = (d % A.dim() for d in dim)
        add, pick = (row, column) if abs(ord) == 1 else (column, row)
        sums = A.abs().sum(add, keepdim=True)
        best = sums.amax(pick, keepdim=True) if ord > 0 else sums.amin(pick, keepdim=True)
        return best if keepdim else best.squeeze(row).squeeze(column if column < row else column - 1)
    raise NotImplementedError(f"linalg.matrix_norm(ord={ord!r}) is not available in the playground: it needs singular values")


def norm(A, ord=None, dim=None, keepdim=False, *, dtype=None, out=None):
    """A norm of vectors or, for two dims and a matrix norm's name, of matrices."""
    if ord is not None and (isinstance(dim, (tuple, list)) and len(dim) == 2 or dim is None and A.dim() == 2):
        return matrix_norm(A, ord, (-2, -1) if dim is None else dim, keepdim, dtype=dtype)
    return _flat_norm(A, 2 if ord is None else ord, dim, keepdim, dtype=dtype)


def __getattr__(name):
    raise AttributeError(f"module 'torch.linalg' has no attribute '{name}'")
