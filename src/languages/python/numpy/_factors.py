"""Factors of matrices, and what is found by them: ranks, pseudo-inverses, best fits."""
from collections import namedtuple

from torch import linalg as _torch

from ._convert import asarray, given, wrapped
from ._dtypes import FLOAT64
from ._engine_calls import cast, quiet

_EPS = {"float32": 2.0**-23, "float64": 2.0**-52}
SVDResult = namedtuple("SVDResult", "U S Vh")
QRResult = namedtuple("QRResult", "Q R")
EighResult = namedtuple("EighResult", "eigenvalues eigenvectors")
for _result in (SVDResult, QRResult, EighResult):
    _result.__module__ = "numpy.linalg._linalg"


def _floats(a):
    t = asarray(a)._t
    return t if t.dtype.is_floating_point else cast(t, FLOAT64.name)


def svd(a, full_matrices=True, compute_uv=True, hermitian=False):
    """U, the singular values in falling order, and Vh."""
    found = quiet(_torch.svd, _floats(a), full_matrices)
    return SVDResult(*map(wrapped, found)) if compute_uv else wrapped(found[1])


def svdvals(x):
    """The singular values in falling order."""
    return wrapped(quiet(_torch.svdvals, _floats(x)))


def qr(a, mode="reduced"):
    """An orthogonal matrix and an upper triangle whose product is a."""
    found = quiet(_torch.qr, _floats(a), mode)
    return wrapped(found[1]) if mode == "r" else QRResult(*map(wrapped, found))


def eigh(a, UPLO="L"):
    """Eigenvalues in rising order, and eigenvectors as columns, of a symmetric matrix."""
    return EighResult(*map(wrapped, quiet(_torch.eigh, _floats(a), UPLO)))


def eigvalsh(a, UPLO="L"):
    """Eigenvalues of a symmetric matrix, in rising order."""
    return wrapped(quiet(_torch.eigvalsh, _floats(a), UPLO))


def cholesky(a, *, upper=False):
    """The lower triangle L with L Lᵀ = a."""
    try:
        return wrapped(quiet(_torch.cholesky, _floats(a), upper=upper))
    except ValueError as error:
        if "positive-definite" in str(error):
            from .linalg import LinAlgError
            raise LinAlgError("Matrix is not positive definite") from None
        raise


def pinv(a, rcond=None, hermitian=False, *, rtol=None):
    """The pseudo-inverse."""
    cut = rcond if rcond is not None else 1e-15 if rtol is None else rtol
    return wrapped(quiet(_torch.pinv, _floats(a), rtol=cut))


def matrix_rank(A, tol=None, hermitian=False, *, rtol=None):
    """How many singular values are not zero."""
    t = _floats(A)
    if t.dim() < 2:
        return int(bool((asarray(A) != 0).any()))
    return given(quiet(_torch.matrix_rank, t, atol=tol, rtol=0.0 if tol is not None else rtol))


def cond(x, p=None):
    """How much a matrix may enlarge errors."""
    return given(quiet(_torch.cond, _floats(x), p))


def lstsq(a, b, rcond=None):
    """The solution with the least squared error, the squared errors, the rank and the singular values."""
    ta, tb = _floats(a), _floats(b)
    cut = _EPS[ta.dtype.name] * max(ta.shape) if rcond is None else rcond
    solution, residuals, rank, _ = quiet(_torch.lstsq, ta, tb, rcond=cut)
    return wrapped(solution), wrapped(residuals), int(rank.item()), svdvals(a)
