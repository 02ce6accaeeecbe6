"""torch.autograd.Function: learners' own forward and backward."""
import functools

import _engine
from .._core import fail, line, several
from . import _hooks


class FunctionCtx:
    """What forward tells backward."""

    def __init__(self):
        self._saved = ()
        self._materialize = True
        self._non_differentiable = ()
        self._dirty = ()
        self._versions = None
        self.needs_input_grad = ()
        self._freed = False

    def save_for_backward(self, *tensors):
        """Keeps tensors for backward."""
        self._saved = tensors
        self._versions = None

    @property
    def saved_tensors(self):
        """What save_for_backward kept."""
        for tensor, version in zip(self._saved, self._versions or ()):
            if version is not None and _engine.check_version(tensor._h, version):
                fail()
        return self._saved

    def _seal(self):
        """Remembers which versions forward saved, once it is over."""
        self._versions = [t._version if t is not None else None for t in self._saved]

    saved_variables = saved_tensors

    def mark_non_differentiable(self, *tensors):
        """These outputs have no gradient."""
        self._non_differentiable = tensors

    def mark_dirty(self, *tensors):
        """Inputs changed in place."""
        self._dirty = tensors

    def set_materialize_grads(self, value):
        """Whether a missing gradient arrives as zeros (True) or None."""
        self._materialize = value


class _Context(FunctionCtx):
    def _run_backward(self, grads):
        import torch
        if self._materialize:
            grads = tuple([g if g is not None else torch.zeros(s, dtype=d) for g, (s, d) in zip(grads, self._outputs)])
        got = self._function.backward(self, *grads)
        got = got if isinstance(got, tuple) else (got,)
        name = f"{self._function.__name__}Backward"
        while len(got) > len(self._tensor_inputs) and got[-1] is None:
            got = got[:-1]
        if len(got) != len(self._tensor_inputs):
            raise RuntimeError(f"function {name} returned an incorrect number of gradients (expected {len(self._tensor_inputs)}, got {len(got)})")
        kept = []
        for i, (g, shape) in enumerate(zip(got, self._tensor_inputs)):
            if shape is None:
                continue
            if g is not None and not isinstance(g, torch.Tensor):
                raise TypeError(f"expected Variable or None (got {type(g).__name__})")
            if g is not None and g.shape != shape:
                try:
                    g = g.sum_to_size(shape)
                except RuntimeError:
                    raise RuntimeError(f"Function {name} returned an invalid gradient at index {i} - got {list(g.shape)} but expected shape compatible with {list(shape)}") from None
            kept.append(g)
        return kept


class Function:
    """Subclass it with static methods forward(ctx, …) and backward(ctx, …); call it with apply."""

    def __init__(self, *args, **kwargs):
        raise RuntimeError(f"{type(self)} should not be instantiated. Methods on autograd functions are all static, so you should "
                           "invoke them on the class itself. Instantiating an autograd function will raise an error in a future version of PyTorch.")

    @staticmethod
    def forward(*args, **kwargs):
        """Computes the result."""
        raise NotImplementedError("You must implement the forward function for custom autograd.Function.")

    @staticmethod
    def backward(ctx, *grad_outputs):
        """Computes the gradients of the inputs."""
        raise NotImplementedError("You must implement either the backward or vjp method for your custom autograd.Function to use it with backward mode AD.")

    vjp = backward

    @staticmethod
    def jvp(ctx, *grad_inputs):
        """Computes the tangents of the outputs."""
        raise RuntimeError("You must implement the jvp function for custom autograd.Function to use it with forward mode AD.")

    @classmethod
    def apply(cls, *args, **kwargs):
        """Runs forward and puts the function on the tape."""
        import torch
        ctx = _Context()
        ctx._function = cls
        inputs = [a for a in args if isinstance(a, torch.Tensor)]
        ctx.needs_input_grad = tuple([isinstance(a, torch.Tensor) and a.requires_grad for a in args])
        ctx._tensor_inputs = [a.shape if isinstance(a, torch.Tensor) else None for a in args]
        at = line()
        _engine.pause_recording()
        before = _engine.grad_enabled()
        _engine.set_grad_enabled(False)
        try:
            if "setup_context" in {name for base in cls.__mro__[:-2] for name in vars(base)}:
                output = cls.forward(*args, **kwargs)
                cls.setup_context(ctx, args, output)
            else:
                output = cls.forward(ctx, *args, **kwargs)
        finally:
            _engine.set_grad_enabled(before)
            _engine.resume_recording()
        ctx._seal()
        outputs = output if isinstance(output, tuple) else (output,)
        tensors = [o for o in outputs if isinstance(o, torch.Tensor)]
        ctx._outputs = [(o.shape, o.dtype) for o in tensors]
        number = next(_hooks._ids)
        _hooks.functions[number] = ctx
        flags = "".join(["0" if any(o is n for n in ctx._non_differentiable) else "d" if any(o is n for n in ctx._dirty) else "1" for o in tensors])
        handles = _engine.apply_function(at, cls.__name__, ",".join([str(t._h) for t in inputs]),
                                         ",".join([str(t._h) for t in tensors]), flags, number)
        made = several(handles)
        if not (torch.is_grad_enabled() and any(ctx.needs_input_grad)):
            _hooks.functions.pop(number, None)
        # The same Python object where forward's own result is handed out, so that what ctx saved is what the learner has.
        final = iter([old if old._h == new._h else new for old, new in zip(tensors, made)])
        given = tuple([next(final) if isinstance(o, torch.Tensor) else o for o in outputs])
        if _hooks.pushes_forward is not None:
            _hooks.pushes_forward(cls, ctx, args, given)
        return given if isinstance(output, tuple) else given[0]


def once_differentiable(function):
    """Marks a backward that is not itself differentiable."""
    @functools.wraps(function)
    def backward(ctx, *grads):
        import torch
        with torch.no_grad():
            results = function(ctx, *grads)
        if not (torch.is_grad_enabled() and any(g is not None and g.requires_grad for g in grads)):
            return results
        guarded = lambda r: _NotTwice.apply(r.detach().requires_grad_()) if isinstance(r, torch.Tensor) else r
        return tuple(map(guarded, results)) if isinstance(results, tuple) else guarded(results)
    return backward


class _NotTwice(Function):
    @staticmethod
    def forward(ctx, x):
        return x.clone()

    @staticmethod
    def backward(ctx, g):
        raise RuntimeError("trying to differentiate twice a function that was marked with @once_differentiable")


