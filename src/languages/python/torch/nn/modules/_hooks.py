"""Hooks of modules: before and after forward, and around a backward pass; of one module or of all."""
import torch
from ...autograd.function import Function


class RemovableHandle:
    """What registering a hook gives back; remove() takes the hook away."""
    _next = 0

    def __init__(self, hooks):
        self._hooks = hooks
        self.id = RemovableHandle._next
        RemovableHandle._next += 1

    def remove(self):
        """Takes the hook away."""
        self._hooks.pop(self.id, None)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.remove()


def add(hooks, hook, prepend=False, **options):
    """Keeps a hook in a table under a number of its own."""
    handle = RemovableHandle(hooks)
    before = dict(hooks) if prepend else {}
    if prepend:
        hooks.clear()
    hooks[handle.id] = hook, options
    hooks.update(before)
    return handle


class Everywhere:
    """The hooks of all modules, by when they are called."""
    pre, forward, backward_pre, backward = {}, {}, {}, {}

    @classmethod
    def forget(cls):
        """Hooks do not outlive the program that registered them."""
        for table in (cls.pre, cls.forward, cls.backward_pre, cls.backward):
            table.clear()


torch._core.on_begin.append(Everywhere.forget)


class BackwardHookFunction(Function):
    """Hands tensors on, and tells what their gradients are when they come back."""

    @staticmethod
    def forward(ctx, told, *tensors):
        ctx.told = told
        return tuple(t.detach() for t in tensors)

    @staticmethod
    def backward(ctx, *grads):
        return (None, *ctx.told(grads))


class _Backward:
    """One call of a module whose backward pass is watched."""

    def __init__(self, module, pre, hooks):
        self.module, self.pre, self.hooks = module, pre, hooks
        self.grad_outputs, self.inputs = None, 0

    def watched(self, values, told):
        """The same values, with those that have gradients handed on; which ones did."""
        places = [i for i, v in enumerate(values) if isinstance(v, torch.Tensor) and v.requires_grad]
        if not places or not torch.is_grad_enabled():
            return values, []
        handed = BackwardHookFunction.apply(lambda grads: told(places, len(values), grads), *[values[i] for i in places])
        result = list(values)
        for place, tensor in zip(places, handed):
            result[place] = tensor
        return tuple(result), places

    def at_outputs(self, places, count, grads):
        """The gradients have reached the module."""
        full = self._full(places, count, grads)
        for hook in self.pre:
            changed = hook(self.module, full)
            if changed is not None:
                full = changed if isinstance(changed, tuple) else (changed,)
        self.grad_outputs = full
        if not self.input_places:
            self._call((None,) * self.inputs)
        return [full[p] for p in places]

    def at_inputs(self, places, count, grads):
        """The gradients have left it."""
        full = self._call(self._full(places, count, grads))
        return [full[p] for p in places]

    @staticmethod
    def _full(places, count, grads):
        full = [None] * count
        for place, grad in zip(places, grads):
            full[place] = grad
        return tuple(full)

    def _call(self, grad_inputs):
        for hook in self.hooks:
            changed = hook(self.module, grad_inputs, self.grad_outputs)
            if changed is not None:
                grad_inputs = changed if isinstance(changed, tuple) else (changed,)
        return grad_inputs


def call(module, run, args, kwargs):
    """Runs a module's forward with every hook that there is."""
    for hook, options in (*Everywhere.pre.values(), *module._forward_pre_hooks.values()):
        if options.get("with_kwargs"):
            changed = hook(module, args, kwargs)
            if changed is not None:
                if not (isinstance(changed, tuple) and len(changed) == 2):
                    raise RuntimeError(f"forward pre-hook must return None or a tuple of (new_args, new_kwargs), but got {changed}.")
                args, kwargs = changed
        else:
            changed = hook(module, args)
            if changed is not None:
                args = changed if isinstance(changed, tuple) else (changed,)
    pre = [h for h, _ in (*Everywhere.backward_pre.values(), *module._backward_pre_hooks.values())]
    after = [h for h, _ in (*Everywhere.backward.values(), *module._backward_hooks.values())]
    watch = _Backward(module, pre, after) if pre or after else None
    if watch is not None:
        watch.inputs = len(args)
        args, watch.input_places = watch.watched(args, watch.at_inputs)
    result = run(*args, **kwargs)
    for hook, options in (*Everywhere.forward.values(), *module._forward_hooks.values()):
        changed = hook(module, args, kwargs, result) if options.get("with_kwargs") else hook(module, args, result)
        if changed is not None:
            result = changed
    if watch is not None:
        many = isinstance(result, tuple)
        handed, _ = watch.watched(result if many else (result,), watch.at_outputs)
        result = handed if many else handed[0]
    return result


def register_module_forward_pre_hook(hook):
    """Calls hook(module, args) before the forward of every module."""
    return add(Everywhere.pre, hook)


def register_module_forward_hook(hook, *, with_kwargs=False, always_call=False):
    """Calls hook(module, args, output) after the forward of every module."""
    return add(Everywhere.forward, hook, with_kwargs=with_kwargs)


def register_module_full_backward_pre_hook(hook):
    """Calls hook(module, grad_output) when gradients reach any module."""
    return add(Everywhere.backward_pre, hook)


def register_module_full_backward_hook(hook):
    """Calls hook(module, grad_input, grad_output) when gradients have passed any module."""
    return add(Everywhere.backward, hook)
