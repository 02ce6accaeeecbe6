"""Arrays as sets: sorted, each element once."""
from ._convert import asarray
from ._joining import concatenate, moveaxis
from ._sorting import isin, unique


def unique_rows(a, axis):
    """The different slices along an axis in order: their places, for each slice which of them it is, and how many there are of each."""
    slices = [tuple(row.ravel().tolist()) for row in moveaxis(a, axis, 0)]
    known = sorted(set(slices))
    place = {row: i for i, row in enumerate(known)}
    which = [place[row] for row in slices]
    return [slices.index(row) for row in known], which, [which.count(i) for i in range(len(known))]


def union1d(ar1, ar2):
    """What is in one or the other."""
    return unique(concatenate((asarray(ar1).ravel(), asarray(ar2).ravel())))


def intersect1d(ar1, ar2):
    """What is in both."""
    first = unique(ar1)
    return first[isin(first, ar2)]


def setdiff1d(ar1, ar2):
    """What is in the first only."""
    first = unique(ar1)
    return first[~isin(first, ar2)]


def setxor1d(ar1, ar2):
    """What is in one of them and not in both."""
    return union1d(setdiff1d(ar1, ar2), setdiff1d(ar2, ar1))
