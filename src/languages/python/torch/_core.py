"""The boundary with the engine: handles, arguments, results, errors, and the learner's line."""
import importlib
import sys
import warnings
from array import array
from collections import namedtuple

import _engine
from _engine import free as _free, last_error as _last_error
from ._dtype import check_device

_getframe = sys._getframe
_alloc = object.__new__
_user_globals = None
_Tensor = None
"""torch.Tensor; set by its module, which needs this one."""


def begin_run(user_globals):
    """A new program starts: remember its globals, by which its frames are known."""
    global _user_globals, pending, _warned_scalar, _scope, _calls
    _scope, _calls = "", 0
    _engine.set_scope("")
    _warned_scalar = False
    _user_globals = user_globals
    pending = None
    for reset in on_begin:
        reset()


imported = None
"""The harness's function to call when one of our packages has been imported after the boot."""
_ndarray = ()
"""numpy's array type, for isinstance; empty until numpy has been imported."""

def on_demand(package, homes, within=None):
    """The __getattr__ of a module: names that are imported when a program first asks for them, by their home in the package."""
    def find(name):
        home = homes.get(name)
        if home is None:
            raise AttributeError(f"module '{package}' has no attribute '{name}'")
        module = later(f"{within or package}.{home}")
        return module if home == name else getattr(module, name)
    return find


def later(path):
    """A module that few programs need."""
    module = importlib.import_module(path)
    if imported is not None:
        imported()
    return module


on_begin = []
"""Called at the start of every run, to put defaults back."""


def line():
    """The learner's line that is running; 0 when no frame is the learner's."""
    frame = _getframe(2)
    if frame.f_globals is _user_globals:
        return frame.f_lineno
    return outer_line(frame)


def outer_line(frame):
    """The learner's line from which a frame was reached."""
    while frame is not None:
        if frame.f_globals is _user_globals:
            return frame.f_lineno
        frame = frame.f_back
    return 0


# Scopes -------------------------------------------------------------------------------------------------

_scope, _calls = "", 0
_DEEPEST = 220
"""A longer path of calls is not told further."""


def enter(name):
    """A module or function of the learner's is called: what runs from here belongs to it. Returns what `leave` needs."""
    global _scope, _calls
    before = _scope
    if len(before) < _DEEPEST:
        _calls += 1
        _scope = f"{before}/{name}@{_calls}" if before else f"{name}@{_calls}"
        _engine.set_scope(_scope)
    return before


def leave(before):
    """The call is over."""
    global _scope
    if _scope is not before:
        _scope = before
        _engine.set_scope(before)


class Scope:
    """What the body of a learner's function runs in."""
    __slots__ = ("name", "before")

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        self.before = enter(self.name)

    def __exit__(self, *error):
        leave(self.before)


def learner_level():
    """The stacklevel for warnings.warn that points at the learner's line."""
    frame, level = _getframe(1), 1
    while frame is not None and frame.f_globals is not _user_globals:
        frame, level = frame.f_back, level + 1
    return level if frame is not None else 2


# Errors -------------------------------------------------------------------------------------------------

_warned_scalar = False


def warn_scalar(tensor):
    """PyTorch's warning, once a run, when a tensor that is in the graph leaves it as a Python number."""
    global _warned_scalar
    if not _warned_scalar and _engine.requires_grad(tensor._h):
        _warned_scalar = True
        warnings.warn(
            "Converting a tensor with requires_grad=True to a scalar may lead to unexpected behavior.\n"
            "Consider using tensor.detach() first.", UserWarning, stacklevel=learner_level())


class LinAlgError(RuntimeError):
    """A matrix that has no inverse, and the like."""


LinAlgError.__name__ = LinAlgError.__qualname__ = "_LinAlgError"
LinAlgError.__module__ = "torch._C"
_KINDS = {"LinAlgError": LinAlgError} | {kind.__name__: kind for kind in (RuntimeError, ValueError, IndexError, TypeError, NotImplementedError, AttributeError, MemoryError)}

pending = None
"""An exception that a learner's function raised while the engine called it."""


def fail():
    """Raises what the engine complained about last."""
    global pending
    kind, _, message = _last_error().partition("\n")
    if kind == "Python" and pending is not None:
        error, pending = pending, None
        raise error
    raise _KINDS.get(kind, RuntimeError)(message)


def called_back(body):
    """Makes a function safe for the engine to call: an exception is kept, and -1 returned."""
    def call(*args):
        global pending
        try:
            return body(*args)
        except BaseException as error:
            pending = error
            return -1
    return call


# Results ------------------------------------------------------------------------------------------------

def wrap(handle):
    """The Python object for a handle the engine gave out, or the engine's error."""
    if handle < 0:
        fail()
    if len(_freed) > 255:
        flush()
    tensor = _alloc(_Tensor)
    tensor._h = handle
    return tensor


def wrap_as(cls, handle):
    """The same for an object of a subclass."""
    if handle < 0:
        fail()
    tensor = _alloc(cls)
    tensor._h = handle
    return tensor


def several(handles):
    """A tuple of tensors from handles as text."""
    if handles == -1:
        fail()
    return tuple([wrap(int(h)) if h != "0" else None for h in handles.split(",")]) if handles else ()


def results(kind, handles):
    """Several named results, as torch.return_types has them."""
    return kind(several(handles)) if kind is tuple else kind(*several(handles))


def return_type(name, fields):
    """The named tuple of an op with several results."""
    base = namedtuple(name, fields)

    def show(self):
        return f"torch.return_types.{name}(\n" + ",\n".join(f"{f}={v!r}" for f, v in zip(fields, self)) + ")"
    return type(name, (base,), {"__slots__": (), "__repr__": show, "__module__": "torch.return_types"})


def require_grad(tensor):
    """What requires_grad=True asks for where a tensor is made."""
    if _engine.set_requires_grad(line(), tensor._h, True):
        fail()


def created(handle, device, requires_grad, out):
    """What a creation function returns."""
    check_device(device)
    if out is not None:
        return into(out, handle, "empty")
    tensor = wrap(handle)
    if requires_grad:
        require_grad(tensor)
    return tensor


def into(out, handle, name):
    """A result written into a tensor that the learner gave."""
    result = wrap(handle)
    if result.requires_grad or out.requires_grad and _engine.grad_enabled():
        raise RuntimeError(f"{name}(): functions with out=... arguments don't support automatic differentiation, but one of the arguments requires grad.")
    if out.shape != result.shape:
        if out.numel():
            warnings.warn(
                f"An output with one or more elements was resized since it had shape {list(out.shape)}, which does not match the required "
                f"output shape {list(result.shape)}. This behavior is deprecated, and in a future PyTorch release outputs will not be "
                "resized unless they have zero elements. You can explicitly reuse an out tensor t by resizing it, inplace, to zero elements "
                "with t.resize_(0).", UserWarning, stacklevel=learner_level())
        out.resize_(result.shape)
    _engine.check_castable(result._h, out._h) and fail()
    return out.copy_(result)


def missing_argument(name, argument):
    """PyTorch's words for an argument that was left out."""
    raise TypeError(f'{name}() missing 1 required positional arguments: "{argument}"')


def as_subclass(tensor, cls):
    """The same tensor as an object of a subclass."""
    other = _alloc(cls)
    other._h = _engine.share(tensor._h)
    return other


_freed = []

kept_alive = []
"""What a learner's backward returned, until the pass that uses it is over."""

let_go = _freed.append
"""Python no longer needs a handle; the engine is told of many at a time."""


def flush():
    """Tells the engine now."""
    gone = array("d", _freed)
    # What was let go meanwhile stays for the next time.
    del _freed[:len(gone)]
    if gone:
        _free(gone.buffer_info()[0], len(gone))


def named(function, name):
    """Gives a generated function the name that learners know."""
    function.__name__ = function.__qualname__ = name
    function.__module__ = "torch"
