"""torch.testing: assertions that tell how far numbers are apart."""
import torch

_TOLERANCES = {"float16": (1e-3, 1e-5), "bfloat16": (1.6e-2, 1e-5), "float32": (1.3e-6, 1e-5), "float64": (1e-7, 1e-7)}


def assert_close(actual, expected, *, allow_subclasses=True, rtol=None, atol=None, equal_nan=False, check_device=True, check_dtype=True,
                 check_layout=True, check_stride=False, msg=None):
    """Raises an AssertionError that names the greatest differences, unless two tensors (or numbers, lists or dicts of them) are close."""
    if (rtol is None) != (atol is None):
        raise ValueError(f"rtol and atol must both be specified or both be unspecified, but got no {'rtol' if rtol is None else 'atol'}.")
    try:
        _compare(actual, expected, rtol, atol, equal_nan, check_dtype, "")
    except AssertionError as error:
        if msg is None:
            raise
        raise AssertionError(msg(str(error)) if callable(msg) else msg) from None


def _compare(a, b, rtol, atol, equal_nan, check_dtype, where):
    options = (rtol, atol, equal_nan, check_dtype)
    if isinstance(a, dict) and isinstance(b, dict):
        if a.keys() != b.keys():
            raise AssertionError("The keys of the mappings do not match:\n"
                                 f"Missing keys in the actual mapping: {sorted(b.keys() - a.keys())}\n"
                                 f"Additional keys in the actual mapping: {sorted(a.keys() - b.keys())}")
        for key in a:
            _compare(a[key], b[key], *options, f"{where}[{key!r}]")
    elif isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        if len(a) != len(b):
            raise AssertionError(f"The length of the sequences do not match: {len(a)} != {len(b)}")
        for i, (x, y) in enumerate(zip(a, b)):
            _compare(x, y, *options, f"{where}[{i}]")
    else:
        words = _difference(a, b, *options)
        if words:
            raise AssertionError(f"{words}\n\nThe failure occurred for item {where}" if where else words)


def _difference(a, b, rtol, atol, equal_nan, check_dtype):
    numbers = not isinstance(a, torch.Tensor) and not isinstance(b, torch.Tensor)
    a, b = [x if isinstance(x, torch.Tensor) else torch.as_tensor(x, dtype=torch.float64 if isinstance(x, float) else None) for x in (a, b)]
    a, b = a.detach(), b.detach()
    if a.shape != b.shape:
        return f"The values for attribute 'shape' do not match: {a.shape} != {b.shape}."
    if check_dtype and a.dtype != b.dtype and not numbers:
        return f"The values for attribute 'dtype' do not match: {a.dtype} != {b.dtype}."
    if rtol is None:
        known = [_TOLERANCES.get(str(x.dtype).removeprefix("torch."), (0.0, 0.0)) for x in (a, b)]
        rtol, atol = max(k[0] for k in known), max(k[1] for k in known)
    common = torch.promote_types(a.dtype, b.dtype)
    x, y = [t.to(torch.int64 if common == torch.bool else common) for t in (a, b)]
    far = ~torch.isclose(x, y, rtol=rtol, atol=atol, equal_nan=equal_nan)
    if not far.any():
        return ""
    apart = (x - y).abs()
    relative = apart / y.abs()
    kind = "equal" if rtol == atol == 0 else "close"
    allowed = [f" (up to {limit} allowed)" if kind == "close" else "" for limit in (atol, rtol)]
    if not a.dim():
        return (f"Scalars are not {kind}!\n\nExpected {b.item()} but got {a.item()}.\n"
                f"Absolute difference: {apart.item()}{allowed[0]}\nRelative difference: {relative.item()}{allowed[1]}")
    lines = [f"Tensor-likes are not {kind}!\n",
             f"Mismatched elements: {int(far.sum())} / {far.numel()} ({far.sum().item() / far.numel():.1%})"]
    for name, difference, limit in (("absolute", apart, allowed[0]), ("relative", relative, allowed[1])):
        # Of those that are close nothing is told.
        shown = torch.where(far, difference, torch.zeros_like(difference))
        at = tuple(int(i) for i in torch.unravel_index(shown.argmax(), shown.shape))
        lines.append(f"Greatest {name} difference: {shown.max().item()} at index {at}{limit}")
    return "\n".join(lines)
