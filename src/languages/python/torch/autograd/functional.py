"""Derivatives of functions: jacobian, hessian and products with vectors."""
import torch


def _tuple(value, what, function):
    several = isinstance(value, tuple)
    items = value if several else (value,)
    for i, item in enumerate(items):
        if not isinstance(item, torch.Tensor):
            if several:
                raise TypeError(f"The {what} given to {function} must be either a Tensor or a tuple of Tensors but the value at index {i} has type {type(item)}.")
            raise TypeError(f"The {what} given to {function} must be either a Tensor or a tuple of Tensors but the given {what} has type {type(item)}.")
    return several, items


def _leaves(inputs, create_graph):
    """Copies that take part in a graph of their own, or views of the caller's graph."""
    return tuple(x.view_as(x) if create_graph and x.requires_grad else x.detach().requires_grad_(True) for x in inputs)


def _check_tied(tensors, strict, what):
    if not strict:
        return
    for i, t in enumerate(tensors):
        if not t.requires_grad:
            raise RuntimeError(f"Output {i} of the user-provided function does not require gradient. The outputs must be computed in a "
                               f"differentiable manner from the input when running in strict mode.")


def _grad(outputs, inputs, grad_outputs=None, create_graph=False):
    """torch.autograd.grad that passes over outputs without a history."""
    given = grad_outputs if grad_outputs is not None else (None,) * len(outputs)
    pairs = [(o, g) for o, g in zip(outputs, given) if o is not None and o.requires_grad]
    if not pairs:
        return (None,) * len(inputs)
    outs, gradients = zip(*pairs)
    return torch.autograd.grad(outs, inputs, gradients, allow_unused=True, create_graph=create_graph, retain_graph=True)


def _finish(value, create_graph):
    if isinstance(value, tuple):
        return tuple(_finish(v, create_graph) for v in value)
    return value if create_graph else value.detach()


def _or_zeros(gradients, like, strict=False, words=""):
    for i, g in enumerate(gradients):
        if g is None and strict:
            raise RuntimeError(words.format(i))
    return tuple(torch.zeros_like(x) if g is None else g for g, x in zip(gradients, like))


def _run(func, inputs, function, create_graph, strict):
    several, items = _tuple(inputs, "inputs", function)
    leaves = _leaves(items, create_graph)
    outputs = func(*leaves)
    many, outs = _tuple(outputs, "outputs of the user-provided function", function)
    _check_tied(outs, strict, function)
    return several, leaves, many, outs


def jacobian(func, inputs, create_graph=False, strict=False, vectorize=False, strategy="reverse-mode"):
    """∂outputs/∂inputs: for every output and input a tensor of shape output.shape + input.shape."""
    with torch.enable_grad():
        several, leaves, many, outs = _run(func, inputs, "jacobian", create_graph, strict)
        rows = []
        for i, out in enumerate(outs):
            parts = [[] for _ in leaves]
            for j in range(out.numel()):
                found = _grad((out.reshape(-1)[j],), leaves, create_graph=create_graph)
                found = _or_zeros(found, leaves, strict, f"Output {i} of the user-provided function is independent of input {{}}. "
                                  "This is not allowed in strict mode.")
                for part, g in zip(parts, found):
                    part.append(g)
            rows.append(tuple(torch.stack(part).view(out.shape + x.shape) if part else x.new_zeros(out.shape + x.shape)
                              for part, x in zip(parts, leaves)))
        rows = tuple(_finish(row, create_graph) for row in rows)
    if many:
        return rows if several else tuple(row[0] for row in rows)
    return rows[0] if several else rows[0][0]


def hessian(func, inputs, create_graph=False, strict=False, vectorize=False, outer_jacobian_strategy="reverse-mode"):
    """Second derivatives of a function with one number as its output."""
    several, items = _tuple(inputs, "inputs", "hessian")

    def scalar(*xs):
        out = func(*xs)
        if not isinstance(out, torch.Tensor):
            raise RuntimeError("The function given to hessian should return a single Tensor")
        if out.numel() != 1:
            raise RuntimeError("The Tensor returned by the function given to hessian should contain a single element")
        return out.squeeze()

    def slopes(*xs):
        found = jacobian(scalar, xs, create_graph=True)
        return found if several else found[0]
    return jacobian(slopes, inputs, create_graph=create_graph, strict=strict)


def _vectors(v, like, what, function):
    """The vector argument as a tuple that fits; ones when it may be left out."""
    if v is None:
        if len(like) != 1 or like[0].numel() != 1:
            raise RuntimeError(f"The vector v can only be None if {what}" )
        return (torch.ones_like(like[0]),)
    _, vs = _tuple(v, "v", function)
    if len(vs) != len(like):
        raise RuntimeError(f"v is a tuple of invalid length: should be {len(like)} but got {len(vs)}.")
    for i, (a, b) in enumerate(zip(vs, like)):
        if a.shape != b.shape:
            entry = f"Entry {i} in " if len(like) > 1 else ""
            raise RuntimeError(f"{entry}v has invalid size: should be {b.size()} but got {a.size()}.")
    return vs


def _answer(outs, found, many, several, create_graph):
    first = _finish(tuple(outs), create_graph)
    second = _finish(tuple(found), create_graph)
    return (first if many else first[0]), (second if several else second[0])


def vjp(func, inputs, v=None, create_graph=False, strict=False):
    """The outputs, and vᵀ J."""
    with torch.enable_grad():
        several, leaves, many, outs = _run(func, inputs, "vjp", create_graph, strict)
        vs = _vectors(v, outs, "the user-provided function returns a single Tensor with a single element.", "vjp")
        found = _or_zeros(_grad(outs, leaves, vs, create_graph), leaves)
        return _answer(outs, found, many, several, create_graph)


def jvp(func, inputs, v=None, create_graph=False, strict=False):
    """The outputs, and J v, by differentiating vᵀ J with respect to v."""
    with torch.enable_grad():
        _, items = _tuple(inputs, "inputs", "jvp")
        vs = _vectors(v, items, "the input to the user-provided function is a single Tensor with a single element.", "jvp")
        several, leaves, many, outs = _run(func, inputs, "jvp", create_graph, strict)
        seeds = tuple(torch.zeros_like(o, requires_grad=True) for o in outs)
        inner = _or_zeros(_grad(outs, leaves, seeds, True), leaves)
        found = _or_zeros(_grad(inner, seeds, vs, create_graph), outs)
        return _answer(outs, found, many, many, create_graph)


def _single(outs, function):
    if len(outs) != 1 or outs[0].numel() != 1:
        raise RuntimeError(f"The function given to {function} should return a single Tensor with a single element" if len(outs) != 1 else
                           f"The Tensor returned by the function given to {function} should contain a single element")


def vhp(func, inputs, v=None, create_graph=False, strict=False):
    """The output, and vᵀ H."""
    with torch.enable_grad():
        several, leaves, many, outs = _run(func, inputs, "vhp", create_graph, strict)
        _single(outs, "vhp")
        vs = _vectors(v, leaves, "the input to the user-provided function is a single Tensor with a single element.", "vhp")
        slopes = _or_zeros(_grad(outs, leaves, None, True), leaves)
        found = _or_zeros(_grad(slopes, leaves, vs, create_graph), leaves)
        return _answer(outs, found, many, several, create_graph)


def hvp(func, inputs, v=None, create_graph=False, strict=False):
    """The output, and H v."""
    with torch.enable_grad():
        several, leaves, many, outs = _run(func, inputs, "hvp", create_graph, strict)
        _single(outs, "hvp")
        vs = _vectors(v, leaves, "the input to the user-provided function is a single Tensor with a single element.", "hvp")
        slopes = _or_zeros(_grad(outs, leaves, None, True), leaves)
        seeds = tuple(torch.zeros_like(x, requires_grad=True) for x in leaves)
        double = _or_zeros(_grad(slopes, leaves, seeds, True), leaves)
        found = _or_zeros(_grad(double, seeds, vs, create_graph), leaves)
        return _answer(outs, found, many, several, create_graph)
