"""Functions on shapes and their kin that are put together from ops: in-place changes of shape, sizes, sets of rows, windows."""
import _engine
import math
from . import _core, _ops
from ._core import fail, line
from ._dtype import DTYPES, Size, check_device
from ._tensor import Tensor

_T, _M = _ops.TORCH, _ops.METHODS


def _in_place(name):
    change = _M[name]

    def method(self, *args):
        if _engine.check_in_place(self._h):
            fail()
        if _engine.become(self._h, change(self, *args)._h):
            fail()
        return self
    _core.named(method, name + "_")
    return method


def resize_(self, *sizes, memory_format=None):
    """Another shape over the same elements; new ones are zeros."""
    size = tuple(sizes[0]) if len(sizes) == 1 and isinstance(sizes[0], (tuple, list)) else sizes
    if self.requires_grad:
        raise RuntimeError("cannot resize variables that require grad")
    count = math.prod(size)
    flat = self.reshape(-1)
    if count > flat.numel():
        flat = _T["cat"]([flat, flat.new_zeros(count - flat.numel())])
    if _engine.become(self._h, flat[:count].view(size)._h):
        fail()
    return self


def fill_diagonal_(self, fill_value, wrap=False):
    """Writes a number along the diagonal."""
    if self.dim() < 2:
        raise RuntimeError("dimensions must larger than 1")
    if self.dim() > 2 and len(set(self.shape)) > 1:
        raise RuntimeError("all dimensions of input must be of equal length")
    self.as_strided((min(self.shape),), (sum(self.stride()),), self.storage_offset()).fill_(fill_value)
    return self


def map_(self, tensor, callable):
    """Every element from those of two tensors, by a Python function."""
    other = tensor.expand_as(self)
    values = [callable(a, b) for a, b in zip(self._flat(), other._flat())]
    return self.copy_(self.new_tensor(values).view(self.shape))


def put_(self, index, source, accumulate=False):
    """Writes elements by their number in row-major order."""
    self.view(-1).index_put_((index.reshape(-1),), source.reshape(-1), accumulate)
    return self


def put(input, index, source, accumulate=False):
    """A copy with elements written by their number."""
    return put_(input.clone(), index, source, accumulate)


def broadcast_shapes(*shapes):
    """The shape to which all shapes broadcast."""
    shapes = [(s,) if isinstance(s, int) else tuple(s) for s in shapes]
    rank = max((len(s) for s in shapes), default=0)
    result = [1] * rank
    for shape in shapes:
        for i in range(-1, -1 - len(shape), -1):
            if shape[i] < 0:
                raise RuntimeError(f"Trying to create tensor with negative dimension ({shape[i]}): ({shape[i]})")
            if shape[i] != 1 and result[i] != 1 and shape[i] != result[i]:
                raise RuntimeError("Shape mismatch: objects cannot be broadcast to a single shape")
            if shape[i] != 1:
                result[i] = shape[i]
    return Size(result)


def unravel_index(indices, shape):
    """Coordinates of elements that are named by their number."""
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    found = []
    for size in reversed(shape):
        found.append(indices % size)
        indices = indices // size
    return tuple(reversed(found))


def empty_strided(size, stride, *, dtype=None, layout=None, device=None, requires_grad=False, pin_memory=False):
    """Memory with given steps; zeros here."""
    check_device(device)
    reach = sum((n - 1) * s for n, s in zip(size, stride)) + 1
    made = _T["zeros"](reach, dtype=dtype).as_strided(size, stride)
    return made.requires_grad_() if requires_grad else made


def scalar_tensor(s, *, dtype=None, device=None, requires_grad=False):
    """A tensor of one number, of the default dtype."""
    from ._create import tensor
    return tensor(s, dtype=dtype or DTYPES[_engine.default_dtype()], requires_grad=requires_grad)


def randint_like(input, *bounds, dtype=None, device=None, requires_grad=False, **named):
    """Random integers in the shape of another tensor."""
    low, high = (0, *bounds) if len(bounds) == 1 else bounds if bounds else (named.get("low", 0), named["high"])
    return _T["randint"](low, high, tuple(input.shape), dtype=dtype or input.dtype)


def gradient(input, *, spacing=1, dim=None, edge_order=1):
    """Slopes of a function that is known at some places, along each dim."""
    dims = list(range(input.dim())) if dim is None else [dim] if isinstance(dim, int) else list(dim)
    steps = list(spacing) if isinstance(spacing, (tuple, list)) else [spacing] * len(dims)
    if len(steps) != len(dims):
        raise RuntimeError(f"torch.gradient expected spacing to be unspecified, a scalar or a list of length equal to 'self.dim() = {input.dim()}', but got a list of length {len(steps)}")
    if not input.is_floating_point():
        input = input.to(DTYPES[_engine.default_dtype()])
    one = lambda s, d: _ops.HIDDEN["_gradient"](input, s if isinstance(s, Tensor) and s.dim() else None, 1 if isinstance(s, Tensor) and s.dim() else s, d, edge_order)
    return tuple(one(s, d) for s, d in zip(steps, dims))


def chain_matmul(*matrices):
    """The product of several matrices."""
    return _ops.LINALG["multi_dot"](list(matrices))


def unique_consecutive(input, return_inverse=False, return_counts=False, dim=None):
    """Without elements that are equal to the one before."""
    rows = [(v,) for v in input.reshape(-1).tolist()] if dim is None else _rows(input, dim)
    first, inverse = [], []
    for i, row in enumerate(rows):
        if not i or row != rows[i - 1]:
            first.append(i)
        inverse.append(len(first) - 1)
    return _answer(input, dim, first, inverse, return_inverse, return_counts)


def unique_rows(input, return_inverse, return_counts, dim):
    """The different slices along a dim, in rising order."""
    rows = _rows(input, dim)
    known = {}
    for i, row in enumerate(rows):
        known.setdefault(row, i)
    order = sorted(known)
    place = {row: k for k, row in enumerate(order)}
    return _answer(input, dim, [known[row] for row in order], [place[row] for row in rows], return_inverse, return_counts)


def _rows(input, dim):
    return [tuple(row) for row in input.detach().movedim(dim, 0).reshape(input.shape[dim], -1).tolist()]


def _answer(input, dim, first, inverse, return_inverse, return_counts):
    long = lambda values: input.new_tensor(values, dtype=DTYPES["int64"])
    values = input.reshape(-1)[long(first)] if dim is None else input.index_select(dim, long(first))
    if not (return_inverse or return_counts):
        return values
    places = long(inverse).view(input.shape) if dim is None else long(inverse)
    counts = [long([inverse.count(k) for k in range(len(first))])] if return_counts else []
    return (values, *([places] if return_inverse else []), *counts)


def _window(name, coefficients):
    def window(window_length, periodic=True, *, dtype=None, device=None, layout=None, requires_grad=False):
        if window_length < 0:
            raise RuntimeError(f"{name} requires non-negative window_length, got window_length={window_length}")
        n = window_length - (0 if periodic else 1)
        value = lambda i: sum(c * math.cos(2 * math.pi * k * i / n) for k, c in enumerate(coefficients)) if n else 1.0
        from ._create import tensor
        return tensor([value(i) for i in range(window_length)], dtype=dtype or DTYPES[_engine.default_dtype()], requires_grad=requires_grad)
    _core.named(window, name)
    return window


hann_window = _window("hann_window", (0.5, -0.5))
hamming_window = _window("hamming_window", (0.54, -0.46))
blackman_window = _window("blackman_window", (0.42, -0.5, 0.08))

FUNCTIONS = ("broadcast_shapes", "unravel_index", "empty_strided", "scalar_tensor", "randint_like", "gradient", "chain_matmul",
             "unique_consecutive", "hann_window", "hamming_window", "blackman_window", "put")


def install():
    """Puts the methods on torch.Tensor."""
    for name in ("squeeze", "unsqueeze", "t", "transpose", "swapaxes", "swapdims"):
        setattr(Tensor, name + "_", _in_place(name))
    for method in (resize_, fill_diagonal_, map_, put_, unique_consecutive):
        setattr(Tensor, method.__name__, method)
    Tensor.put = put
    Tensor.resize_as_ = lambda self, other: resize_(self, *other.shape)
