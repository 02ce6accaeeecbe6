"""torch.compiler: there is nothing to compile, so its switches change nothing."""


def is_compiling():
    """False."""
    return False


is_dynamo_compiling = is_exporting = is_compiling


def disable(fn=None, recursive=True, *, reason=None):
    """The function as it is."""
    return fn if fn is not None else (lambda f: f)


def allow_in_graph(fn):
    """The function as it is."""
    return fn


assume_constant_result = allow_in_graph


def reset():
    """Nothing to forget."""


cudagraph_mark_step_begin = reset


def list_backends(exclude_tags=()):
    """None."""
    return []


def compile(*args, **kwargs):
    """torch.compile: returns the function as it is."""
    import torch
    return torch.compile(*args, **kwargs)
