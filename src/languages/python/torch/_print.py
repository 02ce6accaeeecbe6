"""torch.set_printoptions."""
import _engine
from . import _core

_PROFILES = {
    "default": dict(precision=4, threshold=1000, edgeitems=3, linewidth=80),
    "short": dict(precision=2, threshold=1000, edgeitems=2, linewidth=80),
    "full": dict(precision=4, threshold=float("inf"), edgeitems=3, linewidth=80),
}
_options = {}


def set_printoptions(precision=None, threshold=None, edgeitems=None, linewidth=None, profile=None, sci_mode=None):
    """How tensors are printed from now on."""
    if profile is not None:
        _options.update(_PROFILES[profile])
    given = dict(precision=precision, threshold=threshold, edgeitems=edgeitems, linewidth=linewidth)
    _options.update({k: v for k, v in given.items() if v is not None})
    _options["sci_mode"] = sci_mode
    _apply()


def _apply():
    _engine.set_print_options(_options["precision"], _options["threshold"], _options["edgeitems"], _options["linewidth"],
                              _options["sci_mode"])


def _reset():
    _options.clear()
    _options.update(_PROFILES["default"], sci_mode=None)
    _apply()


_core.on_begin.append(_reset)
