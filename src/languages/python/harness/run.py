"""Runs one program as CPython would: a fresh `__main__`, its own output, warnings and errors."""
import builtins
import gc
import linecache
import random
import sys
import types
import warnings

import tracebacks
from asnew import AsNew
from instrument import instrumented
from streams import Meter, Stream

FILE = "main.py"
SHOWN_MODULES = ("math", "random", "itertools", "functools", "collections", "dataclasses", "time", "copy", "json", "re")
_RECURSION = sys.getrecursionlimit()
_host = None
_user_globals = None
_streams = ()
_torch_core = None
_as_new = AsNew()


def connect(host):
    """The page's functions; torch is imported now, so that the learner's import costs nothing."""
    global _host, _streams, _torch_core
    _host = host
    builtins.__named__ = lambda name, value: value
    _streams = Stream("stdout", host.print, _line_of), Stream("stderr", host.print, _line_of)
    warnings.showwarning = _show_warning
    builtins.input = _no_input
    sys.unraisablehook = _not_raised
    import torch
    _torch_core = torch._core
    # numpy comes later, with the first program that wants it.
    _torch_core.imported = _as_new.remember
    _as_new.remember()


def _line_of(frame):
    while frame is not None:
        if frame.f_globals is _user_globals:
            return frame.f_lineno
        frame = frame.f_back
    return 0


def _show_warning(message, category, filename, lineno, file=None, line=None):
    if file is None and sys.stderr is _streams[1]:
        _host.warning(lineno if filename == FILE else _line_of(sys._getframe(1)), category.__name__, str(message))
    else:
        (file or sys.stderr).write(warnings.formatwarning(message, category, filename, lineno, line))


def _not_raised(what):
    """Python drops what is raised while an object is deleted; the time limit must not be dropped, so it strikes again."""
    if what.exc_type is KeyboardInterrupt:
        _host.strike_again()
    else:
        sys.__unraisablehook__(what)


def _no_input(prompt=""):
    raise RuntimeError("input() is not available in the playground: write the value into the program instead")


def run(source, line_chars, lines):
    """Runs a program to its end. Returns whether it ended well."""
    global _user_globals
    main = types.ModuleType("__main__")
    main.__dict__.update(__builtins__=builtins, __file__=FILE)
    sys.modules["__main__"] = main
    sys.argv = [FILE]
    _user_globals = main.__dict__
    linecache.cache[FILE] = len(source), None, source.splitlines(keepends=True), FILE
    warnings.resetwarnings()
    warnings.simplefilter("default")
    random.seed()
    meter = Meter(line_chars, lines)
    for stream in _streams:
        stream.meter, stream._part = meter, ""
    sys.stdout, sys.stderr = _streams
    _torch_core.begin_run(_user_globals)
    try:
        try:
            exec(instrumented(source, FILE), _user_globals)
            _show_plots()
            return True
        except SystemExit as leaving:
            return _left(leaving)
        except BaseException as error:
            _flush()
            # What was drawn before the error helps to understand it, and the error is the last word.
            _show_plots()
            _report(error)
            return False
    finally:
        _flush()
        _show_plots()
        if meter.hidden:
            _host.hidden(meter.hidden)
        sys.stdout, sys.stderr = _streams
        sys.setrecursionlimit(_RECURSION)
        _forget(main)


def _left(leaving):
    """sys.exit(): quiet for None and 0; a text is printed, as Python does."""
    if leaving.code is None or leaving.code == 0:
        return True
    if not isinstance(leaving.code, int):
        print(leaving.code, file=_streams[1])
    return False


def _show_plots():
    """Figures that the program drew and did not show."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return
    try:
        pyplot._show_rest()
    except Exception as error:
        # What the program did to a figure may make it impossible to tell.
        _host.warning(0, "UserWarning", f"a figure could not be shown: {error}")


def _flush():
    for stream in _streams:
        stream.flush_part()


def _report(error):
    if isinstance(error, KeyboardInterrupt):
        line = max((f.lineno for f in tracebacks.traceback.extract_tb(error.__traceback__) if f.filename == FILE), default=0)
        _host.error(line, -1, -1, "TimeLimit", "the program ran longer than the time limit and was stopped", "")
        return
    try:
        described = tracebacks.describe(error, FILE, SHOWN_MODULES)
    except RecursionError:
        described = 0, -1, -1, type(error).__name__, str(error), f"{type(error).__name__}: {error}\n"
    _host.error(*described)


def _forget(main):
    """Lets go of everything the program made, so that the engine can give its memory back."""
    main.__dict__.clear()
    _as_new.restore()
    sys.last_exc = sys.last_value = sys.last_traceback = sys.last_type = None
    gc.collect()
    _torch_core.flush()
