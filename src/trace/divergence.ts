/** Runs whose loss grows in place of falling. */

/** A loss that ends so many times higher than it began has run away; a little more is noise. */
const growth = 1.5;

/**
 * The row from which a loss has run away: where it stopped being a finite number, or since when it has been above where it began.
 * Undefined for a run that ends no higher than it began.
 */
export function divergesAt(losses: ArrayLike<number>): number | undefined {
  const n = losses.length;
  const first = losses[0] ?? 0;
  const last = losses[n - 1] ?? 0;
  const finite = Array.from(losses).findIndex((loss) => !Number.isFinite(loss));
  if (finite >= 0) return finite;
  if (n < 3 || last - first <= (growth - 1) * Math.abs(first)) return undefined;
  let since = n - 1;
  while (since > 0 && (losses[since - 1] ?? 0) > first) since--;
  return since;
}
