"""vmap: a function of one item, called for every item of a batch."""
import torch

from ._trees import leaves, rebuilt

_RANDOM = ("vmap: called random operation while in randomness error mode. Please either use the 'same' or 'different' "
           "randomness flags on vmap or perform the randomness operation out of vmap")


def vmap(func, in_dims=0, out_dims=0, randomness="error", *, chunk_size=None):
    """A function over a batch: called for every item, results stacked."""
    if randomness not in ("error", "different", "same"):
        raise RuntimeError(f"Only allowed values for randomness are 'error', 'different', or 'same'. Got {randomness}")
    name = getattr(func, "__name__", repr(func))
    call = f"vmap({name}, in_dims={in_dims}, ...)(<inputs>)"

    def wrapped(*args, **kwargs):
        if not isinstance(in_dims, (int, tuple, list)):
            raise ValueError(f"{call}: expected `in_dims` to be int or a (potentially nested) tuple matching the structure of inputs, got: {type(in_dims)}.")
        if not args:
            raise ValueError(f"{call}: got no inputs. Maybe you forgot to add inputs, or you are trying to vmap over a function with no inputs. The latter is unsupported.")
        if not isinstance(in_dims, int) and len(in_dims) != len(args):
            raise ValueError(f"{call}: in_dims is not compatible with the structure of `inputs`. in_dims has {len(in_dims)} entries but there are {len(args)} inputs.")
        dims = [in_dims] * len(args) if isinstance(in_dims, int) else list(in_dims)
        sizes = []
        for arg, dim in zip(args, dims):
            _measure(arg, dim, call, sizes)
        if not sizes:
            raise ValueError(f"{call}: at least one input must be a Tensor with an in_dim that is not None.")
        if len(set(sizes)) > 1:
            raise ValueError(f"vmap: Expected all tensors to have the same size in the mapped dimension, got sizes {sizes} for the mapped dimension")
        results, state = [], torch.get_rng_state()
        for i in range(sizes[0]):
            if randomness == "same":
                torch.set_rng_state(state)
            results.append(func(*[_item(arg, dim, i) for arg, dim in zip(args, dims)], **kwargs))
        if randomness == "error" and not torch.equal(state, torch.get_rng_state()):
            raise RuntimeError(_RANDOM)
        return _stacked(results, out_dims, name)
    return wrapped


def _measure(arg, dim, call, sizes):
    """Collects the sizes that are mapped over, and refuses what cannot be."""
    if isinstance(arg, (tuple, list)):
        for k, part in enumerate(arg):
            _measure(part, dim[k] if isinstance(dim, (tuple, list)) else dim, call, sizes)
    elif isinstance(arg, dict):
        for key, part in arg.items():
            _measure(part, dim[key] if isinstance(dim, dict) else dim, call, sizes)
    elif dim is not None:
        if not isinstance(arg, torch.Tensor):
            raise ValueError(f"{call}: Got in_dim={dim} for an input but the input is of type {type(arg)}. We cannot vmap over non-Tensor arguments, please use None as the respective in_dim")
        if not -arg.dim() <= dim < arg.dim():
            raise ValueError(f"{call}: Got in_dim={dim} for some input, but that input is a Tensor of dimensionality {arg.dim()} so expected in_dim to satisfy -{arg.dim()} <= in_dim < {arg.dim()}.")
        sizes.append(arg.size(dim))


def _item(arg, dim, i):
    """The i-th item of an argument."""
    if isinstance(arg, (tuple, list)):
        parts = [_item(part, dim[k] if isinstance(dim, (tuple, list)) else dim, i) for k, part in enumerate(arg)]
        return type(arg)(*parts) if hasattr(arg, "_fields") else type(arg)(parts)
    if isinstance(arg, dict):
        return {key: _item(part, dim[key] if isinstance(dim, dict) else dim, i) for key, part in arg.items()}
    return arg if dim is None else arg.select(dim, i)


def _stacked(results, out_dims, name):
    """The results of all items as one, each put together along its own dim."""
    first = results[0]
    for part in first if isinstance(first, (tuple, list)) else [first]:
        if not isinstance(part, (torch.Tensor, tuple, list, dict)):
            raise ValueError(f"vmap({name}, ...): `{name}` must only return Tensors, got type {type(part)}. Did you mean to set out_dims= to None for output?")
    columns = list(zip(*[leaves(result) for result in results]))
    dims = list(out_dims) if isinstance(out_dims, (tuple, list)) else [out_dims] * len(columns)
    together = [column[0] if dim is None else torch.stack(column, dim) for column, dim in zip(columns, dims)]
    return rebuilt(first, iter(together))
