"""The gamma distribution, and those whose samples are made of gamma variables."""
import math

import torch
from . import constraints
from .distribution import Distribution
from .normal import Normal


def _standard_gamma(alpha):
    """Numbers from Γ(alpha, 1), by Marsaglia and Tsang's method, element by element."""
    uniform = lambda: torch.rand((), dtype=torch.float64).item()

    def one(a):
        if a == 0.0:
            return 0.0
        scale = 1.0
        if a < 1.0:
            scale, a = (1.0 - uniform()) ** (1.0 / a), a + 1.0
        d = a - 1.0 / 3.0
        c = 1.0 / math.sqrt(9.0 * d)
        while True:
            x = torch.randn((), dtype=torch.float64).item()
            y = 1.0 + c * x
            if y <= 0:
                continue
            v, u, xx = y * y * y, 1.0 - uniform(), x * x
            if u < 1.0 - 0.0331 * xx * xx or math.log(u) < 0.5 * xx + d * (1.0 - v + math.log(v)):
                return scale * d * v
    tiny = torch.finfo(alpha.dtype).tiny
    return torch.tensor([max(one(a), tiny) for a in alpha.reshape(-1).tolist()], dtype=alpha.dtype).view(alpha.shape)


class _NoGradient(Distribution):
    def rsample(self, sample_shape=()):
        raise NotImplementedError(f"{type(self).__name__}.rsample is not available in the playground; sample is")


class Gamma(_NoGradient):
    """Sums of exponential variables, and what lies between."""
    arg_constraints = {"concentration": constraints.positive, "rate": constraints.positive}
    support = constraints.nonnegative

    def __init__(self, concentration, rate, validate_args=None):
        super().__init__(self._set(concentration=concentration, rate=rate), validate_args=validate_args)

    mean = property(lambda self: self.concentration / self.rate)
    mode = property(lambda self: ((self.concentration - 1) / self.rate).clamp(min=0))
    variance = property(lambda self: self.concentration / self.rate.pow(2))

    def cdf(self, value):
        self._check(value)
        return torch.special.gammainc(self.concentration, self.rate * value)

    def sample(self, sample_shape=()):
        shape = self._extended_shape(sample_shape)
        with torch.no_grad():
            return _standard_gamma(self.concentration.expand(shape)) / self.rate.expand(shape)

    def log_prob(self, value):
        self._check(value)
        a, b = self.concentration, self.rate
        return torch.xlogy(a, b) + torch.xlogy(a - 1, value) - b * value - torch.lgamma(a)

    def entropy(self):
        a = self.concentration
        return a - torch.log(self.rate) + torch.lgamma(a) + (1.0 - a) * torch.digamma(a)


class Chi2(Gamma):
    """Sums of squares of df standard normal variables."""
    arg_constraints = {"df": constraints.positive}

    def __init__(self, df, validate_args=None):
        self._set(df=df)
        super().__init__(0.5 * self.df, 0.5, validate_args=validate_args)


class Dirichlet(_NoGradient):
    """Shares that add up to one."""
    arg_constraints = {"concentration": constraints.positive}
    support = constraints.simplex

    def __init__(self, concentration, validate_args=None):
        if concentration.dim() < 1:
            raise ValueError("`concentration` parameter must be at least one-dimensional.")
        self.concentration = concentration
        super().__init__(concentration.shape[:-1], concentration.shape[-1:], validate_args)

    mean = property(lambda self: self.concentration / self.concentration.sum(-1, True))

    @property
    def variance(self):
        """The variance of each share."""
        total = self.concentration.sum(-1, True)
        return self.concentration * (total - self.concentration) / (total.pow(2) * (total + 1))

    def sample(self, sample_shape=()):
        with torch.no_grad():
            parts = _standard_gamma(self.concentration.expand(self._extended_shape(sample_shape)))
            return parts / parts.sum(-1, keepdim=True)

    def log_prob(self, value):
        self._check(value)
        a = self.concentration
        return torch.xlogy(a - 1.0, value).sum(-1) + torch.lgamma(a.sum(-1)) - torch.lgamma(a).sum(-1)

    def entropy(self):
        a, k = self.concentration, self.concentration.size(-1)
        total = a.sum(-1)
        return (torch.lgamma(a).sum(-1) - torch.lgamma(total) - (k - total) * torch.digamma(total) - ((a - 1.0) * torch.digamma(a)).sum(-1))


class Beta(_NoGradient):
    """A share of one."""
    arg_constraints = {"concentration1": constraints.positive, "concentration0": constraints.positive}
    support = constraints.unit_interval

    def __init__(self, concentration1, concentration0, validate_args=None):
        super().__init__(self._set(concentration1=concentration1, concentration0=concentration0), validate_args=validate_args)
        self._dirichlet = Dirichlet(torch.stack([self.concentration1, self.concentration0], -1))

    mean = property(lambda self: self.concentration1 / (self.concentration1 + self.concentration0))

    def __repr__(self):
        # PyTorch keeps both numbers in its Dirichlet, and shows none.
        return "Beta()"

    @property
    def variance(self):
        """αβ / ((α + β)² (α + β + 1))."""
        total = self.concentration1 + self.concentration0
        return self.concentration1 * self.concentration0 / (total.pow(2) * (total + 1))

    def sample(self, sample_shape=()):
        return self._dirichlet.sample(sample_shape).select(-1, 0)

    def log_prob(self, value):
        self._check(value)
        return self._dirichlet.log_prob(torch.stack([value, 1.0 - value], -1))

    def entropy(self):
        return self._dirichlet.entropy()


class StudentT(_NoGradient):
    """A normal variable whose spread is uncertain."""
    arg_constraints = {"df": constraints.positive, "loc": constraints.real, "scale": constraints.positive}
    support = constraints.real

    def __init__(self, df, loc=0.0, scale=1.0, validate_args=None):
        super().__init__(self._set(df=df, loc=loc, scale=scale), validate_args=validate_args)

    mean = mode = property(lambda self: torch.where(self.df > 1, self.loc, torch.full_like(self.loc, float("nan"))))

    def sample(self, sample_shape=()):
        shape = self._extended_shape(sample_shape)
        with torch.no_grad():
            x = Normal(torch.zeros(shape), torch.ones(shape)).rsample()
            z = Chi2(self.df).sample(sample_shape)
            return self.loc + self.scale * x * torch.rsqrt(z / self.df)

    def log_prob(self, value):
        self._check(value)
        y = (value - self.loc) / self.scale
        z = (self.scale.log() + 0.5 * self.df.log() + 0.5 * math.log(math.pi) + torch.lgamma(0.5 * self.df) - torch.lgamma(0.5 * (self.df + 1.0)))
        return -0.5 * (self.df + 1.0) * torch.log1p(y**2.0 / self.df) - z
