"""What stands around the marks of an Axes: names, limits, scales, ticks."""
from math import isfinite, nan

from . import _read
from ._axis_handle import AxisHandle
from ._limits import limits_of
from ._missing import taken
from ._settings import rcParams
from ._ticks import TickPart

TEXT = 1000


class AxisPart(TickPart):
    """The half of Axes that is not about marks."""
    _directions = "xy"

    xaxis = property(lambda self: AxisHandle(self, "x"))
    yaxis = property(lambda self: AxisHandle(self, "y"))
    zaxis = property(lambda self: AxisHandle(self, "z"))

    def _clear_axis(self):
        self._tickers = {which: {} for which in self._directions}
        self._texts = {"title": "", **{which + "Label": "" for which in self._directions}}
        self._scales = dict.fromkeys(self._directions, "linear")
        self._limits = {which: [nan, nan] for which in self._directions}
        self._reversed = dict.fromkeys(self._directions, False)
        self._ticks = {}
        self._legend = self._equal = False
        self._keys = None
        self._grid = bool(rcParams["axes.grid"])
        self._frame = True
        self._bar = None
        self._hidden, self._margins = set(), [None, None]
        self._categories = {which: {} for which in self._directions}

    def set_title(self, label, fontdict=None, **options):
        """The words above."""
        taken("set_title", options, "y", "color")
        self._texts["title"] = str(label)[:TEXT]
        self._touch()

    def set_xlabel(self, xlabel, fontdict=None, **options):
        """The name of the horizontal axis."""
        taken("set_xlabel", options, "color")
        self._texts["xLabel"] = str(xlabel)[:TEXT]
        self._touch()

    def set_ylabel(self, ylabel, fontdict=None, **options):
        """The name of the vertical axis."""
        taken("set_ylabel", options, "color")
        self._texts["yLabel"] = str(ylabel)[:TEXT]
        self._touch()

    def get_title(self):
        """The words above."""
        return self._texts["title"]

    def get_xlabel(self):
        """The name of the horizontal axis."""
        return self._texts["xLabel"]

    def get_ylabel(self):
        """The name of the vertical axis."""
        return self._texts["yLabel"]

    def _set_limits(self, which, low, high):
        if high is None and isinstance(low, (list, tuple)):
            low, high = low
        ends = [None if value is None else _read.number(value) for value in (low, high)]
        if any(value is not None and not isfinite(value) for value in ends):
            raise ValueError("Axis limits cannot be NaN or Inf")
        if None not in ends:
            self._reversed[which] = ends[0] > ends[1]
        # The limits are told from low to high, and a reversed axis begins with the high one.
        for at, value in enumerate(reversed(ends) if self._reversed[which] else ends):
            if value is not None:
                self._limits[which][at] = value
        self._touch()
        return self._ends(which)

    def _get_limits(self, which):
        low, high = self._bounds(which)
        return (high, low) if self._reversed[which] else (low, high)

    _ends = _get_limits

    def _bounds(self, which):
        """The limits that were set, else those that the marks need; of shared axes, those that all marks need."""
        seen = self._seen(which)
        if all(map(isfinite, seen)):
            return seen
        group = self._shared.get(which) or [self]
        reach = [limits_of(each, which) for each in group if each._marks] or [limits_of(self, which)]
        free = min(low for low, _ in reach), max(high for _, high in reach)
        return [set_ if isfinite(set_) else auto for set_, auto in zip(seen, free)]

    def _told_limits(self, which):
        """The page works limits out by itself, but does not know what is shared."""
        return self._bounds(which) if self._shared.get(which) else self._seen(which)

    def _seen(self, which):
        """The limits: those that were set, here or on an axis shared with this one, else those of an image that came last."""
        known = next((each._limits[which] for each in self._shared.get(which, ()) if any(map(isfinite, each._limits[which]))), self._limits[which])
        return [own if isfinite(own) or self._view is None else seen for own, seen in zip(known, (self._view or {}).get(which, [nan, nan]))]

    def sharex(self, other):
        """The same horizontal limits as another plot's."""
        self._share("x", other)

    def sharey(self, other):
        """The same vertical limits as another plot's."""
        self._share("y", other)

    def _share(self, which, other):
        group = other._shared.setdefault(which, [other])
        if self not in group:
            group.append(self)
        self._shared[which] = group

    def get_xlim(self):
        """From where to where the horizontal axis goes, if that was set."""
        return self._get_limits("x")

    def get_ylim(self):
        """From where to where the vertical axis goes, if that was set."""
        return self._get_limits("y")

    def set_xlim(self, left=None, right=None, *, xmin=None, xmax=None, **options):
        """From where to where the horizontal axis goes."""
        taken("set_xlim", options, "auto", "emit")
        return self._set_limits("x", xmin if left is None else left, xmax if right is None else right)

    def set_ylim(self, bottom=None, top=None, *, ymin=None, ymax=None, **options):
        """From where to where the vertical axis goes."""
        taken("set_ylim", options, "auto", "emit")
        return self._set_limits("y", ymin if bottom is None else bottom, ymax if top is None else top)

    def invert_xaxis(self):
        """Turns the horizontal axis round."""
        self._reversed["x"] = not self._reversed["x"]
        self._touch()

    def invert_yaxis(self):
        """Turns the vertical axis round."""
        self._reversed["y"] = not self._reversed["y"]
        self._touch()

    def _set_scale(self, which, value, options):
        taken("set_xscale" if which == "x" else "set_yscale", options)
        if value not in ("linear", "log"):
            raise NotImplementedError(f"the scale {value!r} is not available in the playground; it has 'linear' and 'log'")
        self._scales[which] = value
        self._touch()

    def set_xscale(self, value, **options):
        """linear or log."""
        self._set_scale("x", value, options)

    def set_yscale(self, value, **options):
        """linear or log."""
        self._set_scale("y", value, options)

    def grid(self, visible=None, which="major", axis="both", **options):
        """Lines behind the marks, or none."""
        taken("grid", options, "alpha", "linestyle", "ls", "color", "c", "b")
        self._grid = (not self._grid or bool(options)) if visible is None else bool(visible)
        self._touch()

    def set_axisbelow(self, b):
        """Accepted: lines are always behind the marks."""

    def margins(self, *margins, x=None, y=None, tight=True):
        """How much room is left beyond what is drawn, as a share of it."""
        if len(margins) == 1:
            x = y = margins[0]
        elif margins:
            x, y = margins
        self._margins = [old if new is None else _read.number(new) for old, new in zip(self._margins, (x, y))]
        self._touch()

    def set_xmargin(self, m):
        """Room on the left and on the right."""
        self.margins(x=m)

    def set_ymargin(self, m):
        """Room below and above."""
        self.margins(y=m)

    def set_aspect(self, aspect, **options):
        """equal: a unit is as long across as up."""
        taken("set_aspect", options, "adjustable", "anchor", "share")
        self._equal = aspect == "equal" or aspect == 1
        self._touch()

    def axis(self, arg=None, **options):
        """off, on, equal, tight, or [xmin, xmax, ymin, ymax]."""
        if arg in ("off", "on") or isinstance(arg, bool):
            self._frame = arg in ("on", True)
        elif isinstance(arg, str):
            if arg not in ("equal", "square", "tight", "auto", "image", "scaled"):
                raise ValueError(f"Unrecognized string {arg!r} to axis; try 'on' or 'off'")
            self._equal = arg in ("equal", "square", "image", "scaled")
        elif arg is not None:
            xmin, xmax, ymin, ymax = arg
            self.set_xlim(xmin, xmax)
            self.set_ylim(ymin, ymax)
        taken("axis", options)
        self._touch()

    def set_axis_off(self):
        """No frame and no ticks."""
        self.axis("off")

    def set_axis_on(self):
        """Frame and ticks."""
        self.axis("on")

    def label_outer(self):
        """Accepted, without effect."""

    def set(self, **options):
        """set_title, set_xlabel and so on, by keyword."""
        for name, value in options.items():
            setter = getattr(self, "set_" + name)
            setter(*value) if name in ("xlim", "ylim", "zlim") and isinstance(value, (list, tuple)) else setter(value)

    def _places(self, which, values):
        """Numbers for values that may be names, each name having its own tick."""
        if not any(isinstance(v, str) for v in values):
            return values
        known = self._categories[which]
        at = [float(known.setdefault(str(v), len(known))) for v in values]
        self._ticks[which] = {"at": [float(i) for i in range(len(known))], "labels": [name[:60] for name in known]}
        return at

    def _axis_told(self):
        return {
            "title": self._texts["title"],
            "xLabel": self._texts["xLabel"],
            "yLabel": self._texts["yLabel"],
            "xScale": self._scales["x"],
            "yScale": self._scales["y"],
            "xLimits": self._told_limits("x"),
            "yLimits": self._told_limits("y"),
            "xReversed": self._reversed["x"],
            "yReversed": self._reversed["y"],
            **{which + "Ticks": ticks for which in "xy" if (ticks := self._told_ticks(which)) is not None},
            "legend": self._legend,
            **({} if self._keys is None else {"keys": self._keys}),
            "grid": self._grid,
            "equal": self._equal,
            "frame": self._frame,
            **({"hidden": sorted(self._hidden)} if self._hidden else {}),
            **({} if self._margins == [None, None] else {"margins": [0.05 if m is None else m for m in self._margins]}),
            **({} if self._bar is None else {"bar": {"label": self._bar[1], "range": self._bar[0]["range"], "map": self._bar[0]["map"]}}),
        }
