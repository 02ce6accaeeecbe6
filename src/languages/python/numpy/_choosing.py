"""What np.random's two kinds of sources share: choosing elements."""
import math

from ._convert import array, asarray, shape_of
from ._sorting import searchsorted


class Choosing:
    """Chooses with `random`, `_any` (numbers below n) and `_distinct` (different ones) of the source that it is part of."""

    def choice(self, a, size=None, replace=True, p=None):
        """Elements of an array, or numbers below a, drawn with equal or given chances."""
        pool = None if isinstance(a, int) else asarray(a)
        if pool is not None and pool.ndim != 1:
            raise ValueError("a must be 1-dimensional")
        n = a if pool is None else len(pool)
        if n <= 0:
            raise ValueError("a must be greater than 0 unless no samples are taken" if pool is None else "'a' cannot be empty unless no samples are taken")
        shape = () if size is None else shape_of(size)
        count = math.prod(shape)
        if not replace and count > n:
            raise ValueError("Cannot take a larger sample than population when 'replace=False'")
        places = self._chosen(n, count, replace, None if p is None else self._chances(p, n), shape).reshape(shape)
        if size is None:
            return int(places[()]) if pool is None else pool[int(places[()])]
        return places if pool is None else pool[places]

    def _chances(self, p, n):
        p = array(p, float)
        if p.shape != (n,):
            raise ValueError("'a' and 'p' must have same size")
        if (p < 0).any():
            raise ValueError("probabilities are not non-negative")
        if abs(p.sum() - 1) > 1e-8:
            raise ValueError("probabilities do not sum to 1")
        return p

    def _chosen(self, n, count, replace, p, shape):
        if p is None:
            return self._any(n, count) if replace else self._distinct(n, count)
        if replace:
            return searchsorted(_cumulated(p), self.random(count), "right")
        if (p > 0).sum() < count:
            raise ValueError("Fewer non-zero entries in p than size")
        found = []
        while len(found) < count:
            draws = self.random(count - len(found))
            if found:
                p[array(found, "int64")] = 0
            fresh = searchsorted(_cumulated(p), draws, "right")
            found += list(dict.fromkeys(fresh.tolist()))
        return array(found, "int64")


def _cumulated(p):
    total = p.cumsum()
    return total / total[-1]
