/** What an op definition says, and what the tape, the trace and the languages know of an op. */
import type { Cut, OpCard } from "#trace/events.ts";
import type { BatchRule } from "./batch.ts";
import type { Ctx, Edge, LoneRule, OpNode } from "./node.ts";
import type { Schema } from "./schema.ts";
import type { Tensor } from "./tensor.ts";

/** What an input gets, from the gradient `g` of the (first) result. Null: no gradient. A list argument gets a list. Broadcasting and dtype are undone by the caller. */
export type Vjp<A extends readonly unknown[]> = (g: Tensor, c: Ctx<A>) => Tensor | null | readonly (Tensor | null)[];

export interface OpSpec<A extends readonly unknown[], R extends Tensor | Tensor[]> {
  /** Computes the numbers. Arguments are in schema order with defaults filled in. Runs no autograd: use kernels, not ops. */
  readonly forward: (...args: A) => R;
  /** Gradient rules by input name, written in ops so that they can be differentiated again. Without any the op is not differentiable. */
  readonly vjp?: Readonly<Record<string, Vjp<A>>>;
  /** Why no gradient passes, for an op without rules whose purpose that is. */
  readonly cut?: Cut;
  /** grad_fn name; default is the CamelCase op name + "Backward0". */
  readonly node?: string | ((...args: A) => string);
  /** Results look at the input's storage. */
  readonly view?: boolean;
  /** There is an in-place form, `name_`: forward and a copy, or this where it can be done without (it says whether it was). */
  readonly inPlace?: boolean | ((...args: A) => boolean);
  /** The same for lone numbers, for the ops that programs made of them are made of. */
  readonly lone?: LoneRule;
  /** Where languages offer it: a method of Tensor, torch.*, torch.nn.functional.*, torch.linalg.*, torch.special.*. Default: method and torch. */
  readonly homes?: readonly Home[];
  /** Other names for the same op (`multiply` for `mul`). */
  readonly aliases?: readonly string[];
  /** Sign on the node; default the name. */
  readonly symbol?: string;
  /** KaTeX for the chain rule. In formulas `z` is the result, `a`, `b`, … or the argument's own short name the inputs, `\bar z` the incoming gradient. */
  readonly tex?: { readonly forward: string; readonly vjp?: Readonly<Record<string, string>> };
  /** Argument lists that the finite-difference tests start from: they show which numbers are smooth and which sizes go together. */
  readonly samples?: readonly (() => readonly unknown[])[];
  /** How it runs for many values at once, where that is more than one by one. */
  readonly batch?: BatchRule;
  /** One plain sentence for help in the editor. */
  readonly doc?: string;
}

export type Home = "method" | "torch" | "F" | "linalg" | "special" | "hidden";

/** What the tape, the trace and the languages know of an op. */
export interface OpInfo {
  readonly schema: Schema;
  /** Name with overload, `max.dim`: unique in the table. */
  readonly fullName: string;
  readonly card: OpCard;
  readonly homes: readonly Home[];
  readonly aliases: readonly string[];
  readonly hasInPlace: boolean;
  /** What it does with lone numbers, if it has a rule for them. */
  readonly lone?: LoneRule | undefined;
  readonly isView: boolean;
  readonly isDifferentiable: boolean;
  /** Names of the inputs with a gradient rule; none for what is made of other ops. */
  readonly ruled: readonly string[];
  readonly doc: string;
  readonly samples: readonly (() => readonly unknown[])[];
  readonly batch: BatchRule | undefined;
  /** Schema positions that hold tensors or lists of tensors. */
  readonly tensorPositions: readonly number[];
  /** One or two tensors come first and no other tensors: the short way of most ops. */
  readonly tensorsInFront: boolean;
  /** Calls with arguments in schema order; trailing defaults may be left out. */
  readonly call: (args: readonly unknown[]) => Tensor | Tensor[];
  /** The in-place form: writes into the first argument and returns it. */
  readonly callInPlace: (args: readonly unknown[]) => Tensor;
  readonly nodeName: (args: readonly unknown[]) => string;
  readonly gradients: (node: OpNode, grads: readonly (Tensor | null)[]) => readonly (Tensor | null)[];
  readonly needsGradient: (edges: readonly (Edge | null)[], position: number) => boolean;
}

/** A callable op. Write its type on the constant when its rule mentions itself: `export const mul: Op<[Tensor, Tensor]> = op(…)`. */
export type Op<A extends readonly unknown[], R extends Tensor | Tensor[] = Tensor> = ((...args: A) => R) & {
  readonly info: OpInfo;
};
