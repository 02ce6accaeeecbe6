/** Which numbers of a tensor are kept in a trace. */

/** Tensors up to this many elements are kept whole; larger ones as a sample. */
const WHOLE = 256;
const SIDE = 16;

/**
 * How many elements a shape has, and for a large one the even sample of `rows` × `columns` that stands for it: the places where it lies in
 * row-major memory, and where it does in that of a matrix that is stored by columns.
 */
export interface SamplePlan {
  readonly count: number;
  readonly sample: {
    readonly rows: number;
    readonly columns: number;
    readonly places: Int32Array;
    readonly turned: Int32Array;
  } | null;
}

/** The plans of large sizes that were asked for lately, by count and width: a training loop asks for the same ones in every step. */
const known = new Map<number, Map<number, SamplePlan>>();
const KNOWN = 256;

/** The plan of a shape. */
export function samplePlan(shape: readonly number[]): SamplePlan {
  let count = 1;
  for (let i = 0; i < shape.length; i++) count *= shape[i] as number;
  if (count <= WHOLE) return { count, sample: null };
  const width = shape[shape.length - 1] as number;
  let byWidth = known.get(count);
  if (byWidth === undefined) {
    if (known.size >= KNOWN) known.clear();
    byWidth = new Map();
    known.set(count, byWidth);
  }
  let plan = byWidth.get(width);
  if (plan === undefined) {
    plan = { count, sample: sampleOf(count, width) };
    byWidth.set(width, plan);
  }
  return plan;
}

function sampleOf(count: number, width: number): SamplePlan["sample"] {
  const height = count / width;
  const rows = Math.min(height, SIDE);
  const columns = Math.min(width, height === 1 ? SIDE * SIDE : SIDE);
  const [places, turned] = [new Int32Array(rows * columns), new Int32Array(rows * columns)];
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const [row, column] = [Math.floor((i * height) / rows), Math.floor((j * width) / columns)];
      places[i * columns + j] = row * width + column;
      turned[i * columns + j] = column * height + row;
    }
  return { rows, columns, places, turned };
}

export type Range = readonly [min: number, max: number];

/** Smallest and largest of `count` numbers; NaN is neither. */
export function rangeOf(data: ArrayLike<number>, from: number, count: number): Range {
  if (data instanceof Float32Array) return rangeOfSingle(data, from, count);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = from; i < from + count; i++) {
    const v = data[i] as number;
    if (v < min) min = v;
    if (v > max) max = v;
  }
  return [min, max];
}

/** The same for single precision only: a loop that meets one kind of array runs several times faster. */
function rangeOfSingle(data: Float32Array, from: number, count: number): Range {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = from; i < from + count; i++) {
    const v = data[i] as number;
    if (v < min) min = v;
    if (v > max) max = v;
  }
  return [min, max];
}
