"""numpy.random: RandomState and np.random's own, with the numbers that NumPy's seeds give."""
import math
import time

import _engine
from torch import _core

from ._choosing import Choosing
from ._convert import asarray, shape_of, wrapped
from ._distributions import Distributions
from ._dtypes import dtype_of
from ._engine_calls import cast, missing, quiet
from ._generator import Generator, default_rng


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise AttributeError(f"this playground's numpy does not have np.random.{name}")


class RandomState(Choosing, Distributions):
    """A source of random numbers of its own."""

    def __init__(self, seed=None):
        self._id = _engine.legacy_new()
        self.seed(seed)

    def seed(self, seed=None):
        """Starts the sequence of a seed; None: from the clock."""
        if seed is None:
            seed = time.time_ns() % 2**32
        if not hasattr(seed, "__index__"):
            if hasattr(seed, "__len__"):
                raise missing("seeds of several numbers")
            raise TypeError(f"Cannot cast scalar from dtype('float64') to dtype('int64') according to the rule 'safe'")
        if not 0 <= seed < 2**32:
            raise ValueError("Seed must be between 0 and 2**32 - 1")
        _engine.legacy_seed(self._id, int(seed))

    def _draw(self, what, size):
        if size is None:
            return wrapped(quiet(lambda: _core.wrap(_engine.legacy_draw(self._id, what, 1))))[0]
        shape = shape_of(size)
        return wrapped(quiet(lambda: _core.wrap(_engine.legacy_draw(self._id, what, math.prod(shape))))).reshape(shape)

    def _uniform(self):
        return float(self._draw("uniform", None))

    def _bell(self):
        return float(self._draw("normal", None))

    def _wait(self):
        return -math.log(1.0 - self._uniform())

    @staticmethod
    def _by_svd(u, s, vh):
        return (s ** 0.5)[:, None] * vh

    def random_sample(self, size=None):
        """Uniform in [0, 1)."""
        return self._draw("uniform", size)

    def random(self, size=None):
        """Uniform in [0, 1)."""
        return self._draw("uniform", size)

    def rand(self, *shape):
        """Uniform in [0, 1), in this shape."""
        return self._plain_or("uniform", shape)

    def randn(self, *shape):
        """Standard normal, in this shape."""
        return self._plain_or("normal", shape)

    def _plain_or(self, what, shape):
        # Without a shape these two give Python's own float.
        return self._draw(what, shape) if shape else self._draw(what, None).item()

    def standard_normal(self, size=None):
        """Normal with mean 0 and deviation 1."""
        return self._number("normal", size)

    def _number(self, what, size):
        made = self._draw(what, size)
        return made.item() if size is None else made

    def _spread(self, what, size, *parameters):
        """Draws of the shape that the parameters have together, when no size is given."""
        if size is None:
            from ._joining import broadcast_arrays
            shape = broadcast_arrays(*parameters)[0].shape
            return self._number(what, shape if shape else None)
        return self._draw(what, size)

    def normal(self, loc=0.0, scale=1.0, size=None):
        """Normal with mean loc and deviation scale."""
        if (asarray(scale) < 0).any():
            raise ValueError("scale < 0")
        return loc + scale * self._spread("normal", size, loc, scale)

    def uniform(self, low=0.0, high=1.0, size=None):
        """Uniform from low up to high."""
        return low + (high - low) * self._spread("uniform", size, low, high)

    def exponential(self, scale=1.0, size=None):
        """Exponential with this mean."""
        return scale * self._spread("exponential", size, scale)

    def randint(self, low, high=None, size=None, dtype=int):
        """Whole numbers from low up to high, without high."""
        if dtype_of(dtype).name not in ("int64", "int32"):
            raise missing(f"randint(dtype={dtype_of(dtype)})")
        if high is None:
            low, high = 0, low
        if hasattr(low, "__len__") or hasattr(high, "__len__"):
            raise missing("randint with arrays of limits")
        if int(low) >= int(high):
            raise ValueError("low >= high")
        shape = () if size is None else shape_of(size)
        drawn = quiet(lambda: _core.wrap(_engine.legacy_integers(self._id, int(low), int(high) - 1, math.prod(shape))))
        made = wrapped(cast(drawn, dtype_of(dtype).name)).reshape(shape)
        if size is not None:
            return made
        return made.item() if dtype is int else made[()]

    def _order(self, count):
        return wrapped(quiet(lambda: _core.wrap(_engine.legacy_order(self._id, count))))

    def permutation(self, x):
        """A shuffled copy; of a number n: of 0 … n − 1."""
        if isinstance(x, int):
            return self._order(x)
        a = asarray(x)
        return a[self._order(len(a))]

    def shuffle(self, x):
        """Shuffles an array or list itself, along its first axis."""
        if isinstance(x, list):
            x[:] = [x[i] for i in self._order(len(x)).tolist()]
        else:
            x[...] = x[self._order(len(x))]

    def _any(self, n, count):
        return self.randint(0, n, count)

    def _distinct(self, n, count):
        return self._order(n)[:count]

    def get_state(self, legacy=True):
        """Not there."""
        raise missing("np.random.get_state")


RandomState.__module__ = "numpy.random.mtrand"
_own = RandomState()
for _name in ("seed random_sample random rand randn standard_normal normal uniform exponential randint permutation shuffle choice "
              "beta binomial chisquare dirichlet gamma geometric gumbel laplace logistic multinomial multivariate_normal pareto poisson rayleigh "
              "standard_cauchy standard_exponential standard_gamma standard_t triangular weibull").split():
    globals()[_name] = getattr(_own, _name)
ranf = sample = random_sample


def _begin_run():
    _engine.legacy_forget()
    _own.seed()


_core.on_begin.append(_begin_run)
