"""torch.special."""
from . import _ops

# Functions that torch has too, some by another name.
_ELSEWHERE = {"expit": "sigmoid", "gammaln": "lgamma", "exp2": "exp2", "expm1": "expm1", "log1p": "log1p", "round": "round"}

globals().update(_ops.SPECIAL, **{name: _ops.TORCH[other] for name, other in _ELSEWHERE.items()})
