"""The four sides of a plot's frame."""
from ._missing import missing

SIDES = ("left", "right", "top", "bottom")


class Spine:
    """One or several sides."""

    def __init__(self, axes, sides):
        self._axes, self._sides = axes, sides

    def set_visible(self, b):
        """Drawn or not."""
        for side in self._sides:
            (self._axes._hidden.discard if b else self._axes._hidden.add)(side)
        self._axes._touch()

    def set_color(self, c):
        """"none" hides it; its colour is otherwise the page's."""
        self.set_visible(c != "none")

    set_edgecolor = set_color

    def get_visible(self):
        """Drawn or not."""
        return self._sides[0] not in self._axes._hidden

    def set_linewidth(self, w):
        """Accepted, without effect."""

    def set_position(self, position):
        """Not there: a frame stays where it is."""
        raise NotImplementedError("the sides of a frame stay in their places in the playground; axhline(0) and axvline(0) draw lines through zero")

    def __getattr__(self, name):
        raise missing("Spine", name)


class Spines:
    """The sides by name: spines["top"], spines.top, spines[["top", "right"]], spines[:]."""

    def __init__(self, axes):
        self._axes = axes

    def __getitem__(self, name):
        if isinstance(name, slice):
            return Spine(self._axes, SIDES)
        names = tuple(name) if isinstance(name, (list, tuple)) else (name,)
        for each in names:
            if each not in SIDES:
                raise KeyError(each)
        return Spine(self._axes, names)

    def __getattr__(self, name):
        if name in SIDES:
            return self[name]
        raise missing("Spines", name)

    def __iter__(self):
        return iter(SIDES)

    def keys(self):
        """The names."""
        return list(SIDES)

    def values(self):
        """The sides."""
        return [self[side] for side in SIDES]

    def items(self):
        """Names and sides."""
        return [(side, self[side]) for side in SIDES]
