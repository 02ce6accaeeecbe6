/** A fact that changes: sorted `[since, value]` pairs, looked up by binary search, so that stepping back costs what stepping forward costs. */
export class Timeline<T> {
  readonly #since: number[] = [];
  readonly #values: T[] = [];

  /** How many times the fact has changed. */
  get length(): number {
    return this.#since.length;
  }

  /** Appends a value that holds from `since` on; `since` may not go back. */
  add(since: number, value: T): void {
    const last = this.#since.at(-1);
    if (last !== undefined && since < last) throw new RangeError(`a timeline cannot go back from ${last} to ${since}`);
    this.#since.push(since);
    this.#values.push(value);
  }

  /** The value that holds at `cursor`, or undefined before the first one. */
  at(cursor: number): T | undefined {
    const i = this.countAt(cursor) - 1;
    return i < 0 ? undefined : this.#values[i];
  }

  /** How many values have been added by `cursor`. */
  countAt(cursor: number): number {
    return countUpTo(this.#since, cursor);
  }

  /** When the value that holds at `cursor` began to hold. */
  sinceAt(cursor: number): number | undefined {
    return this.#since[this.countAt(cursor) - 1];
  }

  get first(): T | undefined {
    return this.#values[0];
  }

  /** The first `count` values, oldest first. */
  head(count: number): readonly T[] {
    return this.#values.slice(0, count);
  }

  /** The value that was added as the `i`-th, counting from 0. */
  nth(i: number): T | undefined {
    return this.#values[i];
  }

  /** When the value that was added as the `i`-th began to hold. */
  sinceOf(i: number): number | undefined {
    return this.#since[i];
  }

  /** Takes back the last value: for facts that were guesses about a run still going on. */
  pop(): void {
    this.#since.pop();
    this.#values.pop();
  }
}

/** How many entries of an ascending list are at most `limit`. */
export function countUpTo(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  // Most questions are about the end of a run.
  if (high > 0 && (ascending[high - 1] ?? 0) <= limit) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Number.POSITIVE_INFINITY) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
