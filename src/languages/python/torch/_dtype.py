"""dtypes, sizes and devices."""
import math


class dtype:
    """A number type; compares by identity, prints as `torch.float32`."""
    __slots__ = ("name", "is_floating_point", "itemsize", "is_signed", "is_complex")

    def __init__(self, name, floating, itemsize, signed=True):
        self.name, self.is_floating_point, self.itemsize, self.is_signed = name, floating, itemsize, signed
        self.is_complex = False

    def __repr__(self):
        return f"torch.{self.name}"

    def __reduce__(self):
        return self.name


dtype.__module__ = "torch"
float32 = dtype("float32", True, 4)
float64 = dtype("float64", True, 8)
int64 = dtype("int64", False, 8)
int32 = dtype("int32", False, 4)
uint8 = dtype("uint8", False, 1, False)
bool_ = dtype("bool", False, 1, False)
float16 = dtype("float16", True, 2)
bfloat16 = dtype("bfloat16", True, 2)
int16 = dtype("int16", False, 2)
int8 = dtype("int8", False, 1)
DTYPES = {d.name: d for d in (float32, float64, float16, bfloat16, int64, int32, int16, int8, uint8, bool_)}
NAMES = {"float32": float32, "float": float32, "float64": float64, "double": float64, "int64": int64, "long": int64,
         "int32": int32, "int": int32, "int16": int16, "short": int16, "int8": int8, "uint8": uint8, "bool": bool_,
         "float16": float16, "half": float16, "bfloat16": bfloat16}
TYPE_NAMES = {"float32": "FloatTensor", "float64": "DoubleTensor", "int64": "LongTensor", "int32": "IntTensor",
              "uint8": "ByteTensor", "bool": "BoolTensor", "int8": "CharTensor", "int16": "ShortTensor",
              "float16": "HalfTensor", "bfloat16": "BFloat16Tensor"}


FLOATS = frozenset(d.name for d in DTYPES.values() if d.is_floating_point)


class Size(tuple):
    """Shape of a tensor: a tuple with numel()."""
    __slots__ = ()

    def __repr__(self):
        return f"torch.Size([{', '.join(map(str, self))}])"

    __str__ = __repr__

    def numel(self):
        """Product of the sizes."""
        return math.prod(self)

    def __getitem__(self, item):
        got = tuple.__getitem__(self, item)
        return Size(got) if isinstance(item, slice) else got

    def __add__(self, other):
        return Size(tuple.__add__(self, tuple(other)))

    def __mul__(self, n):
        return Size(tuple.__mul__(self, n))


Size.__module__ = "torch"


class device:
    """Where a tensor lives: always the CPU here. Others can be named, as in PyTorch, and refuse to hold anything."""

    def __init__(self, type, index=None):
        name, _, number = str(getattr(type, "type", type)).partition(":")
        if name not in ("cpu", "cuda", "mps", "xpu", "meta", "xla", "hip"):
            raise RuntimeError(f"Expected one of cpu, cuda, ipu, xpu, mkldnn, opengl, opencl, ideep, hip, ve, fpga, maia, xla, lazy, vulkan, mps, meta, hpu, mtia, privateuseone device type at start of device string: {name}")
        self.type = name
        self.index = int(number) if number else getattr(type, "index", None) if isinstance(type, device) else index

    def __repr__(self):
        return f"device(type='{self.type}')" if self.index is None else f"device(type='{self.type}', index={self.index})"

    def __str__(self):
        return self.type if self.index is None else f"{self.type}:{self.index}"

    def __eq__(self, other):
        return isinstance(other, device) and str(self) == str(other)

    def __hash__(self):
        return hash(str(self))


device.__module__ = "torch"
CPU = device("cpu")


def check_device(wanted):
    """Complains about devices that are not there."""
    if wanted is None or wanted is CPU:
        return
    wanted = wanted if isinstance(wanted, device) else device(wanted)
    if wanted.type != "cpu":
        raise RuntimeError(f"the playground has only the device 'cpu', not '{wanted.type}'")


class _Info:
    def __init__(self, wanted):
        wanted = wanted or float32
        if wanted.name not in self._FACTS:
            raise TypeError(f"{type(self).__name__}() requires a {self._WHAT} input type. Use torch.{self._OTHER} to handle '{wanted!r}'")
        self.dtype = wanted.name
        self.__dict__.update(self._FACTS[wanted.name])

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{k}={self._text(self.__dict__[k])}' for k in self._SHOWN)})"


class finfo(_Info):
    """Limits of a float dtype."""
    _WHAT, _OTHER = "floating point", "iinfo"
    _text = staticmethod(lambda value: value if isinstance(value, str) else f"{value:g}")
    _SHOWN = ("resolution", "min", "max", "eps", "smallest_normal", "tiny", "dtype")
    _FACTS = {
        "float32": dict(bits=32, eps=2.0**-23, max=(2 - 2.0**-23) * 2.0**127, min=-(2 - 2.0**-23) * 2.0**127,
                        tiny=2.0**-126, smallest_normal=2.0**-126, resolution=1e-06),
        "float64": dict(bits=64, eps=2.0**-52, max=1.7976931348623157e308, min=-1.7976931348623157e308,
                        tiny=2.0**-1022, smallest_normal=2.0**-1022, resolution=1e-15),
        "float16": dict(bits=16, eps=2.0**-10, max=65504.0, min=-65504.0, tiny=2.0**-14, smallest_normal=2.0**-14, resolution=0.001),
        "bfloat16": dict(bits=16, eps=2.0**-7, max=(2 - 2.0**-7) * 2.0**127, min=-(2 - 2.0**-7) * 2.0**127,
                         tiny=2.0**-126, smallest_normal=2.0**-126, resolution=0.01),
    }


class iinfo(_Info):
    """Limits of an integer dtype."""
    _WHAT, _OTHER = "integer", "finfo"
    _text = str
    _SHOWN = ("min", "max", "dtype")
    _FACTS = {
        "int64": dict(bits=64, min=-2**63, max=2**63 - 1),
        "int32": dict(bits=32, min=-2**31, max=2**31 - 1),
        "int16": dict(bits=16, min=-2**15, max=2**15 - 1),
        "int8": dict(bits=8, min=-128, max=127),
        "uint8": dict(bits=8, min=0, max=255),
    }
