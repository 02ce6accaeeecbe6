"""Styles are accepted, without effect: the page has its own look."""
import contextlib

available = []


def use(style):
    """Accepted, without effect."""


def context(style, after_reset=False):
    """Accepted, without effect."""
    return contextlib.nullcontext()
