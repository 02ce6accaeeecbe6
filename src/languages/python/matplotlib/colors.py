"""Colours by name, and the maps that turn numbers into colours."""
from ._norms import LogNorm, Normalize
from ._read import number, plain
from ._settings import rcParams

_LETTERS = {"b": "#0000ff", "g": "#008000", "r": "#ff0000", "c": "#00bfbf", "m": "#bf00bf", "y": "#bfbf00", "k": "#000000", "w": "#ffffff"}
_TABLEAU = dict(zip(
    "blue orange green red purple brown pink gray olive cyan".split(),
    "#1f77b4 #ff7f0e #2ca02c #d62728 #9467bd #8c564b #e377c2 #7f7f7f #bcbd22 #17becf".split()))
_NAMES = dict(pair.split(":") for pair in (
    "aqua:00ffff aquamarine:7fffd4 azure:f0ffff beige:f5f5dc black:000000 blue:0000ff blueviolet:8a2be2 brown:a52a2a cadetblue:5f9ea0 "
    "chartreuse:7fff00 chocolate:d2691e coral:ff7f50 cornflowerblue:6495ed crimson:dc143c cyan:00ffff darkblue:00008b darkcyan:008b8b "
    "darkgray:a9a9a9 darkgreen:006400 darkgrey:a9a9a9 darkmagenta:8b008b darkorange:ff8c00 darkred:8b0000 darkviolet:9400d3 deeppink:ff1493 "
    "deepskyblue:00bfff dimgray:696969 dodgerblue:1e90ff firebrick:b22222 forestgreen:228b22 fuchsia:ff00ff gold:ffd700 goldenrod:daa520 "
    "gray:808080 green:008000 greenyellow:adff2f grey:808080 hotpink:ff69b4 indianred:cd5c5c indigo:4b0082 ivory:fffff0 khaki:f0e68c "
    "lavender:e6e6fa lightblue:add8e6 lightcoral:f08080 lightgray:d3d3d3 lightgreen:90ee90 lightgrey:d3d3d3 lime:00ff00 limegreen:32cd32 "
    "magenta:ff00ff maroon:800000 mediumblue:0000cd mediumpurple:9370db midnightblue:191970 navy:000080 olive:808000 orange:ffa500 "
    "orangered:ff4500 orchid:da70d6 pink:ffc0cb plum:dda0dd purple:800080 red:ff0000 royalblue:4169e1 salmon:fa8072 seagreen:2e8b57 "
    "sienna:a0522d silver:c0c0c0 skyblue:87ceeb slateblue:6a5acd slategray:708090 springgreen:00ff7f steelblue:4682b4 tan:d2b48c teal:008080 "
    "tomato:ff6347 turquoise:40e0d0 violet:ee82ee wheat:f5deb3 white:ffffff yellow:ffff00 yellowgreen:9acd32").split())

CYCLE = 10
"""The colours C0 to C9 are the page's own: told apart with any kind of colour vision, on light and on dark ground."""


def resolve(colour):
    """`#rrggbb`, or `C0` to `C9` for one of the page's own; None for "none"."""
    if isinstance(colour, str):
        text = colour.lower()
        if text == "none":
            return None
        if len(text) > 1 and text[0] == "c" and text[1:].isdigit():
            return f"C{int(text[1:]) % CYCLE}"
        found = _LETTERS.get(text) or (_TABLEAU.get(text[4:]) if text.startswith("tab:") else None)
        if found:
            return found
        if text in _NAMES:
            return "#" + _NAMES[text]
        digits = text[1:]
        if text.startswith("#") and len(digits) in (3, 4, 6, 8) and all(d in "0123456789abcdef" for d in digits):
            return "#" + ("".join(d + d for d in digits[:3]) if len(digits) < 6 else digits[:6])
        try:
            return _hex([float(text)] * 3)
        except ValueError:
            raise ValueError(f"{colour!r} is not a valid value for color") from None
    parts = plain(colour)
    if isinstance(parts, list) and len(parts) in (3, 4):
        return _hex(parts[:3])
    raise ValueError(f"{colour!r} is not a valid value for color")


def is_colour(value):
    """Does it name one colour?"""
    try:
        resolve(value)
        return True
    except (ValueError, TypeError):
        return False


def to_hex(c, keep_alpha=False):
    """matplotlib.colors.to_hex."""
    return resolve(c)


def _hex(parts):
    if any(not 0 <= p <= 1 for p in parts):
        raise ValueError("RGBA values should be within 0-1 range")
    return "#" + "".join(f"{round(255 * p):02x}" for p in parts)


class Colormap:
    """A row of colours over the numbers from 0 to 1; between them it is mixed unless it is `stepped`."""

    def __init__(self, name, stops, stepped=False):
        self.name, self._stops, self._stepped = name, stops, stepped

    N = property(lambda self: len(self._stops) if self._stepped else 256)

    def __call__(self, at):
        """The colour of a number as (r, g, b, a), or a list of them."""
        if isinstance(at, int) and not isinstance(at, bool):
            at = at / max(1, self.N - 1)
        value = plain(at)
        if isinstance(value, list):
            return [self(v) for v in value]
        value = min(1.0, max(0.0, number(value)))
        stops = [[int(s[i:i + 2], 16) / 255 for i in (1, 3, 5)] for s in self._stops]
        if self._stepped:
            return (*stops[min(len(stops) - 1, int(value * len(stops)))], 1.0)
        place = value * (len(stops) - 1)
        low = min(len(stops) - 2, int(place))
        return (*(a + (place - low) * (b - a) for a, b in zip(stops[low], stops[low + 1])), 1.0)

    def reversed(self, name=None):
        """The same colours the other way round."""
        return Colormap(name or self.name + "_r", self._stops[::-1], self._stepped)

    def told(self):
        """As plain data."""
        return {"stops": list(self._stops), "stepped": self._stepped}


class ListedColormap(Colormap):
    """A map of a few given colours."""

    def __init__(self, colors, name="from_list", N=None):
        stops = [resolve(c) for c in colors][:N]
        if any(not s or s[0] != "#" for s in stops) or not 0 < len(stops) <= 32:
            raise ValueError("ListedColormap takes 1 to 32 colours by name or as #rrggbb")
        super().__init__(name, stops, True)


class LinearSegmentedColormap(Colormap):
    """A map that is mixed between given colours."""

    @classmethod
    def from_list(cls, name, colors, N=256, gamma=1.0):
        """Evenly spaced colours, or pairs of a place from 0 to 1 and a colour."""
        pairs = [c for c in colors if isinstance(c, (tuple, list)) and len(c) == 2]
        places = [number(c[0]) for c in pairs] if pairs else [i / max(1, len(colors) - 1) for i in range(len(colors))]
        stops = [resolve(c[1] if pairs else c) for c in colors]
        if any(not s or s[0] != "#" for s in stops) or not 1 < len(stops) <= 32:
            raise ValueError("LinearSegmentedColormap.from_list takes 2 to 32 colours by name or as #rrggbb")
        even = [i / (len(stops) - 1) for i in range(len(stops))]
        if any(abs(a - b) > 1e-6 for a, b in zip(places, even)):
            stops = [_hex(_between(places, stops, i / 48)) for i in range(49)]
        return cls(name, stops)


def _between(places, stops, at):
    high = next(i for i in range(1, len(places)) if at <= places[i] or i == len(places) - 1)
    share = (at - places[high - 1]) / ((places[high] - places[high - 1]) or 1)
    ends = [[int(stops[k][i:i + 2], 16) / 255 for i in (1, 3, 5)] for k in (high - 1, high)]
    return [a + min(1.0, max(0.0, share)) * (b - a) for a, b in zip(*ends)]


_MAPS = dict(pair.split(":") for pair in (
    "viridis:440154,472d7b,3b528b,2c728e,21918c,28ae80,5ec962,addc30,fde725 plasma:0d0887,5b01a5,9a179b,cb4678,eb7852,fbb32f,f0f921 "
    "inferno:000004,320a5e,781c6d,bb3754,ed6925,fcb519,fcffa4 magma:000004,2c115f,721f81,b73779,f1605d,feb078,fcfdbf "
    "cividis:00224e,35456c,666970,948e77,c8b866,fee838 gray:000000,ffffff Greys:ffffff,f0f0f0,bdbdbd,737373,252525,000000 binary:ffffff,000000 "
    "Blues:f7fbff,c6dbef,6baed6,2171b5,08306b Reds:fff5f0,fcbba1,fb6a4a,cb181d,67000d Greens:f7fcf5,c7e9c0,74c476,238b45,00441b "
    "Oranges:fff5eb,fdd0a2,fd8d3c,d94801,7f2704 Purples:fcfbfd,dadaeb,9e9ac8,6a51a3,3f007d "
    "coolwarm:3b4cc0,7b9ff9,c0d4f5,dddcdc,f2cbb7,ee8468,b40426 bwr:0000ff,ffffff,ff0000 seismic:00004c,0000ff,ffffff,ff0000,800000 "
    "RdBu:67001f,d6604d,fddbc7,f7f7f7,d1e5f0,4393c3,053061 RdYlBu:a50026,f46d43,fee090,ffffbf,e0f3f8,74add1,313695 "
    "RdYlGn:a50026,f46d43,fee08b,ffffbf,d9ef8b,66bd63,006837 Spectral:9e0142,f46d43,fee08b,ffffbf,e6f598,66c2a5,5e4fa2 "
    "PiYG:8e0152,de77ae,fde0ef,f7f7f7,e6f5d0,7fbc41,276419 YlGnBu:ffffd9,c7e9b4,41b6c4,225ea8,081d58 YlOrRd:ffffcc,fed976,fd8d3c,e31a1c,800026 "
    "hot:0b0000,ff0000,ffff00,ffffff jet:000080,0000ff,00ffff,ffff00,ff0000,800000 turbo:30123b,4686fb,1ae4b6,a2fc3c,faba39,e4460a,7a0403 "
    "rainbow:8000ff,1996f3,4df3ce,b2f296,ff964f,ff0000 hsv:ff0000,ffff00,00ff00,00ffff,0000ff,ff00ff,ff0000 cool:00ffff,ff00ff "
    "terrain:333399,0888ee,00cc66,80e680,ffff99,bfad77,805c54,bfaeaa,ffffff copper:000000,9e6440,ffc77f "
    "PuBu:fff7fb,d0d1e6,74a9cf,0570b0,023858 BuGn:f7fcfd,ccece6,66c2a4,238b45,00441b GnBu:f7fcf0,ccebc5,7bccc4,2b8cbe,084081 "
    "OrRd:fff7ec,fdd49e,fc8d59,d7301f,7f0000 BuPu:f7fcfd,bfd3e6,8c96c6,88419d,4d004b RdPu:fff7f3,fcc5c0,f768a1,ae017e,49006a "
    "PuRd:f7f4f9,d4b9da,df65b0,ce1256,67001f YlGn:ffffe5,d9f0a3,78c679,238443,004529 YlOrBr:ffffe5,fee391,fe9929,cc4c02,662506 "
    "PRGn:40004b,9970ab,e7d4e8,f7f7f7,d9f0d3,5aae61,00441b PuOr:7f3b08,e08214,fee0b6,f7f7f7,d8daeb,8073ac,2d004b "
    "BrBG:543005,bf812d,f6e8c3,f5f5f5,c7eae5,35978f,003c30 spring:ff00ff,ffff00 summer:008066,ffff66 autumn:ff0000,ffff00 winter:0000ff,00ff80 bone:000000,545474,a9c8c8,ffffff").split())
_STEPPED = dict(pair.split(":") for pair in (
    "tab10:1f77b4,ff7f0e,2ca02c,d62728,9467bd,8c564b,e377c2,7f7f7f,bcbd22,17becf "
    "Set1:e41a1c,377eb8,4daf4a,984ea3,ff7f00,ffff33,a65628,f781bf,999999 Set2:66c2a5,fc8d62,8da0cb,e78ac3,a6d854,ffd92f,e5c494,b3b3b3 "
    "tab20:1f77b4,aec7e8,ff7f0e,ffbb78,2ca02c,98df8a,d62728,ff9896,9467bd,c5b0d5,8c564b,c49c94,e377c2,f7b6d2,7f7f7f,c7c7c7,bcbd22,dbdb8d,17becf,9edae5 "
    "Set3:8dd3c7,ffffb3,bebada,fb8072,80b1d3,fdb462,b3de69,fccde5,d9d9d9,bc80bd,ccebc5,ffed6f "
    "Pastel1:fbb4ae,b3cde3,ccebc5,decbe4,fed9a6,ffffcc,e5d8bd,fddaec,f2f2f2 Dark2:1b9e77,d95f02,7570b3,e7298a,66a61e,e6ab02,a6761d,666666 "
    "Accent:7fc97f,beaed4,fdc086,ffff99,386cb0,f0027f,bf5b17,666666 "
    "Paired:a6cee3,1f78b4,b2df8a,33a02c,fb9a99,e31a1c,fdbf6f,ff7f00,cab2d6,6a3d9a,ffff99,b15928").split())


def colormap(cmap=None):
    """A map by its name; with _r at the end it is reversed. None is viridis."""
    if isinstance(cmap, Colormap):
        return cmap
    name = rcParams["image.cmap"] if cmap is None else cmap
    if isinstance(name, str):
        base = "gray" if name.removesuffix("_r") == "grey" else name.removesuffix("_r")
        found = _MAPS.get(base) or _STEPPED.get(base)
        if found:
            made = Colormap(base, ["#" + stop for stop in found.split(",")], base in _STEPPED)
            return made.reversed(name) if name.endswith("_r") else made
    raise ValueError(f"{name!r} is not a colour map of the playground; it has {', '.join(sorted([*_MAPS, *_STEPPED], key=str.lower))}, and each with _r at its end")


def __getattr__(name):
    from ._missing import missing
    raise missing("matplotlib.colors", name)
