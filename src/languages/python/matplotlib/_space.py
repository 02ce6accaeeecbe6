"""A plot in three dimensions: curves, points and surfaces in a box that the page can turn."""
from math import isfinite, sqrt

from . import _read
from ._artists import Line2D, Words, label_text
from ._axis import TEXT
from ._format import dash, marker, parse
from ._missing import taken
from ._plot import Plot
from ._points import point_colours
from ._settings import rcParams
from ._surfaces import SurfacePart
from .colors import resolve

DRAWN = "plot, scatter, plot_surface, plot_wireframe, contour, contourf, quiver and text"


class Axes3D(Plot, SurfacePart):
    """Marks in space."""
    name = "3d"
    _directions = "xyz"

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise AttributeError(f"Axes3D.{name} is not available in the playground; its plots in three dimensions draw with {DRAWN}")

    def cla(self):
        """Empties it."""
        super().cla()
        self.azim, self.elev, self._sides = -60.0, 30.0, [4.0, 4.0, 3.0]
        self._grid = True

    clear = cla

    def view_init(self, elev=None, azim=None, roll=None, vertical_axis="z", share=False):
        """Where it is seen from: so many degrees above the base, and so many round it. None is the usual one."""
        if vertical_axis != "z" or roll not in (None, 0):
            raise NotImplementedError("view_init() in the playground has z go up; it takes elev and azim")
        self.elev = 30.0 if elev is None else _read.number(elev)
        self.azim = -60.0 if azim is None else _read.number(azim)
        self._touch()

    def set_box_aspect(self, aspect, *, zoom=1):
        """How long the sides of the box are to one another."""
        self._sides = [4.0, 4.0, 3.0] if aspect is None else [_read.number(v) for v in aspect]
        if len(self._sides) != 3 or not all(isfinite(v) and v > 0 for v in self._sides):
            raise ValueError("Argument zoom = %r must be > 0" % zoom if not zoom > 0 else f"set_box_aspect() takes three lengths above zero, not {aspect!r}")
        self._touch()

    def set_aspect(self, aspect, **options):
        """auto; or equal: a unit is as long in every direction."""
        if aspect not in ("auto", "equal", "equalxy", "equalxz", "equalyz"):
            raise ValueError(f"{aspect!r} is not a valid value for aspect; supported values are 'auto', 'equal', 'equalxy', 'equalxz', 'equalyz'")
        if aspect not in ("auto", "equal"):
            raise NotImplementedError("set_aspect() in three dimensions takes 'auto' or 'equal' in the playground; set_box_aspect() takes any lengths")
        self._equal = aspect == "equal"
        self._touch()

    def set_proj_type(self, proj_type, focal_length=None):
        """Accepted: the page has its own slight perspective."""

    def set_zlabel(self, zlabel, fontdict=None, **options):
        """The name of the axis that goes up."""
        taken("set_zlabel", options, "color")
        self._texts["zLabel"] = str(zlabel)[:TEXT]
        self._touch()

    def get_zlabel(self):
        """The name of the axis that goes up."""
        return self._texts["zLabel"]

    def set_zlim(self, bottom=None, top=None, *, zmin=None, zmax=None, **options):
        """From where to where the axis that goes up goes."""
        taken("set_zlim", options, "auto", "emit", "view_margin")
        return self._set_limits("z", zmin if bottom is None else bottom, zmax if top is None else top)

    set_zlim3d = set_zlim

    def set_xlim3d(self, *args, **options):
        """set_xlim."""
        return self.set_xlim(*args, **options)

    def set_ylim3d(self, *args, **options):
        """set_ylim."""
        return self.set_ylim(*args, **options)

    def get_zlim(self):
        """From where to where the axis that goes up goes, if that was set."""
        return self._get_limits("z")

    def set_zticks(self, ticks, labels=None, **options):
        """Where ticks stand, and what they say."""
        self._set_ticks("z", ticks, labels, options)

    def set_zticklabels(self, labels, **options):
        """What the ticks say."""
        self._set_ticks("z", None, labels, options)

    def invert_zaxis(self):
        """Turns the axis that goes up round."""
        self._reversed["z"] = not self._reversed["z"]
        self._touch()

    def _set_scale(self, which, value, options):
        if value != "linear":
            raise NotImplementedError(f"the scale {value!r} is not available in three dimensions in the playground; take the logarithm of the numbers")

    def set_zscale(self, value, **options):
        """linear."""
        self._set_scale("z", value, options)

    def plot(self, xs, ys, *args, zdir="z", **options):
        """A curve in space: xs, ys, zs, and a format string if there is one."""
        _upright("plot", zdir)
        rest = list(args)
        zs = options.pop("zs", 0) if not rest or isinstance(rest[0], str) else rest.pop(0)
        text = rest.pop(0) if rest else ""
        colour, style, sign = parse(text) if text else (None, None, None)
        given = dict(options)
        take = lambda *names: next((v for v in [given.pop(n, None) for n in names] if v is not None), None)
        label, alpha, width, size = take("label"), take("alpha"), take("linewidth", "lw"), take("markersize", "ms")
        colour = take("color", "c") or colour
        own_style, own_sign = take("linestyle", "ls"), take("marker")
        taken("plot", given)
        sign = marker(own_sign if own_sign is not None else sign)
        line = dash(own_style) if own_style is not None else "none" if style is None and sign and text and own_sign is None else dash(style)
        x, y, z = _places(xs, ys, zs)
        kept = _read.thin_indices(len(x), _read.LINE_POINTS, "plot")
        if kept is not None:
            x, y, z = ([v[i] for i in kept] for v in (x, y, z))
        return [self._add(
            "line", Line2D, x=x, y=y, z=z, label=label_text(label), colour=self._colour(colour, "line"), dash=line, marker=sign,
            width=_read.number(rcParams["lines.linewidth"] if width is None else width),
            size=_read.number(rcParams["lines.markersize"] if size is None else size), alpha=_read.number(1 if alpha is None else alpha))]

    plot3D = plot

    def scatter(self, xs, ys, zs=0, zdir="z", s=None, c=None, depthshade=True, *, marker="o", cmap=None, vmin=None, vmax=None, alpha=None, label=None,
                color=None, norm=None, **options):
        """Points in space; c may be a colour, one colour a point, or one number a point."""
        _upright("scatter", zdir)
        taken("scatter", options, "facecolors", "facecolor")
        x, y, z = _places(xs, ys, zs)
        values, colours, one = point_colours(c, len(x), "scatter")
        sizes = None if s is None else _read.flat(s)
        sizes = sizes * len(x) if sizes is not None and len(sizes) == 1 else sizes
        kept = _read.thin_indices(len(x), _read.POINTS, "scatter")
        if kept is not None:
            x, y, z, values, colours, sizes = (v and [v[i] for i in kept] for v in (x, y, z, values, colours, sizes))
        return self._points(x, y, z=z, values=values, colours=colours, sizes=sizes, marker=marker, label=label, alpha=alpha, norm=norm, cmap=cmap,
                            vmin=vmin, vmax=vmax, colour=color if color is not None else one)

    scatter3D = scatter

    def quiver(self, X, Y, Z, U, V, W, *, length=1, normalize=False, pivot="tail", arrow_length_ratio=0.3, color=None, label=None, alpha=None, **options):
        """Arrows in space."""
        taken("quiver", options, "axlim_clip")
        if pivot != "tail":
            raise NotImplementedError(f"quiver() in the playground draws arrows from their tails, not pivot={pivot!r}")
        lists = [_read.flat(v) for v in (X, Y, Z, U, V, W)]
        count = max(map(len, lists))
        x, y, z, u, v, w = (each * count if len(each) == 1 else each for each in lists)
        for each in (y, z, u, v, w):
            _read.same_length(x, each)
        long = [(sqrt(a * a + b * b + c * c) or 1.0) if normalize else 1.0 for a, b, c in zip(u, v, w)]
        u, v, w = ([length * e / n for e, n in zip(each, long)] for each in (u, v, w))
        return self._add("arrows", x=x, y=y, z=z, u=u, v=v, w=w, colour=resolve("C0" if color is None else color) or "C0", label=label_text(label),
                         alpha=_read.number(1 if alpha is None else alpha))

    quiver3D = quiver

    def text(self, x, y, z, s, zdir=None, **options):
        """Words at a point."""
        align = options.pop("horizontalalignment", options.pop("ha", None)) or "left"
        colour = options.pop("color", options.pop("c", None))
        taken("text", options, "alpha", "bbox")
        if align not in ("left", "center", "right"):
            raise ValueError(f"{align!r} is not a valid value for ha")
        return self._add("text", Words, x=_read.number(x), y=_read.number(y), z=_read.number(z), text=str(s)[:TEXT], align=align, level="bottom",
                         colour=resolve(colour) if colour is not None else None)

    text3D = text

    def _told(self):
        x, y, z = self._sides
        ticks = self._told_ticks("z")
        space = {"zLabel": self._texts["zLabel"], "zLimits": self._seen("z"), "zReversed": self._reversed["z"], "azimuth": float(self.azim),
                 "elevation": float(self.elev), "sides": [x, y, z], "marks": self._marks, **({} if ticks is None else {"zTicks": ticks})}
        return {**self._axis_told(), "marks": [], "space": space}


def _upright(name, zdir):
    if zdir != "z":
        raise NotImplementedError(f"{name}() in the playground takes zdir='z', not {zdir!r}")


def _places(xs, ys, zs):
    x, y, z = (_read.flat(v) for v in (xs, ys, zs))
    x, y, z = (v * max(len(x), len(y)) if len(v) == 1 else v for v in (x, y, z))
    _read.same_length(x, y)
    if len(z) != len(x):
        raise ValueError(f"x, y and z must have same first dimension, but have shapes ({len(x)},), ({len(y)},) and ({len(z)},)")
    return x, y, z
