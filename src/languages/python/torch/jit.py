"""torch.jit: there is no compiler here, so programs learn it by name."""


def _missing(name):
    def function(*args, **kwargs):
        raise NotImplementedError(f"torch.jit.{name} is not available in the playground: models run as they are")
    function.__name__ = name
    function.__doc__ = "Not here: models run as they are."
    return function


script, trace, save, load, freeze = map(_missing, ("script", "trace", "save", "load", "freeze"))


def is_scripting():
    """False."""
    return False


def is_tracing():
    """False."""
    return False


def ignore(function=None, **options):
    """Changes nothing: there is no compiler that could ignore it."""
    return function if function is not None else (lambda f: f)


export = unused = ignore
