"""Distributions of several numbers together."""
import math

import torch
from . import constraints
from .distribution import Distribution, common_shape, sum_last


class Independent(Distribution):
    """Some dims of the batch of a distribution as one event."""

    def __init__(self, base_distribution, reinterpreted_batch_ndims, validate_args=None):
        n = reinterpreted_batch_ndims
        if n > len(base_distribution.batch_shape):
            raise ValueError(f"Expected reinterpreted_batch_ndims <= len(base_distribution.batch_shape), actual {n} vs "
                             f"{len(base_distribution.batch_shape)}")
        shape = base_distribution.batch_shape + base_distribution.event_shape
        at = len(base_distribution.batch_shape) - n
        self.base_dist, self.reinterpreted_batch_ndims = base_distribution, n
        super().__init__(shape[:at], shape[at:], validate_args)

    mean = property(lambda self: self.base_dist.mean)
    mode = property(lambda self: self.base_dist.mode)
    variance = property(lambda self: self.base_dist.variance)
    has_rsample = property(lambda self: self.base_dist.has_rsample)
    has_enumerate_support = property(lambda self: not self.reinterpreted_batch_ndims and self.base_dist.has_enumerate_support)

    @property
    def support(self):
        """That of the base, some dims together."""
        n = self.reinterpreted_batch_ndims
        return constraints.independent(self.base_dist.support, n) if n and self.base_dist.support is not None else self.base_dist.support

    def expand(self, batch_shape, _instance=None):
        own = self.event_shape[:self.reinterpreted_batch_ndims]
        return Independent(self.base_dist.expand(torch.Size(batch_shape) + own), self.reinterpreted_batch_ndims, self._validate_args)

    def sample(self, sample_shape=()):
        return self.base_dist.sample(sample_shape)

    def rsample(self, sample_shape=()):
        return self.base_dist.rsample(sample_shape)

    def log_prob(self, value):
        return sum_last(self.base_dist.log_prob(value), self.reinterpreted_batch_ndims)

    def entropy(self):
        return sum_last(self.base_dist.entropy(), self.reinterpreted_batch_ndims)

    def __repr__(self):
        return f"Independent({self.base_dist}, {self.reinterpreted_batch_ndims})"


class MultivariateNormal(Distribution):
    """N(loc, Σ), by Σ or by its lower triangular root."""
    arg_constraints = {"loc": constraints.real_vector, "covariance_matrix": constraints.positive_definite, "scale_tril": constraints.lower_cholesky}
    support = constraints.real_vector
    has_rsample = True

    def __init__(self, loc, covariance_matrix=None, precision_matrix=None, scale_tril=None, validate_args=None):
        if loc.dim() < 1:
            raise ValueError("loc must be at least one-dimensional.")
        given = [m for m in (covariance_matrix, precision_matrix, scale_tril) if m is not None]
        if len(given) != 1:
            raise ValueError("Exactly one of covariance_matrix or precision_matrix or scale_tril may be specified.")
        batch = common_shape(given[0].shape[:-2], loc.shape[:-1])
        self.loc = loc.expand((*batch, loc.size(-1)))
        matrix = given[0].expand((*batch, *given[0].shape[-2:]))
        if scale_tril is not None:
            self.scale_tril = self._root = matrix
        else:
            if covariance_matrix is not None:
                self.covariance_matrix = matrix
            self._root = torch.linalg.cholesky(matrix if precision_matrix is None else torch.linalg.inv(matrix))
        super().__init__(batch, loc.shape[-1:], validate_args)

    mean = mode = property(lambda self: self.loc)
    variance = property(lambda self: self._root.pow(2).sum(-1).expand(self._extended_shape()))

    def rsample(self, sample_shape=()):
        shape = self._extended_shape(sample_shape)
        noise = torch.normal(torch.zeros(shape, dtype=self.loc.dtype), torch.ones(shape, dtype=self.loc.dtype))
        return self.loc + (self._root @ noise.unsqueeze(-1)).squeeze(-1)

    def _log_det(self):
        return self._root.diagonal(dim1=-2, dim2=-1).log().sum(-1)

    def log_prob(self, value):
        self._check(value)
        scaled = torch.linalg.solve(self._root, (value - self.loc).unsqueeze(-1)).squeeze(-1)
        return -0.5 * (self._event_shape[0] * math.log(2 * math.pi) + scaled.pow(2).sum(-1)) - self._log_det()

    def entropy(self):
        return 0.5 * self._event_shape[0] * (1.0 + math.log(2 * math.pi)) + self._log_det()


class MixtureSameFamily(Distribution):
    """One of several distributions of a kind, chosen at random."""

    def __init__(self, mixture_distribution, component_distribution, validate_args=None):
        self._mixture_distribution, self._component_distribution = mixture_distribution, component_distribution
        super().__init__(component_distribution.batch_shape[:-1], component_distribution.event_shape, False)

    mixture_distribution = property(lambda self: self._mixture_distribution)
    component_distribution = property(lambda self: self._component_distribution)

    def _weights(self):
        probs = self._mixture_distribution.probs
        return probs.view(*probs.shape, *(1,) * len(self._event_shape))

    @property
    def mean(self):
        """The mean of the means."""
        return (self._weights() * self._component_distribution.mean).sum(-1 - len(self._event_shape))

    @property
    def variance(self):
        """The mean of the variances and the variance of the means."""
        dim = -1 - len(self._event_shape)
        means = self._component_distribution.mean
        inside = (self._weights() * self._component_distribution.variance).sum(dim)
        return inside + (self._weights() * (means - self.mean.unsqueeze(dim)).pow(2.0)).sum(dim)

    def cdf(self, value):
        value = self._component_distribution.cdf(value.unsqueeze(-1 - len(self._event_shape)))
        return (value * self._mixture_distribution.probs).sum(-1)

    def sample(self, sample_shape=()):
        with torch.no_grad():
            chosen = self._mixture_distribution.sample(sample_shape)
            values = self._component_distribution.sample(sample_shape)
            dim = len(sample_shape) + len(self._batch_shape)
            index = chosen.view(*chosen.shape, 1, *(1,) * len(self._event_shape)).expand(*chosen.shape, 1, *self._event_shape)
            return values.gather(dim, index).squeeze(dim)

    def log_prob(self, value):
        value = value.unsqueeze(-1 - len(self._event_shape))
        return torch.logsumexp(self._component_distribution.log_prob(value) + torch.log_softmax(self._mixture_distribution.logits, -1), -1)
