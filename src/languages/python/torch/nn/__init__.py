"""torch.nn: modules, parameters, functions, initialisers."""
from .parameter import Buffer, Parameter, UninitializedBuffer, UninitializedParameter
from .. import _core
from . import functional, init
from .modules import *
from . import modules, utils


__getattr__ = _core.on_demand("torch.nn", {"parallel": "parallel", "DataParallel": "parallel"})
