"""Which values a parameter or a sample may have."""
import torch


class Constraint:
    """A set of values: whether they are whole numbers, how many dims are one value, and how it is tested."""
    is_discrete, event_dim = False, 0

    def check(self, value):
        """Which values belong to the set."""
        raise NotImplementedError

    def __repr__(self):
        return type(self).__name__.removeprefix("_") + "()"


def _set(name, check, is_discrete=False, event_dim=0):
    """A set without settings."""
    methods = {"check": lambda self, value: check(value), "is_discrete": is_discrete, "event_dim": event_dim, "__doc__": f"{name} values."}
    return type("_" + name, (Constraint,), methods)()


class _Bounded(Constraint):
    bounds = ()

    def __init__(self, *bounds, **named):
        for name, bound in zip(self.bounds, (*bounds, *named.values())):
            setattr(self, name, bound)

    def __repr__(self):
        return type(self).__name__.removeprefix("_") + "(" + ", ".join(f"{n}={getattr(self, n)}" for n in self.bounds) + ")"


def _bounded(name, bounds, check, is_discrete=False):
    methods = {"bounds": bounds, "check": lambda self, v: check(v, *[getattr(self, b) for b in bounds]), "is_discrete": is_discrete,
               "__doc__": f"{name} some bounds."}
    return type("_" + name, (_Bounded,), methods)


_LOW, _HIGH, _BOTH = ("lower_bound",), ("upper_bound",), ("lower_bound", "upper_bound")
greater_than = _bounded("GreaterThan", _LOW, lambda v, low: v > low)
greater_than_eq = _bounded("GreaterThanEq", _LOW, lambda v, low: v >= low)
less_than = _bounded("LessThan", _HIGH, lambda v, high: v < high)
interval = _bounded("Interval", _BOTH, lambda v, low, high: (v >= low) & (v <= high))
half_open_interval = _bounded("HalfOpenInterval", _BOTH, lambda v, low, high: (v >= low) & (v < high))
integer_interval = _bounded("IntegerInterval", _BOTH, lambda v, low, high: (v % 1 == 0) & (v >= low) & (v <= high), True)
_whole_from = _bounded("IntegerGreaterThan", _LOW, lambda v, low: (v % 1 == 0) & (v >= low), True)


class _IndependentConstraint(Constraint):
    """Some dims of values of another set as one value."""

    def __init__(self, base_constraint, reinterpreted_batch_ndims):
        self.base_constraint, self.reinterpreted_batch_ndims = base_constraint, reinterpreted_batch_ndims
        self.is_discrete, self.event_dim = base_constraint.is_discrete, base_constraint.event_dim + reinterpreted_batch_ndims

    def check(self, value):
        held = self.base_constraint.check(value)
        if held.dim() < self.reinterpreted_batch_ndims:
            raise ValueError(f"Expected value.dim() >= {self.event_dim} but got {value.dim()}")
        return held.flatten(held.dim() - self.reinterpreted_batch_ndims).all(-1) if self.reinterpreted_batch_ndims else held

    def __repr__(self):
        return f"IndependentConstraint({self.base_constraint!r}, {self.reinterpreted_batch_ndims})"


class _Dependent(Constraint):
    """A set that depends on parameters."""

    def check(self, x):
        raise ValueError("Cannot determine validity of dependent constraint")


def is_dependent(constraint):
    """Does the set depend on parameters?"""
    return isinstance(constraint, _Dependent)


class dependent_property(property, _Dependent):
    """A property that tells a set which depends on parameters; its settings may be given first."""

    def __init__(self, fn=None, *, is_discrete=None, event_dim=None):
        super().__init__(fn)

    def __call__(self, fn):
        return dependent_property(fn)


def _diagonal_positive(v):
    return (v.diagonal(dim1=-2, dim2=-1) > 0).all(-1)


def _is_symmetric(v):
    return torch.isclose(v, v.mT, atol=1e-6).all(-2).all(-1)


def _above_zero(v, strictly):
    smallest = torch.linalg.eigvalsh(v)[..., 0]
    return _is_symmetric(v) & (smallest > 0 if strictly else smallest >= 0)


def _unit_rows(v):
    return ((v.norm(dim=-1) - 1).abs() < 1e-4).all(-1)


dependent = _Dependent()
independent = _IndependentConstraint
real = _set("Real", lambda v: v == v)
real_vector = independent(real, 1)
positive, nonnegative, unit_interval = greater_than(0.0), greater_than_eq(0.0), interval(0.0, 1.0)
boolean = _set("Boolean", lambda v: (v == 0) | (v == 1), True)
nonnegative_integer, positive_integer = _whole_from(0), _whole_from(1)
simplex = _set("Simplex", lambda v: (v >= 0).all(-1) & ((v.sum(-1) - 1).abs() < 1e-6), event_dim=1)
one_hot = _set("OneHot", lambda v: ((v == 0) | (v == 1)).all(-1) & (v.sum(-1) == 1), True, 1)
square = _set("Square", lambda v: torch.full(v.shape[:-2], v.shape[-2] == v.shape[-1]), event_dim=2)
symmetric = _set("Symmetric", _is_symmetric, event_dim=2)
positive_semidefinite = _set("PositiveSemidefinite", lambda v: _above_zero(v, False), event_dim=2)
positive_definite = _set("PositiveDefinite", lambda v: _above_zero(v, True), event_dim=2)
lower_triangular = _set("LowerTriangular", lambda v: (v.tril() == v).flatten(-2).all(-1), event_dim=2)
lower_cholesky = _set("LowerCholesky", lambda v: (v.tril() == v).flatten(-2).all(-1) & _diagonal_positive(v), event_dim=2)
corr_cholesky = _set("CorrCholesky", lambda v: lower_cholesky.check(v) & _unit_rows(v), event_dim=2)
