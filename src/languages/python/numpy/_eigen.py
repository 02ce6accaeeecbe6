"""Eigenvalues of any square matrix, as long as they are real."""
from math import copysign, hypot, sqrt

from ._convert import array
from ._engine_calls import missing


def real_eigenvalues(rows):
    """The eigenvalues in the order in which a QR iteration (Francis) leaves them on the diagonal."""
    a = _sorted_out([list(row) for row in rows])
    n = len(a)
    _hessenberg(a)
    values = [0.0] * n
    last, steps = n - 1, 0
    while last >= 0:
        low = last
        while low > 0 and abs(a[low][low - 1]) > 1e-16 * (abs(a[low][low]) + abs(a[low - 1][low - 1])):
            low -= 1
        if low == last:
            values[last], last, steps = a[last][last], last - 1, 0
        elif low == last - 1:
            values[low], values[last] = _pair(a[low][low], a[low][last], a[last][low], a[last][last])
            last, steps = last - 2, 0
        else:
            steps += 1
            if steps > 300:
                raise missing("eigenvalues of a matrix where some are complex: its arrays hold real numbers")
            _step(a, low, last, steps)
    return values


def _sorted_out(a):
    """Rows that are zero but on the diagonal stand last, and such columns first: LAPACK's order begins with that."""
    low, high = 0, len(a) - 1

    def swapped(i, j):
        a[i], a[j] = a[j], a[i]
        for row in a:
            row[i], row[j] = row[j], row[i]
    while (j := next((j for j in range(high, -1, -1) if not any(a[j][i] for i in range(high + 1) if i != j)), None)) is not None and high > 0:
        swapped(j, high)
        high -= 1
    while (j := next((j for j in range(low, high + 1) if not any(a[i][j] for i in range(low, high + 1) if i != j)), None)) is not None and low < high:
        swapped(j, low)
        low += 1
    return a


def pair_vectors(rows):
    """The eigenvectors of two by two numbers, with LAPACK's signs: a turn makes the matrix triangular."""
    (a, b), (c, d) = rows
    swap = c != 0 and b == 0
    if swap:
        a, b, c, d = d, c, b, a
    first, second = _pair(a, b, c, d)
    z = (a - d) / 2
    z += copysign(sqrt(max(0.0, z * z + b * c)), z)
    length = hypot(z, c)
    cos, sin = (z / length, c / length) if c else (1.0, 0.0)
    rest = b - c
    x = 0.0 if rest == 0 else -rest / (first - second) if first != second else -1.0
    other = x * cos - sin, x * sin + cos
    size = hypot(*other)
    made = [[cos, sin], [other[0] / size, other[1] / size]]
    return [v[::-1] for v in made] if swap else made


def _pair(a, b, c, d):
    """The eigenvalues of two by two numbers, as LAPACK orders them."""
    if c == 0:
        return a, d
    if b == 0:
        return d, a
    half, bc = (a - d) / 2, b * c
    size = half * half + bc
    if size < -1e-14 * max(half * half, abs(bc)):
        raise missing("eigenvalues of a matrix where some are complex: its arrays hold real numbers")
    z = half + copysign(sqrt(max(0.0, size)), half)
    return d + z, (d - bc / z if z else d)


def _hessenberg(a):
    """Zero below the diagonal under the diagonal, by reflections."""
    n = len(a)
    for k in range(n - 2):
        length = hypot(*[a[i][k] for i in range(k + 1, n)])
        if length == 0 or all(a[i][k] == 0 for i in range(k + 2, n)):
            continue
        v = [a[i][k] for i in range(k + 1, n)]
        v[0] += copysign(length, v[0])
        size = sum(x * x for x in v)
        for j in range(n):
            share = 2 * sum(v[i] * a[k + 1 + i][j] for i in range(len(v))) / size
            for i in range(len(v)):
                a[k + 1 + i][j] -= share * v[i]
        for row in a:
            share = 2 * sum(v[i] * row[k + 1 + i] for i in range(len(v))) / size
            for i in range(len(v)):
                row[k + 1 + i] -= share * v[i]


def _step(a, low, last, steps):
    """One QR step with Wilkinson's shift, on the part that is not done."""
    p, q, r, s = a[last - 1][last - 1], a[last - 1][last], a[last][last - 1], a[last][last]
    half = (p - s) / 2
    size = half * half + q * r
    # Every now and then another shift, against going round in circles.
    shift = s + abs(r) if steps % 11 == 10 else s - (q * r / (half + copysign(sqrt(size), half)) if size >= 0 and half + copysign(sqrt(max(0.0, size)), half) else 0.0)
    for i in range(low, last + 1):
        a[i][i] -= shift
    turns = []
    for k in range(low, last):
        length = hypot(a[k][k], a[k + 1][k]) or 1.0
        cos, sin = a[k][k] / length, a[k + 1][k] / length
        turns.append((cos, sin))
        for j in range(k, last + 1):
            x, y = a[k][j], a[k + 1][j]
            a[k][j], a[k + 1][j] = cos * x + sin * y, cos * y - sin * x
    for k, (cos, sin) in zip(range(low, last), turns):
        for i in range(low, min(k + 2, last) + 1):
            x, y = a[i][k], a[i][k + 1]
            a[i][k], a[i][k + 1] = cos * x + sin * y, cos * y - sin * x
    for i in range(low, last + 1):
        a[i][i] += shift


def eigenvector(rows, value):
    """The unit vector that a matrix only stretches, by inverse iteration; its last entry is not negative."""
    n = len(rows)
    scale = max(max(abs(x) for x in row) for row in rows) or 1.0
    vector = [1.0 + 0.1 * i for i in range(n)]
    for _ in range(3):
        vector = _solved([[x - (value + 1e-14 * scale if i == j else 0.0) for j, x in enumerate(row)] for i, row in enumerate(rows)], vector, scale)
        length = hypot(*vector)
        vector = [x / length for x in vector]
    sign = -1.0 if next((x for x in reversed(vector) if abs(x) > 1e-12), 1.0) < 0 else 1.0
    return [sign * x if abs(x) > 1e-17 else 0.0 for x in vector]


def _solved(a, b, scale):
    n = len(a)
    rows = [row + [x] for row, x in zip(a, b)]
    for k in range(n):
        pivot = max(range(k, n), key=lambda i: abs(rows[i][k]))
        rows[k], rows[pivot] = rows[pivot], rows[k]
        if abs(rows[k][k]) < 1e-16 * scale:
            rows[k][k] = 1e-16 * scale
        for i in range(k + 1, n):
            factor = rows[i][k] / rows[k][k]
            for j in range(k, n + 1):
                rows[i][j] -= factor * rows[k][j]
    x = [0.0] * n
    for k in reversed(range(n)):
        x[k] = (rows[k][n] - sum(rows[k][j] * x[j] for j in range(k + 1, n))) / rows[k][k]
    return x


def columns(vectors):
    """An array with these columns."""
    return array([list(row) for row in zip(*vectors)])
