"""torch.optim: optimisers and learning-rate schedules."""
from .optimizer import Optimizer
from .adadelta import Adadelta
from .adagrad import Adagrad
from .adam import Adam, AdamW
from .adamax import Adamax
from .asgd import ASGD
from .lbfgs import LBFGS
from .nadam import NAdam
from .radam import RAdam
from .rmsprop import RMSprop
from .rprop import Rprop
from .sgd import SGD
from . import lr_scheduler
from .._core import on_demand as _on_demand

__getattr__ = _on_demand("torch.optim", {"swa_utils": "swa_utils"})
