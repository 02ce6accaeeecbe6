"""Gradients checked against finite differences."""
import torch


class GradcheckError(RuntimeError):
    """The numerical and the analytical gradients differ."""


def gradcheck(func, inputs, *, eps=1e-6, atol=1e-5, rtol=1e-3, raise_exception=True, check_undefined_grad=True, nondet_tol=0.0,
              check_batched_grad=False, check_batched_forward_grad=False, check_forward_ad=False, check_backward_ad=True, fast_mode=False, masked=None):
    """True when every derivative of func agrees with central differences."""
    try:
        return _check(func, inputs if isinstance(inputs, (tuple, list)) else (inputs,), eps, atol, rtol)
    except GradcheckError:
        if raise_exception:
            raise
        return False


def gradgradcheck(func, inputs, grad_outputs=None, **options):
    """gradcheck of the first derivatives."""
    items = inputs if isinstance(inputs, (tuple, list)) else (inputs,)
    wanted = [x for x in items if isinstance(x, torch.Tensor) and x.requires_grad]

    # The differences are taken without a graph; the slopes themselves need one.
    @torch.enable_grad()
    def slopes(*xs):
        outs = func(*xs)
        outs = outs if isinstance(outs, (tuple, list)) else (outs,)
        leaves = [x for x in xs if isinstance(x, torch.Tensor) and x.requires_grad]
        return torch.autograd.grad([o.sum() for o in outs], leaves, create_graph=True, allow_unused=True, materialize_grads=True)
    return gradcheck(slopes, items, **{k: v for k, v in options.items() if k in ("eps", "atol", "rtol", "raise_exception")}) if wanted else True


def _check(func, inputs, eps, atol, rtol):
    wanted = [x for x in inputs if isinstance(x, torch.Tensor) and x.requires_grad]
    if not wanted:
        raise ValueError("gradcheck expects at least one input tensor to require gradient, but none of the them have requires_grad=True.")

    def outputs():
        outs = func(*inputs)
        return list(outs) if isinstance(outs, (tuple, list)) else [outs]
    for k, x in enumerate(wanted):
        for o, out in enumerate(outputs()):
            analytic, numeric = _rows(out, x).T, []
            for i in range(x.numel()):
                at = x.detach().view(-1)
                kept = at[i].item()
                with torch.no_grad():
                    at[i] = kept + eps
                    up = outputs()[o].detach().clone().reshape(-1)
                    at[i] = kept - eps
                    down = outputs()[o].detach().clone().reshape(-1)
                    at[i] = kept
                numeric.append((up - down) / (2 * eps))
            numeric = torch.stack(numeric) if numeric else analytic
            if not torch.allclose(analytic, numeric, rtol, atol):
                raise GradcheckError(f"Jacobian mismatch for output {o} with respect to input {k},\nnumerical:{numeric}\nanalytical:{analytic}\n")
    return True


def _rows(out, x):
    flat = out.reshape(-1)
    if not flat.requires_grad:
        return torch.zeros(flat.numel(), x.numel(), dtype=x.dtype)
    rows = [torch.autograd.grad(flat[j], x, retain_graph=True, allow_unused=True)[0] for j in range(flat.numel())]
    return torch.stack([torch.zeros_like(x).reshape(-1) if g is None else g.reshape(-1) for g in rows])
