"""torch.distributions.transforms: functions that turn one random variable into another."""
from ._elementwise import (AbsTransform, AffineTransform, CumulativeDistributionTransform, ExpTransform, PowerTransform, SigmoidTransform,
                           SoftplusTransform, TanhTransform)
from ._several import LowerCholeskyTransform, PositiveDefiniteTransform, ReshapeTransform, SoftmaxTransform, StickBreakingTransform
from ._transform import ComposeTransform, IndependentTransform, Transform, identity_transform

__all__ = [name for name in globals() if name.endswith("Transform")] + ["identity_transform"]
