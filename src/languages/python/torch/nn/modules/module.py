"""torch.nn.Module: parameters, buffers and modules by name, and calling a forward."""
from itertools import chain

import torch
from ..._core import enter, leave
from ..parameter import Buffer, Parameter
from . import _hooks
from ._hooks import (Everywhere, RemovableHandle, register_module_forward_hook, register_module_forward_pre_hook,
                     register_module_full_backward_hook, register_module_full_backward_pre_hook)
from ._state import OrderedDict, load_into


class Module:
    """Base of all networks: subclasses assign parts in __init__ and compute in forward."""
    training = True

    def __init__(self, *args, **kwargs):
        own = self.__dict__
        own["training"] = True
        for table in ("_parameters", "_buffers", "_modules", "_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks",
                      "_state_dict_hooks", "_load_hooks"):
            own[table] = {}
        own["_not_saved"] = set()

    def forward(self, *args):
        """To be written by subclasses."""
        raise NotImplementedError(f'Module [{type(self).__name__}] is missing the required "forward" function')

    def __call__(self, *args, **kwargs):
        if not (self._backward_hooks or self._backward_pre_hooks or self._forward_hooks or self._forward_pre_hooks or Everywhere.pre
                or Everywhere.forward or Everywhere.backward_pre or Everywhere.backward):
            return self._in_scope(*args, **kwargs)
        return _hooks.call(self, self._in_scope, args, kwargs)

    def _in_scope(self, *args, **kwargs):
        before = enter(self.__dict__.get("_scope_name") or type(self).__name__)
        try:
            return self.forward(*args, **kwargs)
        finally:
            leave(before)

    # Attributes -------------------------------------------------------------------------------------------

    def __getattr__(self, name):
        own = self.__dict__
        for table in ("_parameters", "_buffers", "_modules"):
            if table in own and name in own[table]:
                return own[table][name]
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def __setattr__(self, name, value):
        own = self.__dict__
        if isinstance(value, Parameter):
            if "_parameters" not in own:
                raise AttributeError("cannot assign parameters before Module.__init__() call")
            self._forget(name, but="_parameters")
            self.register_parameter(name, value)
        elif isinstance(value, Module):
            if "_modules" not in own:
                raise AttributeError("cannot assign module before Module.__init__() call")
            self._forget(name, but="_modules")
            own["_modules"][name] = value
            value.__dict__["_scope_name"] = f"{name}:{type(value).__name__}"
        elif isinstance(value, Buffer):
            self._forget(name, but="_buffers")
            self.register_buffer(name, value, value.persistent)
        elif name in own.get("_parameters", ()):
            if value is not None:
                raise TypeError(f"cannot assign '{torch.typename(value)}' as parameter '{name}' (torch.nn.Parameter or None expected)")
            own["_parameters"][name] = None
        elif name in own.get("_modules", ()):
            if value is not None:
                raise TypeError(f"cannot assign '{torch.typename(value)}' as child module '{name}' (torch.nn.Module or None expected)")
            own["_modules"][name] = None
        elif name in own.get("_buffers", ()):
            if value is not None and not isinstance(value, torch.Tensor):
                raise TypeError(f"cannot assign '{torch.typename(value)}' as buffer '{name}' (torch.nn.Buffer, torch.Tensor or None expected)")
            own["_buffers"][name] = value
        else:
            object.__setattr__(self, name, value)

    def __delattr__(self, name):
        for table in (self._parameters, self._buffers, self._modules):
            if name in table:
                del table[name]
                return
        object.__delattr__(self, name)

    def __dir__(self):
        return sorted({*object.__dir__(self), *self._parameters, *self._buffers, *self._modules})

    def _forget(self, name, but):
        # Where a new value takes the old one's place, the place among the others stays.
        for table in ("_parameters", "_buffers", "_modules"):
            if table != but:
                self.__dict__.get(table, {}).pop(name, None)
        self.__dict__.pop(name, None)

    def _check_new(self, what, name, table):
        if table not in self.__dict__:
            raise AttributeError(f"cannot assign {what} before Module.__init__() call")
        if not isinstance(name, str):
            raise TypeError(f"{what} name should be a string. Got {torch.typename(name)}")
        if "." in name:
            raise KeyError(f'{what} name can\'t contain "."')
        if name == "":
            raise KeyError(f'{what} name can\'t be empty string ""')
        if hasattr(self, name) and name not in self.__dict__[table]:
            raise KeyError(f"attribute '{name}' already exists")

    def register_parameter(self, name, param):
        """Adds a parameter under a name."""
        self._check_new("parameter", name, "_parameters")
        if param is not None and not isinstance(param, Parameter):
            raise TypeError(f"cannot assign '{torch.typename(param)}' object to parameter '{name}' (torch.nn.Parameter or None required)")
        self._parameters[name] = param

    def register_buffer(self, name, tensor, persistent=True):
        """Adds a tensor that is part of the state but not trained."""
        self._check_new("buffer", name, "_buffers")
        if tensor is not None and not isinstance(tensor, torch.Tensor):
            raise TypeError(f"cannot assign '{torch.typename(tensor)}' object to buffer '{name}' (torch Tensor or None required)")
        self._buffers[name] = tensor
        (self._not_saved.discard if persistent else self._not_saved.add)(name)

    def register_module(self, name, module):
        """Adds a child under a name."""
        self.add_module(name, module)

    def add_module(self, name, module):
        """Adds a child under a name."""
        if module is not None and not isinstance(module, Module):
            raise TypeError(f"{torch.typename(module)} is not a Module subclass")
        self._check_new("module", name, "_modules")
        self._modules[name] = module
        if module is not None:
            module.__dict__["_scope_name"] = f"{name}:{type(module).__name__}"

    def get_submodule(self, target):
        """The module at a dotted path."""
        found = self
        for part in target.split(".") if target else ():
            if not hasattr(found, part):
                raise AttributeError(f"{type(found).__name__} has no attribute `{part}`")
            found = getattr(found, part)
            if not isinstance(found, Module):
                raise AttributeError(f"`{part}` is not an nn.Module")
        return found

    def set_submodule(self, target, module, strict=False):
        """Puts a module at a dotted path."""
        if target == "":
            raise ValueError("Cannot set the submodule without a target name!")
        path, _, name = target.rpartition(".")
        setattr(self.get_submodule(path), name, module)

    def get_parameter(self, target):
        """The parameter at a dotted path."""
        return self._get(target, "_parameters", "an nn.Parameter")

    def get_buffer(self, target):
        """The buffer at a dotted path."""
        return self._get(target, "_buffers", "a buffer")

    def _get(self, target, table, what):
        path, _, name = target.rpartition(".")
        module = self.get_submodule(path)
        if not hasattr(module, name):
            raise AttributeError(f"{module._get_name()} has no attribute `{name}`")
        if name not in getattr(module, table):
            raise AttributeError(f"`{name}` is not {what}")
        return getattr(module, name)

    # Walks ------------------------------------------------------------------------------------------------

    def named_modules(self, memo=None, prefix="", remove_duplicate=True):
        """This module and all below, with their paths."""
        memo = set() if memo is None else memo
        if self in memo:
            return
        if remove_duplicate:
            memo.add(self)
        yield prefix, self
        for name, child in self._modules.items():
            if child is not None:
                yield from child.named_modules(memo, f"{prefix}.{name}" if prefix else name, remove_duplicate)

    def modules(self):
        """This module and all below."""
        return (module for _, module in self.named_modules())

    def named_children(self):
        """The modules directly below, with their names."""
        seen = set()
        for name, child in self._modules.items():
            if child is not None and child not in seen:
                seen.add(child)
                yield name, child

    def children(self):
        """The modules directly below."""
        return (child for _, child in self.named_children())

    def _members(self, table, prefix, recurse, remove_duplicate):
        seen = set()
        for path, module in self.named_modules(prefix=prefix, remove_duplicate=remove_duplicate) if recurse else [(prefix, self)]:
            for name, tensor in getattr(module, table).items():
                if tensor is None or (remove_duplicate and id(tensor) in seen):
                    continue
                seen.add(id(tensor))
                yield (f"{path}.{name}" if path else name), tensor

    def named_parameters(self, prefix="", recurse=True, remove_duplicate=True):
        """All parameters with their paths."""
        return self._members("_parameters", prefix, recurse, remove_duplicate)

    def parameters(self, recurse=True):
        """All parameters."""
        return (parameter for _, parameter in self.named_parameters(recurse=recurse))

    def named_buffers(self, prefix="", recurse=True, remove_duplicate=True):
        """All buffers with their paths."""
        return self._members("_buffers", prefix, recurse, remove_duplicate)

    def buffers(self, recurse=True):
        """All buffers."""
        return (buffer for _, buffer in self.named_buffers(recurse=recurse))

    # State ------------------------------------------------------------------------------------------------

    def state_dict(self, *args, destination=None, prefix="", keep_vars=False):
        """Every parameter and saved buffer by its path."""
        state = OrderedDict() if destination is None else destination
        own = {k: v for k, v in self._buffers.items() if k not in self._not_saved}
        for name, tensor in chain(self._parameters.items(), own.items()):
            if tensor is not None:
                state[prefix + name] = tensor if keep_vars else tensor.detach()
        for name, child in self._modules.items():
            if child is not None:
                child.state_dict(destination=state, prefix=f"{prefix}{name}.", keep_vars=keep_vars)
        for hook, _ in self._state_dict_hooks.values():
            hook(self, state, prefix, {})
        return state

    def register_state_dict_post_hook(self, hook):
        """Calls hook(module, state_dict, prefix, local_metadata) when this module has written its state."""
        return _hooks.add(self._state_dict_hooks, hook)

    def register_load_state_dict_post_hook(self, hook):
        """Calls hook(module, incompatible_keys) when state has been loaded."""
        return _hooks.add(self._load_hooks, hook)

    def load_state_dict(self, state_dict, strict=True, assign=False):
        """Copies tensors by their paths into this module."""
        keys = load_into(self, state_dict, strict, assign)
        for module in self.modules():
            for hook, _ in module._load_hooks.values():
                hook(module, keys)
        return keys

    def train(self, mode=True):
        """Training mode on or off, for all modules below too."""
        if not isinstance(mode, bool):
            raise ValueError("training mode is expected to be boolean")
        self.training = mode
        for child in self.children():
            child.train(mode)
        return self

    def eval(self):
        """train(False)."""
        return self.train(False)

    def requires_grad_(self, requires_grad=True):
        """Freezes or unfreezes all parameters."""
        for parameter in self.parameters():
            parameter.requires_grad_(requires_grad)
        return self

    def zero_grad(self, set_to_none=True):
        """Clears the gradients of all parameters."""
        for parameter in self.parameters():
            if parameter.grad is None:
                continue
            if set_to_none:
                parameter.grad = None
            else:
                parameter.grad.detach_().zero_()

    def apply(self, fn):
        """Calls fn with every module below and then with this one."""
        for child in self.children():
            child.apply(fn)
        fn(self)
        return self

    def to(self, *args, **kwargs):
        """Changes the dtype of the floating parameters and buffers in place."""
        probe = torch.empty(0).to(*args, **kwargs)
        wanted = kwargs.get("dtype") or next((a for a in args if isinstance(a, (torch.dtype, torch.Tensor))), None)
        if wanted is None:
            return self
        if not probe.dtype.is_floating_point:
            raise TypeError(f"nn.Module.to only accepts floating point or complex dtypes, but got desired dtype={probe.dtype}")
        for tensor in chain(self.parameters(), self.buffers()):
            if tensor.is_floating_point():
                tensor.data = tensor.data.to(probe.dtype)
                if tensor.grad is not None:
                    tensor.grad = tensor.grad.to(probe.dtype)
        return self

    def float(self):
        """Parameters as float32."""
        return self.to(torch.float32)

    def double(self):
        """Parameters as float64."""
        return self.to(torch.float64)

    def half(self):
        """Parameters as float16."""
        return self.to(torch.float16)

    def bfloat16(self):
        """Parameters as bfloat16."""
        return self.to(torch.bfloat16)

    def type(self, dst_type):
        """Parameters as another dtype."""
        return self.to(dst_type)

    def to_empty(self, *, device, recurse=True):
        """New memory for everything; the numbers in it mean nothing."""
        for tensor in chain(self.parameters(recurse), self.buffers(recurse)):
            tensor.data = torch.empty_like(tensor.data)
        return self

    def cpu(self):
        """Itself: everything is on the CPU."""
        return self

    def cuda(self, device=None):
        """There is no GPU here."""
        raise AssertionError("Torch not compiled with CUDA enabled")

    def share_memory(self):
        """Itself: there is one process."""
        return self

    def compile(self, *args, **kwargs):
        """Does nothing: compiling would change its speed only."""

    def register_forward_hook(self, hook, *, prepend=False, with_kwargs=False, always_call=False):
        """Calls hook(module, args, output) after every forward."""
        return _hooks.add(self._forward_hooks, hook, prepend, with_kwargs=with_kwargs)

    def register_forward_pre_hook(self, hook, *, prepend=False, with_kwargs=False):
        """Calls hook(module, args) before every forward."""
        return _hooks.add(self._forward_pre_hooks, hook, prepend, with_kwargs=with_kwargs)

    def register_full_backward_hook(self, hook, prepend=False):
        """Calls hook(module, grad_input, grad_output) when gradients have passed this module."""
        return _hooks.add(self._backward_hooks, hook, prepend)

    def register_full_backward_pre_hook(self, hook, prepend=False):
        """Calls hook(module, grad_output) when gradients reach this module."""
        return _hooks.add(self._backward_pre_hooks, hook, prepend)

    register_backward_hook = register_full_backward_hook

    # Text -------------------------------------------------------------------------------------------------

    def extra_repr(self):
        """What stands between the brackets of a module without children."""
        return ""

    def _get_name(self):
        return type(self).__name__

    def __repr__(self):
        extra = self.extra_repr().split("\n") if self.extra_repr() else []
        children = [f"({name}): " + repr(child).replace("\n", "\n  ") for name, child in self._modules.items()]
        name = self._get_name()
        if not children and len(extra) <= 1:
            return f"{name}({''.join(extra)})"
        return f"{name}(\n  " + "\n  ".join(extra + children) + "\n)"
