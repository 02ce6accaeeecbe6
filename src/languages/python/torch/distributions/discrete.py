"""Distributions of whole numbers."""
import torch
from ..nn.functional import binary_cross_entropy_with_logits, logsigmoid
from . import constraints
from .distribution import Derived, Distribution


def clamped(probs):
    """Away from 0 and 1, so that logarithms are finite."""
    eps = torch.finfo(probs.dtype).eps
    return probs.clamp(min=eps, max=1 - eps)


class _ByProbability(Distribution):
    arg_constraints = {"probs": constraints.unit_interval, "logits": constraints.real}

    def __init__(self, probs=None, logits=None, validate_args=None):
        super().__init__(self._set_probs(probs, logits), validate_args=validate_args)

    @Derived
    def logits(self):
        """ln(p / (1 − p))."""
        safe = clamped(self.probs)
        return torch.log(safe) - torch.log1p(-safe)

    @Derived
    def probs(self):
        """The probability of a one."""
        return torch.sigmoid(self.logits)

    @property
    def _param(self):
        return self.__dict__.get("probs", self.__dict__.get("logits"))


class Bernoulli(_ByProbability):
    """1 with probability p, and 0."""
    support = constraints.boolean
    has_enumerate_support = True

    mean = property(lambda self: self.probs)
    variance = property(lambda self: self.probs * (1 - self.probs))
    mode = property(lambda self: (self.probs >= 0.5).to(self.probs.dtype))

    def sample(self, sample_shape=()):
        with torch.no_grad():
            return torch.bernoulli(self.probs.expand(self._extended_shape(sample_shape)))

    def log_prob(self, value):
        self._check(value)
        logits, value = torch.broadcast_tensors(self.logits, value)
        return -binary_cross_entropy_with_logits(logits, value, reduction="none")

    def entropy(self):
        return binary_cross_entropy_with_logits(self.logits, self.probs, reduction="none")

    def enumerate_support(self, expand=True):
        """0 and 1."""
        values = torch.arange(2, dtype=self._param.dtype).view(-1, *(1,) * len(self._batch_shape))
        return values.expand((-1, *self._batch_shape)) if expand else values


class Geometric(_ByProbability):
    """Failures before the first success."""
    support = constraints.nonnegative_integer

    mean = property(lambda self: 1.0 / self.probs - 1.0)
    variance = property(lambda self: (1.0 / self.probs - 1.0) / self.probs)

    def sample(self, sample_shape=()):
        with torch.no_grad():
            u = torch.empty(self._extended_shape(sample_shape), dtype=self.probs.dtype).uniform_(torch.finfo(self.probs.dtype).tiny, 1)
            return (u.log() / (-self.probs).log1p()).floor()

    def log_prob(self, value):
        self._check(value)
        value, probs = torch.broadcast_tensors(value, self.probs)
        return value * (-probs).log1p() + self.probs.log()

    def entropy(self):
        return binary_cross_entropy_with_logits(self.logits, self.probs, reduction="none") / self.probs


class Binomial(_ByProbability):
    """Successes in total_count tries."""

    def __init__(self, total_count=1, probs=None, logits=None, validate_args=None):
        self.total_count = torch.as_tensor(total_count, dtype=(probs if logits is None else torch.as_tensor(logits)).dtype
                                           if isinstance(probs if logits is None else logits, torch.Tensor) else torch.get_default_dtype())
        super().__init__(probs, logits, validate_args)

    support = property(lambda self: constraints.integer_interval(0, self.total_count))
    mean = property(lambda self: self.total_count * self.probs)
    variance = property(lambda self: self.total_count * self.probs * (1 - self.probs))

    def sample(self, sample_shape=()):
        with torch.no_grad():
            most = int(self.total_count.max())
            shape = self._extended_shape(sample_shape)
            tries = torch.bernoulli(self.probs.expand((most, *shape)))
            counts = torch.arange(most).view(-1, *(1,) * len(shape)) < self.total_count.expand(shape)
            return (tries * counts).sum(0)

    def log_prob(self, value):
        self._check(value)
        n = self.total_count
        chosen = torch.lgamma(n + 1) - torch.lgamma(value + 1) - torch.lgamma(n - value + 1)
        return chosen + value * clamped(self.probs).log() + (n - value) * (-clamped(self.probs)).log1p()


class Poisson(Distribution):
    """Counts of rare events."""
    arg_constraints = {"rate": constraints.nonnegative}
    support = constraints.nonnegative_integer

    def __init__(self, rate, validate_args=None):
        super().__init__(self._set(rate=rate), validate_args=validate_args)

    mean = variance = property(lambda self: self.rate)

    def sample(self, sample_shape=()):
        with torch.no_grad():
            return torch.poisson(self.rate.expand(self._extended_shape(sample_shape)))

    def log_prob(self, value):
        self._check(value)
        rate, value = torch.broadcast_tensors(self.rate, value)
        return value.xlogy(rate) - rate - (value + 1).lgamma()


class NegativeBinomial(_ByProbability):
    """Successes before total_count failures."""
    arg_constraints = {"total_count": constraints.greater_than_eq(0), "probs": constraints.half_open_interval(0.0, 1.0), "logits": constraints.real}
    support = constraints.nonnegative_integer

    def __init__(self, total_count, probs=None, logits=None, validate_args=None):
        given = {"probs": probs} if logits is None else {"logits": logits}
        if (probs is None) == (logits is None):
            raise ValueError("Either `probs` or `logits` must be specified, but not both.")
        shape = self._set(**given, total_count=total_count)
        self.total_count = self.total_count.type_as(self._param)
        Distribution.__init__(self, shape, validate_args=validate_args)

    mean = property(lambda self: self.total_count * torch.exp(self.logits))
    mode = property(lambda self: ((self.total_count - 1) * self.logits.exp()).floor().clamp(min=0.0))
    variance = property(lambda self: self.mean / torch.sigmoid(-self.logits))

    def sample(self, sample_shape=()):
        from .gamma import Gamma
        with torch.no_grad():
            return torch.poisson(Gamma(self.total_count, torch.exp(-self.logits), validate_args=False).sample(sample_shape))

    def log_prob(self, value):
        self._check(value)
        plain = self.total_count * logsigmoid(-self.logits) + value * logsigmoid(self.logits)
        norm = -torch.lgamma(self.total_count + value) + torch.lgamma(1.0 + value) + torch.lgamma(self.total_count)
        return plain - norm.masked_fill(self.total_count + value == 0.0, 0.0)
