/** How losses end: one number for each element, their mean, or their sum. */
import { alongDims, Batched, type BatchRule, elementwise } from "../batch.ts";
import { type Dtype, dtypes } from "../dtype.ts";
import { fail } from "../errors.ts";
import { expandTo, map, type Round, rounding, zip } from "../kernels.ts";
import type { Ctx } from "../node.ts";
import { type Op, op } from "../op.ts";
import { floatType, resultType } from "../promotion.ts";
import { given } from "../samples.ts";
import { broadcastShapes, numelOf } from "../shape.ts";
import { sumElements } from "../sums.ts";
import { Tensor } from "../tensor.ts";
import { add, mul, neg, scalar } from "./algebra.ts";
import { sum } from "./core.ts";
import { mean } from "./reduce.ts";

/** What `reduction=` may say. */
export type Reduction = "none" | "mean" | "sum";

/** `reduction=` as the learner wrote it; PyTorch's words when it is none of the three. */
export function reductionOf(text: string): Reduction {
  if (text === "none" || text === "mean" || text === "sum") return text;
  return fail(`${text} is not a valid value for reduction`, "ValueError");
}

/** Numbers only: the sum or mean of the elements, for the forward of a loss that is one op. */
export function reduceNumbers(each: Tensor, reduction: string): Tensor {
  const kind = reductionOf(reduction);
  if (kind === "none") return each;
  const total = sumElements(each, null, false, null);
  return kind === "sum" ? total : map(total, each.dtype, (x) => x / each.numel);
}

/** In ops: for a loss that PyTorch builds from others (its grad_fn is MeanBackward0 or SumBackward0). */
export function reduceLoss(each: Tensor, reduction: string): Tensor {
  const kind = reductionOf(reduction);
  return kind === "none" ? each : kind === "mean" ? mean(each) : sum(each);
}

/** The rule for batches of an element-wise loss: the losses of the elements first, then their mean or sum for each value of the batch. */
export const reducedAfter: BatchRule = (info, args, size) => {
  const at = info.schema.args.findIndex(({ name }) => name === "reduction");
  const kind = reductionOf((args[at] ?? "mean") as string);
  // Some losses want input and target of one shape: what is not batched is repeated.
  const all = args.map((arg) => (arg instanceof Tensor ? new Batched(expandTo(arg, [size, ...arg.shape])) : arg));
  const each = elementwise(info, all.toSpliced(at, 1, "none"), size) as Tensor;
  if (kind === "none" || each.rank === 1) return each;
  return alongDims((kind === "mean" ? mean : sum).info, [new Batched(each), null], size);
};

/** A loss of input and target that is one op: `f` of a pair, its steps rounded by `r`, and its gradient, written in ops. */
export interface PairLoss<P extends readonly number[]> {
  readonly name: string;
  /** Schema of the parameters that follow the target. */
  readonly parameters: string;
  readonly defaults: P;
  readonly f: (r: Round, x: number, t: number, ...p: P) => number;
  /** The input's gradient from that of the loss, shared out by `norm`, in PyTorch's order of operations. The target's is its opposite. */
  readonly back: (g: Tensor, x: Tensor, t: Tensor, norm: number, ...p: P) => Tensor;
  /** False where PyTorch gives the target no gradient. */
  readonly reachesTarget?: boolean;
  /** False where PyTorch's backward wants input and target of one dtype (a float64 or integer target is met with an error only there). */
  readonly mixesDtypes?: boolean;
  /** The dtype of the loss; by default what input and target promote to. */
  readonly dtype?: (x: Tensor, t: Tensor) => Dtype;
  readonly sample?: readonly [input: readonly number[], target: readonly number[]];
  readonly tex: readonly [value: string, back: string];
  readonly doc: string;
}

type PairArguments = [self: Tensor, target: Tensor, reduction?: string, ...parameters: number[]];

/** Defines such a loss; reduction is its third argument. */
export function pairLoss<P extends readonly number[]>(spec: PairLoss<P>): Op<PairArguments> {
  const { name, f, back, defaults } = spec;
  const filled = (given: readonly (number | null | undefined)[]): P =>
    defaults.map((d, i) => given[i] ?? d) as unknown as P;
  const parametersOf = (c: { arg(i: number): unknown }): P =>
    filled(defaults.map((_, i) => c.arg(i + 3) as number | null));
  const alike = (x: Tensor, t: Tensor): void => {
    if (spec.mixesDtypes === false) mustHaveDtype(t, x);
  };
  const each = (g: Tensor, c: Ctx<PairArguments>): Tensor => {
    const isMean = (c.arg(2) ?? "mean") === "mean";
    const norm = isMean ? 1 / numelOf(broadcastShapes(c.shape(0), c.shape(1))) : 1;
    return back(g, c.arg(0), c.arg(1), norm, ...parametersOf(c as never));
  };
  const samples = (["mean", "sum", "none"] as const).map((kind) => () => {
    const [input, target] = spec.sample ?? [
      [0.3, -1.2, 2.4],
      [0.9, 0.4, -0.7],
    ];
    return [given(input), given(target), kind, ...defaults];
  });
  return op<PairArguments>(
    `${name}(Tensor self, Tensor target, str reduction="mean"${spec.parameters === "" ? "" : `, ${spec.parameters}`}) -> Tensor`,
    {
      batch: reducedAfter,
      forward: (x, t, reduction = "mean", ...given) => {
        const dtype = (spec.dtype ?? lossType)(x, t);
        const round = rounding(dtype);
        const p = filled(given).map(round) as unknown as P;
        return reduceNumbers(
          zip(x, t, dtype, (a, b) => f(round, a, b, ...p)),
          reduction,
        );
      },
      vjp: {
        self: (g, c) => {
          alike(c.arg(0), c.arg(1));
          return each(g, c);
        },
        ...(spec.reachesTarget === false
          ? {}
          : {
              target: (g, c) => {
                alike(c.arg(1), c.arg(0));
                return neg(each(g, c));
              },
            }),
      },
      homes: ["F"],
      samples,
      symbol: "loss",
      tex: { forward: `z = ${spec.tex[0]}`, vjp: { self: spec.tex[1] } },
      doc: spec.doc,
    },
  );
}

/** Refuses a tensor of another dtype than the first of its kernel, in the words of PyTorch's. */
export function mustHaveDtype(t: Tensor, like: Tensor): void {
  const [found, expected] = [dtypes[t.dtype].scalarName, dtypes[like.dtype].scalarName];
  if (found !== expected) fail(`Found dtype ${found} but expected ${expected}`);
}

function lossType(x: Tensor, t: Tensor): Dtype {
  return floatType(resultType([x, t]));
}

/** t + c for a number c, as gradient rules often need it. */
export const plus = (t: Tensor, c: number): Tensor => add(t, scalar(c));
/** t · c for a number c. */
export const times = (t: Tensor, c: number): Tensor => mul(t, scalar(c));
