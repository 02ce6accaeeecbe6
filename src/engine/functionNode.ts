/** torch.autograd.Function: an op whose forward and backward the learner wrote. */
import { isFloating } from "./dtype.ts";
import { checkInPlace, cloneOf } from "./inPlace.ts";
import { failFreed, Node } from "./node.ts";
import type { OpInfo } from "./opInfo.ts";
import { state } from "./state.ts";
import { freshId, type Tensor, viewTensor } from "./tensor.ts";
import { edgeTo } from "./views.ts";

/** The learner's backward: gradients of the inputs from those of the outputs, and what to do when the graph is freed. */
export interface FunctionRules {
  readonly backward: (grads: readonly (Tensor | null)[]) => readonly (Tensor | null)[];
  readonly release: () => void;
}

class FunctionNode extends Node {
  private rules: FunctionRules | null;
  constructor(name: string, inputs: readonly Tensor[], rules: FunctionRules) {
    super(name);
    this.rules = rules;
    this.edges = inputs.map(edgeTo);
  }
  override argument(i: number): string {
    return `input[${i}]`;
  }
  override apply(grads: readonly (Tensor | null)[]): readonly (Tensor | null)[] {
    if (this.rules === null) return failFreed();
    return this.rules.backward(grads);
  }
  override release(): void {
    this.rules?.release();
    this.rules = null;
  }
}

/**
 * Puts a learner's function on the tape after its forward has run unrecorded. `differentiable[i]` is false for outputs
 * marked as without gradient, `dirty[i]` true for inputs that it changed and hands out. Returns the outputs to hand out: another that is an input itself becomes a view of it.
 */
export function applyFunction(
  name: string,
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  differentiable: readonly boolean[],
  dirty: readonly boolean[],
  rules: FunctionRules,
): Tensor[] {
  const tracked = state.gradEnabled && inputs.some((t) => t.requiresGrad);
  const outs = outputs.map((out, i) => {
    if (!inputs.includes(out)) return out;
    if (dirty[i] !== true) return viewTensor(out, out.shape, out.strides, out.offset);
    checkInPlace(out, tracked);
    return out;
  });
  // An input that was changed goes on under another name: its edge, and what the trace is told of it, have the one it had before.
  const node = tracked ? new FunctionNode(`${name}Backward`, inputs, rules) : null;
  const told = inputs.map((t) => (outs.includes(t) ? cloneOf(t) : t));
  for (const out of outs) {
    // The numbers were made while nobody recorded: to the trace this is a new tensor.
    out.id = freshId();
    out.traced = false;
  }
  if (node !== null)
    outs.forEach((out, nr) => {
      node.addOutput(out);
      if (differentiable[nr] === false || !isFloating(out.dtype)) return;
      out.requiresGrad = true;
      out.gradFn = node;
      out.outputNr = nr;
    });
  const cut = inputs.some((t) => t.requiresGrad) && !tracked ? ("no_grad" as const) : undefined;
  state.recorder?.op(infoFor(name, inputs.length), [told], outs, node, cut);
  return outs;
}

/** Of every Function that has been called, by name and number of inputs: every call is of the same op. */
const infos = new Map<string, OpInfo>();

/** What the trace needs to know of an op that is not in the table. */
function infoFor(name: string, count: number): OpInfo {
  const key = `${name} ${count}`;
  let info = infos.get(key);
  if (info === undefined) {
    info = makeInfo(name, count);
    infos.set(key, info);
  }
  return info;
}

function makeInfo(name: string, count: number): OpInfo {
  const letters = Array.from({ length: count }, (_, i) => `x_{${i + 1}}`).join(", ");
  return {
    schema: {
      name,
      overload: "",
      args: [{ name: "input", type: "Tensor[]", optional: false, listLength: 0, keywordOnly: false }],
      returns: "list",
    },
    fullName: name,
    card: { name, symbol: name, forward: `z = \\operatorname{${name.replaceAll("_", "\\_")}}(${letters})`, vjp: {} },
    homes: ["hidden"],
    aliases: [],
    hasInPlace: false,
    isView: false,
    isDifferentiable: true,
    ruled: [],
    doc: "",
    samples: [],
    batch: undefined,
    tensorPositions: [0],
    tensorsInFront: false,
    call: () => [],
    callInPlace: () => {
      throw new Error("a learner's function has no in-place form");
    },
    nodeName: () => `${name}Backward`,
    gradients: () => [],
    needsGradient: () => true,
  };
}
