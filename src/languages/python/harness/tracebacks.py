"""The learner's own tracebacks: CPython's words and carets, without our frames."""
import traceback

from importer import PREFIXES

_OURS = ("torch", "numpy", "matplotlib", "mpl_toolkits", "tqdm")
_walk = traceback._walk_tb_with_full_positions


def _own_frames(tb):
    for frame, positions in _walk(tb):
        if not frame.f_code.co_filename.startswith(PREFIXES):
            yield frame, positions


traceback._walk_tb_with_full_positions = _own_frames


def describe(error, filename, note_modules):
    """Line, columns (or -1), kind, text and traceback of what ended a program."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        if error.name.startswith("numpy."):
            error.add_note(f"This playground's numpy does not have {error.name}.")
        else:
            error.add_note(f"The playground has torch, the core of numpy and Python's own library ({', '.join(note_modules)}, …), and no other packages.")
    elif isinstance(error, ImportError) and error.name_from and str(error.name).partition(".")[0] in _OURS:
        error.add_note(f"This playground's {error.name} does not have {error.name_from}.")
    summary = traceback.TracebackException.from_exception(error, capture_locals=False, compact=True)
    lines = [s for s in summary.stack if s.filename == filename]
    line, start, end = 0, -1, -1
    if isinstance(error, SyntaxError) and error.filename == filename:
        line = error.lineno or 0
        if error.offset:
            start = error.offset - 1
            same_line = error.end_lineno in (None, line)
            end = error.end_offset - 1 if same_line and error.end_offset and error.end_offset > error.offset else start + 1
    elif lines:
        last = lines[-1]
        line = last.lineno or 0
        if last.colno is not None and last.end_colno is not None and last.end_lineno == last.lineno:
            start, end = last.colno, last.end_colno
    # A program that could not be read has no frames of its own; those of the reader are ours.
    unread = isinstance(error, SyntaxError) and not lines
    text = "".join(summary.format_exception_only() if unread else summary.format())
    return line, start, end, type(error).__name__, str(error), text
