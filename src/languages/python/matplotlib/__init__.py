"""The part of matplotlib that courses use around torch. Nothing is painted here: a figure is told to the page as plain data."""
__version__ = "3.10.0"

from ._settings import rc, rcdefaults, rcParams


def use(backend, *, force=True):
    """Accepted, without effect: there is one way to show a figure here."""


def __getattr__(name):
    from ._missing import missing
    raise missing("matplotlib", name)
