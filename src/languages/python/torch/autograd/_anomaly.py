"""Anomaly detection: a NaN in a backward pass is an error that names the op."""
import _engine
from .. import _core


class set_detect_anomaly:
    """Switches anomaly detection; also a context manager."""

    def __init__(self, mode, check_nan=True):
        self.previous = _state[0]
        _set(mode and check_nan)

    def __enter__(self):
        return None

    def __exit__(self, *error):
        _set(self.previous)


class detect_anomaly(set_detect_anomaly):
    """Anomaly detection inside a with block."""

    def __init__(self, check_nan=True):
        self.previous, self.check_nan = _state[0], check_nan

    def __enter__(self):
        _set(self.check_nan)


_state = [False]


def _set(mode):
    _state[0] = bool(mode)
    _engine.set_anomaly(bool(mode))


_core.on_begin.append(lambda: _set(False))
