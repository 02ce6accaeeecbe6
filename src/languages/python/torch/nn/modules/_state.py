"""Loading saved tensors into a module."""
import collections
from collections import namedtuple

import torch
from ..parameter import is_lazy


class OrderedDict(collections.OrderedDict):
    """A state dict, shown as the Pythons of most courses show it: as a list of pairs."""

    def __repr__(self):
        return f"OrderedDict({list(self.items())!r})" if self else "OrderedDict()"

    def __reduce__(self):
        return ordered, (list(self.items()),)


OrderedDict.__module__ = "collections"


def ordered(pairs):
    """A state dict that was pickled."""
    return OrderedDict(pairs)


class _IncompatibleKeys(namedtuple("IncompatibleKeys", ["missing_keys", "unexpected_keys"])):
    """What load_state_dict could not match."""
    __slots__ = ()

    def __repr__(self):
        return super().__repr__() if self.missing_keys or self.unexpected_keys else "<All keys matched successfully>"

    __str__ = __repr__


def load_into(module, state, strict, assign):
    """Copies by path; with strict, raises PyTorch's list of everything that does not fit."""
    if not isinstance(state, dict):
        raise TypeError(f"Expected state_dict to be dict-like, got {type(state)}.")
    own = module.state_dict(keep_vars=True)
    missing = [key for key in own if key not in state]
    unexpected = [key for key in state if key not in own]
    problems = []
    for key, tensor in own.items():
        given = state.get(key)
        if given is None:
            continue
        if is_lazy(tensor):
            tensor.materialize(given.shape)
        if given.shape != tensor.shape:
            problems.append(f"size mismatch for {key}: copying a param with shape {given.shape} from checkpoint, "
                            f"the shape in current model is {tensor.shape}.")
            continue
        with torch.no_grad():
            if assign:
                tensor.data = given.data
            else:
                tensor.copy_(given)
    if strict:
        if unexpected:
            problems.insert(0, "Unexpected key(s) in state_dict: {}. ".format(", ".join(f'"{k}"' for k in unexpected)))
        if missing:
            problems.insert(0, "Missing key(s) in state_dict: {}. ".format(", ".join(f'"{k}"' for k in missing)))
    if problems:
        raise RuntimeError("Error(s) in loading state_dict for {}:\n\t{}".format(type(module).__name__, "\n\t".join(problems)))
    return _IncompatibleKeys(missing, unexpected)
