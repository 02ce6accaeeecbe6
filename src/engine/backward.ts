/** The backward pass: vector–Jacobian products from the roots to the leaves, in reverse tape order, without recursion. */
import { fail } from "./errors.ts";
import { isOwn, keptOf, tapedCopy } from "./keptGradient.ts";
import { addInto } from "./kernels.ts";
import { AccumulateGrad, type Edge, type Node } from "./node.ts";
import { opTable } from "./op.ts";
import type { OpInfo } from "./opInfo.ts";
import { type Shape, sameShape } from "./shape.ts";
import { state } from "./state.ts";
import { ReadyNodes, reachable } from "./tapeOrder.ts";
import { emptyTensor, newestId, type Tensor } from "./tensor.ts";
import { edgeTo } from "./views.ts";

export interface BackwardOptions {
  readonly retainGraph?: boolean;
  readonly createGraph?: boolean;
  /** Only these get a gradient. */
  readonly inputs?: readonly Tensor[];
}

let passes = 0;
/** Marks visited nodes; never restarts, so that nodes of an earlier run cannot look visited. */
let sweeps = 0;
/** Restart numbering, at the start of a run. */
export function resetPasses(): void {
  passes = 0;
}

/** Adds d(roots)/d(leaf) into `.grad` of every leaf: `loss.backward()`. A missing gradient means 1 and needs a one-element root. */
export function backward(
  roots: readonly Tensor[],
  gradients: readonly (Tensor | null)[],
  options: BackwardOptions = {},
): void {
  const seeds = seedsOf(roots, gradients);
  const only = options.inputs === undefined ? null : captureOf(options.inputs);
  const create = options.createGraph ?? false;
  sweep(roots, seeds, options.retainGraph ?? create, create, "backward", only);
}

/** d(outputs)/d(inputs) without touching `.grad`: `torch.autograd.grad`. Null where an input was not used and that is allowed. */
export function grad(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  gradients: readonly (Tensor | null)[],
  options: { readonly retainGraph?: boolean; readonly createGraph?: boolean; readonly allowUnused?: boolean } = {},
): (Tensor | null)[] {
  const seeds = seedsOf(outputs, gradients);
  for (const input of inputs) if (!input.requiresGrad) fail("One of the differentiated Tensors does not require grad");
  const captures = captureOf(inputs);
  const create = options.createGraph ?? false;
  sweep(outputs, seeds, options.retainGraph ?? create, create, "grad", captures);
  return captures.map((capture, i) => {
    if (capture.value === null && options.allowUnused !== true) {
      fail(
        `The differentiated Tensor at index ${i} appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.`,
      );
    }
    return capture.value;
  });
}

/** A place of the graph whose gradient is wanted, and what arrived there. */
interface Capture {
  readonly tensor: Tensor;
  readonly node: Node;
  readonly nr: number;
  value: Tensor | null;
}

function captureOf(inputs: readonly Tensor[]): Capture[] {
  return inputs.map((tensor) => {
    const edge = edgeTo(tensor);
    if (edge === null) return fail("One of the differentiated Tensors does not require grad");
    return { tensor, node: edge.node, nr: edge.nr, value: null };
  });
}

function seedsOf(roots: readonly Tensor[], gradients: readonly (Tensor | null)[]): Tensor[] {
  return roots.map((root, i) => {
    const given = gradients[i] ?? null;
    if (given !== null) {
      if (!sameShape(given.shape, root.shape)) {
        fail(
          `Mismatch in shape: grad_output[${i}] has a shape of torch.Size([${given.shape.join(", ")}]) and output[${i}] has a shape of torch.Size([${root.shape.join(", ")}]).`,
        );
      }
      return given;
    }
    if (root.requiresGrad && root.numel !== 1) fail("grad can be implicitly created only for scalar outputs");
    if (!root.requiresGrad) fail(`element ${i} of tensors does not require grad and does not have a grad_fn`);
    return filled(root.shape, root.dtype, 1);
  });
}

function filled(shape: Shape, dtype: Tensor["dtype"], value: number): Tensor {
  const t = emptyTensor(shape, dtype);
  t.storage.data.fill(value, t.offset, t.offset + t.numel);
  return t;
}

function sweep(
  roots: readonly Tensor[],
  seeds: readonly Tensor[],
  retain: boolean,
  create: boolean,
  how: "backward" | "grad",
  captures: readonly Capture[] | null,
): void {
  for (let i = 0; i < roots.length; i++)
    if (!roots[i]?.requiresGrad) fail(`element ${i} of tensors does not require grad and does not have a grad_fn`);
  new Pass(
    roots.map((root) => edgeTo(root) as Edge),
    create,
    how,
    captures,
  ).run(roots, seeds, retain);
}

/** One walk over the tape. */
class Pass {
  private readonly number = ++passes;
  private readonly recorder = state.recorder;
  private readonly edges: readonly Edge[];
  private readonly create: boolean;
  private readonly how: "backward" | "grad";
  private readonly captures: readonly Capture[] | null;
  /** All nodes that the roots lead to, and those that a captured place needs (null: all). */
  private readonly found: readonly Node[];
  private readonly needed: ReadonlySet<Node> | null;
  private readonly ready = new ReadyNodes();

  constructor(edges: readonly Edge[], create: boolean, how: "backward" | "grad", captures: readonly Capture[] | null) {
    this.edges = edges;
    this.create = create;
    this.how = how;
    this.captures = captures;
    this.found = reachable(edges, ++sweeps);
    this.needed = captures === null ? null : leadingTo(this.found, captures);
  }

  run(roots: readonly Tensor[], seeds: readonly Tensor[], retain: boolean): void {
    const { recorder, edges, found, needed, ready } = this;
    const { gradEnabled, pass } = state;
    recorder?.backward(this.number, this.how, roots, seeds, retain, this.create);
    state.gradEnabled = this.create;
    state.pass = this.number;
    // Gradient arithmetic is only part of the picture when it builds a graph of its own.
    if (!this.create) state.recorder = null;
    try {
      for (let i = 0; i < edges.length; i++) {
        const { node, nr } = edges[i] as Edge;
        node.waiting--;
        node.receive(nr, seeds[i] as Tensor, add);
      }
      // Two roots may be outputs of one node.
      for (let i = 0; i < edges.length; i++) {
        const { node } = edges[i] as Edge;
        if (node.waiting === 0 && edges.findIndex((edge) => edge.node === node) === i) this.arrive(node);
      }
      for (let node = ready.pop(); node !== undefined; node = ready.pop()) this.visit(node);
    } finally {
      state.gradEnabled = gradEnabled;
      state.pass = pass;
      state.recorder = recorder;
      for (let i = 0; i < found.length; i++) (found[i] as Node).takeArrived();
    }
    if (!retain)
      for (let i = 0; i < found.length; i++) {
        const node = found[i] as Node;
        if (needed === null || needed.has(node)) node.release();
      }
    recorder?.backwardEnd(this.number, !retain);
  }

  private visit(node: Node): void {
    const { needed, recorder } = this;
    const { edges } = node;
    const grads = needed !== null && !needed.has(node) ? null : node.takeArrived();
    for (let nr = 0; grads !== null && nr < grads.length; nr++) {
      const g = grads[nr] ?? null;
      if (g !== null) grads[nr] = this.complete(node, nr, g);
    }
    // Where nothing came (an undefined gradient), or nobody behind wants any, the inputs get nothing; but they must not wait for it.
    const goesOn = grads !== null && (needed === null || edges.some((e) => e !== null && needed.has(e.node)));
    const came =
      grads !== null && node.owned && node.watched === null && node.outputCount === 1 ? (grads[0] as Tensor) : null;
    const before = newestId();
    const out = goesOn ? node.apply(grads) : NOTHING;
    if (state.detectAnomaly) checkAnomaly(node, out);
    for (let i = 0; i < edges.length; i++) {
      const edge = edges[i];
      if (edge == null) continue;
      const g = out[i] ?? null;
      const next = edge.node;
      if (g !== null && (needed === null || needed.has(next))) {
        if (recorder !== null) recorder.flow(this.number, node, i, edge.id, g);
        next.owned = next.arrived !== null || isOwn(g, out, i, before, came);
        next.receive(edge.nr, g, add);
      }
      if (--next.waiting === 0) this.arrive(next);
    }
  }

  /** Every consumer of a node has sent what it had to send. */
  private arrive(node: Node): void {
    if (node instanceof AccumulateGrad) this.finishLeaf(node);
    else this.ready.push(node);
  }

  /** A gradient has fully arrived at an output: hooks see it, and whoever asked keeps it. */
  private complete(node: Node, nr: number, g: Tensor): Tensor {
    const watched = node.watched?.[nr] ?? null;
    const full = watched === null ? g : throughHooks(watched, g);
    if (this.captures !== null) this.capture(node, nr, full);
    const keeps = this.how === "backward" && watched?.retainsGrad === true;
    if (keeps && watched !== null) this.store(watched, full);
    const id = node.idOf(nr);
    if (this.recorder !== null && id !== undefined)
      this.recorder.grad(this.number, id, keeps, keeps && watched?.grad != null ? watched.grad : full, full);
    return full;
  }

  private finishLeaf(leaf: AccumulateGrad): void {
    const { captures } = this;
    const g = leaf.arrived;
    leaf.arrived = null;
    if (g === null) return;
    const { variable } = leaf;
    const full = variable.hooks === null ? g : throughHooks(variable, g);
    if (captures !== null) this.capture(leaf, 0, full);
    const keeps = this.how === "backward" && (captures === null || captures.some((c) => c.node === leaf));
    const first = keeps && variable.grad === null;
    if (keeps) this.store(variable, full, leaf.owned && full === g && captures === null);
    const total = keeps && variable.grad !== null ? variable.grad : full;
    this.recorder?.grad(this.number, variable.id, keeps, total, first ? total : full);
    if (keeps) for (const hook of variable.afterGrad ?? []) hook();
  }

  private capture(node: Node, nr: number, g: Tensor): void {
    for (const c of this.captures ?? []) {
      if (c.node !== node || c.nr !== nr) continue;
      c.value = g;
      if (this.how === "backward" && !(node instanceof AccumulateGrad)) this.store(c.tensor, g);
    }
  }

  /** Adds to `.grad`: in place, so that a Python name bound to x.grad sees the sum too, or as a new tensor when the gradient is itself part of a graph. */
  private store(variable: Tensor, g: Tensor, owned = false): void {
    const { grad } = variable;
    if (grad !== null && !this.create) {
      addInto(grad, g);
      grad.version.n++;
      return;
    }
    const next = grad !== null ? add(grad, g) : this.create ? tapedCopy(g) : keptOf(g, owned);
    variable.grad = next;
    next.gradOwner = variable;
  }
}

const NOTHING: readonly (Tensor | null)[] = [];

let addOp: OpInfo | undefined;
function add(a: Tensor, b: Tensor): Tensor {
  addOp ??= opTable.get("add");
  return addOp?.call([a, b]) as Tensor;
}

function throughHooks(tensor: Tensor | null, g: Tensor): Tensor {
  let out = g;
  for (const hook of tensor?.hooks ?? []) out = hook(out) ?? out;
  return out;
}

/** The nodes from which a captured place can be reached; the rest need not run. */
function leadingTo(found: readonly Node[], captures: readonly Capture[]): Set<Node> {
  const needed = new Set<Node>(captures.map((c) => c.node));
  // Oldest first: what a node leads to is then known before the node itself.
  for (const node of [...found].sort((a, b) => a.seq - b.seq)) {
    if (!needed.has(node) && node.edges.some((e) => e !== null && needed.has(e.node))) needed.add(node);
  }
  return needed;
}

function checkAnomaly(node: Node, out: readonly (Tensor | null)[]): void {
  out.forEach((g, i) => {
    if (g === null) return;
    for (let k = 0; k < g.numel; k++) {
      if (Number.isNaN(g.storage.data[g.offset + k]))
        fail(`Function '${node.name}' returned nan values in its ${i}th output.`);
    }
  });
}
