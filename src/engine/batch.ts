/** How an op runs for many values of its inputs at once: the batch is one more dim in front of the others, as in torch.func.vmap. */
import { expandTo } from "./kernels.ts";
import type { OpInfo } from "./opInfo.ts";
import { type Tensor, viewTensor } from "./tensor.ts";

/** A tensor for each value of the batch: `tensor` has the batch in front, `rank` counts the dims behind it. */
export class Batched {
  readonly tensor: Tensor;
  readonly rank: number;
  constructor(tensor: Tensor) {
    this.tensor = tensor;
    this.rank = tensor.shape.length - 1;
  }
}

/**
 * An op's rule for batches: arguments in schema order, at least one of them batched; the result has the batch in front.
 * Undefined where the rule does not fit these arguments: the op then runs once for each value.
 */
export type BatchRule = (
  info: OpInfo,
  args: readonly unknown[],
  size: number,
) => Tensor | readonly Tensor[] | undefined;

/** The batch in front of `rank` dims, ones put between: so that broadcasting finds the others from the right. */
export function widened({ tensor, rank: own }: Batched, rank: number): Tensor {
  const [size = 0, ...shape] = tensor.shape;
  const [stride = 0, ...strides] = tensor.strides;
  const between = new Array<number>(rank - own);
  return viewTensor(
    tensor,
    [size, ...between.fill(1), ...shape],
    [stride, ...between.slice().fill(0), ...strides],
    tensor.offset,
  );
}

/** For ops that work element by element and broadcast their tensors. */
export const elementwise: BatchRule = (info, args) => {
  let rank = 0;
  for (const position of info.tensorPositions) {
    const arg = args[position];
    if (Array.isArray(arg)) return undefined;
    if (arg instanceof Batched) rank = Math.max(rank, arg.rank);
    else if (arg != null) rank = Math.max(rank, (arg as Tensor).shape.length);
  }
  return info.call(args.map((arg) => (arg instanceof Batched ? widened(arg, rank) : arg)));
};

/** For ops of one tensor whose other arguments name dims of it (`dim`, `dims`, `dim0` …): dims counted from the left move by one. */
export const alongDims: BatchRule = (info, args) => {
  const [self] = args;
  if (!(self instanceof Batched) || args.slice(1).some((arg) => arg instanceof Batched)) return undefined;
  const { rank } = self;
  const shifted: unknown[] = [self.tensor];
  for (const [i, { name, type }] of info.schema.args.entries()) {
    if (i === 0) continue;
    const arg = args[i];
    if (!/^dims?\d?$/.test(name)) shifted.push(arg);
    else if (typeof arg === "number") shifted.push(arg < 0 ? arg : arg + 1);
    else if (type.endsWith("[]") && (arg === null || arg === undefined || (Array.isArray(arg) && arg.length === 0)))
      // All dims, but not the batch. A number alone has none to reduce.
      shifted.push(rank === 0 ? undefined : Array.from({ length: rank }, (_, d) => d + 1));
    else if (Array.isArray(arg)) shifted.push(arg.map((d: number) => (d < 0 ? d : d + 1)));
    else return undefined;
    if (shifted.at(-1) === undefined) return undefined;
  }
  return info.call(shifted);
};

/** For ops that only look at numbers and shape as they come (clone, detach): nothing to change. */
export const asItIs: BatchRule = (info, args) =>
  info.call(args.map((arg) => (arg instanceof Batched ? arg.tensor : arg)));

/** For ops that put a list of tensors together along `dim`; what is not batched is repeated. */
export const joining: BatchRule = (info, [tensors, dim], size) => {
  const all = (tensors as readonly (Tensor | Batched)[]).map((t) =>
    t instanceof Batched ? t.tensor : expandTo(t, [size, ...t.shape]),
  );
  const along = (dim ?? 0) as number;
  return info.call([all, along < 0 ? along : along + 1]);
};
