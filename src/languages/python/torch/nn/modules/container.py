"""Modules that hold others: in sequence, in lists, by name."""
from collections import OrderedDict
from itertools import islice
import operator

import torch
from ..parameter import Parameter
from .module import Module


class Sequential(Module):
    """Calls its modules one after the other."""

    def __init__(self, *args):
        super().__init__()
        named = args[0].items() if len(args) == 1 and isinstance(args[0], OrderedDict) else ((str(i), m) for i, m in enumerate(args))
        for name, module in named:
            self.add_module(name, module)

    def _key(self, index):
        index = operator.index(index)
        if not -len(self) <= index < len(self):
            raise IndexError(f"index {index} is out of range")
        return next(islice(self._modules, index % len(self), None))

    def __getitem__(self, index):
        if isinstance(index, slice):
            return type(self)(OrderedDict(list(self._modules.items())[index]))
        return self._modules[self._key(index)]

    def __setitem__(self, index, module):
        setattr(self, self._key(index), module)

    def __delitem__(self, index):
        for key in list(self._modules)[index] if isinstance(index, slice) else [self._key(index)]:
            del self._modules[key]
        self.__dict__["_modules"] = {str(i): m for i, m in enumerate(self._modules.values())}

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return iter(self._modules.values())

    def append(self, module):
        """Adds one at the end."""
        self.add_module(str(len(self)), module)
        return self

    def insert(self, index, module):
        """Puts one before an index."""
        if not isinstance(module, Module):
            raise AssertionError(f"module should be of type: {Module}")
        items = list(self)
        if not -len(items) <= index <= len(items):
            raise IndexError(f"Index out of range: {index}")
        items.insert(index, module)
        self.__dict__["_modules"] = {str(i): m for i, m in enumerate(items)}
        return self

    def pop(self, key):
        """Takes one out."""
        module = self[key]
        del self[key]
        return module

    def __add__(self, other):
        if not isinstance(other, Sequential):
            raise ValueError(f"add operator supports only objects of Sequential class, but {type(other)} is given.")
        return Sequential(*self, *other)

    def __iadd__(self, other):
        return self.extend(other)

    def extend(self, sequential):
        """Adds several at the end."""
        for module in sequential:
            self.append(module)
        return self

    def forward(self, input):
        for module in self:
            input = module(input)
        return input


class _ListText(Module):
    def __repr__(self):
        parts = [repr(item) for item in self]
        if not parts:
            return f"{self._get_name()}()"
        groups = []
        for i, text in enumerate(parts):
            if groups and groups[-1][2] == text:
                groups[-1][1] = i
            else:
                groups.append([i, i, text])
        lines = [f"({a}): {text}" if a == b else f"({a}-{b}): {b - a + 1} x {text}" for a, b, text in groups]
        return f"{self._get_name()}(\n  " + "\n  ".join(line.replace("\n", "\n  ") for line in lines) + "\n)"


class ModuleList(_ListText):
    """A list of modules that a module knows as its own."""

    def __init__(self, modules=None):
        super().__init__()
        if modules is not None:
            self.extend(modules)

    def _key(self, index):
        index = operator.index(index)
        if not -len(self) <= index < len(self):
            raise IndexError(f"index {index} is out of range")
        return str(index % len(self))

    def __getitem__(self, index):
        if isinstance(index, slice):
            return type(self)(list(self)[index])
        return self._modules[self._key(index)]

    def __setitem__(self, index, module):
        setattr(self, self._key(index), module)

    def __delitem__(self, index):
        kept = list(self)
        del kept[index]
        self.__dict__["_modules"] = {str(i): m for i, m in enumerate(kept)}

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return iter(self._modules.values())

    def __iadd__(self, modules):
        return self.extend(modules)

    def __add__(self, other):
        return ModuleList([*self, *other])

    def pop(self, key):
        """Takes one out."""
        module = self[key]
        del self[key]
        return module

    def insert(self, index, module):
        """Puts one before an index."""
        items = list(self)
        items.insert(index, module)
        self.__dict__["_modules"] = {str(i): m for i, m in enumerate(items)}

    def append(self, module):
        """Adds one at the end."""
        self.add_module(str(len(self)), module)
        return self

    def extend(self, modules):
        """Adds several at the end."""
        for module in modules:
            self.append(module)
        return self


class ModuleDict(Module):
    """Modules by key."""

    def __init__(self, modules=None):
        super().__init__()
        if modules is not None:
            self.update(modules)

    def __getitem__(self, key):
        return self._modules[key]

    def __setitem__(self, key, module):
        self.add_module(key, module)

    def __delitem__(self, key):
        del self._modules[key]

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return iter(self._modules)

    def __contains__(self, key):
        return key in self._modules

    def keys(self):
        """The keys."""
        return self._modules.keys()

    def items(self):
        """Keys and modules."""
        return self._modules.items()

    def values(self):
        """The modules."""
        return self._modules.values()

    def pop(self, key):
        """Takes one out."""
        value = self[key]
        del self[key]
        return value

    def clear(self):
        """Takes all out."""
        for key in list(self):
            del self[key]

    def update(self, modules):
        """Adds several."""
        for key, module in modules.items() if hasattr(modules, "items") else modules:
            self[key] = module


def _parameter_line(name, parameter, kind):
    return f"  ({name}): Parameter containing: [{kind} of size {'x'.join(map(str, parameter.shape))}]"


class ParameterList(Module):
    """A list of parameters that a module knows as its own."""

    def __init__(self, values=None):
        super().__init__()
        for value in values or ():
            self.append(value)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return type(self)(list(self)[index])
        if not -len(self) <= index < len(self):
            raise IndexError(f"index {index} is out of range")
        return self._parameters[str(index % len(self))]

    def __setitem__(self, index, value):
        setattr(self, str(index), value if isinstance(value, Parameter) else Parameter(value))

    def __len__(self):
        return len(self._parameters)

    def __iter__(self):
        return iter(self._parameters.values())

    def append(self, value):
        """Adds one at the end."""
        self.register_parameter(str(len(self)), value if isinstance(value, Parameter) else Parameter(value))
        return self

    def extend(self, values):
        """Adds several at the end."""
        for value in values:
            self.append(value)
        return self

    def extra_repr(self):
        return "\n".join(_parameter_line(name, p, p.dtype) for name, p in self._parameters.items())


class ParameterDict(ModuleDict):
    """Parameters by key."""

    def __getitem__(self, key):
        return self._parameters[key]

    def __setitem__(self, key, value):
        self.register_parameter(key, value if isinstance(value, Parameter) else Parameter(value))

    def __delitem__(self, key):
        del self._parameters[key]

    def __len__(self):
        return len(self._parameters)

    def __iter__(self):
        return iter(self._parameters)

    def __contains__(self, key):
        return key in self._parameters

    def keys(self):
        """The keys."""
        return self._parameters.keys()

    def items(self):
        """Keys and parameters."""
        return self._parameters.items()

    def values(self):
        """The parameters."""
        return self._parameters.values()

    def extra_repr(self):
        return "\n".join(_parameter_line(name, p, torch.typename(p)) for name, p in self._parameters.items())
