/** One walk over the tape: gradients go from node to node, in reverse tape order and without recursion, until they arrive at the leaves. */
import { fail } from "./errors.ts";
import { isOwn, keptOf, tapedCopy } from "./keptGradient.ts";
import { addInto } from "./kernels.ts";
import { LoneGradients } from "./loneNumbers.ts";
import { AccumulateGrad, type Edge, type LoneRule, type Node, OpNode } from "./node.ts";
import { opTable } from "./op.ts";
import type { OpInfo } from "./opInfo.ts";
import { state } from "./state.ts";
import { ReadyNodes, reachable } from "./tapeOrder.ts";
import { newestId, scalarTensor, type Tensor } from "./tensor.ts";

let passes = 0;
/** Marks visited nodes; never restarts, so that nodes of an earlier run cannot look visited. */
let sweeps = 0;
/** Restart numbering, at the start of a run. */
export function resetPasses(): void {
  passes = 0;
}

/** A place of the graph whose gradient is wanted, and what arrived there. */
export interface Capture {
  readonly tensor: Tensor;
  readonly node: Node;
  readonly nr: number;
  value: Tensor | null;
}

/** One walk over the tape. */
export class Pass {
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
  private readonly lone: LoneGradients;
  /** Nobody looks at a gradient on its way, so that a lone number need not be a tensor. */
  private readonly isPlain: boolean;

  constructor(edges: readonly Edge[], create: boolean, how: "backward" | "grad", captures: readonly Capture[] | null) {
    this.edges = edges;
    this.create = create;
    this.how = how;
    this.captures = captures;
    this.found = reachable(edges, ++sweeps);
    this.needed = captures === null ? null : leadingTo(this.found, captures);
    this.isPlain = how === "backward" && captures === null && !create && !state.detectAnomaly;
    this.lone = new LoneGradients(this.found.length);
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
      this.lone.close();
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
    if (this.isPlain && node instanceof OpNode && node.lone !== null && this.visitLone(node, node.lone)) return;
    this.asTensor(node);
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
        this.asTensor(next);
        // What a learner's own backward returns, the learner may hold on to.
        next.owned = next.arrived !== null || (node instanceof OpNode && isOwn(g, out, i, before, came));
        next.receive(edge.nr, g, add);
      }
      if (--next.waiting === 0) this.arrive(next);
    }
  }

  /** As `visit`, where a lone number has arrived and lone numbers go on. */
  private visitLone(node: OpNode, rule: LoneRule): boolean {
    const { lone, recorder } = this;
    if (node.watched !== null) return false;
    const { arrived, edges } = node;
    const g = lone.has(node.place) ? lone.peek(node.place) : arrived === null ? null : arrived.item();
    if (g === null || !node.sendLone(rule, g, sent)) return false;
    lone.take(node.place);
    node.arrived = null;
    recorder?.loneGrad(this.number, node.idOut, g);
    const [first, second] = [sent[0] as number, sent[1] as number];
    for (let i = 0; i < edges.length; i++) {
      const edge = edges[i];
      if (edge == null) continue;
      const next = edge.node;
      const part = i === 0 ? first : second;
      recorder?.loneFlow(this.number, node, i, edge.id, part);
      if (edge.nr === 0 && next.arrived === null) lone.add(next.place, part);
      else {
        next.owned = next.arrived !== null;
        next.receive(edge.nr, scalarTensor(part, "float32"), add);
      }
      if (--next.waiting === 0) this.arrive(next);
    }
    return true;
  }

  /** A lone number that has arrived becomes the tensor that it stands for. */
  private asTensor(node: Node): void {
    if (!this.lone.has(node.place)) return;
    node.arrived = scalarTensor(this.lone.take(node.place), "float32");
    node.owned = true;
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
    this.asTensor(leaf);
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

/** Where a node of lone numbers puts what it sends, until it is sent. */
const sent = new Float32Array(2);
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
