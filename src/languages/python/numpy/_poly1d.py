"""np.poly1d: a polynomial that can be called, printed, added and derived."""
from ._convert import array, asarray
from ._polynomials import polyadd, polyder, polyint, polymul, polysub, polyval, roots


class poly1d:
    """A polynomial by its coefficients, highest power first, or by its roots."""

    def __init__(self, c_or_r, r=False, variable=None):
        if isinstance(c_or_r, poly1d):
            c_or_r = c_or_r.coeffs
        coefficients = asarray(c_or_r)
        if r:
            made = array([1.0])
            for root in coefficients.tolist():
                made = polymul(made, [1.0, -root])
            coefficients = made
        kept = next((i for i, v in enumerate(coefficients.tolist()) if v), len(coefficients) - 1)
        self.coeffs, self.variable = coefficients.reshape(-1)[kept:], variable or "x"

    c = coef = coefficients = property(lambda self: self.coeffs)
    order = o = property(lambda self: len(self.coeffs) - 1)
    roots = r = property(lambda self: roots(self.coeffs))

    def __call__(self, val):
        return polyval(self.coeffs, val)

    def deriv(self, m=1):
        """Its derivative, m times."""
        return poly1d(polyder(self.coeffs, m))

    def integ(self, m=1, k=0):
        """Its integral, m times."""
        return poly1d(polyint(self.coeffs, m, k))

    def __add__(self, other):
        return poly1d(polyadd(self.coeffs, poly1d(other).coeffs if not isinstance(other, (int, float)) else [other]))

    def __sub__(self, other):
        return poly1d(polysub(self.coeffs, poly1d(other).coeffs if not isinstance(other, (int, float)) else [other]))

    def __mul__(self, other):
        return poly1d(self.coeffs * other if isinstance(other, (int, float)) else polymul(self.coeffs, poly1d(other).coeffs))

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other):
        return -self + other

    def __neg__(self):
        return poly1d(-self.coeffs)

    def __truediv__(self, other):
        return poly1d(self.coeffs / other)

    def __pow__(self, times):
        made = poly1d([1])
        for _ in range(times):
            made = made * self
        return made

    def __eq__(self, other):
        return isinstance(other, poly1d) and self.coeffs.tolist() == other.coeffs.tolist()

    __hash__ = None

    def __len__(self):
        return self.order

    def __getitem__(self, power):
        return self.coeffs[self.order - power] if 0 <= power <= self.order else self.coeffs.dtype.type(0)

    def __iter__(self):
        return iter(self.coeffs)

    def __array__(self, dtype=None, copy=None):
        return self.coeffs

    def __repr__(self):
        return f"poly1d({repr(self.coeffs)[6:-1]})"

    def __str__(self):
        text, numbers = "0", self.coeffs.tolist()
        for k, value in enumerate(numbers):
            power = len(numbers) - 1 - k
            shown = f"{value:.4g}"
            if shown[-5:] == "0000":
                shown = shown[:-5]
            if power == 0:
                term = shown if shown != "0" or k == 0 else ""
            elif shown == "0":
                term = ""
            else:
                name = self.variable if power == 1 else f"{self.variable}**{power}"
                term = f"{shown} {name}"
            if not term:
                continue
            if text == "0" or k == 0:
                text = term
            else:
                text = f"{text} - {term[1:] if value < 0 and term[0] == '-' else term}" if value < 0 else f"{text} + {term}"
        return _raised(text)


def _raised(text, width=70):
    """Powers stand in a line above, and a line that is too long goes on below."""
    done, above, below = " ", "", ""
    while "**" in text:
        part, _, text = text.partition("**")
        power = text[:len(text) - len(text.lstrip("0123456789"))]
        text = text[len(power):]
        high, low = " " * (len(part) - 1) + power, part + " " * (len(power) - 1)
        if max(len(below) + len(low), len(above) + len(high)) > width:
            done += above + "\n" + below + "\n "
            above = below = ""
        above, below = above + high, below + low
    return done + above + "\n" + below + text


poly1d.__module__ = "numpy"
