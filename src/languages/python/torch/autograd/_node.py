"""grad_fn objects: nodes of the backward graph as Python sees them."""
import _engine
from .._core import wrap


class Node:
    """A node of the backward graph."""
    __slots__ = ("_h", "_name", "metadata", "__weakref__")

    def name(self):
        """Its name, AddBackward0."""
        return self._name if self._name != "AccumulateGrad" else "torch::autograd::AccumulateGrad"

    @property
    def next_functions(self):
        """The nodes that its inputs came from, each with the number of its output."""
        found = []
        text = _engine.next_functions(self._h)
        for part in text.split(";") if text else ():
            if not part:
                found.append((None, 0))
                continue
            handle, name, output = part.split(" ")
            found.append((node_from(f"{handle} {name}"), int(output)))
        return tuple(found)

    @property
    def variable(self):
        """The leaf of an AccumulateGrad."""
        handle = _engine.node_variable(self._h)
        if not handle:
            raise AttributeError(f"'{self._name}' object has no attribute 'variable'")
        return wrap(handle)

    def __del__(self):
        _engine.free_node(self._h)


_classes = {}


def node_from(text):
    """The object for `handle name`, None for nothing. Each name has a class, so that it prints as PyTorch's."""
    if not text:
        return None
    handle, _, name = text.partition(" ")
    kind = _classes.get(name)
    if kind is None:
        kind = _classes[name] = type(name, (Node,), {"__slots__": (), "__module__": "builtins",
                                                      "__repr__": lambda self: f"<{name} object at {id(self):#x}>"})
    node = object.__new__(kind)
    node._h, node._name, node.metadata = int(handle), name, {}
    return node
