"""Format strings such as "r--o", and the names of dashes and markers."""
from .colors import resolve

DASHES = {"-": "solid", "--": "dashed", "-.": "dashdot", ":": "dotted", "solid": "solid", "dashed": "dashed", "dashdot": "dashdot",
          "dotted": "dotted", "": "none", " ": "none", "none": "none", "None": "none", None: "solid"}
MARKERS = "o.,sDd^v<>*+Px X|_"


def dash(value):
    """The name of a line style."""
    if isinstance(value, tuple):
        return "dashed"
    if value not in DASHES:
        raise ValueError(f"{value!r} is not a valid value for ls; supported values are '-', '--', '-.', ':', 'None', ' ', '', 'solid', 'dashed', 'dashdot', 'dotted'")
    return DASHES[value]


def marker(value):
    """The sign of a marker; empty for none."""
    if value is None or value in ("", " ", "none", "None"):
        return ""
    if isinstance(value, str) and len(value) == 1 and value in MARKERS:
        return value
    raise NotImplementedError(f"the marker {value!r} is not available in the playground; it draws o . , s D d ^ v < > * + P x X | _")


def parse(text):
    """Colour, dash and marker of a format string, None for what it does not say."""
    colour = style = sign = None
    try:
        return resolve(text), None, None
    except ValueError:
        pass
    rest = text
    while rest:
        if rest[:2] in ("--", "-."):
            part, rest = rest[:2], rest[2:]
            style = part
        elif rest[0] in "-:":
            style, rest = rest[0], rest[1:]
        elif rest[0] == "C" and rest[1:2].isdigit() and colour is None:
            colour, rest = resolve(rest[:2]), rest[2:]
        elif rest[0] in "bgrcmykw" and colour is None:
            colour, rest = resolve(rest[0]), rest[1:]
        elif rest[0] in "o.,sDd^v<>*+PxX|_12348hHp" and sign is None:
            sign, rest = marker(rest[0]), rest[1:]
        else:
            raise ValueError(f"{text!r} is not a valid format string (unrecognized character {rest[0]!r})")
    return colour, style, sign
