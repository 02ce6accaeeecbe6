/**
 * How events leave the engine: the frequent ones as rows of numbers, because an object for each would cost more than the op that it tells of.
 * A row begins with its kind; names stand in it as their place in the list of all names of the run. Written by traceWriter.ts, read by traceReader.ts.
 */
import type { Cut, OpCard } from "./events.ts";

/** A stretch of a trace on its way: `texts` are the names that come up in it for the first time, `rest` is what has no row. */
export interface Chunk {
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly texts: readonly string[];
  readonly rest: readonly unknown[];
}

/** Kinds of rows. */
export const ROW = {
  op: 0,
  flow: 1,
  grad: 2,
  leaf: 3,
  name: 4,
  update: 5,
  rest: 6,
  backward: 7,
  backwardEnd: 8,
  reset: 9,
} as const;
/** A large value that is among so many last ones is told by its place among them, after a dtype that is none. */
export const RECENT = 16;
/** Kinds of arguments. */
export const ARGUMENT = { tensor: 0, tensors: 1, number: 2, flag: 3, rest: 4 } as const;
/** What is written as its place in these lists. */
export const CUTS: readonly (Cut | undefined)[] = [undefined, "no_grad", "detach", "copied", "not_differentiable"];
export const PASSES = ["backward", "grad"] as const;
export const RESETS = ["zero", "none"] as const;
export const LEAVES = ["leaf", "parameter", "constant"] as const;

/** Where chunks and cards go. `card` is called once for each op, before the first event that uses it; for an optimiser's rule again when more of it is used. */
export interface TraceSink {
  chunk(chunk: Chunk): void;
  card(card: OpCard): void;
}
