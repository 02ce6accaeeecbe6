/** The backward pass: vector–Jacobian products from the roots to the leaves, in reverse tape order, without recursion. */
import { fail } from "./errors.ts";
import { copyInto, map } from "./kernels.ts";
import { AccumulateGrad, type Edge, type Node } from "./node.ts";
import { callOp, opTable } from "./op.ts";
import { type Shape, sameShape } from "./shape.ts";
import { state } from "./state.ts";
import { emptyTensor, type Tensor } from "./tensor.ts";
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
    const edge = edgeTo(tensor, "");
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
  roots.forEach((root, i) => {
    if (!root.requiresGrad) fail(`element ${i} of tensors does not require grad and does not have a grad_fn`);
  });
  const pass = ++passes;
  const edges = roots.map((root) => edgeTo(root, "") as Edge);
  const order = reachable(edges, ++sweeps);
  const needed = captures === null ? null : leadingTo(order, captures);
  const recorder = state.recorder;
  const before = { grad: state.gradEnabled, pass: state.pass, recorder: state.recorder };
  recorder?.backward(pass, how, roots, seeds, retain, create);
  state.gradEnabled = create;
  state.pass = pass;
  // Gradient arithmetic is only part of the picture when it builds a graph of its own.
  if (!create) state.recorder = null;
  try {
    edges.forEach((edge, i) => {
      edge.node.waiting--;
      deliver(edge, seeds[i] as Tensor);
    });
    for (const edge of edges) if (edge.node instanceof AccumulateGrad && edge.node.waiting === 0) finishLeaf(edge.node);
    for (const node of order) {
      if (node instanceof AccumulateGrad || (needed !== null && !needed.has(node))) continue;
      runNode(node);
    }
  } finally {
    state.gradEnabled = before.grad;
    state.pass = before.pass;
    state.recorder = before.recorder;
    for (const node of order) node.arrived = null;
  }
  if (!retain) for (const node of order) if (needed === null || needed.has(node)) node.release();
  recorder?.backwardEnd(pass, !retain);

  function runNode(node: Node): void {
    const arrived = node.arrived;
    if (arrived === null || arrived.every((g) => g === null)) {
      // Nothing came (an undefined gradient): its inputs get nothing either, but must not wait for it.
      for (const edge of node.edges) if (edge !== null) settle(edge);
      return;
    }
    arrived.forEach((g, nr) => {
      if (g === null) return;
      const full = throughHooks(node.watched?.[nr] ?? null, g);
      arrived[nr] = full;
      capture(node, nr, full);
      const watched = node.watched?.[nr];
      const keeps = how === "backward" && watched?.retainsGrad === true;
      if (keeps && watched != null) store(watched, full);
      const facts = node.outputs[nr];
      if (facts !== undefined && recorder !== null)
        recorder.grad(pass, facts.id, keeps, keeps && watched?.grad != null ? watched.grad : full, full);
    });
    const grads = padded(arrived, node.outputs.length);
    node.arrived = null;
    // A captured place is the end of the road unless another capture lies behind it.
    if (needed !== null && !node.edges.some((e) => e !== null && needed.has(e.node))) return;
    const out = node.apply(grads);
    if (state.detectAnomaly) checkAnomaly(node, out);
    node.edges.forEach((edge, i) => {
      if (edge === null) return;
      const g = out[i] ?? null;
      if (g !== null && (needed === null || needed.has(edge.node))) {
        recorder?.flow(pass, node.outputs[0]?.id ?? 0, edge.id, edge.argument, g);
        deliver(edge, g);
      }
      settle(edge);
    });
  }

  function settle(edge: Edge): void {
    if (--edge.node.waiting === 0 && edge.node instanceof AccumulateGrad) finishLeaf(edge.node);
  }

  function finishLeaf(leaf: AccumulateGrad): void {
    const g = leaf.arrived?.[0] ?? null;
    leaf.arrived = null;
    if (g === null) return;
    const variable = leaf.variable;
    const full = throughHooks(variable, g);
    capture(leaf, 0, full);
    const keeps = how === "backward" && (captures === null || captures.some((c) => c.node === leaf));
    if (keeps) store(variable, full);
    recorder?.grad(pass, variable.id, keeps, keeps && variable.grad !== null ? variable.grad : full, full);
    if (keeps) for (const hook of variable.afterGrad ?? []) hook();
  }

  function capture(node: Node, nr: number, g: Tensor): void {
    if (captures === null) return;
    for (const c of captures) {
      if (c.node !== node || c.nr !== nr) continue;
      c.value = g;
      if (how === "backward" && !(node instanceof AccumulateGrad)) store(c.tensor, g);
    }
  }

  /** Adds to `.grad`: in place, or as a new tensor when the gradient is itself part of a graph. */
  function store(variable: Tensor, g: Tensor): void {
    const sum = variable.grad === null ? (create ? tapedCopy(g) : copyOf(g)) : add(variable.grad, g);
    const next = sum as Tensor;
    if (variable.grad !== null && !create) {
      // In place, so that a Python name bound to x.grad sees the sum too.
      copyInto(variable.grad, next);
      variable.grad.version.n++;
      return;
    }
    variable.grad = next;
    next.gradOwner = variable;
  }
}

function copyOf(g: Tensor): Tensor {
  return map(g, g.dtype, (x) => x);
}

function add(a: Tensor, b: Tensor): Tensor {
  return callOp("add", [a, b]);
}

function padded(arrived: readonly (Tensor | null)[], length: number): readonly (Tensor | null)[] {
  return arrived.length >= length ? arrived : Array.from({ length }, (_, i) => arrived[i] ?? null);
}

function deliver(edge: Edge, g: Tensor): void {
  const node = edge.node;
  node.arrived ??= [];
  const old = node.arrived[edge.nr] ?? null;
  while (node.arrived.length <= edge.nr) node.arrived.push(null);
  node.arrived[edge.nr] = old === null ? g : add(old, g);
}

function throughHooks(tensor: Tensor | null, g: Tensor): Tensor {
  let out = g;
  for (const hook of tensor?.hooks ?? []) out = hook(out) ?? out;
  return out;
}

/** Nodes that the roots lead to, newest first (reverse tape order is a topological order), with `waiting` = edges that come in. */
function reachable(roots: readonly Edge[], mark: number): Node[] {
  const found: Node[] = [];
  const stack: Node[] = [];
  const visit = (node: Node): void => {
    if (node.mark !== mark) {
      node.mark = mark;
      node.waiting = 0;
      node.arrived = null;
      found.push(node);
      stack.push(node);
    }
    node.waiting++;
  };
  for (const root of roots) visit(root.node);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const edge of node.edges) if (edge !== null) visit(edge.node);
  }
  return found.sort((a, b) => b.seq - a.seq);
}

/** The nodes from which a captured place can be reached; the rest need not run. */
function leadingTo(order: readonly Node[], captures: readonly Capture[]): Set<Node> {
  const needed = new Set<Node>(captures.map((c) => c.node));
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i] as Node;
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

/** A copy that stays in the graph; PyTorch makes it by copy_, and its grad_fn says so. */
function tapedCopy(g: Tensor): Tensor {
  return opTable.get("copy")?.callInPlace([emptyTensor(g.shape, g.dtype), g]) as Tensor;
}
