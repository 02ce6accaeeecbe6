/** Loops over the numbers of large single-precision tensors, four at a time. They give the digits that a loop in JavaScript gives. */
import { type Code, get, load, plus, type Routine, repeat, set, single, store, without, zero } from "./assembler.ts";
import { kernelOf } from "./kernel.ts";

const SIXTEEN = 16;
const [bytes, x, y, z, i] = [0, 1, 2, 3, 4];
const at = (place: number): Code => plus(get(place), get(i));

/** z = f(x, y) on so many bytes. */
const pairwise = (f: (a: Code, b: Code) => Code): Routine => ({
  parameters: 4,
  integers: 1,
  vectors: 0,
  body: repeat(i, 16, bytes, store(at(z), f(load(at(x)), load(at(y))))),
});

const [least, most] = [5, 9];
const four = [0, 1, 2, 3];
/** Puts the smallest and the largest of x, in each of sixteen places, where y has them so far: several chains, so that none waits for itself. */
const range: Routine = {
  parameters: 4,
  integers: 1,
  vectors: 8,
  body: [
    four.map((k) => [set(least + k, load(get(y), 16 * k)), set(most + k, load(get(y), 64 + 16 * k))]),
    repeat(
      i,
      SIXTEEN * 4,
      bytes,
      four.map((k) => [
        set(least + k, single.smaller(get(least + k), load(at(x), 16 * k))),
        set(most + k, single.larger(get(most + k), load(at(x), 16 * k))),
      ]),
    ),
    four.map((k) => [store(get(y), get(least + k), 16 * k), store(get(y), get(most + k), 64 + 16 * k)]),
  ],
};

const kernelWith = kernelOf({
  plus: pairwise(single.plus),
  minus: pairwise(single.minus),
  times: pairwise(single.times),
  over: pairwise(single.over),
  max: pairwise(single.max),
  /** x where y is above 0 or NaN, else 0. */
  gate: pairwise((a, b) => without(a, single.atMost(b, zero))),
  range,
});

/** What `pairsLarge` can do. */
export type PairRoutine = "plus" | "minus" | "times" | "over" | "max" | "gate";

/** Below so many numbers a plain loop is done before they are copied. */
const LARGE = 512;
const inFours = (count: number): number => (count + 3) & ~3;

/** z = f(x, y) as a loop of the room. False where there are too few numbers, or it cannot be done. */
export function pairsLarge(
  f: PairRoutine,
  z: Float32Array,
  zAt: number,
  x: Float32Array,
  xAt: number,
  xStep: 0 | 1,
  y: Float32Array,
  yAt: number,
  yStep: 0 | 1,
  n: number,
): boolean {
  if (n < LARGE) return false;
  const room = inFours(n);
  const kernel = kernelWith(3 * room * 4);
  if (kernel === null) return false;
  bring(kernel.single, 0, x, xAt, xStep, n);
  bring(kernel.single, room, y, yAt, yStep, n);
  kernel[f](room * 4, 0, room * 4, room * 8);
  z.set(kernel.single.subarray(2 * room, 2 * room + n), zAt);
  return true;
}

function bring(memory: Float32Array, to: number, x: Float32Array, from: number, step: 0 | 1, n: number): void {
  if (step === 0) memory.fill(x[from] as number, to, to + n);
  else memory.set(x.subarray(from, from + n), to);
}

/** The smallest and the largest of n numbers, NaN being neither; null where there are too few, or it cannot be done. */
export function rangeLarge(x: Float32Array, from: number, n: number): readonly [min: number, max: number] | null {
  if (n < LARGE) return null;
  const room = Math.ceil(n / SIXTEEN) * SIXTEEN;
  const kernel = kernelWith((room + 2 * SIXTEEN) * 4);
  if (kernel === null) return null;
  const memory = kernel.single;
  memory.set(x.subarray(from, from + n), 0);
  memory.fill(Number.NaN, n, room);
  memory.fill(Number.POSITIVE_INFINITY, room, room + SIXTEEN);
  memory.fill(Number.NEGATIVE_INFINITY, room + SIXTEEN, room + 2 * SIXTEEN);
  kernel.range(room * 4, 0, room * 4, 0);
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let place = room; place < room + SIXTEEN; place++) {
    min = Math.min(min, memory[place] as number);
    max = Math.max(max, memory[place + SIXTEEN] as number);
  }
  return [min, max];
}
