"""Arrays as NumPy prints them."""
import math

from torch import _core

from . import _convert
from ._dtypes import FLOAT16, FLOAT32, shortest

_DEFAULTS = dict(precision=8, threshold=1000, edgeitems=3, linewidth=75, suppress=False, nanstr="nan", infstr="inf", floatmode="maxprec",
                 sign="-", formatter=None)
_options = dict(_DEFAULTS)
_core.on_begin.append(lambda: _options.update(_DEFAULTS))
_ELLIPSIS = object()
_DEFAULT_TYPES = ("float64", "int64", "bool")


def set_printoptions(precision=None, threshold=None, edgeitems=None, linewidth=None, suppress=None, nanstr=None, infstr=None,
                     formatter=None, sign=None, floatmode=None):
    """How arrays are printed from now on."""
    from ._engine_calls import missing
    if formatter is not None or sign not in (None, "-") or floatmode not in (None, "maxprec", "fixed"):
        raise missing("this print option")
    given = dict(precision=precision, threshold=threshold, edgeitems=edgeitems, linewidth=linewidth, suppress=suppress, nanstr=nanstr,
                 infstr=infstr, floatmode=floatmode)
    _options.update({name: value for name, value in given.items() if value is not None})


def get_printoptions():
    """How arrays are printed now."""
    return dict(_options)


class printoptions:
    """set_printoptions for the length of a `with` block."""

    def __init__(self, **options):
        self._new = options

    def __enter__(self):
        self._before = dict(_options)
        set_printoptions(**self._new)

    def __exit__(self, *error):
        _options.update(self._before)


def str_of(array):
    """What print(array) shows."""
    if array.ndim == 0:
        return str(_convert.first(array._t))
    return array2string(array)


def repr_of(array):
    """What the interpreter shows: array(...) with what cannot be guessed."""
    width = _options["linewidth"] - 1
    text = "array(" + (array2string(array, separator=", ", prefix="array(", width=width) if array.size or array.ndim == 0 else "[]")
    extras = []
    if array.size == 0 and array.shape != (0,) or array.size > _options["threshold"]:
        extras.append(f"shape={array.shape}")
    if array.dtype.name not in _DEFAULT_TYPES or not array.size:
        extras.append(f"dtype={array.dtype.name}")
    if not extras:
        return text + ")"
    text, tail = text + ",", ", ".join(extras) + ")"
    last = len(text) - (text.rfind("\n") + 1)
    return text + ("\n" + " " * 6 if last + len(tail) + 1 > _options["linewidth"] else " ") + tail


def array2string(array, max_line_width=None, precision=None, suppress_small=None, separator=" ", prefix="", *, width=None):
    """An array's numbers in brackets."""
    width = width or max_line_width or _options["linewidth"]
    if array.size == 0 and array.ndim:
        return "[]"
    short = array.size > _options["threshold"]
    nested = _edges(array, short)
    write = _writer(list(_leaves(nested)), array, precision, suppress_small)
    if array.ndim == 0:
        return write(nested)
    return _block(nested, array.ndim, write, " " * (len(prefix) + 1), width, separator)


def array_str(a):
    """The text that print shows."""
    return str(_convert.asarray(a))


def array_repr(a):
    """The text that repr gives."""
    return repr(_convert.asarray(a))


def _edges(array, short):
    """Nested lists of the numbers, with a mark where many are left out."""
    if not short or array.ndim == 0:
        return array.tolist()
    n, edge = len(array), _options["edgeitems"]
    if n <= 2 * edge:
        return array.tolist() if array.ndim == 1 else [_edges(array[i], True) for i in range(n)]
    if array.ndim == 1:
        return array[:edge].tolist() + [_ELLIPSIS] + array[n - edge:].tolist()
    return [_edges(array[i], True) for i in range(edge)] + [_ELLIPSIS] + [_edges(array[i], True) for i in range(n - edge, n)]


def _leaves(nested):
    if not isinstance(nested, list):
        yield nested
        return
    for part in nested:
        if part is not _ELLIPSIS:
            yield from _leaves(part)


def _block(nested, axes, write, indent, width, separator):
    """One bracket; inner ones are indented by one more."""
    if axes == 1:
        room = width - max(len(separator.rstrip()), 1)
        text, line, count = "", indent, len(nested)
        for i, item in enumerate(nested):
            word = "..." if item is _ELLIPSIS else write(item)
            if len(line) + len(word) > room and len(line) > len(indent):
                text += line.rstrip() + "\n"
                line = indent
            line += word + (separator if i < count - 1 else "")
        return "[" + (text + line)[len(indent):] + "]"
    gap = separator.rstrip() + "\n" * (axes - 1)
    parts = ["..." if p is _ELLIPSIS else _block(p, axes - 1, write, indent + " ", width - 1, separator) for p in nested]
    return "[" + gap.join(indent + p for p in parts)[len(indent):] + "]"


def _writer(values, array, precision=None, suppress=None):
    """The function that writes one number, so that all line up."""
    kind = array.dtype.kind
    if kind == "b":
        return lambda v: " True" if v and array.ndim else str(v)if not v else "True"
    if kind != "f":
        size = max(len(str(v)) for v in values)
        return lambda v: str(v).rjust(size)
    return _float_writer(values, {FLOAT32: True, FLOAT16: "half"}.get(array.dtype, False), _options["precision"] if precision is None else precision,
                         _options["suppress"] if suppress is None else suppress)


def _float_writer(values, single, precision, suppress):
    finite = [v for v in values if math.isfinite(v)]
    sizes = [abs(v) for v in finite if v]
    scientific = bool(sizes) and (max(sizes) >= {False: 1e8, True: 1e6, "half": 1e3}[single] or not suppress and
                                  (min(sizes) < 0.0001 or max(sizes) / min(sizes) > 1000))
    fixed = _options["floatmode"] == "fixed"
    split = _scientific if scientific else _positional
    parts = [split(v, precision, single, fixed) for v in finite]
    left = max((len(p[0]) for p in parts), default=0)
    right = max((len(p[1]) for p in parts), default=0)
    powers = max((len(p[2]) for p in parts), default=0)
    if len(finite) < len(values):
        infinite = any(v == -math.inf for v in values)
        offset = right + powers + 1
        left = max(left, len(_options["nanstr"]) - offset, len(_options["infstr"]) + infinite - offset)

    def write(value):
        if not math.isfinite(value):
            text = _options["nanstr"] if value != value else ("-" if value < 0 else "") + _options["infstr"]
            return text.rjust(left + right + powers + 1)
        whole, fraction, power = split(value, precision, single, fixed)
        if scientific:
            return f"{whole.rjust(left)}.{fraction.ljust(right, '0')}{_widened(power, powers)}"
        return f"{whole.rjust(left)}.{fraction.ljust(right)}"
    return write


def _widened(power, size):
    return power[:2] + power[2:].rjust(size - 2, "0")


def _positional(value, precision, single, fixed):
    """Digits before and after the point."""
    text = shortest(value, single)
    if fixed or "e" in text or len(text) - text.index(".") - 1 > precision:
        text = _plain(text) if "e" in text and value and abs(value) >= 1e16 else f"{value:.{precision}f}"
    whole, _, fraction = text.partition(".")
    return whole, fraction if fixed else fraction.rstrip("0"), ""


def _plain(text):
    """1.5e+17 without its exponent."""
    mantissa, _, power = text.partition("e")
    sign, mantissa = ("-", mantissa[1:]) if mantissa[0] == "-" else ("", mantissa)
    whole, _, fraction = mantissa.partition(".")
    return sign + whole + fraction.ljust(int(power), "0") + "."


def _scientific(value, precision, single, fixed):
    """Digits before and after the point, and the power of ten."""
    digits = len(shortest(value, single).lstrip("-").partition("e")[0].replace(".", "").strip("0")) if value else 1
    text = f"{value:.{precision if fixed else min(precision, max(digits - 1, 0))}e}"
    mantissa, _, power = text.partition("e")
    whole, _, fraction = mantissa.partition(".")
    return whole, fraction if fixed else fraction.rstrip("0"), "e" + power
