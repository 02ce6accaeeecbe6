"""PCG64 with SeedSequence's seeds, and NumPy's recipes on it: what np.random.default_rng draws from."""
import math

_WORD, _LONG, _WIDE = 2**32 - 1, 2**64 - 1, 2**128 - 1
_STEP = 0x2360ED051FC65DA44385DF649FCCF645
_OFF = ("c1[]_^]``ffghhhhhghgffgffgghggfhgggggfhhijihjiiiiiihkjjiijiijjkkjjijijjjkklkkjjjkkjjjkkkklklllllklllllkllkkkkkkkkkllllllllmmlllk"
        "llllkkkllkkkjjijjjkklkllllllmmnmmlmmmmmmmmmnoopppoonmmmmmmmmmmmmmmmlllllklkkkkkkllllmmllmmmmlmmmmmmmmmmlmlllllllmmnmnnnnnnmmmnnm")
"""NumPy's widths were worked out in floats. How far each is from the nearest float, in units of its last place: m is none, n one, l minus one."""
_LAYERS = []
"""Marsaglia and Tsang's layers under the bell curve: limits, widths and heights; made when a normal number is first asked for."""


def _words(entropy):
    """Numbers as 32-bit words, the low ones first."""
    found = []
    for number in entropy:
        while True:
            found.append(number & _WORD)
            number >>= 32
            if number == 0:
                break
    return found


def _seeded(entropy, count):
    """SeedSequence: `count` 64-bit numbers out of a pool of four words that the entropy was mixed into."""
    words, factor = _words(entropy), 0x43B0D7E5

    def hashed(value):
        nonlocal factor
        value ^= factor
        factor = factor * 0x931E8875 & _WORD
        value = value * factor & _WORD
        return value ^ value >> 16

    def mixed(x, y):
        value = 0xCA01F9DD * x - 0x4973F715 * y & _WORD
        return value ^ value >> 16

    pool = [hashed(words[i] if i < len(words) else 0) for i in range(4)]
    for i in range(4):
        for j in range(4):
            if i != j:
                pool[j] = mixed(pool[j], hashed(pool[i]))
    for word in words[4:]:
        for j in range(4):
            pool[j] = mixed(pool[j], hashed(word))
    out, factor = [], 0x8B51F9DD
    for i in range(2 * count):
        value = pool[i % 4] ^ factor
        factor = factor * 0x58F38DED & _WORD
        value = value * factor & _WORD
        out.append(value ^ value >> 16)
    return [low | high << 32 for low, high in zip(out[::2], out[1::2])]


def _layers():
    """NumPy's tables: in more digits than a float has, and then as far off as NumPy's."""
    from decimal import Decimal, localcontext
    with localcontext() as context:
        context.prec = 30
        edge, area = Decimal("3.6541528853610087963519472518"), Decimal("0.00492867323397465534907500575506778")
        height, scale = (-edge * edge / 2).exp(), Decimal(2**52)
        base = area / height
        limits, widths, heights = [0] * 256, [0.0] * 256, [1.0] * 256
        limits[0], widths[0], widths[255], heights[255] = int(edge / base * scale), float(base / scale), float(edge / scale), float(height)
        for i in range(254, 0, -1):
            top = area / edge + height
            inner = (-2 * top.ln()).sqrt()
            limits[i + 1], widths[i], heights[i] = int(inner / edge * scale), float(inner / scale), float(top)
            edge, height = inner, top
    return limits, [width + (ord(off) - ord("m")) * math.ulp(width) for width, off in zip(widths, _OFF)], heights


def _waits():
    """The tables of the exponential distribution."""
    from decimal import Decimal, localcontext
    with localcontext() as context:
        context.prec = 30
        edge, area = Decimal("7.69711747013104971404462804811"), Decimal("0.0039496598225815571993079556")
        height, scale = (-edge).exp(), Decimal(2**53)
        base = area / height
        limits, widths, heights = [0] * 256, [0.0] * 256, [1.0] * 256
        limits[0], widths[0], widths[255], heights[255] = int(edge / base * scale), float(base / scale), float(edge / scale), float(height)
        for i in range(254, 0, -1):
            top = area / edge + height
            inner = -top.ln()
            limits[i + 1], widths[i], heights[i] = int(inner / edge * scale), float(inner / scale), float(top)
            edge, height = inner, top
    return limits, widths, heights


_WAITS = None


class PCG64:
    """A stream of bits."""

    def __init__(self, entropy):
        high, low, third, fourth = _seeded(entropy, 4)
        self._add = ((third << 64 | fourth) << 1 | 1) & _WIDE
        self._state = ((self._add + (high << 64 | low)) * _STEP + self._add) & _WIDE
        self._half = None

    def u64(self):
        """64 bits."""
        self._state = state = (self._state * _STEP + self._add) & _WIDE
        value, turn = state >> 64 ^ state & _LONG, state >> 122
        return (value >> turn | value << (64 - turn)) & _LONG

    def u32(self):
        """32 bits: the lower half of a draw, then its upper half."""
        if self._half is not None:
            kept, self._half = self._half, None
            return kept
        both = self.u64()
        self._half = both >> 32
        return both & _WORD

    def uniform(self):
        """Uniform in [0, 1) with 53 bits."""
        return (self.u64() >> 11) * 2.0**-53

    def below(self, top):
        """A whole number from 0 to `top`, both included, by Lemire's multiplication."""
        if top == 0:
            return 0
        bits, draw = (32, self.u32) if top <= _WORD else (64, self.u64)
        mask, count = (1 << bits) - 1, top + 1
        product = draw() * count
        if product & mask < count:
            threshold = (mask - top) % count
            while product & mask < threshold:
                product = draw() * count
        return product >> bits

    def interval(self, top):
        """A whole number from 0 to `top`, both included: draws are masked to its bits and thrown away above it."""
        mask = (1 << top.bit_length()) - 1
        draw = self.u32 if top <= _WORD else self.u64
        while (value := draw() & mask) > top:
            pass
        return value

    def exponential(self):
        """Exponential with mean 1, by a ziggurat."""
        global _WAITS
        if _WAITS is None:
            _WAITS = _waits()
        limits, widths, heights = _WAITS
        while True:
            drawn = self.u64() >> 3
            layer, drawn = drawn & 255, drawn >> 8
            x = drawn * widths[layer]
            if drawn < limits[layer]:
                return x
            if layer == 0:
                return 7.69711747013104972 - math.log1p(-self.uniform())
            if (heights[layer - 1] - heights[layer]) * self.uniform() + heights[layer] < math.exp(-x):
                return x

    def normal(self):
        """Standard normal by the ziggurat."""
        if not _LAYERS:
            _LAYERS.extend(_layers())
        limits, widths, heights = _LAYERS
        while True:
            bits = self.u64()
            layer, place = bits & 255, bits >> 9 & 2**52 - 1
            x = place * widths[layer]
            x = -x if bits & 256 else x
            if place < limits[layer]:
                return x
            if layer == 0:
                edge = 3.6541528853610087963519472518
                while True:
                    far = -0.27366123732975827203338247596 * math.log1p(-self.uniform())
                    up = -math.log1p(-self.uniform())
                    if up + up > far * far:
                        return -(edge + far) if place >> 8 & 1 else edge + far
            if (heights[layer - 1] - heights[layer]) * self.uniform() + heights[layer] < math.exp(-0.5 * x * x):
                return x
