"""Which values a parameter or a sample may have."""


class Constraint:
    """A set of values: how it is written, whether they are whole numbers, and how it is tested."""

    def __init__(self, text, check, is_discrete=False, event_dim=0):
        self._text, self.check, self.is_discrete, self.event_dim = text, check, is_discrete, event_dim

    def __repr__(self):
        return self._text


def greater_than(lower):
    """Above a bound."""
    return Constraint(f"GreaterThan(lower_bound={lower})", lambda v: v > lower)


def greater_than_eq(lower):
    """A bound or above."""
    return Constraint(f"GreaterThanEq(lower_bound={lower})", lambda v: v >= lower)


def interval(lower, upper):
    """Between two bounds."""
    return Constraint(f"Interval(lower_bound={lower}, upper_bound={upper})", lambda v: (v >= lower) & (v <= upper))


def integer_interval(lower, upper):
    """Whole numbers between two bounds."""
    return Constraint(f"IntegerInterval(lower_bound={lower}, upper_bound={upper})", lambda v: (v % 1 == 0) & (v >= lower) & (v <= upper), True)


def _one_hot(v):
    return ((v == 0) | (v == 1)).all(-1) & (v.sum(-1) == 1)


real = Constraint("Real()", lambda v: v == v)
real_vector = Constraint("IndependentConstraint(Real(), 1)", lambda v: (v == v).all(-1), event_dim=1)
positive = greater_than(0.0)
nonnegative = greater_than_eq(0.0)
unit_interval = interval(0.0, 1.0)
boolean = Constraint("Boolean()", lambda v: (v == 0) | (v == 1), True)
nonnegative_integer = Constraint("IntegerGreaterThan(lower_bound=0)", lambda v: (v % 1 == 0) & (v >= 0), True)
simplex = Constraint("Simplex()", lambda v: (v >= 0).all(-1) & ((v.sum(-1) - 1).abs() < 1e-6), event_dim=1)
one_hot = Constraint("OneHot()", _one_hot, True, 1)
positive_definite = Constraint("PositiveDefinite()", lambda v: (v.diagonal(dim1=-2, dim2=-1) > 0).all(-1), event_dim=2)
lower_cholesky = Constraint("LowerCholesky()", lambda v: (v.diagonal(dim1=-2, dim2=-1) > 0).all(-1), event_dim=2)
