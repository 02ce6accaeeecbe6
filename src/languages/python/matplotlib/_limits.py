"""From where to where the marks of a plot reach, as the page works it out: for programs that ask, for ticks, and for axes that are shared."""
from math import inf, isfinite


def limits_of(axes, which):
    """The ends of an axis, low and high, where the marks decide."""
    log = axes._scales[which] == "log"
    low, high, tight_low, tight_high = inf, -inf, False, False
    for values, tight in (part for mark in axes._marks for part in _reach(mark, which)):
        for value in values:
            if not isfinite(value) or log and value <= 0:
                continue
            if value < low:
                low, tight_low = value, tight
            elif value == low:
                tight_low = tight_low or tight
            if value > high:
                high, tight_high = value, tight
            elif value == high:
                tight_high = tight_high or tight
    margin = (axes._margins + [None])["xyz".index(which)]
    margin = 0.05 if margin is None else margin
    if low > high:
        return (0.1, 1.0) if log else (0.0, 1.0)
    if log:
        room = (high / low) ** margin if high > low else 2.0
        return (low if tight_low else low / room, high if tight_high else high * room)
    room = (high - low) * margin if high > low else abs(low) * margin or 0.5
    always = high == low
    return (low if tight_low and not always else low - room, high if tight_high and not always else high + room)


def _reach(mark, which):
    """Lists of the numbers of a mark along an axis, each with whether there is no room beyond them."""
    kind, across = mark["kind"], which == "x"
    if kind in ("line", "points", "surface", "shapes"):
        return [(mark.get(which, ()), False)]
    if kind == "bars":
        if across != mark["sideways"]:
            return [(mark["start"] + mark["end"], False)]
        # Bars stand on the axis.
        return [(mark["top"], False), (mark["base"], True)]
    if kind == "band":
        return [(mark["x"] if across else mark["low"] + mark["high"], False)]
    if kind == "rule":
        return [([mark["at"]] if mark["across"] != across else (), False)]
    if kind == "span":
        return [([mark["from"], mark["to"]] if mark["across"] != across else (), False)]
    if kind == "arrows":
        by = mark[{"x": "u", "y": "v", "z": "w"}[which]] if mark.get("scale") is None else ()
        return [(mark[which] + [a + b for a, b in zip(mark[which], by)], False)]
    if kind == "image":
        return [(mark["extent"][:2] if across else mark["extent"][2:], True)]
    if kind == "contour":
        return [(mark[which], True)] if which in "xy" else [([mark["offset"]] if "offset" in mark else mark["levels"], False)]
    return []
