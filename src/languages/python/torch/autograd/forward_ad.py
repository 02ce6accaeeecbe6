"""torch.autograd.forward_ad: tangents that travel forward with the numbers."""
from collections import namedtuple

import _engine
from .. import _core
from .._core import fail, line, wrap
from .._modes import _Mode
from .._tensor import Tensor
from . import _hooks

_current_level = -1
UnpackedDualTensor = namedtuple("UnpackedDualTensor", ["primal", "tangent"])
UnpackedDualTensor.__doc__ = "A tensor without its tangent, and the tangent."


def enter_dual_level():
    """From here on tensors may have tangents."""
    global _current_level
    if _current_level >= 0:
        raise RuntimeError("Nested forward mode AD is not supported at the moment")
    _current_level = 0
    _hooks.pushes_forward = _push_through
    _engine.set_dual_level(True)
    return _current_level


def exit_dual_level(*, level=None):
    """All tangents are gone."""
    if (_current_level if level is None else level) != _current_level or _current_level < 0:
        raise RuntimeError("Trying to exit a forward AD level that was not the last one that was created. This is not supported.")
    _reset()
    _engine.set_dual_level(False)


class dual_level(_Mode):
    """A block in which tensors may have tangents."""

    def __enter__(self):
        return enter_dual_level()

    def __exit__(self, *error):
        exit_dual_level()


def make_dual(tensor, tangent, *, level=None):
    """The same numbers with a tangent."""
    if _current_level < 0:
        raise RuntimeError("Trying to create a dual Tensor for forward AD but no level exists, make sure to enter_dual_level() first.")
    for what, given in (("primal", tensor), ("tangent", tangent)):
        if not given.is_floating_point():
            raise ValueError(f"Expected {what} to be floating point or complex, but got: {given.dtype}")
    dual = wrap(_engine.make_dual(line(), tensor._h, tangent._h))
    dual._given = tangent
    return dual


def unpack_dual(tensor, *, level=None):
    """The numbers alone, and the tangent; None where there is none."""
    if _current_level < 0:
        return UnpackedDualTensor(tensor, None)
    tangent = tangent_of(tensor)
    if tangent is None:
        return UnpackedDualTensor(tensor, None)
    return UnpackedDualTensor(wrap(_engine.primal_of(line(), tensor._h)), tensor.__dict__.get("_given", tangent))


def tangent_of(tensor):
    """The tangent of a tensor, or None."""
    handle = _engine.tangent_of(tensor._h)
    if handle < 0:
        fail()
    return wrap(handle) if handle else None


def _push_through(function, ctx, inputs, outputs):
    """Gives the outputs of a learner's Function the tangents that its jvp makes of those of the inputs."""
    given = [tangent_of(a) if isinstance(a, Tensor) else None for a in inputs]
    if all(t is None for t in given):
        return
    _engine.suspend_tangents()
    try:
        made = function.jvp(ctx, *given)
    finally:
        _engine.restore_tangents()
    for out, tangent in zip(outputs, made if isinstance(made, tuple) else (made,)):
        if tangent is not None:
            _engine.set_tangent(out._h, tangent._h)


def _reset():
    global _current_level
    _current_level = -1
    _hooks.pushes_forward = None


_core.on_begin.append(_reset)
