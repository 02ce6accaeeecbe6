"""Number types, NumPy's promotion rules, and the scalars that a full index gives."""
import math
import struct


from ._engine_calls import missing


class dtype:
    """A number type of arrays; equal to its name and to its scalar type."""
    __slots__ = ("name", "kind", "itemsize", "rank", "type")

    def __new__(cls, wanted):
        return dtype_of(wanted)

    def __repr__(self):
        return f"dtype('{self.name}')"

    def __str__(self):
        return self.name

    def __eq__(self, other):
        try:
            return dtype_of(other) is self
        except (TypeError, NotImplementedError):
            return False

    def __hash__(self):
        return hash(self.name)


dtype.__module__ = "numpy"


def _made(name, kind, itemsize, rank):
    d = object.__new__(dtype)
    d.name, d.kind, d.itemsize, d.rank = name, kind, itemsize, rank
    return d


DTYPES = {d.name: d for d in (
    _made("bool", "b", 1, 0), _made("int8", "i", 1, 1), _made("uint8", "u", 1, 2), _made("int16", "i", 2, 3), _made("int32", "i", 4, 4),
    _made("int64", "i", 8, 5), _made("float16", "f", 2, 6), _made("float32", "f", 4, 7), _made("float64", "f", 8, 8))}
BOOL, INT8, UINT8, INT16, INT32, INT64, FLOAT16, FLOAT32, FLOAT64 = DTYPES.values()
_ALIASES = {"bool_": BOOL, "int": INT64, "float": FLOAT64, "double": FLOAT64, "single": FLOAT32, "long": INT64, "intc": INT32,
            "intp": INT64, "byte": INT8, "ubyte": UINT8, "short": INT16, "half": FLOAT16, "i1": INT8, "i2": INT16, "f2": FLOAT16, "e": FLOAT16,
            "b": INT8, "B": UINT8, "h": INT16, "i": INT32, "l": INT64, "?": BOOL, "u1": UINT8, "i4": INT32, "i8": INT64, "f4": FLOAT32, "f8": FLOAT64, "d": FLOAT64, "f": FLOAT32}
_MISSING = ("float128 longdouble uint16 uint32 uint64 complex64 complex128 complex object str "
            "datetime64 timedelta64 O U S").split()


def dtype_of(wanted):
    """The dtype that a name, a Python type, a scalar type or None (float64) stands for."""
    if isinstance(wanted, dtype):
        return wanted
    if wanted is None:
        return FLOAT64
    found = _BY_TYPE.get(wanted) if isinstance(wanted, type) else DTYPES.get(wanted) or _ALIASES.get(wanted)
    if found is None:
        name = wanted.__name__ if isinstance(wanted, type) else str(wanted)
        if name in _MISSING:
            raise missing(f"the dtype {name}: it has {', '.join(DTYPES)}")
        raise TypeError(f"data type {wanted!r} not understood")
    return found


def promoted(a, b):
    """The dtype that holds both; the Python types int and float give way to a dtype of their kind."""
    if a is b:
        return {int: INT64, float: FLOAT64}.get(a, a)
    if not isinstance(a, dtype):
        a, b = b, a
    if not isinstance(a, dtype):
        return FLOAT64
    if b is int:
        return INT64 if a is BOOL else a
    if b is float:
        return a if a.kind == "f" else FLOAT64
    low, high = sorted((a, b), key=lambda d: d.rank)
    # A float has room for the whole numbers of half its width; a byte with a sign and one without meet in two bytes.
    if high.kind == "f" and low.kind != "f" and 2 * low.itemsize > high.itemsize and (low.itemsize, high.itemsize) != (1, 2):
        return FLOAT64 if low.itemsize > 2 else FLOAT32
    return INT16 if (low, high) == (INT8, UINT8) else high


def float_for(name):
    """The name of the float dtype in which functions such as sqrt take numbers of another."""
    d = DTYPES[name]
    return name if d.kind == "f" else {1: "float16", 2: "float32"}.get(d.itemsize, "float64")


def kind_of(value):
    """The dtype of a scalar of ours, or the Python type that gives way to others."""
    if isinstance(value, generic):
        return value.dtype
    return BOOL if isinstance(value, bool) else int if isinstance(value, int) else float


# Scalars ------------------------------------------------------------------------------------------------

class generic:
    """What NumPy's scalars have in common."""
    __slots__ = ()
    shape, ndim, size, nbytes = (), 0, 1, property(lambda self: self.dtype.itemsize)
    T = property(lambda self: self)

    def item(self):
        """The Python number."""
        return self._plain(self)

    tolist = item

    def astype(self, wanted):
        """The scalar in another dtype."""
        return scalar(self.item(), dtype_of(wanted))

    def __repr__(self):
        return f"np.{self._shown}({self})"

    def __reduce__(self):
        return type(self), (self.item(),)

    def __getattr__(self, name):
        # The methods of arrays: x.mean(), x.reshape(1, 1)
        if name.startswith("__"):
            raise AttributeError(name)
        from ._convert import asarray
        return getattr(asarray(self), name)

    def __getitem__(self, index):
        if index == ():
            return self
        raise IndexError("invalid index to scalar variable.")


def shortest(value, single):
    """The fewest digits that tell a number from its neighbours."""
    if not single or not math.isfinite(value):
        return float.__repr__(value)
    form = "e" if single == "half" else "f"
    for digits in range(1, 10):
        text = f"{value:.{digits}g}"
        try:
            if struct.unpack(form, struct.pack(form, float(text)))[0] == value:
                break
        except OverflowError:
            pass
    return repr(float(text))


class floating(generic):
    """What singles and doubles have in common."""
    __slots__ = ()


class float64(floating, float):
    """A double."""
    _plain, _shown, dtype = float, "float64", FLOAT64

    def __str__(self):
        return float.__repr__(self)

    def __round__(self, digits=None):
        rounded = round(float(self), digits)
        return rounded if digits is None else type(self)(rounded)

    def __format__(self, spec):
        return str(self) if not spec else float(self).__format__(spec)


class float32(floating, float):
    """A single."""
    _plain, _shown, dtype = float, "float32", FLOAT32
    __round__, __format__ = float64.__round__, float64.__format__

    def __new__(cls, value=0.0):
        value = float(value)
        try:
            return float.__new__(cls, struct.unpack("f", struct.pack("f", value))[0])
        except OverflowError:
            return float.__new__(cls, math.copysign(math.inf, value))

    def __str__(self):
        value = float(self)
        text = shortest(value, True)
        if not math.isfinite(value) or value == 0 or "e" in text or 1e-4 <= abs(value) < 1e6:
            return text
        # NumPy writes singles with an exponent sooner than doubles.
        digits = len(text.strip("-").replace(".", "").strip("0")) - 1
        return f"{value:.{digits}e}"


class float16(floating, float):
    """A half."""
    _plain, _shown, dtype = float, "float16", FLOAT16
    __round__, __format__ = float64.__round__, float64.__format__

    def __new__(cls, value=0.0):
        value = float(value)
        try:
            return float.__new__(cls, struct.unpack("e", struct.pack("e", value))[0])
        except OverflowError:
            return float.__new__(cls, math.copysign(math.inf, value))

    def __str__(self):
        value = float(self)
        text = shortest(value, "half")
        if not math.isfinite(value) or value == 0 or "e" in text or 1e-4 <= abs(value) < 1e3:
            return text
        digits = len(text.strip("-").replace(".", "").strip("0")) - 1
        return f"{value:.{digits}e}"


class integer(generic, int):
    """What whole numbers have in common."""
    _plain = int

    def __new__(cls, value=0):
        value, bits = int(value), 8 * cls.dtype.itemsize
        low = 0 if cls.dtype.kind == "u" else -2**(bits - 1)
        return int.__new__(cls, (value - low) % 2**bits + low)

    def __str__(self):
        return int.__repr__(self)


class int64(integer):
    """A whole number."""
    _shown, dtype = "int64", INT64


class int32(integer):
    """A whole number of 32 bits."""
    _shown, dtype = "int32", INT32


class int16(integer):
    """A whole number of 16 bits."""
    _shown, dtype = "int16", INT16


class int8(integer):
    """A whole number of 8 bits."""
    _shown, dtype = "int8", INT8


class uint8(integer):
    """A byte."""
    _shown, dtype = "uint8", UINT8


class bool_(generic, int):
    """True or False."""
    _plain, dtype = bool, BOOL

    def __new__(cls, value=False):
        return int.__new__(cls, bool(value))

    def __str__(self):
        return str(bool(self))

    def __repr__(self):
        return f"np.{bool(self)}_"

    def __invert__(self):
        return bool_(not self)


for _class in (generic, floating, integer):
    _class.__module__ = "numpy"
for _class in (float64, float32, float16, int64, int32, int16, int8, uint8, bool_):
    _class.dtype.type = _class
    _class.__module__ = "numpy"
bool_.__name__ = bool_.__qualname__ = "bool"
_BY_TYPE = {float: FLOAT64, int: INT64, bool: BOOL, **{d.type: d for d in DTYPES.values()}}


def scalar(value, d):
    """A scalar of this dtype."""
    return d.type(value)
