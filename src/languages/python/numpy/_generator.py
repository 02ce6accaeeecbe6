"""np.random.default_rng: the generator that NumPy recommends, with the numbers that NumPy's seeds give."""
import math
import time

from ._choosing import Choosing
from ._convert import array, asarray, shape_of
from ._distributions import Distributions
from ._dtypes import dtype_of
from ._engine_calls import missing
from ._pcg import PCG64


class Generator(Choosing, Distributions):
    """A source of random numbers of its own."""

    def __init__(self, bit_generator):
        self.bit_generator = self._bits = bit_generator

    def __repr__(self):
        return f"Generator(PCG64) at 0x{id(self):X}"

    def __str__(self):
        return "Generator(PCG64)"

    def __getattr__(self, name):
        if name in ("bytes", "f", "hypergeometric", "logseries", "multivariate_hypergeometric", "negative_binomial", "noncentral_chisquare", "noncentral_f",
                    "permuted", "power", "spawn", "vonmises", "wald", "zipf"):
            raise missing(f"Generator.{name}")
        raise AttributeError(f"'numpy.random._generator.Generator' object has no attribute '{name}'")

    def _uniform(self):
        return self._bits.uniform()

    def _bell(self):
        return self._bits.normal()

    def _wait(self):
        return self._bits.exponential()

    @staticmethod
    def _by_svd(u, s, vh):
        return (u * s ** 0.5).T

    def _draws(self, draw, size, of=()):
        """Numbers of a size; without one, of the shape that parameters have together."""
        if size is None and any(hasattr(p, "__len__") for p in of):
            from ._joining import broadcast_arrays
            size = broadcast_arrays(*of)[0].shape
        if size is None:
            return draw()
        shape = shape_of(size)
        return array([draw() for _ in range(math.prod(shape))], float).reshape(shape)

    def random(self, size=None, dtype=float, out=None):
        """Uniform in [0, 1)."""
        self._only_float64(dtype, out)
        return self._draws(self._bits.uniform, size)

    def standard_normal(self, size=None, dtype=float, out=None):
        """Normal with mean 0 and deviation 1."""
        self._only_float64(dtype, out)
        return self._draws(self._bits.normal, size)

    def normal(self, loc=0.0, scale=1.0, size=None):
        """Normal with mean loc and deviation scale."""
        if (asarray(scale) < 0).any():
            raise ValueError("scale < 0")
        return self._placed(loc, scale, self._draws(self._bits.normal, size, (loc, scale)))

    def lognormal(self, mean=0.0, sigma=1.0, size=None):
        """The exponential of a normal number."""
        from . import exp
        made = exp(self.normal(mean, sigma, size))
        return made if hasattr(made, "__len__") and made.ndim else float(made)

    def uniform(self, low=0.0, high=1.0, size=None):
        """Uniform from low up to high."""
        low, high = [asarray(p) if hasattr(p, "__len__") else p for p in (low, high)]
        return self._placed(low, high - low, self._draws(self._bits.uniform, size, (low, high)))

    def integers(self, low, high=None, size=None, dtype="int64", endpoint=False):
        """Whole numbers from low up to high, without high unless endpoint is true."""
        kind = dtype_of(dtype).name
        if kind not in ("int64", "int32"):
            raise missing(f"integers(dtype={dtype_of(dtype)})")
        if high is None:
            low, high = 0, low
        if hasattr(low, "__len__") or hasattr(high, "__len__"):
            raise missing("integers with arrays of limits")
        low, top = int(low), int(high) - (not endpoint)
        if low > top:
            raise ValueError("low > high" if endpoint else "low >= high")
        shape = () if size is None else shape_of(size)
        made = array([low + self._bits.below(top - low) for _ in range(math.prod(shape))], kind).reshape(shape)
        return made if size is not None else made[()]

    def _only_float64(self, dtype, out):
        if dtype_of(dtype).name != "float64" or out is not None:
            raise missing("a Generator's dtype=float32 and out=")

    @staticmethod
    def _placed(start, width, drawn):
        start, width = [asarray(p) if hasattr(p, "__len__") else p for p in (start, width)]
        return start + width * drawn

    @staticmethod
    def _mixed(places, draw, first=1):
        for i in range(len(places) - 1, first - 1, -1):
            j = draw(i)
            places[i], places[j] = places[j], places[i]
        return places

    def _order(self, count):
        return self._mixed(list(range(count)), self._bits.interval)

    def permutation(self, x, axis=0):
        """A shuffled copy; of a number n: of 0 … n − 1."""
        if axis != 0:
            raise missing("Generator.permutation(axis=…)")
        if isinstance(x, int):
            return array(self._order(x), "int64")
        a = asarray(x)
        return a[array(self._order(len(a)), "int64")]

    def shuffle(self, x, axis=0):
        """Shuffles an array or list itself, along its first axis."""
        if axis != 0:
            raise missing("Generator.shuffle(axis=…)")
        order = self._order(len(x))
        if isinstance(x, list):
            x[:] = [x[i] for i in order]
        else:
            x[...] = x[array(order, "int64")]

    def choice(self, a, size=None, replace=True, p=None, axis=0, shuffle=True):
        """Elements of an array, or numbers below a, drawn with equal or given chances; of rows along the first axis."""
        if axis != 0:
            raise missing("Generator.choice(axis=…)")
        self._shuffles = shuffle
        if not isinstance(a, int) and asarray(a).ndim > 1:
            rows = asarray(a)
            return rows[super().choice(len(rows), size, replace, p)]
        made = super().choice(a, size, replace, p)
        return asarray(made)[()] if size is None else made

    def _distinct(self, n, count):
        if n > 10000 and count > n // (50 if self._shuffles else 20):
            return array(self._mixed(list(range(n)), self._bits.below, max(n - count, 1))[n - count:], "int64")
        # Floyd's way: the last `count` numbers stand in for what has been drawn already.
        found = {}
        for j in range(n - count, n):
            value = self._bits.below(j)
            found[j if value in found else value] = None
        return array(self._mixed(list(found), self._bits.below) if self._shuffles else list(found), "int64")

    def _any(self, n, count):
        return self.integers(0, n, count)


Generator.__module__ = "numpy.random._generator"


def default_rng(seed=None):
    """A Generator with the sequence of a seed; None: from the clock."""
    if isinstance(seed, Generator):
        return seed
    if seed is None:
        seed = time.time_ns()
    numbers = [int(s) for s in seed] if hasattr(seed, "__len__") else [seed]
    if not all(hasattr(n, "__index__") for n in numbers):
        raise TypeError("SeedSequence expects int or sequence of ints for entropy not " + str(seed))
    if any(n < 0 for n in numbers):
        raise ValueError("expected non-negative integer")
    return Generator(PCG64([int(n) for n in numbers]))
