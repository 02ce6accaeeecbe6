"""torch.linalg: norms, determinants, inverses, systems, factors of matrices."""
from . import _core, _ops
from ._core import LinAlgError
from ._functions import norm as _flat_norm

globals().update(_ops.LINALG)
_H, _T = _ops.HIDDEN, _ops.TORCH
_EPS = {"float32": 2.0**-23, "float64": 2.0**-52, "float16": 2.0**-10, "bfloat16": 2.0**-7}
_Svd = _core.return_type("linalg_svd", ("U", "S", "Vh"))
_Qr = _core.return_type("linalg_qr", ("Q", "R"))
_Eigh = _core.return_type("linalg_eigh", ("eigenvalues", "eigenvectors"))
_Lstsq = _core.return_type("linalg_lstsq", ("solution", "residuals", "rank", "singular_values"))
_Slogdet = _core.return_type("linalg_slogdet", ("sign", "logabsdet"))


def slogdet(A, *, out=None):
    """Sign and logarithm of the determinant."""
    return _Slogdet(*_ops.LINALG["slogdet"](A))


def multi_dot(tensors, *, out=None):
    """The product of several matrices."""
    return _ops.LINALG["multi_dot"](list(tensors))


# Factors ------------------------------------------------------------------------------------------------

def svd(A, full_matrices=True, *, driver=None, out=None):
    """U, the singular values in falling order, and Vᵀ."""
    return _Svd(*_H["_svd"](A, full_matrices))


def svdvals(A, *, driver=None, out=None):
    """The singular values in falling order."""
    return _H["_svd"](A, False)[1]


def qr(A, mode="reduced", *, out=None):
    """An orthogonal matrix and an upper triangle whose product is A."""
    return _Qr(*_H["_qr"](A, mode))


def eigh(A, UPLO="L", *, out=None):
    """Eigenvalues in rising order, and eigenvectors as columns, of a symmetric matrix."""
    if UPLO.upper() not in ("L", "U"):
        raise RuntimeError(f"Expected UPLO argument to be 'L' or 'U', but got {UPLO}")
    return _Eigh(*_H["_eigh"](A, UPLO.upper() == "L"))


def eigvalsh(A, UPLO="L", *, out=None):
    """Eigenvalues of a symmetric matrix, in rising order."""
    return eigh(A, UPLO)[0]


def eig(A, *, out=None):
    """Not here: the answers are complex numbers."""
    raise NotImplementedError("linalg.eig is not available in the playground: its answers are complex numbers; for a symmetric matrix use torch.linalg.eigh")


def eigvals(A, *, out=None):
    """Not here: the answers are complex numbers."""
    raise NotImplementedError("linalg.eigvals is not available in the playground: its answers are complex numbers; for a symmetric matrix use torch.linalg.eigvalsh")


def cholesky(A, *, upper=False, out=None):
    """The lower triangle L with L Lᵀ = A."""
    lower = _H["_cholesky"](A)
    return lower.mT if upper else lower


# Systems ------------------------------------------------------------------------------------------------

def solve_triangular(A, B, *, upper, left=True, unitriangular=False, out=None):
    """The solution of a triangular system."""
    triangle = A.triu() if upper else A.tril()
    if unitriangular:
        triangle = triangle - triangle.diagonal(dim1=-2, dim2=-1).diag_embed() + _T["eye"](A.shape[-1], dtype=A.dtype)
    return _ops.LINALG["solve"](triangle, B) if left else _ops.LINALG["solve"](triangle.mT, B.mT).mT


def _cut(values, shape, rtol, atol, hermitian=False):
    """Below this a singular value counts as zero."""
    largest = values.amax(-1, keepdim=True)
    if rtol is None:
        rtol = max(shape[-2:]) * _EPS[values.dtype.name] if not atol else 0.0
    return (largest * rtol).clamp(min=atol or 0.0)


def matrix_rank(A, *, atol=None, rtol=None, hermitian=False, tol=None, out=None):
    """How many singular values are not zero."""
    values = eigvalsh(A).abs() if hermitian else svdvals(A)
    return (values > _cut(values, A.shape, rtol, atol if tol is None else tol)).sum(-1)


def pinv(A, rcond=None, hermitian=False, *, atol=None, rtol=None, out=None):
    """The pseudo-inverse."""
    u, s, vh = _H["_svd"](A, False)
    keep = s > _cut(s.detach(), A.shape, rcond if rtol is None else rtol, atol)
    inverse = _T["where"](keep, s, _T["ones_like"](s)).reciprocal() * keep
    return (vh.mT * inverse.unsqueeze(-2)) @ u.mT


def lstsq(A, B, rcond=None, *, driver=None):
    """The solution with the least squared error."""
    rows, columns = A.shape[-2:]
    vector = B.dim() == 1 or B.dim() == A.dim() - 1 and B.shape == A.shape[:-1]
    right = B.unsqueeze(-1) if vector else B
    if rows != right.shape[-2]:
        raise RuntimeError("torch.linalg.lstsq: input.size(-2) should match other.size(-2)")
    solution = pinv(A, rcond=rcond) @ right
    rank = matrix_rank(A, rtol=rcond)
    residuals = A.new_zeros(0)
    if rows > columns and bool((rank == columns).all()):
        residuals = ((A @ solution - right) ** 2).sum(-2)
    values = svdvals(A) if driver in ("gelsd", "gelss") else A.new_zeros(0)
    return _Lstsq(solution.squeeze(-1) if vector else solution, residuals, rank, values)


def cond(A, p=None, *, out=None):
    """How much a matrix may enlarge errors."""
    if p in (None, 2, -2):
        s = svdvals(A)
        return s[..., -1] / s[..., 0] if p == -2 else s[..., 0] / s[..., -1]
    return matrix_norm(A, p) * matrix_norm(_ops.LINALG["inv"](A), p)


def vander(x, *, N=None):
    """Powers of the elements in rising order, one element in each row."""
    return _T["vander"](x, N, increasing=True)


def diagonal(A, *, offset=0, dim1=-2, dim2=-1):
    """A diagonal of the last two dims."""
    return A.diagonal(offset, dim1, dim2)


# Norms --------------------------------------------------------------------------------------------------

def vector_norm(x, ord=2, dim=None, keepdim=False, *, dtype=None, out=None):
    """The p-norm of vectors."""
    return _flat_norm(x, ord, dim, keepdim, dtype=dtype)


def matrix_norm(A, ord="fro", dim=(-2, -1), keepdim=False, *, dtype=None, out=None):
    """A norm of matrices: Frobenius, by sums of rows or columns, or by singular values."""
    if A.dim() < 2:
        raise RuntimeError("linalg.matrix_norm: The input tensor A must have at least 2 dimensions.")
    if ord == "fro":
        return _flat_norm(A, 2, dim, keepdim, dtype=dtype)
    row, column = (d % A.dim() for d in dim)
    if ord in (2, -2, "nuc"):
        s = svdvals(A.movedim((row, column), (-2, -1)))
        best = s.sum(-1) if ord == "nuc" else s.amax(-1) if ord == 2 else s.amin(-1)
        return best.unsqueeze(min(row, column)).unsqueeze(max(row, column)) if keepdim else best
    if ord in (1, -1, float("inf"), float("-inf")):
        add, pick = (row, column) if abs(ord) == 1 else (column, row)
        sums = A.abs().sum(add, keepdim=True)
        best = sums.amax(pick, keepdim=True) if ord > 0 else sums.amin(pick, keepdim=True)
        return best if keepdim else best.squeeze(row).squeeze(column if column < row else column - 1)
    raise RuntimeError(f"linalg.matrix_norm: Order {ord} not supported.")


def norm(A, ord=None, dim=None, keepdim=False, *, dtype=None, out=None):
    """A norm of vectors or, for two dims and a matrix norm's name, of matrices."""
    if ord is not None and (isinstance(dim, (tuple, list)) and len(dim) == 2 or dim is None and A.dim() == 2):
        return matrix_norm(A, ord, (-2, -1) if dim is None else dim, keepdim, dtype=dtype)
    return _flat_norm(A, 2 if ord is None else ord, dim, keepdim, dtype=dtype)


# Older names, torch.svd and the like --------------------------------------------------------------------

_OldSvd = _core.return_type("svd", ("U", "S", "V"))
_OldQr = _core.return_type("qr", ("Q", "R"))
_OldTriangular = _core.return_type("triangular_solve", ("solution", "cloned_coefficient"))


def _old_svd(input, some=True, compute_uv=True):
    u, s, vh = _H["_svd"](input, not some)
    return _OldSvd(u, s, vh.mT)


def _old_qr(input, some=True):
    return _OldQr(*_H["_qr"](input, "reduced" if some else "complete"))


def _cholesky_solve(B, L, upper=False):
    return _ops.LINALG["solve"](L.mT @ L if upper else L @ L.mT, B)


def _pca_lowrank(A, q=None, center=True, niter=2):
    """Not here: its start is random, and its digits with it."""
    raise NotImplementedError("torch.pca_lowrank is not available in the playground; take torch.linalg.svd of the centred matrix")


OLDER = {"svd": _old_svd, "qr": _old_qr, "cholesky": lambda input, upper=False: cholesky(input, upper=upper), "pinverse": lambda input, rcond=1e-15: pinv(input, rtol=rcond),
         "cholesky_solve": _cholesky_solve, "cholesky_inverse": lambda L, upper=False: _ops.LINALG["inv"](L.mT @ L if upper else L @ L.mT),
         "triangular_solve": lambda b, A, upper=True, transpose=False, unitriangular=False: _OldTriangular(
             solve_triangular(A.mT if transpose else A, b, upper=upper != transpose, unitriangular=unitriangular), A.clone())}
for _name, _later in {"lu": "old_lu", "lu_solve": "old_lu_solve", "orgqr": "householder_product"}.items():
    OLDER[_name] = lambda *tensors, _later=_later, **options: getattr(_core.later("torch._lu"), _later)(*tensors, **options)
PCA = _pca_lowrank


_LATER = "lu lu_factor lu_factor_ex lu_solve cholesky_ex inv_ex solve_ex tensorinv tensorsolve householder_product".split()
__getattr__ = _core.on_demand("torch.linalg", dict.fromkeys(_LATER, "_lu"), "torch")
