"""torch.save and torch.load: tensors, state dicts and whole modules in files, by Python's pickle."""
import io
import os
import pickle

import torch

_MARK = b"autograd-playground\n"
_ADVICE = (
    "Weights only load failed. This file can still be loaded, to do so you have two options, \033[1mdo those steps only if you trust the source "
    "of the checkpoint\033[0m. \n\t(1) In PyTorch 2.6, we changed the default value of the `weights_only` argument in `torch.load` from `False` to "
    "`True`. Re-running `torch.load` with `weights_only` set to `False` will likely succeed, but it can result in arbitrary code execution. Do it "
    "only if you got the file from a trusted source.\n\t(2) Alternatively, to load with `weights_only=True` please check the recommended steps in "
    "the following error message.\n\tWeightsUnpickler error: Unsupported global: GLOBAL {0} was not an allowed global by default. Please use "
    "`torch.serialization.add_safe_globals([{1}])` or the `torch.serialization.safe_globals([{1}])` context manager to allowlist this global if you "
    "trust this class/function.\n\nCheck the documentation of torch.load to learn more about types accepted by default with weights_only "
    "https://pytorch.org/docs/stable/generated/torch.load.html.")
_SAFE = {("collections", "OrderedDict"), ("collections", "defaultdict"), ("collections", "Counter"), ("builtins", "set"), ("builtins", "dict"),
         ("builtins", "complex"), ("builtins", "bytearray"), ("torch", "Size"), ("torch._tensor", "rebuilt"),
         ("torch.nn.modules._state", "ordered"), ("torch.nn.parameter", "Parameter"), ("torch", "Tensor"), ("torch._dtype", "device"),
         ("torch", "device")}
_allowed = []


def add_safe_globals(safe_globals):
    """Lets torch.load make objects of these classes."""
    _allowed.extend(safe_globals)


def clear_safe_globals():
    """Forgets what add_safe_globals allowed."""
    _allowed.clear()


def get_safe_globals():
    """What add_safe_globals allowed."""
    return list(_allowed)


class safe_globals:
    """Allows some classes within a block."""

    def __init__(self, safe_globals):
        self._more = safe_globals

    def __enter__(self):
        self._before = list(_allowed)
        _allowed.extend(self._more)

    def __exit__(self, *error):
        _allowed[:] = self._before


torch._core.on_begin.append(clear_safe_globals)


class _WeightsOnly(pickle.Unpickler):
    """Makes tensors and plain containers only."""

    def find_class(self, module, name):
        if (module, name) in _SAFE or module == "torch" and isinstance(getattr(torch, name, None), torch.dtype):
            return super().find_class(module, name)
        for allowed in _allowed:
            if (allowed.__module__, allowed.__qualname__) == (module, name):
                return allowed
        full = f"{module}.{name}"
        raise pickle.UnpicklingError(_ADVICE.format(full, full.removeprefix("__builtin__.")))


def save(obj, f, pickle_module=pickle, pickle_protocol=2, _use_new_zipfile_serialization=True):
    """Writes an object to a file by its path, or to one that is open."""
    data = _MARK + pickle.dumps(obj, protocol=4)
    if isinstance(f, (str, os.PathLike)):
        folder = os.path.dirname(os.fspath(f))
        if folder and not os.path.isdir(folder):
            raise RuntimeError(f"Parent directory {folder} does not exist.")
        with open(f, "wb") as file:
            file.write(data)
    elif hasattr(f, "write"):
        f.write(data)
    else:
        raise AttributeError("expected 'f' to be string, path, or a file-like object with a 'write' attribute")


def load(f, map_location=None, pickle_module=None, *, weights_only=None, mmap=None, **pickle_load_args):
    """Reads what save wrote."""
    if isinstance(f, (str, os.PathLike)):
        with open(f, "rb") as file:
            data = file.read()
    elif hasattr(f, "read"):
        data = f.read()
    else:
        raise AttributeError(f"'{type(f).__name__}' object has no attribute 'seek'. You can only torch.load from a file that is seekable. Please "
                             "pre-load the data into a buffer like io.BytesIO and try to load from it instead.")
    if not data:
        raise EOFError("Ran out of input")
    if not data.startswith(_MARK):
        raise pickle.UnpicklingError("torch.load in the playground reads only what torch.save wrote here")
    stream = io.BytesIO(data[len(_MARK):])
    return pickle.load(stream) if weights_only is False else _WeightsOnly(stream).load()
