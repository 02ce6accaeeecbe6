"""torch.autograd: gradients of anything the engine has recorded."""
import _engine
from .. import _core, _ops
from .._core import fail, line, several
from .._modes import enable_grad, inference_mode, no_grad, set_grad_enabled, set_multithreading_enabled
from .._tensor import Tensor
from . import _hooks
from ._anomaly import detect_anomaly, set_detect_anomaly
from .function import Function


def _list(tensors):
    return [tensors] if isinstance(tensors, Tensor) or tensors is None else list(tensors)


def _handles(tensors):
    return ",".join([str(t._h) if t is not None else "0" for t in tensors])


def backward(tensors, grad_tensors=None, retain_graph=None, create_graph=False, grad_variables=None, inputs=None):
    """Adds the gradients of tensors into the leaves."""
    roots = _list(tensors)
    if not roots:
        raise RuntimeError("grad_tensors cannot be empty")
    gradients = _list(grad_tensors) if grad_tensors is not None else [None] * len(roots)
    for g in gradients:
        if g is not None and not isinstance(g, Tensor):
            raise TypeError(f"gradients can be either Tensors or None, but got {type(g).__name__}")
    if inputs is not None:
        inputs = _list(inputs)
        if not inputs:
            raise RuntimeError("'inputs' argument to backward cannot be empty.")
    _core.flush()
    failed = _engine.backward(line(), _handles(roots), _handles(gradients), retain_graph, create_graph,
                              None if inputs is None else _handles(inputs))
    _hooks.drop_kept()
    if failed:
        fail()


def grad(outputs, inputs, grad_outputs=None, retain_graph=None, create_graph=False, only_inputs=True, allow_unused=None,
         is_grads_batched=False, materialize_grads=False):
    """Gradients of outputs with respect to inputs, as a tuple."""
    if is_grads_batched:
        # One pass for every row of the vectors, put side by side.
        rows = zip(*[g.unbind(0) for g in _list(grad_outputs)])
        passes = [grad(outputs, inputs, list(row), True, create_graph, only_inputs, allow_unused, materialize_grads=materialize_grads) for row in rows]
        return tuple([None if column[0] is None else _ops.TORCH["stack"](list(column), 0) for column in zip(*passes)])
    outs, ins = _list(outputs), _list(inputs)
    if not ins:
        raise ValueError("grad requires non-empty inputs.")
    gradients = _list(grad_outputs) if grad_outputs is not None else [None] * len(outs)
    if materialize_grads and allow_unused is False:
        raise ValueError("Expected allow_unused to be True or not passed when materialize_grads=True, but got: allow_unused=False.")
    result = _engine.grad(line(), _handles(outs), _handles(ins), _handles(gradients), retain_graph, create_graph,
                          bool(allow_unused or materialize_grads))
    _hooks.drop_kept()
    found = several(result)
    if materialize_grads:
        found = tuple([g if g is not None else i.new_zeros(i.shape) for g, i in zip(found, ins)])
    return found


class Variable(Tensor):
    """The old name for a tensor that may require grad."""

    def __new__(cls, data, requires_grad=False, volatile=None):
        tensor = data.detach() if isinstance(data, Tensor) else data
        return tensor.requires_grad_(requires_grad)


_find = _core.on_demand("torch.autograd", {"functional": "functional", "graph": "graph", "forward_ad": "forward_ad"})


def __getattr__(name):
    if name not in ("gradcheck", "gradgradcheck"):
        return _find(name)
    # The module has the name of its function, and would take its place here.
    from .gradcheck import gradcheck, gradgradcheck
    globals().update(gradcheck=gradcheck, gradgradcheck=gradgradcheck)
    return globals()[name]
