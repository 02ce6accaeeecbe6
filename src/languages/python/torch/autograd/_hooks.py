"""Python functions that the engine calls in a backward pass: hooks and the backward of learners' Functions."""
import itertools

import _engine
from .. import _core
from .._core import called_back, fail, wrap

_ids = itertools.count(1)
_hooks = {}
functions = {}
"""Contexts of learners' Functions by number, until their graph is freed."""
pushes_forward = None
"""In forward mode, what gives a learner's Function's outputs their tangents."""


class RemovableHandle:
    """What register_hook returns; remove() takes the hook away."""

    def __init__(self, tensor, number):
        self._tensor, self.id = tensor, number

    def remove(self):
        """The hook is not called any more."""
        _engine.remove_hook(self.id)
        _hooks.pop(self.id, None)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.remove()


def register(tensor, hook):
    """Calls hook with the gradient of a tensor."""
    number = next(_ids)
    if _engine.register_hook(tensor._h, number):
        fail()
    _hooks[number] = hook
    return RemovableHandle(tensor, number)


def register_after_grad(tensor, hook):
    """Calls hook with a leaf whenever its grad has been added to."""
    number = next(_ids)
    if _engine.register_after_grad(tensor._h, number):
        fail()

    def told(handle):
        if hook(tensor) is not None:
            raise RuntimeError("Tensor post accumulate grad hooks should return None.")
    _hooks[number] = told
    return RemovableHandle(tensor, number)


def _run_hook(number, handle):
    grad = wrap(handle)
    result = _hooks[number](grad)
    if result is None:
        return 0
    if not isinstance(result, _core._Tensor):
        raise TypeError(f"expected Variable, but hook returned '{type(result).__name__}'")
    if result.shape != grad.shape:
        raise RuntimeError(f"hook '{getattr(_hooks[number], '__name__', '<unknown>')}' has changed the size of value")
    _core.kept_alive.append(result)
    return result._h


def _run_backward(number, handles):
    ctx = functions[number]
    grads = _core.several(handles)
    result = ctx._run_backward(grads)
    _core.kept_alive.append(result)
    return ",".join([str(g._h) if g is not None else "0" for g in result])


def _release(number):
    functions.pop(number, None)
    return 0


def drop_kept():
    """After a backward pass."""
    _core.kept_alive.clear()


def connect(create_proxy):
    """Hands the three functions to the engine, as lasting proxies."""
    _engine.set_callbacks(create_proxy(called_back(_run_hook)), create_proxy(called_back(_run_backward)),
                          create_proxy(called_back(_release)))


def _reset():
    _hooks.clear()
    functions.clear()
    _core.kept_alive.clear()


_core.on_begin.append(_reset)
