/** `op(schema, spec)`: the one place where an operation is computed, recorded on the tape, and told to the trace. */
import type { Cut } from "#trace/events.ts";
import { isFloating } from "./dtype.ts";
import { fail } from "./errors.ts";
import { shaped, unruled } from "./gradientShape.ts";
import { checkCastable, checkInPlace, cloneOf } from "./inPlace.ts";
import { copyInto } from "./kernels.ts";
import { runLone } from "./loneNumbers.ts";
import { type Ctx, type Edge, OpNode } from "./node.ts";
import type { Home, Op, OpInfo, OpSpec } from "./opInfo.ts";
import { camelCase, completion, parseSchema } from "./schema.ts";
import { type Shape, sameShape, showShape } from "./shape.ts";
import { state } from "./state.ts";
import { freshId, narrowed, Tensor } from "./tensor.ts";
import { edgeTo, rebaseHistory } from "./views.ts";

export type { Op, OpInfo } from "./opInfo.ts";

/** Every op there is, by full name. Languages, completion and the finite-difference tests walk it. */
export const opTable = new Map<string, OpInfo>();

/** Calls an op that has no name in the code, because its family is defined in a loop or its file cannot be imported from here. */
export function callOp(fullName: string, args: readonly unknown[]): Tensor {
  const info = opTable.get(fullName);
  if (info === undefined) throw new Error(`there is no op ${fullName}`);
  return info.call(args) as Tensor;
}

/** Defines an op. Throws at start-up if the schema or a rule's name is wrong. */
export function op<A extends readonly unknown[], R extends Tensor | Tensor[] = Tensor>(
  schemaText: string,
  spec: OpSpec<A, R>,
): Op<A, R> {
  const schema = parseSchema(schemaText);
  const fullName = schema.overload === "" ? schema.name : `${schema.name}.${schema.overload}`;
  if (opTable.has(fullName)) throw new Error(`op ${fullName} is defined twice`);
  const tensorPositions = schema.args.flatMap((a, i) => (a.type === "Tensor" || a.type === "Tensor[]" ? [i] : []));
  for (const name of Object.keys(spec.vjp ?? {})) {
    if (!schema.args.some((a) => a.name === name))
      throw new Error(`op ${fullName} has a gradient rule for an unknown input ${name}`);
  }
  const tensorsInFront =
    tensorPositions.length <= 2 &&
    tensorPositions.every((position, k) => position === k) &&
    !schema.args.some((a) => a.type === "Tensor[]");
  const rules = tensorPositions.map((i) => spec.vjp?.[(schema.args[i] as { name: string }).name]);
  const hasList = tensorPositions.some((i) => schema.args[i]?.type === "Tensor[]");
  const differentiable = spec.vjp !== undefined;
  const withDefaults = completion(schema);
  const defaultNode = `${camelCase(schema.name)}Backward0`;

  const info: OpInfo = {
    schema,
    fullName,
    card: {
      name: schema.name,
      symbol: spec.symbol ?? schema.name,
      forward: spec.tex?.forward ?? `z = \\operatorname{${schema.name.replaceAll("_", "\\_")}}(\\ldots)`,
      vjp: spec.tex?.vjp ?? {},
    },
    homes: spec.homes ?? ["method", "torch"],
    aliases: spec.aliases ?? [],
    hasInPlace: spec.inPlace !== undefined && spec.inPlace !== false,
    lone: spec.lone,
    isView: spec.view ?? false,
    isDifferentiable: differentiable,
    ruled: Object.keys(spec.vjp ?? {}),
    doc: spec.doc ?? "",
    samples: spec.samples ?? [],
    batch: spec.batch,
    tensorPositions,
    tensorsInFront,
    call: (args) => run(...(args as unknown as A)),
    callInPlace: (args) => runInPlace(args as unknown as A),
    nodeName: (args) =>
      typeof spec.node === "function" ? spec.node(...(args as unknown as A)) : (spec.node ?? defaultNode),
    gradients,
    needsGradient: (edges, position) => {
      const k = tensorPositions.indexOf(position);
      return hasList ? edges.some((e) => e !== null) : edges[k] != null;
    },
  };

  function wantsGrad(args: readonly unknown[]): boolean {
    for (let k = 0; k < tensorPositions.length; k++) {
      const value = args[tensorPositions[k] as number];
      if (value instanceof Tensor) {
        if (value.requiresGrad) return true;
      } else if (Array.isArray(value) && value.some((t: Tensor) => t?.requiresGrad)) return true;
    }
    return false;
  }

  function edgesOf(args: readonly unknown[]): (Edge | null)[] {
    const edges: (Edge | null)[] = [];
    for (let k = 0; k < tensorPositions.length; k++) {
      const value = args[tensorPositions[k] as number] as Tensor | readonly Tensor[] | null | undefined;
      const ruled = rules[k] !== undefined;
      if (value instanceof Tensor) edges.push(ruled ? edgeTo(value) : unruled(value, info, k));
      else if (value == null) edges.push(null);
      else
        for (let i = 0; i < value.length; i++)
          edges.push(ruled ? edgeTo(value[i] as Tensor) : unruled(value[i] as Tensor, info, k));
    }
    return edges;
  }

  function run(...given: A): R {
    countOp();
    const args = withDefaults(given as unknown as unknown[]);
    const lone = spec.lone === undefined || state.tangents !== null ? null : runLone(info, spec.lone, args);
    if (lone !== null) return lone as R;
    const result = spec.forward(...(args as unknown as A));
    const { recorder } = state;
    if (spec.view !== true) {
      if (!Array.isArray(result)) narrowed(result as Tensor);
      else for (const out of result) narrowed(out);
    }
    let node: OpNode | null = null;
    let cut: Cut | undefined;
    // Without a tape and without a recorder nobody asks whether a gradient would have passed.
    if ((state.gradEnabled || recorder !== null) && wantsGrad(args)) {
      if (!state.gradEnabled) cut = "no_grad";
      else if (!differentiable) cut = spec.cut ?? "not_differentiable";
      else if (Array.isArray(result) ? result.some((t) => isFloating(t.dtype)) : isFloating((result as Tensor).dtype)) {
        node = new OpNode(info, args, result, edgesOf(args));
        attach(node, result);
      } else cut = "not_differentiable";
    }
    if (state.tangents !== null) state.tangents.push(info, args, result);
    if (spec.view === true) {
      const of = args[tensorPositions[0] as number] as Tensor;
      if (Array.isArray(result)) for (const out of result) markView(out, of);
      else markView(result as Tensor, of);
    }
    if (state.inferenceMode) for (const out of listOf(result)) out.isInference = true;
    if (recorder !== null) recorder.op(info, args, listOf(result), node, cut);
    return result;
  }

  function runInPlace(given: A): Tensor {
    const args = withDefaults(given.slice()) as unknown[];
    const self = args[tensorPositions[0] as number] as Tensor;
    countOp();
    const tracked = state.gradEnabled && differentiable && wantsGrad(args);
    checkInPlace(self, tracked);
    const direct = !tracked && state.tangents === null && typeof spec.inPlace === "function";
    if (direct && spec.inPlace(...(args as unknown as A))) return updated(self, args, args);
    const result = spec.forward(...(args as unknown as A)) as Tensor;
    if (!sameShape(result.shape, self.shape)) {
      fail(`output with shape ${showShape(self.shape)} doesn't match the broadcast shape ${showShape(result.shape)}`);
    }
    if (result.dtype !== self.dtype) checkCastable(result, self);
    const { recorder, tangents } = state;
    // Rules may need what `self` was, which is about to be overwritten.
    const saved = tracked || tangents !== null ? asBefore(args, self) : args;
    if (!tracked) {
      copyInto(self, result);
      return updated(self, args, saved);
    }
    const before = { id: self.id, baseId: self.base?.id ?? 0 };
    recorder?.beforeInPlace(args);
    const edges = edgesOf(args);
    copyInto(self, result);
    self.version.n++;
    const node = new OpNode(info, saved, self, edges);
    self.id = freshId();
    rebaseHistory(self, node);
    tangents?.pushInPlace(info, saved, args, self);
    recorder?.inPlace(info, saved, self, before, node);
    return self;
  }

  /** The numbers of a tensor have changed, but not its place in the graph. `saved` are the arguments as they were. */
  function updated(self: Tensor, args: readonly unknown[], saved: readonly unknown[]): Tensor {
    self.version.n++;
    state.tangents?.pushInPlace(info, saved, args, self);
    state.recorder?.inPlace(info, args, self, { id: self.id, baseId: self.base?.id ?? 0 }, null);
    return self;
  }

  /** The arguments with a copy of `self` in its place. */
  function asBefore(args: readonly unknown[], self: Tensor): unknown[] {
    const kept = cloneOf(self);
    return args.map((arg, i) => (arg === self && tensorPositions.includes(i) ? kept : arg));
  }

  function gradients(node: OpNode, grads: readonly (Tensor | null)[]): readonly (Tensor | null)[] {
    const c = node as unknown as Ctx<A>;
    const g = grads[0] ?? null;
    const out: (Tensor | null)[] = [];
    for (let k = 0; k < tensorPositions.length; k++) {
      const position = tensorPositions[k] as number;
      const rule = rules[k];
      if (schema.args[position]?.type === "Tensor[]") {
        const shapes = node.shapesOf(position);
        const list = rule === undefined ? [] : (rule(g as Tensor, c) as readonly (Tensor | null)[]);
        for (let i = 0; i < shapes.length; i++) {
          const edge = node.edges[out.length];
          out.push(edge == null ? null : shaped(list[i] ?? null, shapes[i] as Shape, edge, node.name, out.length));
        }
        continue;
      }
      const edge = node.edges[out.length];
      if (edge == null || rule === undefined) out.push(null);
      else out.push(shaped(rule(g as Tensor, c) as Tensor | null, node.shape(position), edge, node.name, k));
    }
    return out;
  }

  Object.defineProperty(run, "name", { value: schema.name });
  const callable = Object.assign(run, { info }) as Op<A, R>;
  opTable.set(fullName, info);
  return callable;
}

const listOf = (result: Tensor | readonly Tensor[]): readonly Tensor[] =>
  result instanceof Tensor ? [result] : result;

function attach(node: OpNode, result: Tensor | readonly Tensor[]): void {
  if (result instanceof Tensor) attachOne(node, result, 0);
  else for (let nr = 0; nr < result.length; nr++) attachOne(node, result[nr] as Tensor, nr);
}

function attachOne(node: OpNode, out: Tensor, nr: number): void {
  node.addOutput(out);
  if (!isFloating(out.dtype)) return;
  out.requiresGrad = true;
  out.gradFn = node;
  out.outputNr = nr;
}

function markView(out: Tensor, of: Tensor): void {
  out.base = of.base ?? of;
  out.viewVersion = out.base.version.n;
}

function countOp(): void {
  if (++state.ops > state.opLimit) {
    fail(`this program ran more than ${state.opLimit} tensor operations, the playground's limit for one run`);
  }
}

function withNodeName<R extends Tensor | Tensor[]>(result: R, args: readonly unknown[], name: string): R {
  for (const out of listOf(result)) if (out.gradFn !== null && !args.includes(out)) out.gradFn.name = name;
  return result;
}

/** A function that PyTorch builds from other ops: offered to languages like an op, but the tape and the trace see its parts. */
export function composite<A extends readonly unknown[], R extends Tensor | Tensor[] = Tensor>(
  schemaText: string,
  spec: {
    readonly homes?: readonly Home[];
    readonly aliases?: readonly string[];
    readonly doc?: string;
    readonly samples?: readonly (() => readonly unknown[])[];
    /** What PyTorch calls the node of the result, where its name is not that of the last part here. */
    readonly node?: string;
  },
  parts: (...args: A) => R,
): (...args: A) => R {
  const { node } = spec;
  const body = node === undefined ? parts : (...args: A): R => withNodeName(parts(...args), args, node);
  const schema = parseSchema(schemaText);
  const fullName = schema.overload === "" ? schema.name : `${schema.name}.${schema.overload}`;
  if (opTable.has(fullName)) throw new Error(`op ${fullName} is defined twice`);
  const withDefaults = completion(schema);
  const call = (args: readonly unknown[]): R => body(...(withDefaults(args.slice()) as unknown as A));
  opTable.set(fullName, {
    schema,
    fullName,
    card: { name: schema.name, symbol: schema.name, forward: "", vjp: {} },
    homes: spec.homes ?? ["method", "torch"],
    aliases: spec.aliases ?? [],
    hasInPlace: false,
    isView: false,
    isDifferentiable: true,
    ruled: [],
    doc: spec.doc ?? "",
    samples: spec.samples ?? [],
    batch: undefined,
    tensorPositions: schema.args.flatMap((a, i) => (a.type === "Tensor" || a.type === "Tensor[]" ? [i] : [])),
    tensorsInFront: false,
    call,
    callInPlace: () => fail(`${schema.name}_ is not available in the playground`),
    nodeName: () => schema.name,
    gradients: () => [],
    needsGradient: () => false,
  });
  return body;
}
