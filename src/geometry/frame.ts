/** Which part of a line or plane a picture of a descent shows: fitted to the path, or to what of it can be seen when it runs away. */

export interface Range {
  readonly low: number;
  readonly high: number;
}

export interface Frame {
  /** One range for each axis. */
  readonly ranges: readonly Range[];
  /** The first row of the path that lies outside; undefined when all of it is inside. */
  readonly leaves: number | undefined;
}

/** Room around the path, as a share of its extent. */
const margin = 0.3;
/** A path that gets so many times further from its start than its first steps went has run away … */
const runaway = 30;
/** … and is shown as far as this many times. */
const shown = 10;
/** Its first steps: their longest counts, because a descent may begin slowly. */
const first = 5;

/** The frame for a projected path; rows that are not finite lie outside. */
export function frameOf(path: readonly (readonly number[])[]): Frame {
  const [start] = path;
  if (!start) return { ranges: [], leaves: undefined };
  const distance = (row: readonly number[]): number =>
    Math.max(...row.map((x, axis) => Math.abs(x - (start[axis] ?? 0))));
  const stride = Math.max(
    ...path
      .slice(1, first + 1)
      .map(distance)
      .filter(Number.isFinite),
    0,
  );
  const lost = path.some((row) => !row.every(Number.isFinite));
  const furthest = Math.max(...finite(path.map(distance)), 0);
  const limit =
    stride > 0 && (lost || furthest > runaway * stride) && grows(path.map(distance))
      ? shown * stride
      : Number.POSITIVE_INFINITY;
  const leaves = path.findIndex((row) => !row.every(Number.isFinite) || distance(row) > limit);
  const inside = leaves < 0 ? path : path.slice(0, Math.max(1, leaves));
  const ranges = start.map((_, axis) => padded(inside.map((row) => row[axis] ?? 0)));
  return { ranges, leaves: leaves < 0 ? undefined : leaves };
}

/** So many times as wide as the own path a picture gets at most for the sake of others. */
const widest = 4;

/** A frame that also shows other paths, as far as they do not run away and do not make the own one small. */
export function withOthers(own: Frame, others: readonly (readonly (readonly number[])[])[]): Frame {
  const frames = others
    .filter(({ length }) => length > 0)
    .map(frameOf)
    .filter(({ leaves }) => leaves === undefined);
  const ranges = own.ranges.map(({ low, high }, axis): Range => {
    const reach = ((widest - 1) / 2) * (high - low);
    return {
      low: Math.max(low - reach, Math.min(low, ...frames.map(({ ranges }) => ranges[axis]?.low ?? low))),
      high: Math.min(high + reach, Math.max(high, ...frames.map(({ ranges }) => ranges[axis]?.high ?? high))),
    };
  });
  return { ...own, ranges };
}

/** A path that runs away ends at its furthest; one that has a long way to go slows down. */
function grows(distances: readonly number[]): boolean {
  const n = distances.length;
  const at = (i: number): number => distances[i] ?? 0;
  if (!Number.isFinite(at(n - 1))) return true;
  return at(n - 1) - at(Math.floor(n * 0.9)) > 0.5 * at(Math.floor(n * 0.9));
}

const finite = (numbers: readonly number[]): readonly number[] => numbers.filter(Number.isFinite);

function padded(numbers: readonly number[]): Range {
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const extent = high - low;
  const around = extent > 0 ? extent * margin : Math.max(1, Math.abs(high)) / 2;
  return { low: low - around, high: high + around };
}
