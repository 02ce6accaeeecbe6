"""matplotlib.ticker: where ticks stand, and what they say."""
from math import ceil, floor, isfinite, log10

from ._missing import missing
from ._read import row


class Locator:
    """Where the ticks of an axis stand."""

    def tick_values(self, vmin, vmax):
        """The places between two ends."""
        raise NotImplementedError("Derived must override")

    def __call__(self):
        raise NotImplementedError("a locator in the playground tells its places by tick_values(vmin, vmax)")


class NullLocator(Locator):
    """Nowhere."""

    def tick_values(self, vmin, vmax):
        """None."""
        return []


class FixedLocator(Locator):
    """At given places."""

    def __init__(self, locs, nbins=None):
        self.locs = row(locs)

    def tick_values(self, vmin, vmax):
        """The given places."""
        return self.locs


class MultipleLocator(Locator):
    """At every multiple of a number."""

    def __init__(self, base=1.0, offset=0.0):
        self._base, self._offset = float(base), float(offset)
        if not self._base > 0:
            raise ValueError("'base' must be positive")

    def tick_values(self, vmin, vmax):
        """The multiples between two ends, and one beyond each."""
        low, high = floor((vmin - self._offset) / self._base), ceil((vmax - self._offset) / self._base)
        step = max(1, -(-(high - low) // 1000))
        return [self._offset + k * self._base for k in range(low, high + 1, step)]


class LinearLocator(Locator):
    """So many places, evenly from end to end."""

    def __init__(self, numticks=None, presets=None):
        self._count = 11 if numticks is None else int(numticks)

    def tick_values(self, vmin, vmax):
        """The places."""
        return [vmin + i * (vmax - vmin) / max(1, self._count - 1) for i in range(self._count)]


class MaxNLocator(Locator):
    """At round numbers, with at most so many spaces between them."""

    def __init__(self, nbins=10, *, integer=False, steps=None, min_n_ticks=2, prune=None, **options):
        self._bins = 9 if nbins == "auto" else int(nbins)
        self._integer, self._least = integer, min_n_ticks
        self._steps = [float(s) for s in (steps or (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10))]

    def tick_values(self, vmin, vmax):
        """The round numbers, from at or before one end to at or beyond the other."""
        extent = (vmax - vmin) or 1.0
        raw = extent / self._bins
        unit = 10.0 ** floor(log10(raw))
        sizes = [s * unit * scale for scale in (1, 10) for s in self._steps]
        if self._integer:
            sizes = [s for s in sizes if s < 1 or abs(s - round(s)) < 1e-3]
            sizes = [s for s in sizes if s >= 1] or [1.0]
        # The smallest step with no more spaces than are allowed.
        step = next((s for s in sizes if s >= raw * (1 - 1e-10) and floor(vmax / s + 1e-10) - ceil(vmin / s - 1e-10) <= self._bins), sizes[-1])
        return [round(k * step, 12) for k in range(floor(vmin / step + 1e-10), ceil(vmax / step - 1e-10) + 1)]


class AutoLocator(MaxNLocator):
    """At few round numbers."""

    def __init__(self):
        super().__init__("auto", steps=[1, 2, 2.5, 5, 10])


class LogLocator(Locator):
    """At powers of a base."""

    def __init__(self, base=10.0, subs=(1.0,), *, numticks=None):
        self._base = float(base)

    def tick_values(self, vmin, vmax):
        """The powers, at most about ten."""
        scale = log10(self._base)
        low, high = floor(log10(vmin) / scale), ceil(log10(vmax) / scale)
        return [self._base ** k for k in range(low, high + 1, max(1, -(-(high - low) // 9)))]


class Formatter:
    """What the ticks of an axis say."""

    def __call__(self, x, pos=None):
        raise NotImplementedError("Derived must override")

    def format_ticks(self, values):
        """What each of some ticks says."""
        return [self(value, i) for i, value in enumerate(values)]


class NullFormatter(Formatter):
    """Nothing."""

    def __call__(self, x, pos=None):
        return ""


class FixedFormatter(Formatter):
    """Given words, tick after tick."""

    def __init__(self, seq):
        self.seq = list(seq)

    def __call__(self, x, pos=None):
        return self.seq[pos] if pos is not None and pos < len(self.seq) else ""


class FuncFormatter(Formatter):
    """What a function of a number and its place says."""

    def __init__(self, func):
        self.func = func

    def __call__(self, x, pos=None):
        return self.func(x, pos)


class FormatStrFormatter(Formatter):
    """A format of the % kind."""

    def __init__(self, fmt):
        self.fmt = fmt

    def __call__(self, x, pos=None):
        return self.fmt % x


class StrMethodFormatter(Formatter):
    """A format with {x} in it, and {pos}."""

    def __init__(self, fmt):
        self.fmt = fmt

    def __call__(self, x, pos=None):
        return self.fmt.format(x=x, pos=pos)


class ScalarFormatter(Formatter):
    """The number, as many digits as all of them need."""

    def __init__(self, useOffset=None, useMathText=None, **options):
        self._digits = 12

    def format_ticks(self, values):
        """What each of some ticks says."""
        kept = [v for v in values if isfinite(v)]
        digits = next((d for d in range(12) if all(abs(round(v, d) - v) <= 1e-9 * max(1e-300, abs(v)) + 1e-14 for v in kept)), 12)
        large = any(abs(v) >= 1e6 for v in kept) or any(0 < abs(v) < 1e-4 for v in kept)
        return [f"{v:g}" if large else f"{v:.{digits}f}" for v in values]

    def __call__(self, x, pos=None):
        return f"{x:g}"

    def set_scientific(self, b):
        """Accepted: numbers are as short as they can be read."""

    set_powerlimits = set_useOffset = set_scientific


class PercentFormatter(Formatter):
    """Shares as percentages of xmax."""

    def __init__(self, xmax=100, decimals=None, symbol="%", is_latex=False):
        self._whole, self._decimals, self._symbol = xmax, decimals, symbol or ""

    def __call__(self, x, pos=None):
        share = 100.0 * (x / self._whole)
        return (f"{share:g}" if self._decimals is None else f"{share:.{self._decimals}f}") + self._symbol


class EngFormatter(Formatter):
    """A number with the sign of its thousands: 3 k, 5 µ."""

    def __init__(self, unit="", places=None, sep=" ", **options):
        self._unit, self._places, self._sep = unit, places, sep

    def __call__(self, x, pos=None):
        power = 0 if x == 0 else max(-24, min(24, 3 * floor(log10(abs(x)) / 3)))
        sign = "yzafpnµm kMGTPEZY"[power // 3 + 8].strip()
        number = x / 10.0 ** power
        return f"{number:g}" + self._sep + sign + self._unit if self._places is None else f"{number:.{self._places}f}" + self._sep + sign + self._unit


class AutoMinorLocator(NullLocator):
    """The page has no smaller ticks."""

    def __init__(self, n=None):
        self.ndivs = n


def __getattr__(name):
    raise missing("matplotlib.ticker", name)
