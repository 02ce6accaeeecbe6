"""torch.distributions.constraint_registry: transforms from all real numbers onto the values that a constraint allows."""
from . import constraints as c, transforms as t


class ConstraintRegistry:
    """Which transform leads to which kind of constraint."""

    def __init__(self):
        self._registry = {}

    def register(self, constraint, factory=None):
        """Makes a function of the constraint the maker of its transform."""
        if factory is None:
            return lambda factory: self.register(constraint, factory)
        self._registry[constraint if isinstance(constraint, type) else type(constraint)] = factory
        return factory

    def __call__(self, constraint):
        """The transform onto a constraint."""
        try:
            factory = self._registry[type(constraint)]
        except KeyError:
            raise NotImplementedError(f"Cannot transform {type(constraint).__name__} constraints") from None
        return factory(constraint)


biject_to, transform_to = ConstraintRegistry(), ConstraintRegistry()


def _above(constraint):
    return t.ComposeTransform([t.ExpTransform(), t.AffineTransform(constraint.lower_bound, 1)])


def _below(constraint):
    return t.ComposeTransform([t.ExpTransform(), t.AffineTransform(constraint.upper_bound, -1)])


def _between(constraint):
    low, high = constraint.lower_bound, constraint.upper_bound
    if isinstance(low, (int, float)) and (low, high) == (0, 1):
        return t.SigmoidTransform()
    return t.ComposeTransform([t.SigmoidTransform(), t.AffineTransform(low, high - low)])


for _registry in (biject_to, transform_to):
    _registry.register(c.real, lambda constraint: t.identity_transform)
    _registry.register(c.greater_than, _above)
    _registry.register(c.greater_than_eq, _above)
    _registry.register(c.less_than, _below)
    _registry.register(c.interval, _between)
    _registry.register(c.half_open_interval, _between)
    _registry.register(c.lower_cholesky, lambda constraint: t.LowerCholeskyTransform())
    _registry.register(c.positive_definite, lambda constraint: t.PositiveDefiniteTransform())
    _registry.register(c.independent, lambda k, _registry=_registry: t.IndependentTransform(_registry(k.base_constraint), k.reinterpreted_batch_ndims))
biject_to.register(c.simplex, lambda constraint: t.StickBreakingTransform())
transform_to.register(c.simplex, lambda constraint: t.SoftmaxTransform())
