"""Colour maps as attributes: cm.viridis."""
from .colors import colormap


def get_cmap(name=None, lut=None):
    """A map by its name."""
    return colormap(name)


def __getattr__(name):
    try:
        return colormap(name)
    except ValueError:
        from ._missing import missing
        raise missing("matplotlib.cm", name) from None
