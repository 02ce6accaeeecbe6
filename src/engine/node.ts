/** Nodes of the backward graph: which op ran, what it saved, where its gradients go. */
import { dtypes } from "./dtype.ts";
import { fail } from "./errors.ts";
import type { OpInfo } from "./opInfo.ts";
import { type Shape, showShape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** Where one input's gradient goes: output `nr` of `node`. `id` and `argument` name it in the trace. */
export interface Edge {
  readonly node: Node;
  readonly nr: number;
  readonly id: number;
  readonly argument: string;
}

/** Shape and dtype of a result, which a gradient must have too. */
export interface OutputFacts {
  readonly shape: Shape;
  readonly dtype: Tensor["dtype"];
  readonly id: number;
}

let nextSeq = 1;

const FREED =
  "Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.";

/** One step of the tape. `seq` grows with time, so that a higher number never comes before a lower one in backward order. */
export abstract class Node {
  readonly seq = nextSeq++;
  readonly name: string;
  /** One per differentiable input, null where the input needs no gradient. */
  edges: readonly (Edge | null)[] = [];
  outputs: OutputFacts[] = [];
  /** Tensors with hooks or retain_grad, by output. */
  watched: (Tensor | null)[] | null = null;
  /** Scratch of a backward pass: which pass saw this node, how many consumers are still to come, what has arrived. */
  mark = 0;
  waiting = 0;
  arrived: (Tensor | null)[] | null = null;
  constructor(name: string) {
    this.name = name;
  }
  /** Gradients of the inputs, aligned with `edges`, from the gradients of the outputs (null: none arrived). */
  abstract apply(grads: readonly (Tensor | null)[]): readonly (Tensor | null)[];
  /** Lets go of saved tensors after a backward pass that does not retain the graph. */
  release(): void {}
}

/** The end of the line: adds what arrives into a leaf's `.grad`. The backward pass does the adding. */
export class AccumulateGrad extends Node {
  readonly variable: Tensor;
  constructor(variable: Tensor) {
    super("AccumulateGrad");
    this.variable = variable;
    this.outputs = [{ shape: variable.shape, dtype: variable.dtype, id: variable.id }];
  }
  override apply(): readonly (Tensor | null)[] {
    return [];
  }
}

/** Gives a saved tensor back if its numbers are still those that the forward pass saw. */
export function checkVersion(tensor: Tensor, saved: number): Tensor {
  if (tensor.version.n !== saved) {
    const made =
      tensor.gradFn === null
        ? ""
        : `, which is output ${tensor.outputNr} of ${tensor.gradFn.name.replace(/Backward\d*$/, "")},`;
    fail(
      `one of the variables needed for gradient computation has been modified by an inplace operation: [torch.${dtypes[tensor.dtype].typeName} ${showShape(tensor.shape)}]${made} is at version ${tensor.version.n}; expected version ${saved} instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).`,
    );
  }
  return tensor;
}

/** Throws PyTorch's words for saved tensors that are gone. */
export function failFreed(): never {
  return fail(FREED);
}

/** What a vjp rule may ask about the forward call. Saved tensors are checked when they are asked for, as PyTorch unpacks them. */
export interface Ctx<A extends readonly unknown[]> {
  /** The i-th argument of the op; a tensor is checked for in-place changes, and throws if it has been freed. */
  arg<I extends keyof A & number>(i: I): A[I];
  /** The op's result (output `i`). */
  out(i?: number): Tensor;
  /** Shape of the i-th argument; known even after the tensor was freed. */
  shape(i: number): Shape;
  /** Does the i-th argument need a gradient? */
  needs(i: number): boolean;
  /** Gradients of all outputs; the rule's `g` is the first. */
  readonly grads: readonly (Tensor | null)[];
}

/** A node made by an op of the table. */
export class OpNode extends Node implements Ctx<readonly unknown[]> {
  readonly op: OpInfo;
  grads: readonly (Tensor | null)[] = NONE;
  private args: readonly unknown[];
  private readonly versions: readonly unknown[];
  private readonly shapes: readonly unknown[];
  private results: readonly Tensor[] | null;
  private readonly resultVersion: number;

  constructor(op: OpInfo, args: readonly unknown[], results: readonly Tensor[], edges: readonly (Edge | null)[]) {
    super(op.nodeName(args));
    this.op = op;
    this.args = args;
    this.edges = edges;
    this.results = results;
    const positions = op.tensorPositions;
    const versions = new Array<unknown>(positions.length);
    const shapes = new Array<unknown>(positions.length);
    for (let k = 0; k < positions.length; k++) {
      const value = args[positions[k] as number];
      if (Array.isArray(value)) {
        versions[k] = value.map((t: Tensor | null) => t?.version.n);
        shapes[k] = value.map((t: Tensor | null) => t?.shape);
      } else if (value != null) {
        versions[k] = (value as Tensor).version.n;
        shapes[k] = (value as Tensor).shape;
      }
    }
    this.versions = versions;
    this.shapes = shapes;
    this.resultVersion = (results[0] as Tensor).version.n;
  }

  // biome-ignore lint/suspicious/noExplicitAny: the typed door is Ctx<A>; inside, one class serves every op
  arg(i: number): any {
    const value = this.args[i];
    if (value === FREED_TENSOR) failFreed();
    const k = this.op.tensorPositions.indexOf(i);
    const version = k < 0 ? undefined : this.versions[k];
    if (version === undefined) return value;
    if (Array.isArray(value))
      return value.map((t: Tensor | null, k) => t && checkVersion(t, (version as number[])[k] as number));
    return checkVersion(value as Tensor, version as number);
  }
  out(i = 0): Tensor {
    if (this.results === null) failFreed();
    return checkVersion(this.results[i] as Tensor, this.resultVersion);
  }
  shape(i: number): Shape {
    return this.shapes[this.op.tensorPositions.indexOf(i)] as Shape;
  }
  needs(i: number): boolean {
    return this.op.needsGradient(this.edges, i);
  }
  apply(grads: readonly (Tensor | null)[]): readonly (Tensor | null)[] {
    this.grads = grads;
    try {
      return this.op.gradients(this, grads);
    } finally {
      this.grads = NONE;
    }
  }
  /** Shapes of a list argument (cat, stack). */
  shapesOf(i: number): readonly Shape[] {
    return this.shapes[this.op.tensorPositions.indexOf(i)] as readonly Shape[];
  }
  override release(): void {
    // Non-tensor arguments stay: rules that only need them (sum over dim 1) work a second time, as in PyTorch.
    this.args = this.args.map((value, i) =>
      this.op.tensorPositions.includes(i) && value != null ? FREED_TENSOR : value,
    );
    this.results = null;
  }
}

const NONE: readonly (Tensor | null)[] = [];
const FREED_TENSOR = Symbol("freed");
