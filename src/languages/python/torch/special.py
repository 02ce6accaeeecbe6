"""torch.special."""
from . import _ops

# Functions that torch has too, some by another name.
_ELSEWHERE = {"expit": "sigmoid", "gammaln": "lgamma", "exp2": "exp2", "expm1": "expm1", "log1p": "log1p", "round": "round",
              "gammainc": "igamma", "gammaincc": "igammac"}

globals().update(_ops.SPECIAL, **{name: _ops.TORCH[other] for name, other in _ELSEWHERE.items()})


def multigammaln(a, p):
    """The logarithm of the gamma function of p dims."""
    return a.mvlgamma(p)
