"""What is said about everything that is not here: its name, and what there is."""
DRAWN = ("plot, step, stem, errorbar, hlines, vlines, scatter, quiver, hist, hist2d, bar, boxplot, violinplot, pie, imshow, pcolormesh, contour, "
         "contourf, fill, fill_between, stackplot, axhline, axvspan, text and annotate, and in three dimensions with plot_surface and its siblings")


def missing(owner, name):
    """The error for an attribute that matplotlib may have and we do not."""
    if name.startswith("__"):
        return AttributeError(f"module {owner!r} has no attribute {name!r}")
    return AttributeError(f"{owner}.{name} is not available in the playground; its plots draw with {DRAWN}")


def taken(function, options, *harmless):
    """Refuses options that would be ignored though they change the picture; `harmless` ones only change its look."""
    for name in options:
        if name not in harmless and name not in _LOOK:
            raise TypeError(f"{function}() in the playground does not take the option {name!r}")


_LOOK = frozenset(
    "zorder fontsize size fontweight weight fontfamily family fontstyle rotation rasterized clip_on antialiased aa edgecolor edgecolors ec "
    "lw linewidth linewidths markersize ms markeredgecolor mec markeredgewidth mew markerfacecolor mfc fillstyle drawstyle "
    "solid_capstyle picker gid pad labelpad loc ha va horizontalalignment verticalalignment".split())
