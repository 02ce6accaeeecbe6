/** Calls of an op, drawn from its signature and its samples. What an op refuses in PyTorch's words is not a call of it. */
import * as fc from "fast-check";
import type { OpInfo } from "#engine/op.ts";
import type { SchemaArgument } from "#engine/schema.ts";
import type { Shape } from "#engine/shape.ts";
import { elementsOf, Tensor } from "#engine/tensor.ts";
import { type Call, type Given, type Layout, layouts } from "./call.ts";

type Draw = fc.GeneratorValue;
const whole = (draw: Draw, min: number, max: number): number => draw(fc.integer, { min, max });
const oneOf = <T>(draw: Draw, choices: readonly T[]): T =>
  choices[draw(fc.integer, { min: 0, max: choices.length - 1 })] as T;

/** Numbers for an argument of which no sample tells any. */
const ordinary = [0.7, -1.3, 2.1, -0.4, 1.6, 0.25];
/** Words that an argument may be, by its name. */
const words: Readonly<Record<string, readonly string[]>> = {
  reduction: ["none", "mean", "sum"],
  approximate: ["none", "tanh"],
  indexing: ["ij", "xy"],
};

/** Where two numbers are written to one place one of them wins, and PyTorch's rules still count both: each index comes once. */
const overwriting = /^(scatter|scatter\.value|index_copy|index_put)$/;
/** Two equal bounds are a tie: PyTorch gives neither of them a gradient. */
const neverSame = /^clamp\.Tensor$/;

/** A call of `info`: one of its samples with sizes renamed, or arguments by their types. */
export function callsOf(info: OpInfo): fc.Arbitrary<Call> {
  return fc.gen().map((draw) => {
    const sample = info.samples.length === 0 ? null : oneOf(draw, info.samples)();
    const isHidden = info.homes.includes("hidden");
    const isVaried = sample !== null && info.batch?.name !== "elementwise" && (isHidden || draw(fc.boolean));
    const args = isVaried ? renamed(draw, info, sample) : byType(draw, info, sample);
    const self = info.hasInPlace && whole(draw, 0, 3) === 0;
    return { args, same: !neverSame.test(info.fullName) && whole(draw, 0, 3) === 0, inPlace: self };
  });
}

/** A tensor argument of this shape, with numbers like those that samples give at this place. */
function given(draw: Draw, info: OpInfo, position: number, shape: Shape): Given {
  const { name } = info.schema.args[position] as SchemaArgument;
  const seen = info.samples.flatMap((sample) => [sample()[position]].flat()).filter((v) => v instanceof Tensor);
  const dtype = seen[0]?.dtype;
  const kind =
    dtype === "int64" || (dtype === undefined && /^ind/.test(name))
      ? "index"
      : dtype === "bool" || (dtype === undefined && /^(mask|condition)$/.test(name))
        ? "mask"
        : "real";
  const numbers = seen.flatMap((t) => Array.from(elementsOf(t)));
  const bound = whole(draw, 0, 2);
  const isOnce = overwriting.test(info.fullName);
  const pool = {
    real: numbers.length === 0 ? ordinary : numbers,
    index: isOnce ? [] : numbers.length > 0 && bound === 2 ? numbers : Array.from({ length: bound + 1 }, (_, i) => i),
    mask: [0, 1],
  }[kind];
  const isRuled = info.ruled.length === 0 || info.ruled.includes(name);
  const moves = kind === "real" && whole(draw, 0, 7) > (isRuled ? 0 : 6);
  // What looks at the storage itself sees more of it than the tensor; the factors of a matrix with equal rows are not its own.
  const layout = /^(as_strided|_unsafe_view|_qr|_svd|_eigh|_lu_factor)/.test(info.fullName)
    ? "plain"
    : oneOf<Layout>(draw, ["plain", ...layouts]);
  return { kind, shape, layout, pool, seed: whole(draw, 0, 0xffff), moves };
}

/** Equal sizes of a sample stay equal, and become others: a sample shows what goes together. */
function renamed(draw: Draw, info: OpInfo, sample: readonly unknown[]): unknown[] {
  const names = new Map<number, number>();
  const keep = draw(fc.boolean);
  const size = (n: number): number => {
    if (!names.has(n)) names.set(n, keep && draw(fc.boolean) ? n : whole(draw, 0, 4));
    return names.get(n) as number;
  };
  const one = (value: unknown, position: number): unknown => {
    if (value instanceof Tensor) return value.isWrapped ? value : given(draw, info, position, value.shape.map(size));
    if (Array.isArray(value)) {
      if (value.some((v) => v instanceof Tensor)) return value.map((v) => one(v, position));
      const { name } = info.schema.args[position] as SchemaArgument;
      return /shape|^sizes?$/.test(name) ? value.map(size) : value;
    }
    return value;
  };
  return sample.map(one).map((value, i) => {
    const argument = info.schema.args[i] as SchemaArgument;
    const isTensor = argument.type.startsWith("Tensor");
    if (isTensor || draw(fc.boolean)) return value;
    // What only other ops call is not guarded against arguments that they do not give.
    return info.homes.includes("hidden") ? nearby(draw, value) : plain(draw, argument, value, firstShape(sample));
  });
}

/** The same or one more. */
function nearby(draw: Draw, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((v) => nearby(draw, v));
  if (typeof value === "boolean") return draw(fc.boolean);
  return typeof value === "number" && Number.isInteger(value) && draw(fc.boolean) ? value + 1 : value;
}

const firstShape = (args: readonly unknown[]): Shape =>
  (
    args.flat().find((a) => a instanceof Tensor || (typeof a === "object" && a !== null && "layout" in a)) as
      | Given
      | undefined
  )?.shape ?? [];

/** Arguments by their types alone; shapes of tensors are cut from one common shape. */
function byType(draw: Draw, info: OpInfo, sample: readonly unknown[] | null): unknown[] {
  const sizes = [whole(draw, 0, 3), whole(draw, 1, 3), 1];
  const common = Array.from({ length: whole(draw, 0, 3) }, () => oneOf(draw, sizes));
  const relations = info.batch?.name === "elementwise" ? 6 : 11;
  const shapeLike = (): Shape => {
    const relation = whole(draw, 0, relations);
    if (relation < 4) return common;
    if (relation < 7) return common.slice(whole(draw, 0, common.length)).map((n) => (draw(fc.boolean) ? n : 1));
    if (relation < 8) return [...common.slice(0, -2), ...common.slice(-2).reverse()];
    if (relation < 9) return common.slice(-1);
    return Array.from({ length: whole(draw, 0, 3) }, () => oneOf(draw, sizes));
  };
  const args: unknown[] = [];
  info.schema.args.forEach((argument, i) => {
    const known = sample?.[i];
    if (argument.type === "Tensor") {
      const isLeftOut = argument.optional && draw(fc.boolean);
      args.push(isLeftOut ? null : given(draw, info, i, shapeLike()));
    } else if (argument.type === "Tensor[]")
      args.push(Array.from({ length: whole(draw, 1, 3) }, () => given(draw, info, i, shapeLike())));
    else args.push(plain(draw, argument, known, firstShape(args)));
  });
  return args;
}

/** An argument that is no tensor, for a tensor of this shape. */
function plain(draw: Draw, argument: SchemaArgument, sampled: unknown, shape: Shape): unknown {
  const { name, type, optional, defaultValue } = argument;
  const usual = [sampled, defaultValue].filter((v) => v !== undefined);
  if (usual.length > 0 && (name === "eps" || draw(fc.boolean))) return oneOf(draw, usual);
  if (optional && draw(fc.boolean)) return null;
  const rank = Math.max(1, shape.length);
  const dim = (): number => whole(draw, -rank, rank - 1);
  switch (type) {
    case "int":
      return /dim|axis/.test(name) ? dim() : whole(draw, -1, 3);
    case "int[]":
      if (/size|shape/.test(name)) return sizesFor(draw, shape);
      if (/dim|source|destination/.test(name))
        return draw(fc.shuffledSubarray, [...shape.keys()]).map((d) => (draw(fc.boolean) ? d : d - rank));
      return Array.from({ length: whole(draw, 1, rank) }, () => whole(draw, 0, 3));
    case "bool":
      return draw(fc.boolean);
    case "Scalar":
    case "float":
      return oneOf(draw, /^(p|ord)$/.test(name) ? [0, 1, 2, 3, Number.POSITIVE_INFINITY] : [0.5, 2, -1.5]);
    case "str":
      return oneOf(draw, words[name] ?? usual);
    default:
      return null;
  }
}

/** Sizes that a tensor of this shape might be given: another order, joined, split, broadcast. */
function sizesFor(draw: Draw, shape: Shape): Shape {
  switch (whole(draw, 0, 5)) {
    case 0:
      return shape;
    case 1:
      return shape.toReversed();
    case 2:
      return [-1];
    case 3:
      return [1, ...shape];
    case 4:
      return [...shape.slice(0, -2), shape.slice(-2).reduce((n, s) => n * s, 1)];
    default:
      return [whole(draw, 0, 3), ...shape.map((n) => (n === 1 ? 2 : n))];
  }
}
