"""Kullback–Leibler divergences of pairs of distributions."""
import math

import torch
from .categorical import Categorical, OneHotCategorical
from .discrete import Bernoulli, Binomial, Geometric, Poisson
from .distribution import sum_last
from .gamma import Beta, Dirichlet, Gamma
from .independent import Independent, MultivariateNormal
from .normal import Normal
from .transformed_distribution import HalfNormal, TransformedDistribution
from .uniform import Cauchy, Exponential, Gumbel, Laplace, Uniform

_known = {}


def register_kl(type_p, type_q):
    """Makes a function the divergence of two kinds of distribution."""
    def keep(function):
        _known[type_p, type_q] = function
        return function
    return keep


def kl_divergence(p, q):
    """How far q is from p: the mean of ln p − ln q under p."""
    for a in type(p).__mro__:
        for b in type(q).__mro__:
            if (a, b) in _known:
                return _known[a, b](p, q)
    raise NotImplementedError(f"No KL(p || q) is implemented for p type {type(p).__name__} and q type {type(q).__name__}")


@register_kl(Normal, Normal)
def _normal(p, q):
    ratio = (p.scale / q.scale).pow(2)
    return 0.5 * (ratio + ((p.loc - q.loc) / q.scale).pow(2) - 1 - ratio.log())


@register_kl(Bernoulli, Bernoulli)
def _bernoulli(p, q):
    soft = torch.nn.functional.softplus
    yes = p.probs * (soft(-q.logits) - soft(-p.logits))
    yes = torch.where(p.probs == 0, torch.zeros_like(yes), torch.where(q.probs == 0, torch.full_like(yes, float("inf")), yes))
    no = (1 - p.probs) * (soft(q.logits) - soft(p.logits))
    no = torch.where(p.probs == 1, torch.zeros_like(no), torch.where(q.probs == 1, torch.full_like(no, float("inf")), no))
    return yes + no


@register_kl(Categorical, Categorical)
@register_kl(OneHotCategorical, OneHotCategorical)
def _categorical(p, q):
    each = p.probs * (p.logits - q.logits)
    each = torch.where((q.probs == 0).expand(each.shape), torch.full_like(each, float("inf")), each)
    return torch.where((p.probs == 0).expand(each.shape), torch.zeros_like(each), each).sum(-1)


@register_kl(Uniform, Uniform)
def _uniform(p, q):
    result = ((q.high - q.low) / (p.high - p.low)).log()
    return torch.where((q.low > p.low) | (q.high < p.high), torch.full_like(result, float("inf")), result)


@register_kl(Exponential, Exponential)
def _exponential(p, q):
    ratio = q.rate / p.rate
    return -ratio.log() + ratio - 1


@register_kl(Laplace, Laplace)
def _laplace(p, q):
    ratio, distance = p.scale / q.scale, (p.loc - q.loc).abs()
    return -ratio.log() + distance / q.scale + ratio * torch.exp(-distance / p.scale) - 1


@register_kl(Poisson, Poisson)
def _poisson(p, q):
    return p.rate * (p.rate.log() - q.rate.log()) - (p.rate - q.rate)


@register_kl(Gamma, Gamma)
def _gamma(p, q):
    return (q.concentration * (p.rate / q.rate).log() + torch.lgamma(q.concentration) - torch.lgamma(p.concentration)
            + (p.concentration - q.concentration) * torch.digamma(p.concentration) + (q.rate - p.rate) * (p.concentration / p.rate))


@register_kl(Dirichlet, Dirichlet)
def _dirichlet(p, q):
    a, b = p.concentration, q.concentration
    total = a.sum(-1)
    return (torch.lgamma(total) - torch.lgamma(b.sum(-1)) - (torch.lgamma(a) - torch.lgamma(b)).sum(-1)
            + ((a - b) * (torch.digamma(a) - torch.digamma(total).unsqueeze(-1))).sum(-1))


@register_kl(Beta, Beta)
def _beta(p, q):
    return _dirichlet(p._dirichlet, q._dirichlet)


@register_kl(Independent, Independent)
def _independent(p, q):
    if p.reinterpreted_batch_ndims != q.reinterpreted_batch_ndims:
        raise NotImplementedError
    return sum_last(kl_divergence(p.base_dist, q.base_dist), p.reinterpreted_batch_ndims)


@register_kl(MultivariateNormal, MultivariateNormal)
def _multivariate_normal(p, q):
    mixed = torch.linalg.solve(q._root, p._root)
    shift = torch.linalg.solve(q._root, (q.loc - p.loc).unsqueeze(-1)).squeeze(-1)
    return q._log_det() - p._log_det() + 0.5 * (mixed.pow(2).sum((-2, -1)) + shift.pow(2).sum(-1) - p.event_shape[0])


@register_kl(TransformedDistribution, TransformedDistribution)
def _transformed(p, q):
    if p.transforms != q.transforms or p.event_shape != q.event_shape:
        raise NotImplementedError
    return kl_divergence(p.base_dist, q.base_dist)


@register_kl(HalfNormal, HalfNormal)
def _half_normal(p, q):
    return _normal(p.base_dist, q.base_dist)


@register_kl(Binomial, Binomial)
def _binomial(p, q):
    if bool((q.total_count < p.total_count).any()):
        raise NotImplementedError("KL between Binomials where q.total_count > p.total_count is not implemented")
    found = p.total_count * (p.probs * (p.logits - q.logits) + (-p.probs).log1p() - (-q.probs).log1p())
    return torch.where(p.total_count > q.total_count, math.inf, found)


@register_kl(Geometric, Geometric)
def _geometric(p, q):
    return -p.entropy() - torch.log1p(-q.probs) / p.probs - q.logits


@register_kl(Cauchy, Cauchy)
def _cauchy(p, q):
    return ((p.scale + q.scale).pow(2) + (p.loc - q.loc).pow(2)).log() - (4 * p.scale * q.scale).log()


@register_kl(Gumbel, Gumbel)
def _gumbel(p, q):
    ratio, there, here = p.scale / q.scale, q.loc / q.scale, p.loc / q.scale
    euler = 0.57721566490153286060
    return -ratio.log() - there + here + ratio * euler + torch.exp(there + (1 + ratio).lgamma() - here) - (1 + euler)


@register_kl(Uniform, Normal)
def _uniform_normal(p, q):
    width = p.high - p.low
    spread = width.pow(2) / 12 + ((p.high + p.low - 2 * q.loc) / 2).pow(2)
    return (math.sqrt(math.pi * 2) * q.scale / width).log() + 0.5 * spread / q.scale.pow(2)
