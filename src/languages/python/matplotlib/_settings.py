"""rcParams: a few settings count, the others are accepted."""

_USUAL = {
    "figure.figsize": [6.4, 4.8], "figure.dpi": 100.0, "image.cmap": "viridis", "axes.grid": False, "lines.linewidth": 1.5, "lines.markersize": 6.0,
    "font.size": 10.0,
}


class _Cycle:
    """The colours that curves take in turn."""

    def by_key(self):
        """As a list under "color"."""
        return {"color": [f"C{i}" for i in range(10)]}

    def __iter__(self):
        return iter({"color": f"C{i}"} for i in range(10))


class RcParams(dict):
    """Settings by name; figure.figsize, image.cmap, axes.grid, lines.linewidth and lines.markersize count, the page has its own look for the rest."""

    def __missing__(self, name):
        if name == "axes.prop_cycle":
            return _Cycle()
        if name not in _USUAL:
            raise KeyError(f"{name} is not a setting that the playground's matplotlib knows")
        return _USUAL[name]


rcParams = RcParams()


def rc(group, **settings):
    """Settings of a group."""
    for each in group if isinstance(group, (list, tuple)) else (group,):
        rcParams.update({f"{each}.{name}": value for name, value in settings.items()})


def rcdefaults():
    """Forgets what was set."""
    rcParams.clear()
