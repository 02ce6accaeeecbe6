"""matplotlib.animation: every frame is told to the page as the figure is then, so that the run can be played and searched for it."""
from itertools import islice

from . import _read
from ._missing import missing

FRAMES = 100


class FuncAnimation:
    """Calls a function for every frame, when its figure is shown."""

    def __init__(self, fig, func, frames=None, init_func=None, fargs=None, save_count=None, *, interval=200, repeat=True, repeat_delay=0, blit=False,
                 cache_frame_data=True):
        self._figure, self._func, self._start, self._more = fig, func, init_func, tuple(fargs or ())
        if frames is None:
            frames = range(FRAMES if save_count is None else save_count)
        elif isinstance(frames, int):
            frames = range(frames)
        elif callable(frames):
            frames = frames()
        self._frames = list(islice(frames, 10_000 if hasattr(frames, "__len__") else save_count or FRAMES))
        fig._animation = self

    def _play(self, line):
        """Draws and tells frame after frame; of very many, evenly spaced ones are told."""
        self._figure._animation = None
        if self._start is not None:
            self._start()
        step = -(-len(self._frames) // FRAMES)
        if step > 1:
            _read.warn(f"FuncAnimation: {len(self._frames)} frames are more than a run shows; every {step}th is shown")
        for at, frame in enumerate(self._frames):
            self._func(frame, *self._more)
            if at % step == 0 or at == len(self._frames) - 1:
                self._figure._tell(line)

    def _now(self):
        from .figure import line_of_program
        if self._figure._animation is self:
            self._play(line_of_program())

    def save(self, filename, **options):
        """Nothing is saved; the frames are shown."""
        _read.warn(f"save: nothing is saved in the playground; the frames of {str(filename)!r} are shown under Plots, step by step")
        self._now()

    def to_jshtml(self, **options):
        """The frames are shown under Plots; there is nothing else to show."""
        self._now()
        return ""

    to_html5_video = to_jshtml

    def pause(self):
        """Accepted: the page has its own buttons."""

    resume = pause

    def __getattr__(self, name):
        raise missing("FuncAnimation", name)


class ArtistAnimation:
    """Not there."""

    def __init__(self, *args, **options):
        raise NotImplementedError("ArtistAnimation is not available in the playground; FuncAnimation, and show() or pause() in a loop, show frame after frame")


def __getattr__(name):
    raise missing("matplotlib.animation", name)
