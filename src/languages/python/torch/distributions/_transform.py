"""Functions that turn one random variable into another, with their inverses and volumes."""
import math

import torch
from . import constraints
from .distribution import sum_last


class Transform:
    """y = f(x). Subclasses have `_call`, and where f can be undone `_inverse` and `log_abs_det_jacobian`."""
    bijective = False
    domain = codomain = constraints.real

    def __init__(self, cache_size=0):
        if cache_size not in (0, 1):
            raise ValueError("cache_size must be 0 or 1")
        self._cache_size, self._last = cache_size, (None, None)

    event_dim = property(lambda self: self.domain.event_dim if self.domain.event_dim == self.codomain.event_dim
                         else _raise(ValueError("Please use either .domain.event_dim or .codomain.event_dim")))
    inv = property(lambda self: _InverseTransform(self), doc="The inverse.")

    @property
    def sign(self):
        """1 where f rises, −1 where it falls."""
        raise NotImplementedError

    def with_cache(self, cache_size=1):
        """The same, remembering its last result or not."""
        self._cache_size = cache_size
        return self

    def __call__(self, x):
        if self._cache_size == 0:
            return self._call(x)
        if self._last[0] is not x:
            self._last = x, self._call(x)
        return self._last[1]

    def _inv_call(self, y):
        return self._last[0] if self._cache_size and self._last[1] is y else self._inverse(y)

    def _call(self, x):
        raise NotImplementedError

    def _inverse(self, y):
        raise NotImplementedError

    def log_abs_det_jacobian(self, x, y):
        """ln |dy/dx|."""
        raise NotImplementedError

    def forward_shape(self, shape):
        """The shape of f(x), from that of x."""
        return shape

    def inverse_shape(self, shape):
        """The shape of x, from that of f(x)."""
        return shape

    def __eq__(self, other):
        return self is other

    __hash__ = object.__hash__

    def __repr__(self):
        return type(self).__name__ + "()"


def _raise(error):
    raise error


class _InverseTransform(Transform):
    def __init__(self, transform):
        super().__init__()
        self._inv = transform

    inv = property(lambda self: self._inv)
    bijective = property(lambda self: self._inv.bijective)
    domain = property(lambda self: self._inv.codomain)
    codomain = property(lambda self: self._inv.domain)
    sign = property(lambda self: self._inv.sign)

    def __call__(self, x):
        return self._inv._inv_call(x)

    def log_abs_det_jacobian(self, x, y):
        return -self._inv.log_abs_det_jacobian(y, x)

    def forward_shape(self, shape):
        return self._inv.inverse_shape(shape)

    def inverse_shape(self, shape):
        return self._inv.forward_shape(shape)

    def __eq__(self, other):
        return isinstance(other, _InverseTransform) and self._inv == other._inv

    __hash__ = object.__hash__

    def __repr__(self):
        return f"_InverseTransform({self._inv!r})"


class Bijection(Transform):
    """What can be undone; two of a kind without settings are equal."""
    bijective = True

    def __eq__(self, other):
        return type(self) is type(other)

    __hash__ = object.__hash__


class ComposeTransform(Transform):
    """One after the other."""

    def __init__(self, parts, cache_size=0):
        super().__init__(cache_size)
        self.parts = [part.with_cache(cache_size) for part in parts] if cache_size else list(parts)

    @property
    def domain(self):
        """The domain of the first, with all dims that later ones read together."""
        if not self.parts:
            return constraints.real
        first, last = self.parts[0].domain, self.parts[-1].codomain.event_dim
        for part in reversed(self.parts):
            last = max(last + part.domain.event_dim - part.codomain.event_dim, part.domain.event_dim)
        return constraints.independent(first, last - first.event_dim) if last > first.event_dim else first

    @property
    def codomain(self):
        """What the last gives."""
        if not self.parts:
            return constraints.real
        last, count = self.parts[-1].codomain, self.parts[0].domain.event_dim
        for part in self.parts:
            count = max(count + part.codomain.event_dim - part.domain.event_dim, part.codomain.event_dim)
        return constraints.independent(last, count - last.event_dim) if count > last.event_dim else last

    bijective = property(lambda self: all(p.bijective for p in self.parts))
    sign = property(lambda self: math.prod(p.sign for p in self.parts))
    inv = property(lambda self: ComposeTransform([p.inv for p in reversed(self.parts)]))

    def __call__(self, x):
        for part in self.parts:
            x = part(x)
        return x

    def log_abs_det_jacobian(self, x, y):
        if not self.parts:
            return torch.zeros_like(x)
        points = [x]
        for part in self.parts[:-1]:
            points.append(part(points[-1]))
        points.append(y)
        total, count = 0, self.domain.event_dim
        for part, a, b in zip(self.parts, points[:-1], points[1:]):
            total = total + sum_last(part.log_abs_det_jacobian(a, b), count - part.domain.event_dim)
            count += part.codomain.event_dim - part.domain.event_dim
        return total

    def forward_shape(self, shape):
        for part in self.parts:
            shape = part.forward_shape(shape)
        return shape

    def inverse_shape(self, shape):
        for part in reversed(self.parts):
            shape = part.inverse_shape(shape)
        return shape

    def __eq__(self, other):
        return isinstance(other, ComposeTransform) and self.parts == other.parts

    __hash__ = object.__hash__

    def __repr__(self):
        return "ComposeTransform(\n    " + ",\n    ".join(map(repr, self.parts)) + "\n)"


identity_transform = ComposeTransform([])


class IndependentTransform(Transform):
    """Some dims of the batch together."""

    def __init__(self, base_transform, reinterpreted_batch_ndims, cache_size=0):
        super().__init__(cache_size)
        self.base_transform, self.reinterpreted_batch_ndims = base_transform, reinterpreted_batch_ndims

    domain = property(lambda self: constraints.independent(self.base_transform.domain, self.reinterpreted_batch_ndims))
    codomain = property(lambda self: constraints.independent(self.base_transform.codomain, self.reinterpreted_batch_ndims))
    bijective = property(lambda self: self.base_transform.bijective)
    sign = property(lambda self: self.base_transform.sign)

    def _call(self, x):
        return self.base_transform(x)

    def _inverse(self, y):
        return self.base_transform.inv(y)

    def log_abs_det_jacobian(self, x, y):
        return sum_last(self.base_transform.log_abs_det_jacobian(x, y), self.reinterpreted_batch_ndims)

    def __repr__(self):
        return f"IndependentTransform({self.base_transform!r}, {self.reinterpreted_batch_ndims})"
