"""PyTorch as far as the playground has it: the engine's ops under PyTorch's names."""
import builtins
import math as _math
import sys as _sys
from sys import _getframe

import _engine
from _engine import name as _tell_name
from pyodide.ffi import create_proxy as _create_proxy

from . import _core, _ops
from ._dtype import (DTYPES as _DTYPES, NAMES as _NAMES, Size, device, dtype, finfo, iinfo)
from ._tensor import Tensor
from . import _create, _operators
from ._create import LEGACY as _LEGACY, arange, as_tensor, asarray, tensor
from ._modes import (enable_grad, inference_mode, is_grad_enabled, is_inference_mode_enabled, no_grad, set_grad_enabled)
from ._print import set_printoptions
from ._random import Generator, default_generator, get_rng_state, initial_seed, manual_seed, seed, set_rng_state

__version__ = "2.13.0"
pi, e, inf, nan, newaxis = _math.pi, _math.e, _math.inf, _math.nan, None
strided, contiguous_format, preserve_format, channels_last = ["torch." + _name for _name in ("strided", "contiguous_format", "preserve_format", "channels_last")]

range = _create.range_
globals().update(_LEGACY)
globals().update({name: value for name, value in _NAMES.items()})
for _name, _function in _ops.METHODS.items():
    setattr(Tensor, _name, _function)
_operators.install()
_create.install()
globals().update({name: f for name, f in _ops.TORCH.items() if name not in ("arange",)})

from . import _functions
from ._functions import (allclose, broadcast_tensors, can_cast, cartesian_prod, compile, einsum, equal, from_numpy, get_default_dtype,
                         is_complex, is_floating_point, is_nonzero, is_storage, is_tensor, meshgrid, numel, promote_types, result_type,
                         set_default_device, set_default_dtype, set_default_tensor_type, set_num_threads, typename, get_num_threads,
                         use_deterministic_algorithms, are_deterministic_algorithms_enabled, set_deterministic_debug_mode,
                         is_deterministic_algorithms_warn_only_enabled, get_deterministic_debug_mode, is_same_size, block_diag, norm, normal, cross, tensordot, unique, isin, nonzero, where)
_functions.install(Tensor)
from . import _rare_methods, _shapes
_rare_methods.install()
_shapes.install()
globals().update({name: getattr(_shapes, name) for name in _shapes.FUNCTIONS})
real = conj = conj_physical = resolve_conj = resolve_neg = Tensor.conj
from . import autograd, linalg, special
from .autograd import _hooks
for _name, _function in linalg.OLDER.items():
    _core.named(_function, _name)
    globals()[_name] = _function
    setattr(Tensor, _name, _function)
pca_lowrank = linalg.PCA
from . import accelerator, backends, cuda, random, version

_hooks.connect(_create_proxy)

from . import nn, optim, utils, func
from .func import vmap
from .nn.functional import (adaptive_avg_pool1d, adaptive_max_pool1d, alpha_dropout, avg_pool1d, batch_norm, bilinear, channel_shuffle, conv1d,
                            conv2d, conv3d, conv_transpose1d, conv_transpose2d, conv_transpose3d, max_pool3d, pdist, pixel_unshuffle, rms_norm,
                            cosine_embedding_loss, cosine_similarity, embedding, group_norm, hinge_embedding_loss, kl_div, layer_norm,
                            margin_ranking_loss, max_pool1d, max_pool2d, pairwise_distance, pixel_shuffle, poisson_nll_loss, rrelu,
                            triplet_margin_loss)

_RARE = (
    "get_default_device get_float32_matmul_precision set_float32_matmul_precision set_warn_always is_warn_always_enabled get_num_interop_threads "
    "set_num_interop_threads unsafe_chunk unsafe_split conj real resolve_conj resolve_neg imag is_conj is_neg is_signed is_inference get_device "
    "bartlett_window kaiser_window mvlgamma constant_pad_nd expand_copy permute_copy t_copy transpose_copy select_copy squeeze_copy "
    "unsqueeze_copy unbind_copy diagonal_copy detach_copy view_copy unfold_copy as_strided_copy split_copy abs_ acos_ asin_ atan_ ceil_ celu_ "
    "clamp_ clamp_max_ clamp_min_ cos_ cosh_ deg2rad_ detach_ erf_ erfc_ exp_ exp2_ expm1_ fill_ fix_ floor_ frac_ i0_ ldexp_ log_ log10_ "
    "log1p_ log2_ logit_ nan_to_num_ neg_ negative_ rad2deg_ reciprocal_ relu_ round_ rrelu_ rsqrt_ selu_ sigmoid_ sin_ sinc_ sinh_ sqrt_ "
    "square_ tan_ tanh_ threshold_ trunc_ xlogy_ zero_ addmv_").split()
__getattr__ = _core.on_demand("torch", {**dict.fromkeys(_RARE, "_settings"), "compiler": "compiler",
    
"save": "serialization", "load": "serialization", "serialization": "serialization", "distributions": "distributions", "amp": "amp",
    "autocast": "amp", "GradScaler": "amp", "jit": "jit", "testing": "testing",
    "lu_unpack": "_lu"})


def _named(name, value):
    """What `name = value` in the learner's program becomes: the picture learns what the tensor is called."""
    kind = value.__class__
    if kind is Tensor:
        _tell_name(_getframe(1).f_lineno, value._h, name)
    elif kind is int or kind is float:
        pass
    elif isinstance(value, Tensor):
        _tell_name(_getframe(1).f_lineno, value._h, name)
    elif isinstance(value, nn.Module):
        at = _getframe(1).f_lineno
        for path, parameter in value.named_parameters():
            _tell_name(at, parameter._h, f"{name}.{path}")
    return value


builtins.__named__ = _named
builtins.__scope__ = _core.Scope
_sys.modules["torch"].__dict__.pop("_name", None)
