"""torch.nn: modules, parameters, functions, initialisers."""
from .parameter import Buffer, Parameter, UninitializedBuffer, UninitializedParameter
from . import functional, init
from .modules import *
from . import modules, utils


def __getattr__(name):
    raise AttributeError(f"module 'torch.nn' has no attribute '{name}'")
