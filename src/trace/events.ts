/** The contract of the house: what happened in a run, as plain data. Everything on the page is drawn from this. */
import type { Figure } from "./figure.ts";

/** The number types that a trace knows. */
export const DTYPES = [
  "float32",
  "float64",
  "float16",
  "bfloat16",
  "int64",
  "int32",
  "int16",
  "int8",
  "uint8",
  "bool",
] as const;
export type Dtype = (typeof DTYPES)[number];

/** Names a value in the trace. An in-place op that is part of the graph gives its tensor a fresh id; an update of a leaf keeps it. */
export type TensorId = number;

/**
 * The numbers of a tensor at one moment, row-major; bools are 0 and 1.
 * `data` is complete when it holds as many numbers as the shape asks for;
 * for a larger tensor it is an evenly spaced sample laid out as `sample` (rows, columns) over the last two axes, and `range` is over all elements.
 */
export interface Value {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: readonly number[];
  readonly sample?: readonly [rows: number, columns: number];
  readonly range?: readonly [min: number, max: number];
}

/** A non-tensor argument of an op, kept so that the picture can write `x²` and not just `pow`. */
export type Attribute = number | boolean | string | null | readonly (number | boolean | string | null)[];

/** One argument of an op: a tensor that has a node, a Python number, or an option. */
export type Argument =
  | { readonly name: string; readonly tensor: TensorId }
  | { readonly name: string; readonly tensors: readonly TensorId[] }
  | { readonly name: string; readonly value: Attribute };

/** Why a gradient does not pass: made under no_grad or inference_mode, detached (or `.data`), copied as numbers into a new tensor (`torch.tensor([a, b])`), or not differentiable (argmax, comparison, integer result). */
export type Cut = "no_grad" | "detach" | "copied" | "not_differentiable";

/** What an op is called and how it is written; a trace carries one card for each op it used, so a page needs no engine. */
export interface OpCard {
  readonly name: string;
  /** Short sign for the node, e.g. `×`, `exp`, `Σ`, `@`. */
  readonly symbol: string;
  /** KaTeX of the forward formula, with `z` the result and the op's own argument names in short form, e.g. `z = a \\odot b`. */
  readonly forward: string;
  /** KaTeX of each input's gradient by argument name, `\\bar z` being the gradient of the result. */
  readonly vjp: Readonly<Record<string, string>>;
}

/** What an optimiser's step did to one parameter. Its card has the rule's own name (`Adam`), and as `vjp` the KaTeX sign of each quantity that it uses. */
export interface RuleStep {
  /** The optimiser's class: `SGD`, `Adam`. */
  readonly rule: string;
  /** The settings that take part in the formula, e.g. lr, momentum, beta1. */
  readonly settings: Readonly<Record<string, number | boolean>>;
  /** Counts the steps of this parameter from 1. */
  readonly step: number;
  /** What is remembered of this parameter after the step, by PyTorch's name: `momentum_buffer`, `exp_avg`, `exp_avg_sq`. */
  readonly state: Readonly<Record<string, Value>>;
}

/** Lines count from 1 in the learner's program; 0 means that no line of the program is responsible. */
export type TraceEvent =
  /** A tensor that the program made from data (torch.tensor, zeros, randn, nn.Parameter …). */
  | {
      readonly type: "leaf";
      readonly line: number;
      readonly id: TensorId;
      readonly kind: "leaf" | "parameter" | "constant";
      readonly made: string;
      readonly requiresGrad: boolean;
      readonly value: Value;
    }
  /** An op ran. `outputs` has one entry for most ops; all outputs share one node of the graph. `during` is the backward pass that ran it (create_graph). */
  | {
      readonly type: "op";
      readonly line: number;
      readonly op: string;
      readonly args: readonly Argument[];
      readonly outputs: readonly { readonly id: TensorId; readonly value: Value }[];
      readonly gradFn: string | null;
      readonly cut?: Cut;
      readonly inPlaceOf?: TensorId;
      readonly during?: number;
      /**
       * The learner's modules and functions in whose call it ran, outermost first: `Net@1/layer:Linear@2/f()@3`; a child module has
       * its name and class, a function its brackets, and the number tells calls apart.
       */
      readonly scope?: string;
    }
  /** The program bound a tensor to a name (`loss`, `self.w`); several names may follow, the first is the one to show. */
  | { readonly type: "name"; readonly line: number; readonly id: TensorId; readonly name: string }
  | {
      readonly type: "backward";
      readonly line: number;
      readonly pass: number;
      /** "backward" accumulates into leaves, "grad" (torch.autograd.grad) only returns. */
      readonly how: "backward" | "grad";
      readonly roots: readonly { readonly id: TensorId; readonly seed: Value }[];
      readonly retainGraph: boolean;
      readonly createGraph: boolean;
    }
  /** One edge of a backward pass: what the op that made `from` sends to its input `to`. `argument` is the name of that input. */
  | {
      readonly type: "flow";
      readonly pass: number;
      readonly from: TensorId;
      readonly to: TensorId;
      readonly argument: string;
      readonly value: Value;
    }
  /** A gradient has fully arrived. `stored` says whether it was kept in `.grad`; `value` is then what `.grad` now holds, `added` what this pass added. */
  | {
      readonly type: "grad";
      readonly pass: number;
      readonly id: TensorId;
      readonly stored: boolean;
      readonly value: Value;
      readonly added: Value;
    }
  | { readonly type: "backwardEnd"; readonly pass: number; readonly freed: boolean }
  /** A leaf's numbers changed in place outside the graph (`w -= lr * w.grad` under no_grad, `.data`, optimizer.step). */
  | {
      readonly type: "update";
      readonly line: number;
      readonly id: TensorId;
      readonly op: string;
      readonly value: Value;
      readonly rule?: RuleStep;
    }
  /**
   * A round of training of a run that is too long to be recorded whole: when pass `pass` had ended, `loss` is the number it started
   * from (null for several), with every leaf that it reached. `skipped` rounds before this one were left out.
   */
  | {
      readonly type: "round";
      readonly line: number;
      readonly pass: number;
      readonly loss: number | null;
      readonly skipped: number;
      readonly leaves: readonly { readonly id: TensorId; readonly value: Value; readonly grad: Value }[];
    }
  /** `.grad` was emptied: zeroed in place, or set to None. */
  | { readonly type: "reset"; readonly line: number; readonly id: TensorId; readonly how: "zero" | "none" }
  /** `requires_grad_()` or an assignment to `.requires_grad`. */
  | { readonly type: "requiresGrad"; readonly line: number; readonly id: TensorId; readonly value: boolean }
  | { readonly type: "print"; readonly line: number; readonly stream: "stdout" | "stderr"; readonly text: string }
  | { readonly type: "warning"; readonly line: number; readonly category: string; readonly text: string }
  | {
      readonly type: "error";
      readonly line: number;
      /** Column range on that line where Python points, if it does; columns count from 0. */
      readonly columns?: readonly [from: number, to: number];
      readonly kind: string;
      readonly text: string;
      readonly traceback: string;
    }
  /** The program showed a figure, or ended with one that it had drawn. */
  | { readonly type: "plot"; readonly line: number; readonly figure: Figure }
  /** The run was too long to record whole: what was left out since the last event, by kind. */
  | { readonly type: "thinned"; readonly counts: Readonly<Record<string, number>> };

/** A whole run. Saved as versioned JSON (see codec.ts); plays without Python. */
export interface Trace {
  readonly version: 1;
  readonly language: "python" | "javascript";
  readonly source: string;
  readonly ops: Readonly<Record<string, OpCard>>;
  readonly events: readonly TraceEvent[];
  /** Absent while the run is still going. `ms` is wall time. */
  readonly end?: { readonly status: "ok" | "error" | "stopped"; readonly ms: number };
}
