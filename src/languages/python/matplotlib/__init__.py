"""The part of matplotlib that courses use around torch. Nothing is painted here: a figure is told to the page as plain data."""
__version__ = "3.10.0"

rcParams = {}
"""Accepted, without effect: the page has its own look."""


def use(backend, *, force=True):
    """Accepted, without effect: there is one way to show a figure here."""


def rc(group, **settings):
    """Accepted, without effect, like rcParams."""


def __getattr__(name):
    from ._missing import missing
    raise missing("matplotlib", name)
