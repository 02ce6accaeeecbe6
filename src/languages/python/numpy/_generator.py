"""numpy.random.Generator: what default_rng gives."""
import math
import time

from . import _ziggurat
from ._bits import PCG64
from ._convert import array, asarray, shape_of
from ._dtypes import dtype_of
from ._engine_calls import missing
from .random import Source


class Generator(Source):
    """Random numbers from PCG64, the same ones that NumPy gives for a seed."""

    def __init__(self, bits):
        self._bits = bits
        self._made = {"uniform": bits.uniform, "normal": lambda: _ziggurat.normal(bits.u64, bits.uniform)}

    def __repr__(self):
        return "Generator(PCG64)"

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise AttributeError(f"this playground's numpy does not have Generator.{name}")

    def _draw(self, what, size):
        make = self._made[what]
        if size is None:
            return array(make())[()]
        shape = shape_of(size)
        return array([make() for _ in range(math.prod(shape))], "float64").reshape(shape)

    def random(self, size=None, dtype=float, out=None):
        """Uniform in [0, 1)."""
        if dtype_of(dtype).name != "float64" or out is not None:
            raise missing("Generator.random with dtype or out")
        return self._number("uniform", size)

    def standard_normal(self, size=None, dtype=float, out=None):
        """Normal with mean 0 and deviation 1."""
        if dtype_of(dtype).name != "float64" or out is not None:
            raise missing("Generator.standard_normal with dtype or out")
        return self._number("normal", size)

    def integers(self, low, high=None, size=None, dtype="int64", endpoint=False):
        """Whole numbers from low up to high, without high unless endpoint."""
        kind = dtype_of(dtype)
        if kind.name not in ("int64", "int32"):
            raise missing(f"Generator.integers(dtype={kind})")
        if high is None:
            low, high = 0, low
        if hasattr(low, "__len__") or hasattr(high, "__len__"):
            raise missing("Generator.integers with arrays of limits")
        low, most = int(low), int(high) - (0 if endpoint else 1)
        if low > most:
            raise ValueError("low > high" if endpoint else "low >= high" if low else "high <= 0")
        shape = () if size is None else shape_of(size)
        made = array([low + self._bits.upto(most - low) for _ in range(math.prod(shape))], kind).reshape(shape)
        return made if size is not None else made[()]

    def _places(self, n, count):
        return self.integers(0, n, count)

    def _shuffled(self, items, draw, first=1):
        for i in range(len(items) - 1, first - 1, -1):
            j = draw(i)
            items[i], items[j] = items[j], items[i]
        return items

    def _order(self, count):
        return array(self._shuffled(list(range(count)), self._bits.masked), "int64")

    def _some(self, n, count):
        if n > 10000 and count > n // 50:
            return array(self._shuffled(list(range(n)), self._bits.upto, max(n - count, 1))[n - count:], "int64")
        # Floyd's way: each new place, or the last possible one if that is taken.
        found, taken = [], set()
        for last in range(n - count, n):
            place = self._bits.upto(last)
            place = last if place in taken else place
            taken.add(place)
            found.append(place)
        return array(self._shuffled(found, self._bits.upto), "int64")

    def _one(self, place):
        return place[()]

    def spawn(self, n_children):
        """Not there."""
        raise missing("Generator.spawn")


def generator(seed=None):
    """What default_rng gives for a seed; None: from the clock."""
    if isinstance(seed, Generator):
        return seed
    if seed is None:
        seed = time.time_ns()
    if not hasattr(seed, "__index__"):
        if hasattr(seed, "__len__"):
            raise missing("seeds of several numbers")
        raise TypeError(f"SeedSequence expects int or sequence of ints for entropy not {seed}")
    if int(seed) < 0:
        raise ValueError("expected non-negative integer")
    return Generator(PCG64(int(seed)))


Generator.__module__ = "numpy.random._generator"
