"""torch.Tensor: what is not an op of the table: operators, properties, conversions, printing."""
import warnings
from array import array

import _engine
from _engine import backward_from as _backward_from
from . import _arguments, _core
from ._arguments import tensor_arg
from ._core import _freed, fail, flush, kept_alive, learner_level, let_go, line, wrap
from ._dtype import CPU, DTYPES, FLOATS, Size
from . import _index

_GRAD_OF_NON_LEAF = (
    "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute won't be populated "
    "during autograd.backward(). If you indeed want the .grad field to be populated for a non-leaf Tensor, use .retain_grad() "
    "on the non-leaf Tensor. If you access the non-leaf Tensor by mistake, make sure you access the leaf Tensor instead. See "
    "github.com/pytorch/pytorch/pull/30531 for more informations."
)


class Tensor:
    """A tensor of the engine, held by its number."""
    __slots__ = ("_h", "__dict__", "__weakref__")
    _grad_object = None

    def __new__(cls, *args, dtype=None, device=None):
        """The old constructor: sizes give uninitialised memory, a list gives its numbers; always the default dtype."""
        import torch
        if cls is not Tensor and not (args and isinstance(args[0], Tensor)):
            return _core.as_subclass(torch.empty(0) if not args else torch.Tensor(*args), cls)
        if not args:
            return torch.empty(0)
        if len(args) == 1 and isinstance(args[0], Tensor):
            return args[0].detach() if cls is Tensor else _core.as_subclass(args[0].detach(), cls)
        if len(args) == 1 and not isinstance(args[0], (int, Size)):
            return torch.tensor(args[0], dtype=torch.get_default_dtype())
        return torch.empty(*args)

    def __del__(self, let_go=let_go):
        let_go(self._h)

    # Shape and type ---------------------------------------------------------------------------------------

    @property
    def shape(self):
        """Sizes of the dims."""
        text = _engine.shape(self._h)
        return Size(map(int, text.split(","))) if text else Size()

    def size(self, dim=None):
        """Sizes of the dims, or of one."""
        if dim is None:
            return self.shape
        return self.shape[_index.checked_dim(dim, self.dim())]

    def stride(self, dim=None):
        """Steps in memory."""
        text = _engine.stride(self._h)
        steps = tuple(map(int, text.split(","))) if text else ()
        return steps if dim is None else steps[dim]

    def dim(self):
        """Number of dims."""
        return _engine.rank(self._h)

    ndimension = dim
    ndim = property(dim)

    def numel(self):
        """Number of elements."""
        return _engine.numel(self._h)

    nelement = numel

    @property
    def dtype(self):
        """Number type."""
        return DTYPES[_engine.dtype(self._h)]

    device = property(lambda self: CPU, doc="Where it lives: the CPU.")
    layout = property(lambda self: _torch().strided)
    is_cuda = is_sparse = is_quantized = is_meta = property(lambda self: False)
    itemsize = property(lambda self: self.dtype.itemsize)
    nbytes = property(lambda self: self.numel() * self.itemsize)
    T = property(lambda self: self.permute(tuple(range(self.dim() - 1, -1, -1))))
    mT = property(lambda self: self.transpose(-2, -1))
    H = property(lambda self: self.transpose(0, 1))
    mH = property(lambda self: self.transpose(-2, -1))
    _version = property(lambda self: _engine.version(self._h))
    is_leaf = property(lambda self: _engine.is_leaf(self._h), doc="Not made by a recorded op.")
    retains_grad = property(lambda self: _engine.retains_grad(self._h))
    real = property(lambda self: self)
    is_cpu = property(lambda self: True)

    @property
    def imag(self):
        """Of complex tensors only."""
        raise RuntimeError("imag is not implemented for tensors with non-complex dtypes.")

    def conj(self):
        """Itself: there are real numbers only."""
        return self

    conj_physical = resolve_conj = resolve_neg = pin_memory = share_memory_ = to_dense = conj

    def is_pinned(self):
        """Never here: there is no other device."""
        return False

    is_shared = is_conj = is_neg = is_pinned

    def is_signed(self):
        """Can its numbers be negative?"""
        return self.dtype.is_signed

    def storage(self):
        """The numbers of its memory in a row."""
        from ._storage import typed
        return typed(self)

    def untyped_storage(self):
        """The bytes of its memory."""
        from ._storage import UntypedStorage
        return UntypedStorage(self)

    def element_size(self):
        """Bytes of one element."""
        return self.itemsize

    def storage_offset(self):
        """Index of the first element in its memory."""
        return _engine.offset(self._h)

    def data_ptr(self):
        """A number that is equal for tensors that start at the same place in memory."""
        return _engine.address(self._h)

    def is_contiguous(self, memory_format=None):
        """Row-major in memory?"""
        return _engine.is_contiguous(self._h)

    def is_floating_point(self):
        """float32 or float64?"""
        return self.dtype.is_floating_point

    def is_complex(self):
        """Never here."""
        return False

    def is_inference(self):
        """Made under inference_mode?"""
        return _engine.is_inference(self._h)

    def is_same_size(self, other):
        """Equal shapes?"""
        return self.shape == other.shape

    def get_device(self):
        """-1: the CPU."""
        return -1

    # Autograd ---------------------------------------------------------------------------------------------

    @property
    def requires_grad(self):
        """Are gradients computed for it?"""
        return _engine.requires_grad(self._h)

    @requires_grad.setter
    def requires_grad(self, value):
        if not isinstance(value, bool):
            raise RuntimeError("requires_grad must be a bool")
        if value and self.is_leaf and not self.is_floating_point():
            raise RuntimeError("only Tensors of floating point and complex dtype can require gradients")
        if _engine.set_requires_grad(line(), self._h, value):
            fail()

    def requires_grad_(self, requires_grad=True):
        """Sets requires_grad and returns the tensor."""
        if requires_grad and not self.is_floating_point():
            raise RuntimeError("only Tensors of floating point dtype can require gradients")
        if _engine.set_requires_grad(line(), self._h, bool(requires_grad)):
            fail()
        return self

    @property
    def grad(self):
        """The accumulated gradient, or None."""
        handle = _engine.get_grad(self._h)
        if handle == 0:
            if not _engine.is_leaf(self._h) and not _engine.retains_grad(self._h):
                warnings.warn(_GRAD_OF_NON_LEAF, UserWarning, stacklevel=learner_level())
            return None
        known = self._grad_object
        if known is not None and known._h == handle:
            let_go(handle)
            return known
        self._grad_object = known = wrap(handle)
        return known

    @grad.setter
    def grad(self, value):
        if value is not None and not isinstance(value, Tensor):
            raise TypeError(f"assigned grad expected to be a Tensor or None but got grad of type {type(value).__name__}")
        if _engine.set_grad(line(), self._h, 0 if value is None else value._h):
            fail()
        self._grad_object = value

    @grad.deleter
    def grad(self):
        self.grad = None

    @property
    def grad_fn(self):
        """The node of the graph that made it, or None."""
        from .autograd._node import node_from
        return node_from(_engine.grad_fn(self._h))

    def backward(self, gradient=None, retain_graph=None, create_graph=False, inputs=None):
        """Adds d(self)/d(leaf) into every leaf's grad."""
        if gradient is None and retain_graph is None and inputs is None and create_graph is False:
            if len(_freed) > 255:
                flush()
            failed = _backward_from(line(), self._h)
            if kept_alive:
                kept_alive.clear()
            if failed:
                fail()
            return
        from .autograd import backward
        backward(self, gradient, retain_graph, create_graph, inputs=inputs)

    def detach_(self):
        """Cuts this tensor from its graph."""
        if _engine.detach_in_place(self._h):
            fail()
        return self

    def retain_grad(self):
        """Keeps the gradient of a non-leaf."""
        if _engine.retain_grad(self._h):
            fail()

    def register_hook(self, hook):
        """Calls hook with the gradient; returns a handle with remove()."""
        from .autograd._hooks import register
        return register(self, hook)

    def register_post_accumulate_grad_hook(self, hook):
        """Calls hook with this leaf whenever its grad has been added to; returns a handle with remove()."""
        from .autograd._hooks import register_after_grad
        return register_after_grad(self, hook)

    @property
    def data(self):
        """The same numbers outside of autograd."""
        other = self.detach()
        _engine.separate_version(other._h)
        return other

    @data.setter
    def data(self, other):
        if not isinstance(other, Tensor):
            raise TypeError(f"Variable data has to be a tensor, but got {type(other).__name__}")
        if _engine.set_data(line(), self._h, other._h):
            fail()

    # Numbers ----------------------------------------------------------------------------------------------

    def item(self):
        """The only element as a Python number."""
        value = _engine.item(self._h)
        if value == -1 and self.numel() != 1:
            fail()
        name = _engine.dtype(self._h)
        if name in FLOATS:
            return -0.0 if value is None else float(value)
        return bool(value) if name == "bool" else int(value)

    def _flat(self):
        numbers = array("d", bytes(8 * self.numel()))
        if numbers:
            _engine.read(self._h, numbers.buffer_info()[0])
        kind = _engine.dtype(self._h)
        if kind in FLOATS:
            return numbers.tolist()
        return [bool(v) for v in numbers] if kind == "bool" else [int(v) for v in numbers]

    def tolist(self):
        """All elements as nested lists."""
        shape = self.shape
        if not shape:
            return self.item()
        values = self._flat()
        for size in reversed(shape[1:]):
            values = [values[i:i + size] for i in range(0, len(values), size)] if size else [[] for _ in range(shape[0])]
        return values

    def numpy(self, force=False):
        """An array over the same memory."""
        if self.requires_grad and not force:
            raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")
        from numpy._convert import wrapped
        return wrapped(wrap(_engine.array_share(line(), self._h, "")))

    def __bool__(self):
        n = self.numel()
        if n > 1:
            raise RuntimeError("Boolean value of Tensor with more than one value is ambiguous")
        if n == 0:
            raise RuntimeError("Boolean value of Tensor with no values is ambiguous")
        return _engine.item(self._h) != 0

    def _scalar(self):
        if self.numel() != 1:
            raise ValueError("only one element tensors can be converted to Python scalars") if self.dim() else RuntimeError(f"a Tensor with {self.numel()} elements cannot be converted to Scalar")
        _core.warn_scalar(self)
        return self.item()

    def __float__(self):
        return float(self._scalar())

    def __int__(self):
        return int(self._scalar())

    def __complex__(self):
        return complex(self._scalar())

    def __index__(self):
        if self.numel() != 1 or self.dtype.is_floating_point:
            raise TypeError("only integer tensors of a single element can be converted to an index")
        return int(self.item())

    def __len__(self):
        if self.dim() == 0:
            raise TypeError("len() of a 0-d tensor")
        return self.shape[0]

    def __iter__(self):
        if self.dim() == 0:
            raise TypeError("iteration over a 0-d tensor")
        return iter(self.unbind(0))

    def __reversed__(self):
        return self if self.dim() == 0 else self.flip(0)

    def __contains__(self, element):
        if isinstance(element, (Tensor, int, float, bool)):
            return bool((element == self).any().item())
        raise RuntimeError(f"Tensor.__contains__ only supports Tensor or scalar, but you passed in a {type(element)}.")

    def __getitem__(self, index):
        text, keep = (f"i{index}", None) if index.__class__ is int else _index.encode(index)
        return wrap(_engine.get_item(line(), self._h, text))

    def __setitem__(self, index, value):
        if isinstance(value, str):
            raise TypeError(f"can't assign a str to a {self.type()}")
        if not isinstance(value, Tensor) and not isinstance(value, (int, float)):
            value = _torch().tensor(value, dtype=self.dtype)
        text, keep = _index.encode(index)
        if _engine.set_item(line(), self._h, text, *tensor_arg(value, "can't assign a value that is not a ")):
            fail()

    def __delitem__(self, index):
        raise TypeError("Tensor does not support deleting items")

    # Printing and copying ---------------------------------------------------------------------------------

    def __repr__(self, *, tensor_contents=None):
        text = _engine.repr(self._h)
        return fail() if text == -1 else text

    def __str__(self):
        return self.__repr__()

    def __format__(self, spec):
        if self.dim() == 0:
            return self.item().__format__(spec)
        return object.__format__(self, spec)

    def __hash__(self):
        return id(self)

    def __deepcopy__(self, memo):
        if not self.is_leaf:
            raise RuntimeError(
                "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment.  If you "
                "were attempting to deepcopy a module, this may be because of a torch.nn.utils.weight_norm usage, see "
                "https://github.com/pytorch/pytorch/pull/103001")
        if id(self) in memo:
            return memo[id(self)]
        copy = self.detach().clone()
        if type(self) is not Tensor:
            copy = _core.as_subclass(copy, type(self))
        copy.__dict__.update({k: v for k, v in self.__dict__.items() if k != "_grad_object"})
        copy.requires_grad_(self.requires_grad)
        if self.is_leaf and _engine.get_grad(self._h):
            copy.grad = self.grad.__deepcopy__(memo)
        memo[id(self)] = copy
        return copy

    def __copy__(self):
        other = _core.as_subclass(self.detach(), type(self))
        other.__dict__.update({k: v for k, v in self.__dict__.items() if k != "_grad_object"})
        other.requires_grad_(self.requires_grad)
        return other

    def __reduce_ex__(self, protocol):
        own = {k: v for k, v in self.__dict__.items() if k != "_grad_object"}
        return rebuilt, (type(self), self.detach().tolist(), tuple(self.shape), self.dtype, self.requires_grad), own or None

    def __array__(self, dtype=None, copy=None):
        return self.numpy() if dtype is None else self.numpy().astype(dtype)


def rebuilt(cls, data, shape, dtype, requires_grad):
    """A tensor that was pickled."""
    made = _torch().tensor(data, dtype=dtype).view(shape)
    if cls is not Tensor:
        made = _core.as_subclass(made, cls)
    return made.requires_grad_(requires_grad)


def _torch():
    import torch
    return torch


_core._Tensor = _arguments._Tensor = Tensor
Tensor.__module__ = "torch"
