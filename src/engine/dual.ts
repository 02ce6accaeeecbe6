/** Forward-mode differentiation: tensors carry tangents, and every op pushes them on through its own derivative. */
import { grad } from "./backward.ts";
import { isFloating } from "./dtype.ts";
import { fail } from "./errors.ts";
import { type Edge, OpNode } from "./node.ts";
import { callOp } from "./op.ts";
import type { OpInfo } from "./opInfo.ts";
import { sameShape, showShape } from "./shape.ts";
import { state } from "./state.ts";
import { emptyTensor, Tensor, viewTensor } from "./tensor.ts";
import { edgeTo } from "./views.ts";

/** A tangent, and at which version of its tensor it was right. */
interface Carried {
  readonly tangent: Tensor;
  readonly version: number;
}

/** The tangents of one level, from when it is entered until it is left. */
export class Tangents {
  private readonly of = new WeakMap<Tensor, Carried>();

  /** The tangent of a tensor, if it has one. */
  get(t: Tensor): Tensor | null {
    const found = this.of.get(t);
    if (found === undefined) return null;
    if (found.version !== t.version.n)
      fail("a dual tensor whose memory another tensor has changed is not available in the playground");
    return found.tangent;
  }
  set(t: Tensor, tangent: Tensor): void {
    this.of.set(t, { tangent, version: t.version.n });
  }

  /** After an op: gives its results the tangents that its arguments make of theirs. */
  push(info: OpInfo, args: readonly unknown[], results: Tensor | readonly Tensor[]): void {
    const carriers = info.tensorPositions.flatMap((i) => [args[i]].flat() as (Tensor | null | undefined)[]);
    const tangents = carriers.map((t) => (t instanceof Tensor ? this.get(t) : null));
    if (!info.isDifferentiable || tangents.every((t) => t === null)) return;
    const outs = results instanceof Tensor ? [results] : results;
    const real = outs.filter((out) => isFloating(out.dtype));
    if (real.length === 0) return;
    const isNested = state.gradEnabled && [...carriers, ...tangents].some((t) => t instanceof Tensor && t.requiresGrad);
    // Another walk over the tape from within a walk would disturb it.
    if (isNested && state.pass !== 0)
      fail(
        "the tangent of a gradient with create_graph=True is not available in the playground; leave create_graph out",
      );
    const apart = <T>(value: T): T => (isNested ? value : (withoutHistory(value) as T));
    const found = quietly(() => forwards(info, apart(args), apart(results), outs, tangents.map(apart), isNested));
    for (const out of real) this.set(out, found.get(out) ?? emptyTensor(out.shape, out.dtype));
  }

  /** After an op in place, on the arguments as they were before. */
  pushInPlace(info: OpInfo, before: readonly unknown[], args: readonly unknown[], self: Tensor): void {
    const known = (t: unknown): boolean => t instanceof Tensor && this.of.has(t);
    if (!args.flat().some(known)) return;
    if (self.base !== null) fail(`${info.schema.name}_ on a view with a tangent is not available in the playground`);
    args.forEach((t, i) => {
      const own = t instanceof Tensor ? this.of.get(t) : undefined;
      const kept = before[i];
      if (own !== undefined && kept instanceof Tensor && kept !== t)
        this.of.set(kept, { ...own, version: kept.version.n });
    });
    this.push(info, before, self);
  }
}

/** The same numbers outside of the graph, in lists too. */
function withoutHistory(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutHistory);
  return value instanceof Tensor && value.requiresGrad
    ? viewTensor(value, value.shape, value.strides, value.offset)
    : value;
}

/** Runs ops that nobody is told of, with a tape and without tangents. */
function quietly<R>(body: () => R): R {
  const { gradEnabled, recorder, tangents, pass } = state;
  Object.assign(state, { gradEnabled: true, recorder: null, tangents: null });
  try {
    return body();
  } finally {
    Object.assign(state, { gradEnabled, recorder, tangents, pass });
  }
}

/**
 * J t from the op's own rule for vᵀ J: linear in v, so that its derivative by v in the direction t is what is asked for.
 * One rule for each input serves both modes.
 */
function forwards(
  info: OpInfo,
  args: readonly unknown[],
  results: Tensor | readonly Tensor[],
  outs: readonly Tensor[],
  tangents: readonly (Tensor | null)[],
  isNested: boolean,
): Map<Tensor, Tensor> {
  const edges = tangents.map((t): Edge | null => (t === null ? null : edgeTo(seed(t))));
  const node = new OpNode(info, [...args], results, edges);
  const seeds = outs.map((out) => (isFloating(out.dtype) ? seed(out) : null));
  const pulled = node.apply(seeds);
  const pairs = pulled.flatMap((g, i) => {
    const tangent = tangents[i] ?? null;
    return g !== null && tangent !== null && g.requiresGrad ? [[g, tangent] as const] : [];
  });
  const wanted = seeds.filter((v) => v !== null);
  const found = new Map<Tensor, Tensor>();
  if (pairs.length === 0) return found;
  const pushed = grad(
    pairs.map(([g]) => g),
    wanted,
    pairs.map(([g, t]) => (t.dtype === g.dtype ? t : callOp("_to_copy", [t, g.dtype]))),
    { createGraph: isNested, allowUnused: true },
  );
  wanted.forEach((v, i) => {
    const out = outs[seeds.indexOf(v)] as Tensor;
    const tangent = pushed[i];
    if (tangent) found.set(out, tangent);
  });
  return found;
}

/** Zeros that want a gradient. */
function seed(like: Tensor): Tensor {
  return emptyTensor(like.shape, like.dtype).setRequiresGrad(true);
}

/** A view of a tensor that carries a tangent. */
export function makeDual(tangents: Tangents, primal: Tensor, tangent: Tensor): Tensor {
  if (!sameShape(primal.shape, tangent.shape))
    fail(
      `Trying to set a forward gradient that has a different size than that of the original Tensor, this is not supported. Tensor is of size ${showShape(primal.shape)} while the given forward gradient is of size ${showShape(tangent.shape)}.`,
    );
  const dual = callOp("alias", [primal]);
  tangents.set(dual, tangent);
  return dual;
}

/** A view of a tensor without its tangent. */
export function primalOf(dual: Tensor): Tensor {
  const { tangents } = state;
  state.tangents = null;
  try {
    return callOp("alias", [dual]);
  } finally {
    state.tangents = tangents;
  }
}
