"""PCG64, the bits behind numpy.random.default_rng: a 128-bit linear congruence whose halves are folded and turned."""

_MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645
_ONES = {bits: (1 << bits) - 1 for bits in (32, 64, 128)}


def spread_seed(seed, count):
    """`count` words of 32 bits out of a seed of any length, as SeedSequence mixes them."""
    low = _ONES[32]
    words = [seed >> shift & low for shift in range(0, max(1, seed.bit_length()), 32)]
    factor = 0x43B0D7E5

    def hashed(value):
        nonlocal factor
        value ^= factor
        factor = factor * 0x931E8875 & low
        value = value * factor & low
        return value ^ value >> 16

    def mixed(x, y):
        value = (0xCA01F9DD * x - 0x4973F715 * y) & low
        return value ^ value >> 16

    pool = [hashed(words[i] if i < len(words) else 0) for i in range(4)]
    for source in range(4):
        for i in range(4):
            if i != source:
                pool[i] = mixed(pool[i], hashed(pool[source]))
    for word in words[4:]:
        pool = [mixed(each, hashed(word)) for each in pool]
    out, factor = [], 0x8B51F9DD
    for i in range(count):
        value = pool[i % 4] ^ factor
        factor = factor * 0x58F38DED & low
        value = value * factor & low
        out.append(value ^ value >> 16)
    return out


class PCG64:
    """The stream of one seed."""

    def __init__(self, seed):
        words = spread_seed(seed, 8)
        start, stream = (words[i + 1] << 96 | words[i] << 64 | words[i + 3] << 32 | words[i + 2] for i in (0, 4))
        self._step = (stream << 1 | 1) & _ONES[128]
        self._state = ((self._step + start) * _MULTIPLIER + self._step) & _ONES[128]
        self._kept = None

    def u64(self):
        """The next 64 bits."""
        self._state = state = (self._state * _MULTIPLIER + self._step) & 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF
        folded, turn = (state >> 64 ^ state) & 0xFFFFFFFFFFFFFFFF, state >> 122
        return (folded >> turn | folded << (64 - turn)) & 0xFFFFFFFFFFFFFFFF

    def u32(self):
        """The next 32 bits: the low half of 64 first, then the high one."""
        if self._kept is not None:
            kept, self._kept = self._kept, None
            return kept
        bits = self.u64()
        self._kept = bits >> 32
        return bits & _ONES[32]

    def uniform(self):
        """A number in [0, 1) with 53 bits."""
        return (self.u64() >> 11) / 9007199254740992.0

    def upto(self, most):
        """A whole number from 0 to `most`, every one as likely, by Lemire's multiplication."""
        if most == 0:
            return 0
        size, draw = (32, self.u32) if most <= _ONES[32] else (64, self.u64)
        count, ones = most + 1, _ONES[size]
        if most == ones:
            return draw()
        product = draw() * count
        if product & ones < count:
            least = (ones - most) % count
            while product & ones < least:
                product = draw() * count
        return product >> size

    def masked(self, most):
        """The same from as many bits as `most` has, drawn until they are not more."""
        draw, mask = self.u32 if most <= _ONES[32] else self.u64, (1 << most.bit_length()) - 1
        while most:
            value = draw() & mask
            if value <= most:
                return value
        return 0
