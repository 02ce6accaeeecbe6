/** The backward pass: vector–Jacobian products from the roots to the leaves, in reverse tape order, without recursion. */
import { fail } from "./errors.ts";
import { copyInto } from "./kernels.ts";
import { AccumulateGrad, type Edge, type Node } from "./node.ts";
import { callOp, opTable } from "./op.ts";
import { type Shape, sameShape } from "./shape.ts";
import { state } from "./state.ts";
import { ReadyNodes, reachable } from "./tapeOrder.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "./tensor.ts";
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
  roots.forEach((root, i) => {
    if (!root.requiresGrad) fail(`element ${i} of tensors does not require grad and does not have a grad_fn`);
  });
  const pass = ++passes;
  const edges = roots.map((root) => edgeTo(root) as Edge);
  const found = reachable(edges, ++sweeps);
  const needed = captures === null ? null : leadingTo(found, captures);
  const recorder = state.recorder;
  const before = { grad: state.gradEnabled, pass: state.pass, recorder: state.recorder };
  recorder?.backward(pass, how, roots, seeds, retain, create);
  state.gradEnabled = create;
  state.pass = pass;
  // Gradient arithmetic is only part of the picture when it builds a graph of its own.
  if (!create) state.recorder = null;
  const ready = new ReadyNodes();
  try {
    edges.forEach((edge, i) => {
      edge.node.waiting--;
      edge.node.receive(edge.nr, seeds[i] as Tensor, add);
    });
    for (const edge of new Set(edges.map((edge) => edge.node))) if (edge.waiting === 0) arrive(edge);
    for (let node = ready.pop(); node !== undefined; node = ready.pop()) runNode(node);
  } finally {
    state.gradEnabled = before.grad;
    state.pass = before.pass;
    state.recorder = before.recorder;
    for (const node of found) node.takeArrived();
  }
  if (!retain) for (const node of found) if (needed === null || needed.has(node)) node.release();
  recorder?.backwardEnd(pass, !retain);

  function runNode(node: Node): void {
    const { edges } = node;
    const grads = needed !== null && !needed.has(node) ? null : node.takeArrived();
    if (grads === null) {
      // Nothing came (an undefined gradient): its inputs get nothing either, but must not wait for it.
      for (let i = 0; i < edges.length; i++) settle(edges[i]);
      return;
    }
    for (let nr = 0; nr < grads.length; nr++) {
      const g = grads[nr] ?? null;
      if (g !== null) grads[nr] = complete(node, nr, g);
    }
    // A captured place is the end of the road unless another capture lies behind it.
    if (needed !== null && !edges.some((e) => e !== null && needed.has(e.node))) {
      for (let i = 0; i < edges.length; i++) settle(edges[i]);
      return;
    }
    const out = node.apply(grads);
    if (state.detectAnomaly) checkAnomaly(node, out);
    for (let i = 0; i < edges.length; i++) {
      const edge = edges[i];
      if (edge == null) continue;
      const g = out[i] ?? null;
      if (g !== null && (needed === null || needed.has(edge.node))) {
        if (recorder !== null) recorder.flow(pass, node.idOut, edge.id, node.argument(i), g);
        edge.node.receive(edge.nr, g, add);
      }
      settle(edge);
    }
  }

  /** A gradient has fully arrived at an output: hooks see it, and whoever asked keeps it. */
  function complete(node: Node, nr: number, g: Tensor): Tensor {
    const watched = node.watched?.[nr] ?? null;
    const full = watched === null ? g : throughHooks(watched, g);
    if (captures !== null) capture(node, nr, full);
    const keeps = how === "backward" && watched?.retainsGrad === true;
    if (keeps && watched !== null) store(watched, full);
    const id = node.idOf(nr);
    if (recorder !== null && id !== undefined)
      recorder.grad(pass, id, keeps, keeps && watched?.grad != null ? watched.grad : full, full);
    return full;
  }

  function settle(edge: Edge | null | undefined): void {
    if (edge != null && --edge.node.waiting === 0) arrive(edge.node);
  }

  function arrive(node: Node): void {
    if (node instanceof AccumulateGrad) finishLeaf(node);
    else ready.push(node);
  }

  function finishLeaf(leaf: AccumulateGrad): void {
    const g = leaf.takeArrived()?.[0] ?? null;
    if (g === null) return;
    const variable = leaf.variable;
    const full = variable.hooks === null ? g : throughHooks(variable, g);
    if (captures !== null) capture(leaf, 0, full);
    const keeps = how === "backward" && (captures === null || captures.some((c) => c.node === leaf));
    if (keeps) store(variable, full);
    recorder?.grad(pass, variable.id, keeps, keeps && variable.grad !== null ? variable.grad : full, full);
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
  return tensorFrom(elementsOf(g), g.shape, g.dtype);
}

function add(a: Tensor, b: Tensor): Tensor {
  return callOp("add", [a, b]);
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

/** A copy that stays in the graph; PyTorch makes it by copy_, and its grad_fn says so. */
function tapedCopy(g: Tensor): Tensor {
  return opTable.get("copy")?.callInPlace([emptyTensor(g.shape, g.dtype), g]) as Tensor;
}
