"""Grad mode, as context managers, decorators and functions."""
import functools
import inspect

import _engine
from _engine import swap_grad_enabled as _swap_grad_enabled


class _Mode:
    """Usable with `with` and as a decorator, with or without brackets."""

    def __new__(cls, function=None, *args, **kwargs):
        if callable(function) and not isinstance(function, bool):
            return cls()(function)
        return object.__new__(cls)

    def __call__(self, function):
        if inspect.isgeneratorfunction(function):
            return self._around(function)

        @functools.wraps(function)
        def wrapped(*args, **kwargs):
            with self.clone():
                return function(*args, **kwargs)
        return wrapped

    def _around(self, function):
        """A generator whose body runs in the mode, and whose reader does not."""
        @functools.wraps(function)
        def wrapped(*args, **kwargs):
            body, sent = function(*args, **kwargs), None
            while True:
                try:
                    with self.clone():
                        value = body.send(sent)
                except StopIteration as end:
                    return end.value
                sent = yield value
        return wrapped

    def clone(self):
        """A fresh one for each call of a decorated function."""
        return type(self)()


class no_grad(_Mode):
    """Nothing inside is recorded."""

    def __enter__(self):
        self._before = _swap_grad_enabled(False)

    def __exit__(self, *error):
        _swap_grad_enabled(self._before)


class enable_grad(_Mode):
    """Recording inside, even within no_grad."""

    def __enter__(self):
        self._before = _swap_grad_enabled(True)

    def __exit__(self, *error):
        _swap_grad_enabled(self._before)


class set_grad_enabled(_Mode):
    """Recording on or off, at once and until the end of a with block."""

    def __new__(cls, mode):
        return object.__new__(cls)

    def __init__(self, mode):
        self._before, self.mode = _engine.grad_enabled(), bool(mode)
        _engine.set_grad_enabled(self.mode)

    def __call__(self, function):
        _engine.set_grad_enabled(self._before)
        return super().__call__(function)

    def clone(self):
        return set_grad_enabled(self.mode)

    def __enter__(self):
        _engine.set_grad_enabled(self.mode)

    def __exit__(self, *error):
        _engine.set_grad_enabled(self._before)


class inference_mode(_Mode):
    """no_grad whose tensors may never enter a graph."""

    def __init__(self, mode=True):
        self.mode = mode if isinstance(mode, bool) else True

    def clone(self):
        return inference_mode(self.mode)

    def __enter__(self):
        self._before = _engine.grad_enabled(), _engine.inference_mode()
        if self.mode:
            _engine.set_grad_enabled(False)
        _engine.set_inference_mode(self.mode)

    def __exit__(self, *error):
        _engine.set_grad_enabled(self._before[0])
        _engine.set_inference_mode(self._before[1])


def is_grad_enabled():
    """Are ops recorded now?"""
    return _engine.grad_enabled()


def is_inference_mode_enabled():
    """Inside inference_mode?"""
    return _engine.inference_mode()


class set_multithreading_enabled(_Mode):
    """Does nothing here: there is one thread."""

    def __new__(cls, mode):
        return object.__new__(cls)

    def __init__(self, mode):
        self.mode = mode

    def __enter__(self):
        return None

    def __exit__(self, *error):
        return None
