"""torch.utils.checkpoint: parts of a network that run again in the backward pass instead of being kept."""
import warnings

import _engine
import torch
from .._core import learner_level as _level


class _Numbers:
    """The random numbers that a function draws, for drawing them again."""

    def __init__(self, keep):
        self._start = torch.get_rng_state() if keep else None

    def again(self, function, *args, **kwargs):
        """The function's results with the same random numbers; those of the program go on where they were."""
        if self._start is None:
            return function(*args, **kwargs)
        now = torch.get_rng_state()
        torch.set_rng_state(self._start)
        try:
            return function(*args, **kwargs)
        finally:
            torch.set_rng_state(now)


class CheckpointFunction(torch.autograd.Function):
    """Forward without a graph; backward makes the graph and goes through it."""

    @staticmethod
    def forward(ctx, run_function, preserve_rng_state, *args):
        """The function's results."""
        ctx.function, ctx.numbers, ctx.args = run_function, _Numbers(preserve_rng_state), args
        return run_function(*args)

    @staticmethod
    def backward(ctx, *grads):
        """Runs the function again, then its graph backwards."""
        inputs = [a.detach().requires_grad_(a.requires_grad) if isinstance(a, torch.Tensor) else a for a in ctx.args]
        with torch.enable_grad():
            outputs = ctx.numbers.again(ctx.function, *inputs)
        pairs = [(o, g) for o, g in zip(outputs if isinstance(outputs, tuple) else (outputs,), grads)
                 if isinstance(o, torch.Tensor) and o.requires_grad]
        if not pairs:
            raise RuntimeError("none of output has requires_grad=True, this checkpoint() is not necessary")
        torch.autograd.backward(*map(list, zip(*pairs)))
        return None, None, *[a.grad if isinstance(a, torch.Tensor) else None for a in inputs]


def checkpoint(function, *args, use_reentrant=None, context_fn=None, determinism_check="default", debug=False, early_stop=True,
               preserve_rng_state=True, **kwargs):
    """function(*args), which runs once more when its gradients are asked for."""
    if use_reentrant is None:
        warnings.warn("torch.utils.checkpoint: the use_reentrant parameter should be passed explicitly. Starting in PyTorch 2.9, calling "
                      "checkpoint without use_reentrant will raise an exception. use_reentrant=False is recommended, but if you need to "
                      "preserve the current default behavior, you can pass use_reentrant=True. Refer to docs for more details on the "
                      "differences between the two variants.", UserWarning, stacklevel=_level())
    if use_reentrant is not False:
        if kwargs:
            raise ValueError("Unexpected keyword arguments: " + ",".join(kwargs))
        if not any(isinstance(a, torch.Tensor) and a.requires_grad for a in args):
            warnings.warn("None of the inputs have requires_grad=True. Gradients will be None", UserWarning, stacklevel=_level())
        return CheckpointFunction.apply(function, preserve_rng_state, *args)
    if context_fn is not None:
        raise NotImplementedError("checkpoint(context_fn=...) is not available in the playground")
    numbers = _Numbers(preserve_rng_state)
    result = function(*args, **kwargs)
    waiting = [True]

    def rerun(grad):
        """What was saved is still there, but the function is seen to run again, as it does where memory counts."""
        if waiting:
            waiting.clear()
            _engine.pause_recording()
            try:
                with torch.enable_grad():
                    numbers.again(function, *args, **kwargs)
            finally:
                _engine.resume_recording()
    for out in result if isinstance(result, tuple) else (result,):
        if isinstance(out, torch.Tensor) and out.requires_grad:
            out.register_hook(rerun)
    return result


def checkpoint_sequential(functions, segments, input, use_reentrant=None, **kwargs):
    """A chain of modules in segments, all but the last of which run again in the backward pass."""
    chain = list(functions.children()) if isinstance(functions, torch.nn.Sequential) else list(functions)

    def part(start, end):
        def run(x):
            for one in chain[start:end]:
                x = one(x)
            return x
        return run
    size = len(chain) // segments
    last = size * (segments - 1)
    for start in range(0, last, size):
        input = checkpoint(part(start, start + size), input, use_reentrant=use_reentrant, **kwargs)
    return part(last, len(chain))(input)
