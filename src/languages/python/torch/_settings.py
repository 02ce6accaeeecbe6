"""Names of torch that few programs ask for: settings that change speed only, in-place functions, windows, views that are copies."""
import math

import torch
from . import _core, _ops

_H = _ops.HIDDEN


# Settings -----------------------------------------------------------------------------------------------

_start = {"precision": "highest", "warn": False}
_kept = dict(_start)
_core.on_begin.append(lambda: _kept.update(_start))


def get_default_device():
    """The CPU."""
    return torch.device("cpu")


def get_float32_matmul_precision():
    """What was asked for; products here always have full precision."""
    return _kept["precision"]


def set_float32_matmul_precision(precision):
    """Is remembered: it matters on GPUs only."""
    if precision not in ("highest", "high", "medium"):
        raise RuntimeError(f"float32_matmul_precision can be one of 'highest', 'high' or 'medium', but got {precision}")
    _kept["precision"] = precision


def set_warn_always(b):
    """Is remembered."""
    _kept["warn"] = bool(b)


def is_warn_always_enabled():
    """Whether it was asked for."""
    return _kept["warn"]


def get_num_interop_threads():
    """One."""
    return 1


def set_num_interop_threads(n):
    """Does nothing here: there is one thread."""


# Functions that change their argument -------------------------------------------------------------------

for _name in torch._RARE:
    if _name.endswith("_"):
        globals()[_name] = getattr(torch.Tensor, _name, None) or getattr(torch.nn.functional, _name)


# Views that are copies ----------------------------------------------------------------------------------

def _copied(name):
    view = getattr(torch, name, None) or getattr(torch.Tensor, name)

    def function(*args, **kwargs):
        found = view(*args, **kwargs)
        return found.clone() if isinstance(found, torch.Tensor) else tuple(part.clone() for part in found)
    _core.named(function, name + "_copy")
    return function


for _name in torch._RARE:
    if _name.endswith("_copy"):
        globals()[_name] = _copied(_name.removesuffix("_copy"))


def unsafe_chunk(input, chunks, dim=0):
    """chunk."""
    return torch.chunk(input, chunks, dim)


def unsafe_split(tensor, split_size_or_sections, dim=0):
    """split."""
    return torch.split(tensor, split_size_or_sections, dim)


# Real numbers where complex ones might be ---------------------------------------------------------------

def conj(input):
    """A real tensor itself."""
    return input


real = resolve_conj = resolve_neg = conj


def imag(input):
    """Only complex numbers have one."""
    raise RuntimeError("imag is not implemented for tensors with non-complex dtypes.")


def is_conj(input):
    """Never here."""
    return False


is_neg = is_conj


def is_signed(input):
    """Can there be numbers below zero?"""
    return input.dtype not in (torch.bool, torch.uint8)


def is_inference(input):
    """Was it made in inference mode?"""
    return input.is_inference()


def get_device(input):
    """-1: the CPU."""
    return input.get_device()


# Windows and others -------------------------------------------------------------------------------------

def _places(window_length, periodic, dtype):
    last = window_length if periodic else window_length - 1
    return torch.arange(window_length, dtype=dtype or torch.get_default_dtype()) * (2.0 / max(last, 1))


def bartlett_window(window_length, periodic=True, *, dtype=None, requires_grad=False, **kwargs):
    """A triangle."""
    window = 1 - (_places(window_length, periodic, dtype) - 1).abs() if window_length != 1 else torch.ones(1, dtype=dtype)
    return window.requires_grad_(requires_grad)


def kaiser_window(window_length, periodic=True, beta=12.0, *, dtype=None, requires_grad=False, **kwargs):
    """A bell that is narrower the larger beta."""
    if window_length == 1:
        return torch.ones(1, dtype=dtype)
    place = _places(window_length, periodic, dtype) - 1
    window = torch.i0(beta * (1 - place**2).clamp(min=0).sqrt()) / torch.i0(torch.tensor(beta, dtype=place.dtype))
    return window.requires_grad_(requires_grad)


def mvlgamma(input, p):
    """The logarithm of the gamma function of p dims."""
    if not bool((input > (p - 1) / 2).all()):
        raise RuntimeError("All elements must be greater than (p-1)/2")
    steps = torch.arange(-(p - 1) / 2, 0.5, 0.5, dtype=input.dtype)
    return (input.unsqueeze(-1) + steps).lgamma().sum(-1) + p * (p - 1) / 4 * math.log(math.pi)


def constant_pad_nd(input, pad, value=0):
    """More elements around, all of one value."""
    return _H["constant_pad_nd"](input, list(pad), value)
