/** Compares the gradients of a call with differences of its numbers along a direction, in float64, first and second order, and with forward mode. */
import { grad } from "#engine/backward.ts";
import { Tangents } from "#engine/dual.ts";
import { TorchError } from "#engine/errors.ts";
import { type Node, OpNode } from "#engine/node.ts";
import { callOp, type OpInfo } from "#engine/op.ts";
import { defaultGenerator } from "#engine/random.ts";
import { sameShape } from "#engine/shape.ts";
import { state } from "#engine/state.ts";
import { elementsOf, Tensor, tensorFrom, viewTensor } from "#engine/tensor.ts";
import { type Call, chance, realise } from "./call.ts";
import { asDetermined, asTaken } from "./factors.ts";

const step = 3e-5;
/** So far apart, relative to a slope, are two slopes that differ. */
const slack = 1e-5;

/**
 * `refused`: the op says in PyTorch's words that it takes no such arguments. `rough`: it has a corner there, or no number.
 * `checked`: rule and differences agree; with the inputs that have a gradient, and the ops in the graph.
 */
export type Verdict =
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "rough" }
  | { readonly kind: "checked"; readonly inputs: readonly string[]; readonly ops: ReadonlySet<string> };

/** Mistakes that PyTorch, too, only notices on the way back: a source larger than its index, a matrix without inverse, no place in a number, a factor without slope. */
const lateRefusal =
  /returned an invalid gradient|singular|Index to scalar can have only 1 value|QR decomposition is not differentiable|derivative of linalg.qr depends on Q/;

/** Below 0 the logarithm that `full=True` hides is NaN, and so is its gradient, in PyTorch too; so are slopes between equal places. */
const nanAsInPyTorch: readonly string[] = ["poisson_nll_loss", "_gradient"];

/** Σ w·t over the tensors with real numbers; the weights tell every place from every other. */
function mixed(tensors: readonly (Tensor | null)[], seed: number): Tensor {
  const weights = (t: Tensor, k: number): Tensor =>
    tensorFrom(
      Float64Array.from({ length: t.numel }, (_, i) => 0.5 + chance(seed + k, i)),
      t.shape,
      "float64",
    );
  const parts = tensors.flatMap((t, k) =>
    t?.dtype === "float64" ? [callOp("sum", [callOp("mul", [t, weights(t, k)])])] : [],
  );
  return parts.reduce((a, b) => callOp("add", [a, b]), tensorFrom([0], [], "float64"));
}

/** Runs the call; random ops draw the same numbers every time. */
function results(info: OpInfo, call: Call, args: readonly unknown[]): readonly Tensor[] {
  defaultGenerator.manualSeed(7);
  if (call.inPlace) return [info.callInPlace([callOp("clone", [args[0]]), ...args.slice(1)])];
  const result = info.call(asTaken(info, args));
  return asDetermined(info, Array.isArray(result) ? result : [result]);
}

interface Sides {
  readonly slope: number;
  readonly bend: number;
}

/**
 * (f(x + hv) − f(x − hv)) / 2h, from it and from that of twice the step, exact up to h⁴. NaN at a corner or a jump: where the slopes over
 * both steps differ, or where f's bend f(x + hv) − 2f(x) + f(x − hv) does not grow with h².
 */
function slope(x: Tensor, v: ArrayLike<number>, f: () => number): number {
  const { data } = x.storage;
  const kept = data.slice(x.offset, x.offset + x.numel);
  const at = (h: number): number => {
    for (let i = 0; i < kept.length; i++) data[x.offset + i] = (kept[i] as number) + h * (v[i] as number);
    return f();
  };
  try {
    const middle = f();
    const [near, far] = [step, 2 * step].map((h) => {
      const [up, down] = [at(h), at(-h)];
      return { slope: (up - down) / (2 * h), bend: (up - 2 * middle + down) / h };
    }) as [Sides, Sides];
    const roughness = Math.max(Math.abs(near.slope - far.slope), Math.abs(far.bend - 2 * near.bend));
    const isSmooth = roughness < 0.2 * slack * Math.max(1, Math.abs(near.slope));
    return isSmooth ? near.slope + (near.slope - far.slope) / 3 : Number.NaN;
  } catch (error) {
    if (error instanceof TorchError) return Number.NaN;
    throw error;
  } finally {
    data.set(kept, x.offset);
  }
}

const along = (g: Tensor | null, v: ArrayLike<number>): number =>
  g === null ? 0 : Array.from(elementsOf(g)).reduce((s, x, i) => s + x * (v[i] as number), 0);

/** Throws where the rule and the differences disagree. */
export function check(info: OpInfo, call: Call): Verdict {
  try {
    return compared(info, call);
  } catch (error) {
    if (error instanceof TorchError && lateRefusal.test(error.message))
      return { kind: "refused", message: error.message };
    throw error;
  }
}

function compared(info: OpInfo, call: Call): Verdict {
  const { args, leaves, isPlain } = realise(call);
  let first: readonly Tensor[];
  try {
    first = results(info, call, args);
  } catch (error) {
    if (error instanceof TorchError) return { kind: "refused", message: error.message };
    throw error;
  }
  if (!isPlain) mustBeSame(first, results(info, call, plainly(args)));
  // Bent, so that the gradient which arrives at the op depends on the leaves too: rules must be differentiable in it.
  const bent = (t: Tensor): Tensor => callOp("mul", [t, callOp("add", [t, tensorFrom([2], [], "float64")])]);
  const value = (): Tensor =>
    mixed(
      results(info, call, args).map((t) => (t.dtype === "float64" ? bent(t) : t)),
      1,
    );
  const f = value();
  if (!Number.isFinite(f.item())) return { kind: "rough" };
  const gradients = (of: Tensor): (Tensor | null)[] =>
    of.requiresGrad ? grad([of], leaves, [null], { createGraph: true, allowUnused: true }) : leaves.map(() => null);
  const once = gradients(f);
  const slopes = mixed(once, 11);
  const twice = gradients(slopes);
  const isSmooth = [
    agree(info, "first", leaves, once, value),
    agree(info, "second", leaves, twice, () => mixed(gradients(value()), 11)),
  ].every(Boolean);
  if (!isSmooth || leaves.every((x) => x.numel === 0)) return { kind: "rough" };
  mustPush(info, args, leaves, once, value);
  return { kind: "checked", inputs: tracked(info, args), ops: opsIn([f, slopes]) };
}

/** Throws where forward mode along random directions gives another slope than the gradients. */
function mustPush(
  info: OpInfo,
  args: readonly unknown[],
  leaves: readonly Tensor[],
  gradients: readonly (Tensor | null)[],
  f: () => Tensor,
): void {
  const tangents = new Tangents();
  const directions = leaves.map((x, k) =>
    tensorFrom(
      Float64Array.from({ length: x.numel }, (_, i) => 2 * chance(53 + k, i) - 1),
      x.shape,
      "float64",
    ),
  );
  // Arguments are leaves or views of them: their tangents are the same views of the directions.
  for (const t of args.flat()) {
    const k = t instanceof Tensor ? leaves.findIndex((x) => x.storage === t.storage) : -1;
    if (!(t instanceof Tensor) || k < 0) continue;
    const v = directions[k] as Tensor;
    tangents.set(t, viewTensor(v, t.shape, t.strides, v.offset + t.offset - (leaves[k] as Tensor).offset));
  }
  state.tangents = tangents;
  try {
    const tangent = tangents.get(f())?.item() ?? 0;
    const told = directions.reduce((sum, v, k) => sum + along(gradients[k] ?? null, elementsOf(v)), 0);
    if (Number.isFinite(told) && !(Math.abs(told - tangent) <= slack * Math.max(1, Math.abs(told))))
      throw new Error(`${info.fullName} forwards: ${tangent}, backwards ${told}`);
  } finally {
    state.tangents = null;
  }
}

/** Throws where the gradients are not the slopes of `f`; false where `f` has none. */
function agree(
  info: OpInfo,
  order: string,
  leaves: readonly Tensor[],
  gradients: readonly (Tensor | null)[],
  f: () => Tensor,
): boolean {
  return leaves
    .map((x, k) => {
      const v = Float64Array.from({ length: x.numel }, (_, i) => 2 * chance(97 + k, i) - 1);
      const expected = slope(x, v, () => f().item());
      if (Number.isNaN(expected)) return false;
      const g = gradients[k] ?? null;
      if (g !== null && !sameShape(g.shape, x.shape))
        throw new Error(`${order} order: a gradient of shape [${g.shape}]`);
      const told = along(g, v);
      if (Number.isNaN(told) && nanAsInPyTorch.includes(info.fullName)) return false;
      if (!(Math.abs(told - expected) <= slack * Math.max(1, Math.abs(expected))))
        throw new Error(`${order} order, tensor ${k}: the rule says ${told}, differences say ${expected}`);
      return true;
    })
    .every(Boolean);
}

/** Names of the inputs with numbers that need a gradient. */
function tracked(info: OpInfo, args: readonly unknown[]): string[] {
  return info.schema.args.flatMap(({ name }, i) =>
    [args[i]].flat().some((t) => t instanceof Tensor && t.requiresGrad && t.numel > 0) ? [name] : [],
  );
}

/** Names of the ops that the backward pass goes through. */
function opsIn(roots: readonly Tensor[]): Set<string> {
  const seen = new Set<Node>();
  const rest = roots.flatMap((t) => (t.gradFn === null ? [] : [t.gradFn]));
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const edge of node.edges) if (edge !== null) rest.push(edge.node);
  }
  return new Set([...seen].flatMap((node) => (node instanceof OpNode ? [node.op.fullName] : [])));
}

/** The same numbers, each tensor in a storage of its own. */
const plainly = (args: readonly unknown[]): unknown[] =>
  args.map((a) =>
    Array.isArray(a) ? plainly(a) : a instanceof Tensor ? tensorFrom(elementsOf(a), a.shape, a.dtype) : a,
  );

function mustBeSame(got: readonly Tensor[], expected: readonly Tensor[]): void {
  got.forEach((t, k) => {
    const other = expected[k] as Tensor;
    if (!sameShape(t.shape, other.shape)) throw new Error(`the layout changes the shape to [${t.shape}]`);
    const [a, b] = [elementsOf(t), elementsOf(other)];
    for (let i = 0; i < t.numel; i++) {
      const [x, y] = [a[i] as number, b[i] as number];
      const isSame = Object.is(x, y) || Math.abs(x - y) <= 1e-12 * Math.max(1, Math.abs(y));
      if (!isSame) throw new Error(`element ${i} is ${x}, but ${y} where each tensor has a storage of its own`);
    }
  });
}
