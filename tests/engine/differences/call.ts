/** A call of an op as plain data, and the tensors that it becomes. */
import { opTable } from "#engine/op.ts";
import { numelOf, type Shape } from "#engine/shape.ts";
import { elementsOf, type Tensor, tensorFrom } from "#engine/tensor.ts";

/** How a tensor lies in the storage of the leaf behind it. */
export type Layout = "plain" | "transposed" | "strided" | "repeated";
export const layouts: readonly Layout[] = ["plain", "transposed", "strided", "repeated"];

/** A tensor argument: numbers of `pool`, a little moved by `seed` where they are real; without a pool each index comes once. */
export interface Given {
  readonly kind: "real" | "index" | "mask";
  readonly shape: Shape;
  readonly layout: Layout;
  readonly pool: readonly number[];
  /** Null: the numbers of the pool as they stand. */
  readonly seed: number | null;
  /** It needs a gradient. */
  readonly moves: boolean;
}
/** A tensor of real numbers as it stands. */
export const exactly = (t: Tensor, moves: boolean): Given => ({
  kind: "real",
  shape: t.shape,
  layout: "plain",
  pool: Array.from(elementsOf(t)),
  seed: null,
  moves,
});
const isGiven = (value: unknown): value is Given => typeof value === "object" && value !== null && "layout" in value;

export interface Call {
  readonly args: readonly unknown[];
  /** Arguments of one shape are one tensor. */
  readonly same: boolean;
  /** The form with an underscore, on a copy of the first argument. */
  readonly inPlace: boolean;
}

/** The call as a person would write it. */
export function show(name: string, { args, same, inPlace }: Call): string {
  const one = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(one).join(", ")}]`;
    if (!isGiven(value)) return JSON.stringify(value) ?? "undefined";
    return `${value.moves ? "" : "constant "}${value.layout} ${value.kind} [${value.shape.join(", ")}] = {${Array.from(numbersOf(value)).join(", ")}}`;
  };
  return `${name}${inPlace ? "_" : ""}(${args.map(one).join("; ")})${same ? " with equal shapes as one tensor" : ""}`;
}

/** A number in [0, 1) from a seed and a place: the same for the same. */
export function chance(seed: number, i: number): number {
  let x = Math.imul(seed ^ Math.imul(i + 1, 0x9e3779b1), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return ((x ^ (x >>> 16)) >>> 0) / 4294967296;
}

/** Real numbers stand near those of the pool, so that no two are equal and none is a corner. */
function numbersOf({ kind, shape, pool, seed }: Given): Float64Array {
  return Float64Array.from({ length: numelOf(shape) }, (_, i) => {
    if (seed === null) return pool[i] as number;
    const picked = pool[Math.floor(chance(seed, 2 * i) * pool.length)] as number;
    if (kind === "index" && pool.length === 0) return (i + seed) % numelOf(shape);
    return kind === "real" ? (picked || 0.05) * (1 + 0.2 * (chance(seed, 2 * i + 1) - 0.5)) : picked;
  });
}

const run = (name: string, ...args: readonly unknown[]): Tensor => opTable.get(name)?.call(args) as Tensor;

/** The leaf, and the tensor of the asked shape that looks at it. */
function laidOut(given: Given): { leaf: Tensor; seen: Tensor } {
  const { kind, shape, layout, pool, seed, moves } = given;
  const make = (size: Shape): Tensor => {
    const dtype = kind === "real" ? "float64" : kind === "index" ? "int64" : "bool";
    const made = tensorFrom(numbersOf({ ...given, shape: size }), size, dtype);
    return made.setRequiresGrad(moves);
  };
  const last = shape.length - 1;
  switch (layout) {
    case "plain": {
      const leaf = make(shape);
      return { leaf, seen: leaf };
    }
    case "transposed": {
      const leaf = make(shape.toReversed());
      return { leaf, seen: run("permute", leaf, [...shape.keys()].reverse()) };
    }
    case "strided": {
      // Every second element of a longer tensor, from the second on; a 0-dim tensor is one element of a vector.
      if (last < 0) {
        const leaf = make([3]);
        return { leaf, seen: run("select", leaf, 0, 1) };
      }
      const leaf = make(shape.with(last, 2 * (shape[last] as number) + 1));
      return { leaf, seen: run("slice", leaf, last, 1, null, 2) };
    }
    case "repeated": {
      // One dim has stride 0: all along it is one number.
      const dim = Math.floor(chance(seed ?? 0, -7) * shape.length);
      const leaf = make(last < 0 || pool.length === 0 ? shape : shape.with(dim, 1));
      return { leaf, seen: run("expand", leaf, shape) };
    }
    default:
      return layout satisfies never;
  }
}

/** Arguments and the leaves behind them. */
export function realise(call: Call): { args: unknown[]; leaves: Tensor[]; isPlain: boolean } {
  const leaves: Tensor[] = [];
  const known = new Map<string, Tensor>();
  let isPlain = true;
  const one = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(one);
    if (!isGiven(value)) return value;
    const key = `${value.kind} ${value.moves} ${value.shape.join()}`;
    const before = known.get(key);
    if (call.same && before !== undefined) return before;
    const { leaf, seen } = laidOut(value);
    if (value.moves) leaves.push(leaf);
    if (leaf !== seen) isPlain = false;
    known.set(key, seen);
    return seen;
  };
  return { args: call.args.map(one), leaves, isPlain };
}
