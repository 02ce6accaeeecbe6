"""torch.func: functions that return derivatives of functions."""
import torch
from ..autograd import functional as _functional


from ._trees import leaves as _leaves, mapped as _mapped, rebuilt as _rebuilt
from ._vmap import vmap


def _lift(value):
    """Views that keep the outer graph, so that derivatives can be nested."""
    return _mapped(lambda t: t.view_as(t) if t.requires_grad else t.detach().requires_grad_(True), value)


def _nested(argument):
    return any(leaf.requires_grad for leaf in _leaves(argument))


def grad_and_value(func, argnums=0, has_aux=False):
    """A function that returns the gradients with respect to argnums, and the value."""
    numbers = (argnums,) if isinstance(argnums, int) else tuple(argnums)

    def wrapped(*args, **kwargs):
        outer = torch.is_grad_enabled() and any(_nested(a) for a in args)
        with torch.enable_grad():
            lifted = [_lift(a) if i in numbers or i - len(args) in numbers else a for i, a in enumerate(args)]
            result = func(*lifted, **kwargs)
            value, extra = result if has_aux else (result, None)
            if not isinstance(value, torch.Tensor):
                raise RuntimeError(f"grad_and_value(f)(*args): Expected f(*args) to return a tensor, got {type(value)}")
            if value.dim() != 0:
                raise RuntimeError("grad_and_value(f)(*args): Expected f(*args) to return a scalar tensor, got tensor with "
                                   f"{value.dim()} dims. Maybe you wanted to use the vjp or jacrev APIs instead?")
            wanted = [leaf for n in numbers for leaf in _leaves(lifted[n])]
            found = _slopes(value, wanted)
        settle = (lambda t: t) if outer else (lambda t: t.detach())
        found = iter([settle(g) for g in found])
        gradients = tuple(_rebuilt(lifted[n], found) for n in numbers)
        value = settle(value)
        gradients = gradients[0] if isinstance(argnums, int) else gradients
        return (gradients, (value, extra)) if has_aux else (gradients, value)
    return wrapped


def _slopes(value, wanted):
    if not value.requires_grad:
        return [torch.zeros_like(w) for w in wanted]
    return torch.autograd.grad(value, wanted, create_graph=True, allow_unused=True, materialize_grads=True)


def grad(func, argnums=0, has_aux=False):
    """A function that returns the gradients with respect to argnums."""
    both = grad_and_value(func, argnums, has_aux)

    def wrapped(*args, **kwargs):
        gradients, rest = both(*args, **kwargs)
        return (gradients, rest[1]) if has_aux else gradients
    return wrapped


def vjp(func, *primals, has_aux=False):
    """The value, and a function that multiplies vectors with the Jacobian from the left."""
    with torch.enable_grad():
        lifted = [_lift(p) for p in primals]
        result = func(*lifted)
        value, extra = result if has_aux else (result, None)

    def back(*cotangents):
        vectors = _leaves(cotangents[0] if len(cotangents) == 1 else cotangents)
        wanted = _leaves(lifted)
        found = torch.autograd.grad(_leaves(value), wanted, vectors, retain_graph=True, create_graph=True, allow_unused=True, materialize_grads=True)
        found = iter([g if any(_nested(p) for p in primals) else g.detach() for g in found])
        return tuple(_rebuilt(p, found) for p in lifted)
    settled = value if any(_nested(p) for p in primals) else _mapped(lambda t: t.detach(), value)
    return (settled, back, extra) if has_aux else (settled, back)


def jvp(func, primals, tangents, *, strict=False, has_aux=False):
    """The value, and the Jacobian times the tangents."""
    extra, like = [], []

    def plain(*xs):
        result = func(*_rebuilt(tuple(primals), iter(xs)))
        if has_aux:
            extra.append(result[1])
            result = result[0]
        like.append(result)
        return tuple(_leaves(result))
    value, slope = _functional.jvp(plain, tuple(_leaves(tuple(primals))), tuple(_leaves(tuple(tangents))))
    value, slope = (_rebuilt(like[-1], iter(part)) for part in (value, slope))
    return (value, slope, extra[-1]) if has_aux else (value, slope)


def linearize(func, *primals):
    """The value, and the function that multiplies the Jacobian there with tangents."""
    value = _mapped(lambda t: t.detach(), func(*primals))

    def slope(*tangents):
        return jvp(func, primals, tangents)[1]
    return value, slope


def _jacobian(argnums, func, has_aux):
    numbers = (argnums,) if isinstance(argnums, int) else tuple(argnums)

    def wrapped(*args):
        extra, like = [], []
        nested = torch.is_grad_enabled() and any(_nested(args[n]) for n in numbers)
        wanted = tuple(args[n] for n in numbers)

        def of_leaves(*given):
            full, given = list(args), iter(given)
            for n in numbers:
                full[n] = _rebuilt(args[n], given)
            result = func(*full)
            if has_aux:
                extra.append(result[1])
                result = result[0]
            like.append(result)
            return tuple(_leaves(result))
        rows = iter([_rebuilt(wanted, iter(row)) for row in _functional.jacobian(of_leaves, tuple(_leaves(wanted)), create_graph=nested)])
        found = _rebuilt(like[-1], iter([row[0] for row in rows] if isinstance(argnums, int) else rows))
        return (found, extra[-1]) if has_aux else found
    return wrapped


def jacrev(func, argnums=0, *, has_aux=False, chunk_size=None):
    """A function that returns the Jacobian."""
    return _jacobian(argnums, func, has_aux)


def jacfwd(func, argnums=0, has_aux=False, *, randomness="error"):
    """A function that returns the Jacobian; computed as jacrev does, with the same numbers."""
    return _jacobian(argnums, func, has_aux)


def hessian(func, argnums=0):
    """A function that returns the second derivatives."""
    def slopes(*args):
        lifted = [_mapped(lambda t: t if t.requires_grad or not t.is_floating_point() else t.detach().requires_grad_(True), a) for a in args]
        return jacrev(func, argnums)(*lifted)
    return jacrev(slopes, argnums)


def stack_module_state(models):
    """The parameters and the buffers of models of one kind, each stacked along a new first dim: for vmap over an ensemble."""
    models = list(models)
    if not models:
        raise RuntimeError("stack_module_state: Expected at least one model, got 0.")
    if not (all(m.training for m in models) or all(not m.training for m in models)):
        raise RuntimeError("stack_module_state: Expected all models to have the same training/eval mode.")
    if any(type(m) is not type(models[0]) for m in models):
        raise RuntimeError("stack_module_state: Expected all models to be of the same class.")
    parameters, buffers = ([dict(getattr(m, named)()) for m in models] for named in ("named_parameters", "named_buffers"))
    return _stacked(parameters), _stacked(buffers)


def _stacked(tables):
    found = {}
    for name in tables[0]:
        whole = torch.stack([table[name].detach() for table in tables])
        found[name] = whole.requires_grad_(tables[0][name].requires_grad)
    return found


def functional_call(module, parameters_and_buffers, args=(), kwargs=None):
    """The module called with other tensors in place of its own."""
    given = {}
    for part in parameters_and_buffers if isinstance(parameters_and_buffers, (tuple, list)) else [parameters_and_buffers]:
        given.update(part)
    places = []
    try:
        for path, tensor in given.items():
            owner, _, name = path.rpartition(".")
            holder = module.get_submodule(owner)
            table = holder._parameters if name in holder._parameters else holder._buffers
            places.append((table, name, table[name]))
            table[name] = tensor
        return module(*(args if isinstance(args, tuple) else (args,)), **(kwargs or {}))
    finally:
        for table, name, tensor in reversed(places):
            table[name] = tensor
