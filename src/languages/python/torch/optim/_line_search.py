"""A line search to the strong Wolfe conditions (Nocedal and Wright, algorithms 3.5 and 3.6)."""
import math


def _cubic(x1, f1, g1, x2, f2, g2, bounds=None):
    """The minimum of the cubic through two points with slopes, kept within bounds."""
    low, high = bounds if bounds is not None else (min(x1, x2), max(x1, x2))
    d1 = g1 + g2 - 3 * (f1 - f2) / (x1 - x2)
    square = d1**2 - g1 * g2
    if square < 0:
        return (low + high) / 2.0
    d2 = math.sqrt(square)
    if x1 <= x2:
        best = x2 - (x2 - x1) * ((g2 + d2 - d1) / (g2 - g1 + 2 * d2))
    else:
        best = x1 - (x1 - x2) * ((g1 + d2 - d1) / (g1 - g2 + 2 * d2))
    return float(min(max(best, low), high))


def strong_wolfe(evaluate, x, t, d, f, g, slope, c1=1e-4, c2=0.9, tolerance_change=1e-9, max_ls=25):
    """A step t that lowers f enough and flattens its slope; returns loss, gradient, t and how often f was evaluated."""
    size = d.abs().max()
    g = g.clone()
    f_new, g_new = evaluate(x, t, d)
    evaluations, slope_new = 1, g_new.dot(d)
    t_old, f_old, g_old, slope_old = 0, f, g, slope
    done, tries = False, 0
    while tries < max_ls:
        if f_new > f + c1 * t * slope or (tries > 1 and f_new >= f_old):
            bracket = [[t_old, f_old, g_old, slope_old], [t, f_new, g_new.clone(), slope_new]]
            break
        if abs(slope_new) <= -c2 * slope:
            bracket, done = [[t, f_new, g_new, slope_new]], True
            break
        if slope_new >= 0:
            bracket = [[t_old, f_old, g_old, slope_old], [t, f_new, g_new.clone(), slope_new]]
            break
        low, high, kept = t + 0.01 * (t - t_old), t * 10, t
        t = _cubic(t_old, f_old, slope_old, t, f_new, slope_new, (low, high))
        t_old, f_old, g_old, slope_old = kept, f_new, g_new.clone(), slope_new
        f_new, g_new = evaluate(x, t, d)
        evaluations += 1
        slope_new = g_new.dot(d)
        tries += 1
    else:
        bracket = [[0, f, g, slope], [t, f_new, g_new, slope_new]]

    stuck = False
    low, high = (0, 1) if bracket[0][1] <= bracket[-1][1] else (1, 0)
    while not done and tries < max_ls:
        (t0, f0, _, s0), (t1, f1, _, s1) = bracket
        if abs(t1 - t0) * size < tolerance_change:
            break
        t = _cubic(t0, f0, s0, t1, f1, s1)
        top, bottom = max(t0, t1), min(t0, t1)
        margin = 0.1 * (top - bottom)
        if min(top - t, t - bottom) < margin:
            if stuck or t >= top or t <= bottom:
                t = top - margin if abs(t - top) < abs(t - bottom) else bottom + margin
                stuck = False
            else:
                stuck = True
        else:
            stuck = False
        f_new, g_new = evaluate(x, t, d)
        evaluations += 1
        slope_new = g_new.dot(d)
        tries += 1
        if f_new > f + c1 * t * slope or f_new >= bracket[low][1]:
            bracket[high] = [t, f_new, g_new.clone(), slope_new]
            low, high = (0, 1) if bracket[0][1] <= bracket[1][1] else (1, 0)
        else:
            if abs(slope_new) <= -c2 * slope:
                done = True
            elif slope_new * (bracket[high][0] - bracket[low][0]) >= 0:
                bracket[high] = bracket[low]
            bracket[low] = [t, f_new, g_new.clone(), slope_new]
    t, f_new, g_new, _ = bracket[low if len(bracket) > 1 else 0]
    return f_new, g_new, t, evaluations
