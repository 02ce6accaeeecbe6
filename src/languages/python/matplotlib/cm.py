"""Colour maps as attributes: cm.viridis."""
from ._fields import mapping_of
from ._norms import Normalize
from .colors import colormap


def get_cmap(name=None, lut=None):
    """A map by its name."""
    return colormap(name)


class ScalarMappable:
    """A map and a norm without a picture: a colour bar can show them."""

    def __init__(self, norm=None, cmap=None):
        self.norm = Normalize() if norm is None else norm
        self.cmap = colormap(cmap)
        self.axes = None

    def set_array(self, A):
        """The numbers that say where the colours end, if the norm does not."""
        if A is not None and len(A) > 0:
            self.norm.autoscale_None(A)

    def to_rgba(self, x, **options):
        """The colour of a number, or of each of an array."""
        return self.cmap(self.norm(x))

    @property
    def _mark(self):
        low, high = (0 if self.norm.vmin is None else self.norm.vmin), (1 if self.norm.vmax is None else self.norm.vmax)
        return mapping_of([], self.cmap, low, high) if type(self.norm) is Normalize else mapping_of([], self.cmap, None, None, self.norm)


def __getattr__(name):
    try:
        return colormap(name)
    except ValueError:
        from ._missing import missing
        raise missing("matplotlib.cm", name) from None
