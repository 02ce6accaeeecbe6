"""Factors that few programs ask for: triangles with exchanged rows, and the forms of torch.linalg that report instead of failing."""
import torch
from . import _core, _ops
from ._core import LinAlgError

_H = _ops.HIDDEN
_LuFactor = _core.return_type("linalg_lu_factor", ("LU", "pivots"))
_LuFactorEx = _core.return_type("linalg_lu_factor_ex", ("LU", "pivots", "info"))
_Lu = _core.return_type("linalg_lu", ("P", "L", "U"))
_Unpacked = _core.return_type("lu_unpack", ("P", "L", "U"))
_CholeskyEx = _core.return_type("linalg_cholesky_ex", ("L", "info"))
_InvEx = _core.return_type("linalg_inv_ex", ("inverse", "info"))
_SolveEx = _core.return_type("linalg_solve_ex", ("result", "info"))


def _pivoted(pivot, name):
    if not pivot:
        raise RuntimeError(f"linalg.{name}: LU without pivoting is not implemented on the CPU")


def lu_factor_ex(A, *, pivot=True, check_errors=False, out=None):
    """lu_factor, with the place of the first zero on the diagonal of U instead of an error."""
    _pivoted(pivot, "lu_factor")
    packed, pivots = _H["_lu_factor"](A)
    zero = packed.detach().diagonal(dim1=-2, dim2=-1) == 0
    info = torch.where(zero.any(-1), zero.int().argmax(-1) + 1, 0).int() if zero.size(-1) else zero.any(-1).int()
    return _LuFactorEx(packed, pivots, info)


def lu_factor(A, *, pivot=True, out=None):
    """Both triangles in one matrix, and with which row (counted from 1) each was exchanged."""
    packed, pivots, info = lu_factor_ex(A, pivot=pivot)
    for k, at in enumerate(info.reshape(-1).tolist()):
        if at:
            batch = f"(Batch element {k}): " if A.dim() > 2 else ""
            raise LinAlgError(f"torch.linalg.lu_factor: {batch}U[{at},{at}] is zero and using it on lu_solve would result in a division by "
                              "zero. If you still want to perform the factorization, consider calling linalg.lu(A, pivot) or "
                              "linalg.lu_factor_ex(A, pivot)")
    return _LuFactor(packed, pivots)


def lu_unpack(LU_data, LU_pivots, unpack_data=True, unpack_pivots=True, *, out=None):
    """The permutation and the triangles of what lu_factor returned."""
    rows, columns = LU_data.shape[-2:]
    least = min(rows, columns)
    empty = LU_data.new_empty(0)
    permutation = _H["_permutation"](LU_pivots, rows).to(LU_data.dtype) if unpack_pivots else empty
    if not unpack_data:
        return _Unpacked(permutation, empty, empty)
    lower = LU_data[..., :least].tril(-1) + torch.eye(rows, least, dtype=LU_data.dtype)
    return _Unpacked(permutation, lower, LU_data[..., :least, :].triu())


def lu(A, *, pivot=True, out=None):
    """A permutation, a lower and an upper triangle whose product is A."""
    _pivoted(pivot, "lu")
    return _Lu(*lu_unpack(*_H["_lu_factor"](A)))


def lu_solve(LU, pivots, B, *, left=True, adjoint=False, out=None):
    """The solution of a system whose matrix lu_factor has factorised."""
    p, lower, upper = lu_unpack(LU, pivots)
    if not left:
        return lu_solve(LU, pivots, B.mT, adjoint=not adjoint).mT
    first, second = (upper.mT, lower.mT) if adjoint else (lower, upper)
    solve = torch.linalg.solve_triangular
    inner = solve(second, solve(first, B if adjoint else p.mT @ B, upper=False, unitriangular=not adjoint), upper=True, unitriangular=adjoint)
    return p @ inner if adjoint else inner


def old_lu(A, pivot=True, get_infos=False, out=None):
    """The older torch.lu: lu_factor without an error."""
    found = lu_factor_ex(A, pivot=pivot)
    return tuple(found) if get_infos else (found.LU, found.pivots)


def old_lu_solve(b, LU_data, LU_pivots, *, out=None):
    """The older torch.lu_solve."""
    return lu_solve(LU_data, LU_pivots, b)


# What reports instead of failing ------------------------------------------------------------------------

def _reporting(result, compute, A, check_errors, name):
    try:
        return result(compute(), torch.zeros(A.shape[:-2], dtype=torch.int32))
    except LinAlgError:
        if check_errors:
            raise
        raise NotImplementedError(f"linalg.{name} of a matrix for which it fails is not available in the playground") from None


def cholesky_ex(A, *, upper=False, check_errors=False, out=None):
    """cholesky and a report."""
    return _reporting(_CholeskyEx, lambda: torch.linalg.cholesky(A, upper=upper), A, check_errors, "cholesky_ex")


def inv_ex(A, *, check_errors=False, out=None):
    """inv and a report."""
    return _reporting(_InvEx, lambda: torch.linalg.inv(A), A, check_errors, "inv_ex")


def solve_ex(A, B, *, left=True, check_errors=False, out=None):
    """solve and a report."""
    return _reporting(_SolveEx, lambda: torch.linalg.solve(A, B, left=left), A, check_errors, "solve_ex")


# Tensors as matrices ------------------------------------------------------------------------------------

def tensorinv(A, ind=2, *, out=None):
    """The inverse of a tensor as the matrix from its last dims to its first `ind`."""
    if ind <= 0:
        raise RuntimeError("Expected a strictly positive integer for 'ind'")
    rows, columns = A.shape[:ind], A.shape[ind:]
    if rows.numel() != columns.numel():
        raise RuntimeError("Expected self to satisfy the requirement prod(self.shape[ind:]) == prod(self.shape[:ind]), but got "
                           f"{columns.numel()} != {rows.numel()}")
    return torch.linalg.inv(A.reshape(rows.numel(), columns.numel())).reshape(*columns, *rows)


def tensorsolve(A, B, dims=None, *, out=None):
    """X with tensordot(A, X, X.dim()) equal to B."""
    if dims is not None:
        A = A.movedim(tuple(dims), tuple(range(A.dim() - len(dims), A.dim())))
    wanted = A.shape[B.dim():]
    if wanted.numel() != B.numel():
        raise RuntimeError("Expected self to satisfy the requirement prod(self.shape[other.ndim:]) == prod(self.shape[:other.ndim]), "
                           f"but got {wanted.numel()} != {A.shape[:B.dim()].numel()}")
    return torch.linalg.solve(A.reshape(B.numel(), wanted.numel()), B.reshape(-1)).reshape(wanted)


def householder_product(A, tau, *, out=None):
    """The first columns of the product of reflections, each given by a column below its diagonal and its factor."""
    rows, columns = A.shape[-2:]
    product = torch.eye(rows, dtype=A.dtype).expand(*A.shape[:-2], rows, rows)
    for k in range(tau.size(-1)):
        below = torch.where(torch.arange(rows) > k, A[..., k], 0)
        v = below + (torch.arange(rows) == k).to(A.dtype)
        product = product - tau[..., k, None, None] * (product @ v.unsqueeze(-1)) * v.unsqueeze(-2)
    return product[..., :columns]
