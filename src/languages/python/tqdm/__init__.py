"""tqdm as far as loops know it: counts and iterates as tqdm does, and draws no bar, for the page shows where a run is."""
from builtins import print as _print, range as _range


class tqdm:
    """An iterable that counts, with the words that a bar would show."""

    def __init__(self, iterable=None, desc=None, total=None, leave=True, file=None, ncols=None, mininterval=0.1, maxinterval=10.0,
                 miniters=None, ascii=None, disable=False, unit="it", unit_scale=False, dynamic_ncols=False, smoothing=0.3,
                 bar_format=None, initial=0, position=None, postfix=None, unit_divisor=1000, write_bytes=False, lock_args=None,
                 nrows=None, colour=None, delay=0.0, gui=False, **kwargs):
        if total is None and iterable is not None:
            try:
                total = len(iterable)
            except (TypeError, AttributeError):
                total = None
        self.iterable, self.total, self.disable, self.leave, self.unit = iterable, total, bool(disable), leave, unit
        self.n = self.initial = initial
        self.desc, self.postfix = desc or "", None
        if isinstance(postfix, dict):
            self.set_postfix(postfix)
        elif postfix is not None:
            self.set_postfix_str(postfix)

    def __iter__(self):
        for item in self.iterable:
            yield item
            self.n += not self.disable
        self.close()

    def __len__(self):
        if self.iterable is None or not hasattr(self.iterable, "__len__"):
            return self.total
        return len(self.iterable)

    def __bool__(self):
        if self.total is not None:
            return self.total > 0
        if self.iterable is None:
            raise TypeError("bool() undefined when iterable == total == None")
        return bool(self.iterable)

    def __reversed__(self):
        whole, self.iterable = self.iterable, reversed(self.iterable)
        yield from self
        self.iterable = whole

    def __contains__(self, item):
        return item in self.iterable if hasattr(self.iterable, "__contains__") else item in iter(self)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        self.close()

    def update(self, n=1):
        """Counts n more."""
        if not self.disable:
            self.n += n

    def reset(self, total=None):
        """Counts from the start again."""
        self.n = self.initial
        self.total = self.total if total is None else total

    def set_description(self, desc=None, refresh=True):
        """The words before the bar."""
        self.desc = f"{desc}: " if desc else ""

    def set_description_str(self, desc=None, refresh=True):
        """The words before the bar, with no colon after them."""
        self.desc = desc or ""

    def set_postfix(self, ordered_dict=None, refresh=True, **kwargs):
        """Names and numbers after the bar."""
        facts = {**(ordered_dict or {}), **dict(sorted(kwargs.items()))}
        self.postfix = ", ".join(f"{name}={_short(value).strip()}" for name, value in facts.items())

    def set_postfix_str(self, s="", refresh=True):
        """The words after the bar."""
        self.postfix = str(s)

    def refresh(self, *args, **kwargs):
        """Would draw the bar."""
        return True

    def close(self):
        """Would finish the bar."""

    clear = unpause = display = refresh

    @classmethod
    def write(cls, s, file=None, end="\n", nolock=False):
        """Prints a line."""
        _print(s, file=file, end=end)


def _short(value):
    """A number in three digits, as it stands after a bar; other values as they are."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value:.3g}" if isinstance(value, float) or len(str(value)) > 4 else str(value)
    return str(value)


def trange(*args, **kwargs):
    """A range with a bar."""
    return tqdm(_range(*args), **kwargs)


tqdm_notebook, tnrange = tqdm, trange
