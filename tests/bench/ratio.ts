/** One way to do a job, to be timed against the others. */
export interface Side {
  readonly name: string;
  readonly run: () => unknown;
}

/** What was measured of one side, in milliseconds a call; `ratio` is its median over the first side's. */
export interface Measured {
  readonly name: string;
  readonly first: number;
  readonly median: number;
  readonly p95: number;
  readonly ratio: number;
}

/** One comparison: all sides measured in one run, the first of them being the measure of the others. */
export interface RatioTable {
  readonly title: string;
  readonly rows: readonly Measured[];
  /** Anything a reader must know to judge the figures. */
  readonly note?: string;
}

/** How often: `rounds` times every side in turn, `calls` of it in each timing (for jobs shorter than the clock can see). */
export interface Rounds {
  readonly rounds?: number;
  readonly calls?: number;
  /** The clock, in milliseconds; another one for tests. */
  readonly now?: () => number;
}

/**
 * Times every side in one run: the first call of each beside its warm median.
 * Rounds are interleaved and change direction every time, so that a machine that grows slower is unfair to nobody.
 */
export async function compare(title: string, sides: readonly Side[], options: Rounds = {}): Promise<RatioTable> {
  const { rounds = 15, calls = 1, now = () => performance.now() } = options;
  const time = async (side: Side, count: number): Promise<number> => {
    const start = now();
    for (let i = 0; i < count; i += 1) {
      // Awaiting what is no promise would charge a synchronous side for a turn of the event loop.
      const result = side.run();
      if (result instanceof Promise) await result;
    }
    return (now() - start) / count;
  };

  const first: number[] = [];
  for (const side of sides) first.push(await time(side, 1));

  const samples: readonly number[][] = sides.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? sides.keys() : [...sides.keys()].reverse();
    for (const i of order) {
      const side = sides[i];
      if (side) samples[i]?.push(await time(side, calls));
    }
  }

  return tabulate(
    title,
    sides.map((side, i) => ({ name: side.name, first: first[i] ?? Number.NaN, samples: samples[i] ?? [] })),
  );
}

/** What one side measured of itself, in milliseconds. */
export interface Samples {
  readonly name: string;
  readonly first: number;
  readonly samples: readonly number[];
}

/** Sides that were timed elsewhere (in a page), as a table; the first is the measure of the others. */
export function tabulate(title: string, sides: readonly Samples[], note?: string): RatioTable {
  const base = median(sides[0]?.samples ?? []);
  const rows = sides.map(({ name, first, samples }) => {
    const middle = median(samples);
    return { name, first, median: middle, p95: quantile(samples, 0.95), ratio: middle / base };
  });
  return { title, rows, ...(note === undefined ? {} : { note }) };
}

/** The middle of the sorted numbers; the mean of the two middle ones where there is no single one. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const low = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return (low + high) / 2;
}

/** The smallest number that at least this share of all numbers does not exceed. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
