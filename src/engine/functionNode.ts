/** torch.autograd.Function: an op whose forward and backward the learner wrote. */
import { isFloating } from "./dtype.ts";
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
    this.edges = inputs.map((t, i) => edgeTo(t, `input[${i}]`));
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
 * marked as without gradient. Returns the outputs to hand out: one that is an input itself becomes a view of it.
 */
export function applyFunction(
  name: string,
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  differentiable: readonly boolean[],
  rules: FunctionRules,
): Tensor[] {
  const outs = outputs.map((out) => (inputs.includes(out) ? viewTensor(out, out.shape, out.strides, out.offset) : out));
  const tracked = state.gradEnabled && inputs.some((t) => t.requiresGrad);
  let node: FunctionNode | null = null;
  for (const out of outs) {
    // The numbers were made while nobody recorded: to the trace this is a new tensor.
    out.id = freshId();
    out.traced = false;
  }
  if (tracked) {
    const made = new FunctionNode(`${name}Backward`, inputs, rules);
    node = made;
    outs.forEach((out, nr) => {
      made.outputs.push({ shape: out.shape, dtype: out.dtype, id: out.id });
      if (differentiable[nr] === false || !isFloating(out.dtype)) return;
      out.requiresGrad = true;
      out.gradFn = made;
      out.outputNr = nr;
    });
  }
  const cut = inputs.some((t) => t.requiresGrad) && !tracked ? ("no_grad" as const) : undefined;
  state.recorder?.op(infoFor(name, inputs.length), [inputs], outs, node, cut);
  return outs;
}

/** What the trace needs to know of an op that is not in the table. */
function infoFor(name: string, count: number): OpInfo {
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
    call: () => [],
    callInPlace: () => {
      throw new Error("a learner's function has no in-place form");
    },
    nodeName: () => `${name}Backward`,
    gradients: () => [],
    needsGradient: () => true,
  };
}
