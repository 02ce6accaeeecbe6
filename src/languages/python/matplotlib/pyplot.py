"""matplotlib.pyplot: the figure and the plot at work, and functions that draw on them."""
from . import cm, rc, rcdefaults, rcParams, style, _read
from ._missing import missing, taken
from .axes import Axes
from .cm import get_cmap
from .figure import Figure
from .gridspec import GridSpec

_figures = {}
_current = None


def figure(num=None, figsize=None, dpi=None, **options):
    """A new figure, or the one of that number or name."""
    global _current
    taken("figure", options, "facecolor", "tight_layout", "constrained_layout", "layout", "clear", "frameon")
    if isinstance(num, Figure):
        num = next(key for key, value in _figures.items() if value is num)
    if num is None:
        num = max((key for key in _figures if isinstance(key, int)), default=0) + 1
    if num not in _figures:
        if len(_figures) >= 100:
            raise RuntimeError("more than 100 figures are open; plt.close() lets go of those that were shown")
        _figures[num] = Figure(figsize)
    _current = num
    return _figures[num]


def gcf():
    """The figure at work."""
    return _figures[_current] if _current in _figures else figure()


def gca():
    """The plot at work."""
    return gcf().gca()


def sca(ax):
    """Makes a plot, and its figure, the one at work."""
    global _current
    _current = next((key for key, value in _figures.items() if value is ax.figure), _current)
    ax.figure.sca(ax)


def axes(arg=None, **options):
    """A plot that fills the figure, projection="3d" for three dimensions; other places than a grid's are not available."""
    if arg is not None:
        raise NotImplementedError("axes() with a place of its own is not available in the playground; subplot() and subplots() make a grid")
    return gcf().add_subplot(1, 1, 1, **options)


def subplots(nrows=1, ncols=1, *, figsize=None, num=None, **options):
    """A figure with a grid of plots."""
    drawn = {name: options.pop(name) for name in ("dpi", "facecolor", "tight_layout", "constrained_layout", "layout") if name in options}
    made = figure(num, figsize, **drawn)
    return made, made.subplots(nrows, ncols, **options)


def subplot_mosaic(mosaic, *, figsize=None, num=None, **options):
    """A figure with plots by name, where a picture of letters has them."""
    drawn = {name: options.pop(name) for name in ("dpi", "facecolor", "tight_layout", "constrained_layout", "layout") if name in options}
    made = figure(num, figsize, **drawn)
    return made, made.subplot_mosaic(mosaic, **options)


def subplot2grid(shape, loc, rowspan=1, colspan=1, fig=None, **options):
    """A plot over some cells of a grid."""
    at = gcf() if fig is None else fig
    return at.add_subplot(GridSpec(*shape)[loc[0]:loc[0] + rowspan, loc[1]:loc[1] + colspan], **options)


def delaxes(ax=None):
    """Takes a plot away."""
    gcf().delaxes(gca() if ax is None else ax)


def subplot(*args, **options):
    """One plot of a grid on the figure at work."""
    return gcf().add_subplot(*args, **options)


def show(*args, **options):
    """Tells the page how the figures look, and lets go of them."""
    for each in list(_figures.values()):
        each.show()
    close("all")


def pause(interval):
    """Tells the page how the figure at work looks now; it is drawn on afterwards. Nothing waits."""
    if _figures:
        gcf().show()


def draw():
    """Accepted, without effect: show() and pause() show a figure."""


def ion():
    """Accepted, without effect."""


def ioff():
    """Accepted, without effect."""


def savefig(fname, **options):
    """Nothing is saved; the page shows the figure."""
    gcf().savefig(fname, **options)


def close(fig=None):
    """Lets go of the figure at work, of one, or of "all", as they are: what was not shown is not shown."""
    global _current
    if fig == "all":
        _figures.clear()
    else:
        key = _current if fig is None else next((k for k, v in _figures.items() if v is fig or k == fig), None)
        _figures.pop(key, None)
    _current = next(reversed(_figures), None)


def clf():
    """Empties the figure at work."""
    gcf().clf()


def cla():
    """Empties the plot at work."""
    gca().cla()


def suptitle(t, **options):
    """The words above all plots."""
    gcf().suptitle(t, **options)


def tight_layout(**options):
    """Accepted: plots never overlap here."""


def subplots_adjust(**options):
    """Accepted: plots never overlap here."""


def clim(vmin=None, vmax=None):
    """The numbers at the ends of the colours of the last image."""
    if _mapped is None:
        raise RuntimeError("You must first define an image, e.g., with imshow")
    _mapped.set_clim(vmin, vmax)


def xticks(ticks=None, labels=None, **options):
    """Sets where ticks stand and what they say, or tells where they stand."""
    if ticks is None and labels is None:
        return gca().get_xticks(), []
    gca()._set_ticks("x", ticks, labels, options)


def yticks(ticks=None, labels=None, **options):
    """Sets where ticks stand and what they say, or tells where they stand."""
    if ticks is None and labels is None:
        return gca().get_yticks(), []
    gca()._set_ticks("y", ticks, labels, options)


_mapped = None


def _draws(name):
    """A function that calls the method of the plot at work."""
    def call(*args, **options):
        return getattr(gca(), name)(*args, **options)
    call.__name__ = call.__qualname__ = name
    call.__doc__ = getattr(Axes, name).__doc__
    return call


def _maps(name):
    """The same, remembered for colorbar()."""
    draw = _draws(name)

    def call(*args, **options):
        global _mapped
        _mapped = draw(*args, **options)
        return _mapped
    call.__name__ = call.__qualname__ = name
    call.__doc__ = draw.__doc__
    return call


for _name in ("plot step hlines vlines errorbar semilogy semilogx loglog hist bar barh fill_between axhline axvline text annotate legend grid axis "
              "margins tick_params axhspan axvspan quiver arrow stem boxplot violinplot pie fill stackplot bar_label twinx minorticks_on minorticks_off ticklabel_format").split():
    globals()[_name] = _draws(_name)
for _name in "scatter imshow matshow pcolormesh pcolor contour contourf".split():
    globals()[_name] = _maps(_name)
title, xlabel, ylabel = _draws("set_title"), _draws("set_xlabel"), _draws("set_ylabel")
xscale, yscale = _draws("set_xscale"), _draws("set_yscale")


def hist2d(*args, **options):
    """How many points are in each cell of a grid."""
    global _mapped
    made = gca().hist2d(*args, **options)
    _mapped = made[-1]
    return made


def xlim(*args, **options):
    """Sets from where to where the horizontal axis goes, or tells it."""
    return gca().set_xlim(*args, **options) if args or options else gca().get_xlim()


def ylim(*args, **options):
    """Sets from where to where the vertical axis goes, or tells it."""
    return gca().set_ylim(*args, **options) if args or options else gca().get_ylim()


def colorbar(mappable=None, cax=None, ax=None, **options):
    """Shows what the colours mean."""
    mappable = _mapped if mappable is None else mappable
    if mappable is None:
        raise RuntimeError("No mappable was found to use for colorbar creation. First define a mappable such as an image (with imshow) or a contour set (with contourf).")
    at = mappable.axes.figure if mappable.axes is not None else gcf()
    return at.colorbar(mappable, cax, ax, **options)


def _show_rest():
    """At the end of a program: what was drawn and not shown."""
    for each in list(_figures.values()):
        each._tell(each._line)
    _figures.clear()


def __getattr__(name):
    raise missing("matplotlib.pyplot", name)
