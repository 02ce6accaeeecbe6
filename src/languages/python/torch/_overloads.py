"""Functions with several signatures: which one is meant is told by the arguments."""
from . import _arguments, _core


def _fits(value, kind, optional, length, strict):
    if value is None:
        return optional
    if kind == "Tensor":
        return isinstance(value, _core._Tensor) or (not strict and isinstance(value, (int, float)))
    if kind == "Tensor[]":
        return isinstance(value, (tuple, list)) and all(v is None or isinstance(v, _core._Tensor) for v in value)
    if kind == "int":
        return isinstance(value, int) and not isinstance(value, bool) or (not strict and isinstance(value, _core._Tensor) and value.dim() == 0)
    if kind == "int[]":
        if isinstance(value, (tuple, list)):
            return all(hasattr(v, "__index__") and not isinstance(v, bool) for v in value)
        return length > 0 and isinstance(value, int) and not isinstance(value, bool)
    if kind in ("float", "Scalar"):
        return isinstance(value, (int, float)) or (not strict and isinstance(value, _core._Tensor) and value.dim() == 0)
    if kind in ("float[]", "bool[]"):
        return isinstance(value, (tuple, list, int, float))
    if kind == "bool":
        return isinstance(value, bool)
    if kind == "str":
        return isinstance(value, str)
    if kind == "dtype":
        return isinstance(value, _arguments._dtype_class) or value in _arguments._BUILTIN_TYPES
    return True


_CREATION_WORDS = {"device", "requires_grad", "layout", "pin_memory", "out"}


def _accepts(spec, args, kwargs, strict):
    parameters, sizes = spec
    positional = [p for p in parameters if not p[4]]
    if sizes >= 0 and len(args) > sizes and not isinstance(args[sizes], (tuple, list)):
        if not all(hasattr(v, "__index__") for v in args[sizes:]):
            return False
        args = (*args[:sizes], tuple(args[sizes:]))
    if len(args) > len(positional):
        return False
    given = dict(zip((p[0] for p in positional), args))
    for name, value in kwargs.items():
        if name in given:
            return False
        given[name] = value
    for name, kind, optional, needed, _, length in parameters:
        if name in given:
            if not _fits(given.pop(name), kind, optional or not needed and kind == "Generator", length, strict):
                return False
        elif needed:
            return False
    return not (given.keys() - _CREATION_WORDS)


def overloaded(name, candidates):
    """One function that chooses among signatures by the arguments, exact types first."""
    def choose(*args, **kwargs):
        if "axis" in kwargs:
            kwargs["dim"] = kwargs.pop("axis")
        if "keepdims" in kwargs:
            kwargs["keepdim"] = kwargs.pop("keepdims")
        for strict in (True, False):
            for spec, function in candidates:
                if _accepts(spec, args, kwargs, strict):
                    return function(*args, **kwargs)
        # Where only one signature takes so many arguments, it says itself what is wrong.
        near = [function for (parameters, sizes), function in candidates if not kwargs and
                sum(1 for p in parameters if p[3]) <= len(args) <= sum(1 for p in parameters if not p[4])]
        if len(near) == 1 and args:
            near[0](*args)
        got = ", ".join([_arguments.type_name(a) for a in args] + [f"{k}={_arguments.type_name(v)}" for k, v in kwargs.items()])
        known = "".join(f"\n * ({', '.join(f'{k} {n}' for n, k, *_ in spec[0])})" for spec, _ in candidates)
        raise TypeError(f"{name}() received an invalid combination of arguments - got ({got}), but expected one of:{known}\n")
    _core.named(choose, name)
    return choose
