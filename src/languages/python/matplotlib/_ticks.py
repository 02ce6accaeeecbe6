"""The part of a plot that says where ticks stand, and what they say."""
from . import _read
from ._missing import taken


class TickPart:
    """Ticks that are set, or that a locator and a formatter make."""

    def _set_ticks(self, which, ticks, labels, options):
        taken(f"set_{which}ticks", options, "color", "minor")
        at = _read.row(ticks) if ticks is not None else self._ticks.get(which, {"at": []})["at"]
        names = [str(v)[:60] for v in labels] if labels is not None else [f"{v:g}" for v in at]
        if len(names) != len(at):
            raise ValueError(f"The number of FixedLocator locations ({len(at)}), usually from a call to set_ticks, does not match the number of labels ({len(names)}).")
        if len(at) > 200:
            raise ValueError(f"{len(at)} ticks are more than a plot shows; it shows 200")
        self._ticks[which] = {"at": at, "labels": names}
        self._touch()

    def _told_ticks(self, which):
        """The ticks that the program asks for, or None where the page chooses."""
        if which in self._ticks:
            return self._ticks[which]
        locator, formatter = self._tickers[which].get("locator"), self._tickers[which].get("formatter")
        if locator is None and formatter is None:
            return None
        from . import ticker
        low, high = self._bounds(which)
        if locator is None:
            locator = ticker.LogLocator() if self._scales[which] == "log" else ticker.AutoLocator()
        at = [float(v) for v in locator.tick_values(low, high)]
        slack = 1e-9 * (high - low)
        at = [v for v in at if low - slack <= v <= high + slack][:200]
        names = (formatter or ticker.ScalarFormatter()).format_ticks(at)
        return {"at": at, "labels": [str(name)[:60] for name in names]}

    def get_xticks(self):
        """Where ticks stand."""
        return self._get_ticks("x")

    def get_yticks(self):
        """Where ticks stand."""
        return self._get_ticks("y")

    def _get_ticks(self, which):
        import numpy
        from . import ticker
        told = self._told_ticks(which)
        return numpy.array(told["at"] if told is not None else ticker.AutoLocator().tick_values(*self._bounds(which)))

    def minorticks_on(self):
        """Accepted: the page has no smaller ticks."""

    def minorticks_off(self):
        """Accepted: the page has no smaller ticks."""

    def ticklabel_format(self, **options):
        """Accepted: the page writes numbers as short as they can be read."""

    def set_xticks(self, ticks, labels=None, **options):
        """Where ticks stand, and what they say."""
        self._set_ticks("x", ticks, labels, options)

    def set_yticks(self, ticks, labels=None, **options):
        """Where ticks stand, and what they say."""
        self._set_ticks("y", ticks, labels, options)

    def set_xticklabels(self, labels, **options):
        """What the ticks say."""
        self._set_ticks("x", None, labels, options)

    def set_yticklabels(self, labels, **options):
        """What the ticks say."""
        self._set_ticks("y", None, labels, options)

    def tick_params(self, axis="both", **options):
        """Hides the ticks of a side that has neither lines nor labels; how they look is the page's."""
        for which, sides in (("x", ("bottom", "labelbottom")), ("y", ("left", "labelleft"))):
            if axis in (which, "both") and options.get(sides[1], True) in (False, "off"):
                self._ticks[which] = {"at": [], "labels": []}
        self._touch()
