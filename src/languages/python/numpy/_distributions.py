"""Distributions besides the uniform and the normal: drawn from these, as NumPy draws them, so that a seed gives NumPy's numbers."""
from math import ceil, exp, expm1, floor, inf, lgamma, log, log1p, prod, sqrt

from ._convert import array, asarray, shape_of
from ._engine_calls import missing


def _sizes(size, parameters):
    """The shape of what is drawn: the one that is asked for, or what parameters have together; None for one number."""
    if size is not None:
        return shape_of(size)
    if any(hasattr(p, "__len__") for p in parameters):
        from ._joining import broadcast_arrays
        return broadcast_arrays(*parameters)[0].shape
    return None


def _drawn(one, size, parameters, wanted=float):
    """A number, or an array of them: `one` is called for each with its own parameters."""
    shape = _sizes(size, parameters)
    if shape is None:
        return wanted(one(*(asarray(p).item() for p in parameters)))
    if any(hasattr(p, "__len__") for p in parameters):
        from ._joining import broadcast_to
        rows = zip(*[broadcast_to(asarray(p), shape).ravel().tolist() for p in parameters])
    else:
        rows = (parameters for _ in range(prod(shape)))
    return array([one(*row) for row in rows], wanted).reshape(shape)


class Distributions:
    """Needs _uniform() for a number from 0 to 1, _bell() for a standard normal one, and _wait() for a standard exponential one."""

    def exponential(self, scale=1.0, size=None):
        """How long one waits, on the whole `scale`."""
        if (asarray(scale) < 0).any():
            raise ValueError("scale < 0")
        return _drawn(lambda s: s * self._wait(), size, (scale,))

    def standard_exponential(self, size=None):
        """How long one waits, on the whole 1."""
        return _drawn(self._wait, size, ())

    def _gamma(self, shape):
        if shape == 1:
            return self._wait()
        if shape == 0:
            return 0.0
        if shape < 1:
            while True:
                u, v = self._uniform(), self._wait()
                if u <= 1 - shape:
                    x = u ** (1 / shape)
                    if x <= v:
                        return x
                else:
                    y = -log((1 - u) / shape)
                    x = (1 - shape + shape * y) ** (1 / shape)
                    if x <= v + y:
                        return x
        b = shape - 1 / 3
        c = 1 / sqrt(9 * b)
        while True:
            v = 0.0
            while v <= 0:
                x = self._bell()
                v = 1 + c * x
            v, u = v * v * v, self._uniform()
            if u < 1 - 0.0331 * (x * x) * (x * x) or log(u) < 0.5 * x * x + b * (1 - v + log(v)):
                return b * v

    def standard_gamma(self, shape, size=None):
        """Gamma with scale 1."""
        return self.gamma(shape, 1.0, size)

    def gamma(self, shape, scale=1.0, size=None):
        """Gamma."""
        if (asarray(shape) < 0).any():
            raise ValueError("shape < 0")
        return _drawn(lambda k, s: s * self._gamma(k), size, (shape, scale))

    def chisquare(self, df, size=None):
        """The sum of the squares of so many standard normal numbers."""
        return _drawn(lambda n: 2 * self._gamma(n / 2), size, (df,))

    def _beta(self, a, b):
        if a > 1 or b > 1:
            x, y = self._gamma(a), self._gamma(b)
            return x / (x + y)
        while True:
            u, v = self._uniform(), self._uniform()
            x, y = u ** (1 / a), v ** (1 / b)
            if 0 < x + y <= 1:
                return x / (x + y)

    def beta(self, a, b, size=None):
        """A share between 0 and 1."""
        if (asarray(a) <= 0).any():
            raise ValueError("a <= 0")
        if (asarray(b) <= 0).any():
            raise ValueError("b <= 0")
        return _drawn(self._beta, size, (a, b))

    def dirichlet(self, alpha, size=None):
        """Shares whose sum is 1."""
        alpha = asarray(alpha, float).tolist()
        if max(alpha) < 0.1:
            raise missing("dirichlet where all of alpha is below 0.1")
        rows = []
        for _ in range(1 if size is None else prod(shape_of(size))):
            row = [self._gamma(a) for a in alpha]
            whole = 1 / sum(row)
            rows.append([v * whole for v in row])
        made = array(rows, float)
        return made[0] if size is None else made.reshape((*shape_of(size), len(alpha)))

    def _until(self, good):
        while True:
            u = self._uniform()
            if good(u):
                return u

    def laplace(self, loc=0.0, scale=1.0, size=None):
        """Two exponentials back to back."""
        def one(at, wide):
            u = self._until(lambda u: u > 0)
            return at - wide * log(2 - u - u) if u >= 0.5 else at + wide * log(u + u)
        return _drawn(one, size, (loc, scale))

    def gumbel(self, loc=0.0, scale=1.0, size=None):
        """The largest of very many."""
        return _drawn(lambda at, wide: at - wide * log(-log(1 - self._until(lambda u: 1 - u < 1))), size, (loc, scale))

    def logistic(self, loc=0.0, scale=1.0, size=None):
        """Its share below x is a sigmoid of x."""
        def one(at, wide):
            u = self._until(lambda u: u > 0)
            return at + wide * log(u / (1 - u))
        return _drawn(one, size, (loc, scale))

    def rayleigh(self, scale=1.0, size=None):
        """The length of two normal numbers."""
        return _drawn(lambda s: s * sqrt(2 * self._wait()), size, (scale,))

    def weibull(self, a, size=None):
        """A power of an exponential."""
        return _drawn(lambda k: 0.0 if k == 0 else self._wait() ** (1 / k), size, (a,))

    def pareto(self, a, size=None):
        """Few are very large."""
        return _drawn(lambda k: expm1(self._wait() / k), size, (a,))

    def standard_t(self, df, size=None):
        """Student's."""
        def one(n):
            x = self._bell()
            return sqrt(n / 2) * x / sqrt(self._gamma(n / 2))
        return _drawn(one, size, (df,))

    def standard_cauchy(self, size=None):
        """A normal number over another."""
        def one():
            x = self._bell()
            return x / self._bell()
        return _drawn(one, size, ())

    def triangular(self, left, mode, right, size=None):
        """Straight up to the mode and straight down again."""
        def one(low, middle, high):
            wide, u = high - low, self._uniform()
            if u <= (middle - low) / wide:
                return low + sqrt(u * (middle - low) * wide)
            return high - sqrt((1 - u) * (high - middle) * wide)
        return _drawn(one, size, (left, mode, right))

    def _poisson(self, rate):
        if rate == 0:
            return 0
        if rate < 10:
            floor_, count, product = exp(-rate), 0, self._uniform()
            while product > floor_:
                count += 1
                product *= self._uniform()
            return count
        # Hörmann's transformed rejection.
        b = 0.931 + 2.53 * sqrt(rate)
        a = -0.059 + 0.02483 * b
        inverse, limit = 1.1239 + 1.1328 / (b - 3.4), 0.9277 - 3.6224 / (b - 2)
        while True:
            u, v = self._uniform() - 0.5, self._uniform()
            near = 0.5 - abs(u)
            count = floor((2 * a / near + b) * u + rate + 0.43)
            if near >= 0.07 and v <= limit:
                return count
            if count < 0 or near < 0.013 and v > near:
                continue
            if log(v) + log(inverse) - log(a / (near * near) + b) <= -rate + count * log(rate) - lgamma(count + 1):
                return count

    def poisson(self, lam=1.0, size=None):
        """How often something rare happens, on the whole `lam` times."""
        if (asarray(lam) < 0).any():
            raise ValueError("lam < 0 or lam contains NaNs")
        return _drawn(self._poisson, size, (lam,), int)

    def _binomial(self, n, p):
        if n == 0 or p == 0:
            return 0
        if p > 0.5:
            return n - self._binomial(n, 1 - p)
        if n * p > 30:
            raise missing("binomial with more than 30 expected of either outcome")
        q, mean = 1 - p, n * p
        none = exp(n * log(q))
        bound = min(n, int(mean + 10 * sqrt(mean * q + 1)))
        count, share, u = 0, none, self._uniform()
        while u > share:
            count += 1
            if count > bound:
                count, share, u = 0, none, self._uniform()
            else:
                u -= share
                share = (n - count + 1) * p * share / (count * q)
        return count

    def binomial(self, n, p, size=None):
        """How many of n tries succeed."""
        if (asarray(p) < 0).any() or (asarray(p) > 1).any():
            raise ValueError("p < 0, p > 1 or p is NaN")
        return _drawn(self._binomial, size, (n, p), int)

    def multinomial(self, n, pvals, size=None):
        """How n tries fall into several outcomes."""
        shares = asarray(pvals, float).tolist()
        if sum(shares[:-1]) > 1 + 1e-12:
            raise ValueError("sum(pvals[:-1]) > 1.0")
        rows = []
        for _ in range(1 if size is None else prod(shape_of(size))):
            row, left, whole = [0] * len(shares), n, 1.0
            for k, share in enumerate(shares[:-1]):
                row[k] = self._binomial(left, share / whole)
                left -= row[k]
                if left <= 0:
                    break
                whole -= share
            row[-1] = max(0, left) if left > 0 else row[-1]
            rows.append(row)
        made = array(rows, int)
        return made[0] if size is None else made.reshape((*shape_of(size), len(shares)))

    def _geometric(self, p):
        if p < 1 / 3:
            return ceil(-self._wait() / log1p(-p))
        count, share, u = 1, p, self._uniform()
        total = share
        while u > total:
            share *= 1 - p
            total += share
            count += 1
        return count

    def geometric(self, p, size=None):
        """How many tries until the first that succeeds."""
        if (asarray(p) <= 0).any() or (asarray(p) > 1).any():
            raise ValueError("p <= 0, p > 1 or p contains NaNs")
        return _drawn(self._geometric, size, (p,), int)

    def multivariate_normal(self, mean, cov, size=None, check_valid="warn", tol=1e-8, *, method="svd"):
        """Normal numbers that go together as a matrix of covariances says."""
        from . import linalg
        mean, cov = asarray(mean, float), asarray(cov, float)
        if mean.ndim != 1:
            raise ValueError("mean must be 1 dimensional")
        if cov.ndim != 2 or cov.shape[0] != cov.shape[1]:
            raise ValueError("cov must be 2 dimensional and square")
        if mean.shape[0] != cov.shape[0]:
            raise ValueError("mean and cov must have same length")
        shape = () if size is None else shape_of(size)
        drawn = array([self._bell() for _ in range(prod(shape) * len(mean))], float).reshape((-1, len(mean)))
        made = mean + drawn @ self._covered(linalg, cov, method)
        return made.reshape((*shape, len(mean)))

    def _covered(self, linalg, cov, method):
        if method == "cholesky":
            return linalg.cholesky(cov).T
        if method == "eigh":
            sizes, vectors = linalg.eigh(cov)
            return (vectors * sizes.clip(0, inf) ** 0.5).T
        u, s, vh = linalg.svd(cov)
        return self._by_svd(u, s, vh)
