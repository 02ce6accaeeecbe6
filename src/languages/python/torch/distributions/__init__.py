"""torch.distributions: random variables with samples, log-probabilities, entropies and divergences."""
from . import constraints
from .distribution import Distribution
from .normal import Normal
from .discrete import Bernoulli, Binomial, Geometric, NegativeBinomial, Poisson
from .categorical import Categorical, Multinomial, OneHotCategorical
from .uniform import Cauchy, Exponential, Gumbel, Laplace, Uniform
from .gamma import Beta, Chi2, Dirichlet, Gamma, StudentT
from .independent import Independent, MixtureSameFamily, MultivariateNormal
from .transforms import *
from . import transforms
from .transformed_distribution import (HalfCauchy, HalfNormal, InverseGamma, LogisticNormal, LogNormal, Pareto,
                                       TransformedDistribution, Weibull)
from .relaxed import OneHotCategoricalStraightThrough, RelaxedBernoulli, RelaxedOneHotCategorical
from .constraint_registry import biject_to, transform_to
from .kl import kl_divergence, register_kl


def __getattr__(name):
    raise AttributeError(f"module 'torch.distributions' has no attribute '{name}'")
