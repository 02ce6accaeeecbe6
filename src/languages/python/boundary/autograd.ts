/** Gradients as Python asks for them: backward, grad, hooks, grad_fn, modes, learners' own functions. */
import { backward, grad } from "#engine/backward.ts";
import { noteCreation } from "#engine/creation.ts";
import { fail } from "#engine/errors.ts";
import { applyFunction } from "#engine/functionNode.ts";
import { registerAfterGrad, registerHook, retainGrad } from "#engine/hooks.ts";
import { checkCastable, checkInPlace } from "#engine/inPlace.ts";
import { AccumulateGrad, checkVersion, type Node, nextEdges } from "#engine/node.ts";
import { sameShape } from "#engine/shape.ts";
import { state } from "#engine/state.ts";
import { type Tensor, viewTensor } from "#engine/tensor.ts";
import { gradFnOf } from "#engine/views.ts";
import { failed, guarded, PythonRaised } from "./guard.ts";
import { Handles } from "./handles.ts";
import { handleList, tensorList, tensors } from "./tensors.ts";

/** Functions of Python that the engine calls in a backward pass. They return -1 when they raised. */
interface Callbacks {
  hook(id: number, grad: number): number;
  backward(id: number, grads: string): string | number;
  release(id: number): void;
}

let callbacks: Callbacks | null = null;

interface HeldNode {
  handle: number;
  readonly node: Node;
}
const nodes = new Handles<HeldNode>();
const heldNodes = new WeakMap<Node, HeldNode>();

/** `12 AddBackward0`; empty for None. */
function describeNode(node: Node | null): string {
  if (node === null) return "";
  let held = heldNodes.get(node);
  if (held === undefined) {
    held = { handle: 0, node };
    heldNodes.set(node, held);
  }
  return `${nodes.hold(held)} ${node.name}`;
}

const hookRemovers = new Map<number, () => void>();

function hookFor(id: number): (g: Tensor) => Tensor | null {
  return (g) => {
    const handle = (callbacks as Callbacks).hook(id, tensors.hold(g));
    if (handle < 0) throw new PythonRaised();
    return handle === 0 ? null : tensors.get(handle);
  };
}

const NO_GRADIENT = [null];
/** null where a list holds no tensor: the engine's own types allow it only for gradients. */
const present = (text: string): Tensor[] => tensorList(text) as Tensor[];

/** The functions of the boundary about gradients, by the names that Python uses. */
export const autogradFunctions = {
  set_callbacks: (hook: Callbacks["hook"], run: Callbacks["backward"], release: Callbacks["release"]): void => {
    callbacks = { hook, backward: run, release };
  },

  /** `retain` undefined: as `create`. `inputs` undefined: all leaves. */
  backward: guarded(
    (line: number, roots: string, gradients: string, retain: boolean | undefined, create: boolean, inputs?: string) => {
      state.line = line;
      backward(present(roots), tensorList(gradients), {
        createGraph: create,
        ...(retain === undefined ? {} : { retainGraph: retain }),
        ...(inputs === undefined ? {} : { inputs: present(inputs) }),
      });
      return 0;
    },
  ),

  /** `loss.backward()` without any argument. */
  backward_from: (line: number, h: number): number => {
    try {
      state.line = line;
      backward([tensors.get(h)], NO_GRADIENT);
      return 0;
    } catch (error) {
      return failed(error);
    }
  },

  grad: guarded(
    (
      line: number,
      outputs: string,
      inputs: string,
      gradients: string,
      retain: boolean | undefined,
      create: boolean,
      allowUnused: boolean,
    ): string => {
      state.line = line;
      const options = { createGraph: create, allowUnused, ...(retain === undefined ? {} : { retainGraph: retain }) };
      return handleList(grad(present(outputs), present(inputs), tensorList(gradients), options));
    },
  ),

  /** Handle of `.grad`, 0 for None. */
  get_grad: (h: number): number => {
    const g = tensors.get(h).grad;
    return g === null ? 0 : tensors.hold(g);
  },

  set_grad: guarded((line: number, h: number, gradHandle: number): number => {
    state.line = line;
    const t = tensors.get(h);
    if (gradHandle === 0) {
      t.grad = null;
      state.recorder?.gradNone(t);
      return 0;
    }
    const g = tensors.get(gradHandle);
    if (!sameShape(g.shape, t.shape)) {
      fail(
        `attempting to assign a gradient of size '[${g.shape.join(", ")}]' to a tensor of size '[${t.shape.join(", ")}]'. Please ensure that the gradient and the tensor are the same size`,
      );
    }
    if (g.dtype !== t.dtype) {
      fail(
        `attempting to assign a gradient with dtype '${g.dtype}' to a tensor with dtype '${t.dtype}'. The gradient must match the tensor's dtype (or the tensor's grad_dtype if set). You can set the tensor's grad_dtype attribute with a specific dtype, or None to allow any dtype. Set grad_dtype with caution. Diverging the dtypes of a tensor and its gradient may break downstream systems that assume they match.`,
      );
    }
    t.grad = g;
    g.gradOwner = t;
    state.recorder?.grad(0, t.id, true, g, g);
    return 0;
  }),

  grad_fn: (h: number): string => describeNode(gradFnOf(tensors.get(h))),
  /** `12 AddBackward0 0;…` for each input of a node, empty between the signs for None. */
  next_functions: (h: number): string =>
    nextEdges(nodes.get(h).node)
      .map((edge) => (edge === null ? "" : `${describeNode(edge.node)} ${edge.nr}`))
      .join(";"),
  /** The leaf of an AccumulateGrad node, 0 for other nodes. */
  node_variable: (h: number): number => {
    const { node } = nodes.get(h);
    return node instanceof AccumulateGrad ? tensors.hold(node.variable) : 0;
  },
  free_node: (h: number): void => nodes.release(h),

  set_requires_grad: guarded((line: number, h: number, value: boolean): number => {
    state.line = line;
    const t = tensors.get(h);
    if (value && t.isInference && !state.inferenceMode)
      fail("Setting requires_grad=True on inference tensor outside InferenceMode is not allowed.");
    t.setRequiresGrad(value);
    state.recorder?.requiresGrad(t);
    return 0;
  }),
  retain_grad: guarded((h: number): number => {
    retainGrad(tensors.get(h));
    return 0;
  }),
  register_hook: guarded((h: number, id: number): number => {
    hookRemovers.set(id, registerHook(tensors.get(h), hookFor(id)));
    return 0;
  }),
  register_after_grad: guarded((h: number, id: number): number => {
    const [t, call] = [tensors.get(h), hookFor(id)];
    hookRemovers.set(
      id,
      registerAfterGrad(t, () => void call(t)),
    );
    return 0;
  }),
  remove_hook: (id: number): void => {
    hookRemovers.get(id)?.();
    hookRemovers.delete(id);
  },
  /** Makes a tensor a leaf without history, in place. */
  detach_in_place: guarded((h: number): number => {
    const t = tensors.get(h);
    if (t.base !== null)
      fail(
        "Can't detach views in-place. Use detach() instead. If you are using DistributedDataParallel (DDP) for training, and gradient_as_bucket_view is set as True, gradients are views of DDP buckets, and hence detach_() cannot be called on these gradients. To fix this error, please refer to the Optimizer.zero_grad() function in torch/optim/optimizer.py as a solution.",
      );
    t.gradFn = null;
    t.requiresGrad = false;
    return 0;
  }),
  /** The same numbers as a parameter: a leaf of its own. */
  parameter: guarded((line: number, h: number): number => {
    state.line = line;
    const data = tensors.get(h);
    const made = viewTensor(data, data.shape, data.strides, data.offset);
    made.isParameter = true;
    noteCreation(made, "Parameter");
    return tensors.hold(made);
  }),
  /** `x.data = other`: the same tensor over other memory. */
  set_data: guarded((line: number, h: number, other: number): number => {
    state.line = line;
    const t = tensors.get(h);
    const from = tensors.get(other);
    t.storage = from.storage;
    t.shape = from.shape;
    t.strides = from.strides;
    t.offset = from.offset;
    state.recorder?.dataSet(t);
    return 0;
  }),
  /** Refuses to write a result into a tensor of a lower kind of number. */
  check_castable: guarded((result: number, out: number): number => {
    checkCastable(tensors.get(result), tensors.get(out));
    return 0;
  }),
  /** Refuses a saved tensor that has changed since. */
  check_version: guarded((h: number, version: number): number => {
    checkVersion(tensors.get(h), version);
    return 0;
  }),
  /** Refuses a change in place where PyTorch does. */
  check_in_place: guarded((h: number): number => {
    checkInPlace(tensors.get(h), true);
    return 0;
  }),
  /** A tensor takes the shape, the memory and the history of a view of itself. */
  become: guarded((h: number, other: number): number => {
    const [t, from] = [tensors.get(h), tensors.get(other)];
    Object.assign(t, {
      storage: from.storage,
      shape: from.shape,
      strides: from.strides,
      offset: from.offset,
      id: from.id,
    });
    if (from.gradFn !== null) Object.assign(t, { gradFn: from.gradFn, outputNr: from.outputNr, requiresGrad: true });
    t.version.n++;
    return 0;
  }),
  /** Gives a tensor its own version counter: `.data` does not tell autograd of changes. */
  separate_version: (h: number): void => {
    const t = tensors.get(h);
    t.version = { n: 0 };
    t.base = null;
  },

  grad_enabled: (): boolean => state.gradEnabled,
  /** Sets the mode and gives what it was, in one crossing. */
  swap_grad_enabled: (value: boolean): boolean => {
    const before = state.gradEnabled;
    state.gradEnabled = value;
    return before;
  },
  set_grad_enabled: (value: boolean): void => {
    state.gradEnabled = value;
  },
  inference_mode: (): boolean => state.inferenceMode,
  set_inference_mode: (value: boolean): void => {
    state.inferenceMode = value;
  },
  set_anomaly: (value: boolean): void => {
    state.detectAnomaly = value;
  },

  /** While a learner's Function runs its own forward, its parts are not part of the picture. Returns whether recording was on. */
  pause_recording: (): number => {
    paused.push(state.recorder);
    state.recorder = null;
    return paused.length;
  },
  resume_recording: (): void => {
    state.recorder = paused.pop() ?? null;
  },
  /** `flags` has `1` for each output that has a gradient. Returns the handles of the outputs. */
  apply_function: guarded(
    (line: number, name: string, inputs: string, outputs: string, flags: string, id: number): string => {
      state.line = line;
      const rules = {
        backward: (grads: readonly (Tensor | null)[]) => {
          const result = (callbacks as Callbacks).backward(id, handleList(grads));
          if (typeof result === "number") throw new PythonRaised();
          return tensorList(result);
        },
        release: () => (callbacks as Callbacks).release(id),
      };
      const outs = applyFunction(
        name,
        present(inputs),
        present(outputs),
        [...flags].map((f) => f !== "0"),
        [...flags].map((f) => f === "d"),
        rules,
      );
      return handleList(outs);
    },
  ),
};

const paused: (typeof state.recorder)[] = [];
