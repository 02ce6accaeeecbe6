/** Nodes of the backward graph: which op ran, what it saved, where its gradients go. */
import { type Dtype, dtypes } from "./dtype.ts";
import { fail } from "./errors.ts";
import type { OpInfo } from "./opInfo.ts";
import { type Shape, showShape } from "./shape.ts";
import { state } from "./state.ts";
import { Tensor } from "./tensor.ts";

/** Where one input's gradient goes: output `nr` of `node`. `id` names it in the trace. */
export interface Edge {
  readonly node: Node;
  readonly nr: number;
  readonly id: number;
}

/** Shape and dtype of a result, which a gradient must have too. */
export interface OutputFacts {
  readonly shape: Shape;
  readonly dtype: Dtype;
  readonly id: number;
}

let nextSeq = 1;
const NO_EDGES: readonly (Edge | null)[] = [];
const NO_SHAPE: Shape = [];

const FREED =
  "Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.";

/**
 * One step of the tape. `seq` grows with time, so that a higher number never comes before a lower one in backward order.
 * Nearly all nodes have one output: what is known of the first lies in the node itself, so that a node is few objects.
 */
export abstract class Node {
  readonly seq = nextSeq++;
  /** As PyTorch names the node. A composite that is one node there gives its last one that name. */
  name: string;
  /** One per differentiable input, null where the input needs no gradient. */
  edges: readonly (Edge | null)[] = NO_EDGES;
  outputCount = 0;
  /** Shape, dtype and id of the first output. */
  shapeOut: Shape = NO_SHAPE;
  dtypeOut: Dtype = "float32";
  idOut = 0;
  /** The edge that leads to the first output, which all ops on it share; made when first needed. */
  edge: Edge | null = null;
  private moreOutputs: OutputFacts[] | null = null;
  /** Tensors with hooks or retain_grad, by output. */
  watched: (Tensor | null)[] | null = null;
  /** Scratch of a backward pass: which pass saw this node and as which, how many consumers are still to come, what has arrived at the first output and at the others. */
  mark = 0;
  place = 0;
  waiting = 0;
  arrived: Tensor | null = null;
  /** What has arrived was made on the way here and nobody else has its numbers: they may become those of a `.grad`. */
  owned = false;
  arrivedMore: (Tensor | null)[] | null = null;
  constructor(name: string) {
    this.name = name;
  }
  addOutput(out: OutputFacts): void {
    if (this.outputCount++ === 0) {
      this.shapeOut = out.shape;
      this.dtypeOut = out.dtype;
      this.idOut = out.id;
    } else {
      this.moreOutputs ??= [];
      this.moreOutputs.push({ shape: out.shape, dtype: out.dtype, id: out.id });
    }
  }
  dtypeOf(nr: number): Dtype | undefined {
    return nr === 0 ? this.dtypeOut : this.moreOutputs?.[nr - 1]?.dtype;
  }
  idOf(nr: number): number | undefined {
    return nr === 0 ? this.idOut : this.moreOutputs?.[nr - 1]?.id;
  }
  /** Adds what came along one edge to what has arrived at output `nr`. */
  receive(nr: number, g: Tensor, add: (a: Tensor, b: Tensor) => Tensor): void {
    if (nr === 0) {
      this.arrived = this.arrived === null ? g : add(this.arrived, g);
      return;
    }
    this.arrivedMore ??= new Array<Tensor | null>(this.outputCount - 1).fill(null);
    const old = this.arrivedMore[nr - 1] ?? null;
    this.arrivedMore[nr - 1] = old === null ? g : add(old, g);
  }
  /** What has arrived, by output; null if nothing has. Forgets it. */
  takeArrived(): (Tensor | null)[] | null {
    const { arrived, arrivedMore } = this;
    this.arrived = null;
    this.arrivedMore = null;
    if (arrivedMore !== null) return [arrived, ...arrivedMore];
    if (arrived === null) return null;
    if (this.outputCount === 1) return [arrived];
    return Array.from({ length: this.outputCount }, (_, nr) => (nr === 0 ? arrived : null));
  }
  /** The name of the input that edge `i` leads to. */
  abstract argument(i: number): string;
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
    this.addOutput(variable);
  }
  override argument(): string {
    return "";
  }
  override apply(): readonly (Tensor | null)[] {
    return [];
  }
}

/** Gives a saved tensor back if its numbers are still those that the forward pass saw. */
export function checkVersion(tensor: Tensor, saved: number): Tensor {
  if (tensor.isInference && !state.inferenceMode)
    fail(
      "Inference tensors cannot be saved for backward. To work around you can make a clone to get a normal tensor and use it in autograd.",
    );
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
  /** Strides of the i-th argument, which must not have been freed. */
  strides(i: number): readonly number[];
  /** Does the i-th argument need a gradient? */
  needs(i: number): boolean;
  /** Gradients of all outputs; the rule's `g` is the first. */
  readonly grads: readonly (Tensor | null)[];
}

/**
 * What an op of one or two tensors makes of lone float32 numbers, and their gradients from that of the result. The digits are those of `forward`
 * and `vjp`: a step that is an op there is rounded here (the last one is rounded by whoever calls).
 */
export interface LoneRule {
  readonly value: (a: number, b: number) => number;
  readonly vjp: readonly [LoneVjp, LoneVjp?];
  /** Where it holds, if not for all numbers. */
  readonly when?: (a: Tensor, b: Tensor) => boolean;
}
type LoneVjp = (g: number, a: number, b: number, z: number) => number;

/** A lone tensor's number, or a Python number as an op in float32 reads it. */
export const loneNumber = (t: Tensor): number => Math.fround(t.storage.data[t.offset] as number);

/** A node made by an op of the table. It owns `args`: they are overwritten when it is released. */
export class OpNode extends Node implements Ctx<readonly unknown[]> {
  readonly op: OpInfo;
  grads: readonly (Tensor | null)[] = NONE;
  /** Set where it met lone numbers. */
  lone: LoneRule | null = null;
  private readonly args: unknown[];
  /** Versions of the tensors among the arguments, by position in the schema; -1 where there is none. */
  private readonly version0: number;
  private readonly version1: number;
  private readonly versions: readonly unknown[] | null;
  /** The result, or the results. */
  private results: Tensor | readonly Tensor[] | null;
  private readonly resultVersion: number;
  private freed = false;

  constructor(op: OpInfo, args: unknown[], results: Tensor | readonly Tensor[], edges: readonly (Edge | null)[]) {
    super(op.nodeName(args));
    this.op = op;
    this.args = args;
    this.edges = edges;
    this.results = results;
    this.resultVersion = (results instanceof Tensor ? results : (results[0] as Tensor)).version.n;
    // Two tensors in front is what nearly every op has.
    if (op.tensorsInFront) {
      this.version0 = versionOf(args[0]) as number;
      this.version1 = op.tensorPositions.length === 2 ? (versionOf(args[1]) as number) : -1;
      this.versions = null;
    } else {
      this.version0 = -1;
      this.version1 = -1;
      this.versions = op.tensorPositions.map((position) => versionOf(args[position]));
    }
  }

  // biome-ignore lint/suspicious/noExplicitAny: the typed door is Ctx<A>; inside, one class serves every op
  arg(i: number): any {
    const value = this.args[i];
    const tensors = this.op.tensorPositions;
    const k = this.versions === null ? (i < tensors.length ? i : -1) : tensors.indexOf(i);
    if (k < 0 || value == null) return value;
    if (this.freed) failFreed();
    const version = this.versions === null ? (k === 0 ? this.version0 : this.version1) : this.versions[k];
    if (Array.isArray(value))
      return value.map((t: Tensor | null, k) => t && checkVersion(t, (version as number[])[k] as number));
    return checkVersion(value as Tensor, version as number);
  }
  out(i = 0): Tensor {
    if (this.results === null) failFreed();
    return checkVersion(
      this.results instanceof Tensor ? this.results : (this.results[i] as Tensor),
      this.resultVersion,
    );
  }
  /**
   * Puts the gradients that a node of lone numbers sends along its edges into `sent`. False where a number has changed since or is gone: what
   * that means is for the op's rules to say.
   */
  sendLone(rule: LoneRule, g: number, sent: Float32Array): boolean {
    const { vjp } = rule;
    const [a, b, z] = [this.args[0] as Tensor, this.args[1] as Tensor, this.results as Tensor];
    if (this.freed || a.version.n !== this.version0 || z.version.n !== this.resultVersion) return false;
    const pairs = this.version1 >= 0;
    if (pairs && b.version.n !== this.version1) return false;
    const [x, y, w] = [loneNumber(a), pairs ? loneNumber(b) : 0, loneNumber(z)];
    const { edges } = this;
    if (edges[0] != null) sent[0] = vjp[0](g, x, y, w);
    if (pairs && edges[1] != null) sent[1] = (vjp[1] as LoneRule["vjp"][0])(g, x, y, w);
    return true;
  }
  shape(i: number): Shape {
    const value = this.args[i];
    return this.freed ? (value as Shape) : ((value as Tensor | null)?.shape as Shape);
  }
  strides(i: number): readonly number[] {
    return this.freed ? failFreed() : (this.args[i] as Tensor).strides;
  }
  needs(i: number): boolean {
    return this.op.needsGradient(this.edges, i);
  }
  override argument(i: number): string {
    const { op, args } = this;
    let at = i;
    for (const position of op.tensorPositions) {
      const name = op.schema.args[position]?.name ?? "";
      const value = args[position];
      const isList = op.schema.args[position]?.type === "Tensor[]";
      const count = isList ? (value as readonly unknown[]).length : 1;
      if (at < count) return isList ? `${name}[${at}]` : name;
      at -= count;
    }
    return "";
  }
  apply(grads: readonly (Tensor | null)[]): readonly (Tensor | null)[] {
    this.grads = grads;
    const result = this.op.gradients(this, grads);
    this.grads = NONE;
    return result;
  }
  /** Shapes of a list argument (cat, stack). */
  shapesOf(i: number): readonly Shape[] {
    const value = this.args[i];
    return this.freed
      ? (value as readonly Shape[])
      : (value as readonly (Tensor | null)[]).map((t) => t?.shape as Shape);
  }
  override release(): void {
    if (this.freed) return;
    this.freed = true;
    // Non-tensor arguments stay, and of tensors the shapes: rules that only need them (sum over dim 1) work a second time, as in PyTorch.
    const { args } = this;
    for (const position of this.op.tensorPositions) {
      const value = args[position];
      if (value == null) continue;
      args[position] = Array.isArray(value) ? value.map((t: Tensor | null) => t?.shape) : (value as Tensor).shape;
    }
    this.results = null;
  }
}

/** Nodes of a tensor and a number that is no tensor in PyTorch; elsewhere a number is a tensor without a history. */
const withNumbers = new Set(["PowBackward0", "PowBackward2", "RsubBackward1", "RemainderBackward0", "FmodBackward0"]);
/** Where the gradients of a node go, as PyTorch's next_functions lists it. */
export const nextEdges = ({ edges, name }: Node): readonly (Edge | null)[] =>
  withNumbers.has(name) ? edges.filter((edge) => edge !== null) : edges;

/** The version of a tensor, or of each in a list. */
function versionOf(value: unknown): unknown {
  if (value == null) return -1;
  if (Array.isArray(value)) return value.map((t: Tensor | null) => t?.version.n);
  return (value as Tensor).version.n;
}

const NONE: readonly (Tensor | null)[] = [];
