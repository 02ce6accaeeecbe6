"""ax.xaxis and its siblings."""
from ._missing import missing


class AxisHandle:
    """One axis of a plot, by which its ticks are set."""

    def __init__(self, axes, which):
        self._axes, self._which = axes, which

    def _set(self, name, value):
        self._axes._tickers[self._which][name] = value
        self._axes._ticks.pop(self._which, None)
        self._axes._touch()

    def set_major_locator(self, locator):
        """Where ticks stand."""
        self._set("locator", locator)

    def set_major_formatter(self, formatter):
        """What ticks say: a formatter, a format string, or a function of a number and its place."""
        from . import ticker
        if isinstance(formatter, str):
            formatter = ticker.StrMethodFormatter(formatter)
        elif not hasattr(formatter, "format_ticks"):
            formatter = ticker.FuncFormatter(formatter)
        self._set("formatter", formatter)

    def set_minor_locator(self, locator):
        """Accepted: the page has no smaller ticks."""

    def set_minor_formatter(self, formatter):
        """Accepted: the page has no smaller ticks."""

    def set_ticks(self, ticks, labels=None, **options):
        """Where ticks stand, and what they say."""
        self._axes._set_ticks(self._which, ticks, labels, options)

    def set_ticklabels(self, labels, **options):
        """What ticks say."""
        self._axes._set_ticks(self._which, None, labels, options)

    def set_label_text(self, label, **options):
        """The name of the axis."""
        getattr(self._axes, f"set_{self._which}label")(label, **options)

    def set_visible(self, b):
        """Without ticks it is not seen."""
        if not b:
            self._axes._set_ticks(self._which, [], [], {})

    def set_inverted(self, inverted):
        """Whether its numbers fall."""
        self._axes._reversed[self._which] = bool(inverted)
        self._axes._touch()

    def grid(self, visible=None, **options):
        """Lines behind the marks, or none."""
        self._axes.grid(visible, axis=self._which, **options)

    def set_tick_params(self, **options):
        """Accepted: how ticks look is the page's."""

    def tick_top(self):
        """Accepted: the numbers stand below."""

    tick_bottom = tick_left = tick_right = tick_top

    def set_ticks_position(self, position):
        """Accepted: the numbers stand below and on the left."""

    set_label_position = set_ticks_position

    def set_pane_color(self, color, alpha=None):
        """Accepted: the walls of a box are the page's."""

    @property
    def pane(self):
        """The wall of a box: its look is the page's."""
        return _Pane()

    def __getattr__(self, name):
        raise missing("Axis", name)


class _Pane:
    """A wall that takes any look, and keeps the page's."""
    fill = True

    def __getattr__(self, name):
        if name.startswith("set_"):
            return lambda *args, **options: None
        raise missing("Axis.pane", name)
