/** `op(schema, spec)`: the one place where an operation is computed, recorded on the tape, and told to the trace. */
import type { Cut } from "#trace/events.ts";
import { isFloating } from "./dtype.ts";
import { fail } from "./errors.ts";
import { checkCastable, checkInPlace, cloneOf } from "./inPlace.ts";
import { copyInto } from "./kernels.ts";
import { type Ctx, type Edge, OpNode } from "./node.ts";
import type { Home, Op, OpInfo, OpSpec } from "./opInfo.ts";
import { camelCase, parseSchema } from "./schema.ts";
import { broadcastsTo, type Shape, sameShape, showShape } from "./shape.ts";
import { state } from "./state.ts";
import { freshId, Tensor } from "./tensor.ts";
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

/** Undoes broadcasting: set by ops/shape (sumToSize), which is itself written in ops. */
let sumToSize: (g: Tensor, shape: Shape) => Tensor = () => fail("sumToSize is not registered");
/** Converts dtype differentiably: set by ops/convert. */
let castTo: (g: Tensor, dtype: Tensor["dtype"]) => Tensor = () => fail("castTo is not registered");
/** Called once by the op family that defines them, because gradient rules are written in ops and ops need these two. */
export function registerGradientShaping(shaping: { sumToSize: typeof sumToSize; castTo: typeof castTo }): void {
  sumToSize = shaping.sumToSize;
  castTo = shaping.castTo;
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
  const rules = tensorPositions.map((i) => spec.vjp?.[(schema.args[i] as { name: string }).name]);
  const names = tensorPositions.map((i) => (schema.args[i] as { name: string }).name);
  const hasList = tensorPositions.some((i) => schema.args[i]?.type === "Tensor[]");
  const differentiable = spec.vjp !== undefined;
  const defaults = schema.args.map((a) => a.defaultValue ?? null);
  const arity = schema.args.length;
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
    hasInPlace: spec.inPlace ?? false,
    isView: spec.view ?? false,
    isDifferentiable: differentiable,
    ruled: Object.keys(spec.vjp ?? {}),
    doc: spec.doc ?? "",
    samples: spec.samples ?? [],
    batch: spec.batch,
    tensorPositions,
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

  function withDefaults(args: readonly unknown[]): readonly unknown[] {
    let full = args;
    if (args.length < arity) full = [...args, ...defaults.slice(args.length)];
    return full;
  }

  function wantsGrad(args: readonly unknown[]): boolean {
    for (const position of tensorPositions) {
      const value = args[position];
      if (value instanceof Tensor) {
        if (value.requiresGrad) return true;
      } else if (Array.isArray(value) && value.some((t: Tensor) => t?.requiresGrad)) return true;
    }
    return false;
  }

  function withoutRule(value: Tensor | null, k: number): null {
    if (value?.requiresGrad)
      fail(
        `The function '${schema.name}' is not differentiable with respect to argument '${names[k]}'. This input cannot have requires_grad True.`,
      );
    return null;
  }

  function edgesOf(args: readonly unknown[]): (Edge | null)[] {
    if (!hasList) {
      const edges = new Array<Edge | null>(tensorPositions.length);
      for (let k = 0; k < edges.length; k++) {
        const value = args[tensorPositions[k] as number] as Tensor | null | undefined;
        edges[k] =
          value == null ? null : rules[k] === undefined ? withoutRule(value, k) : edgeTo(value, names[k] as string);
      }
      return edges;
    }
    const edges: (Edge | null)[] = [];
    tensorPositions.forEach((position, k) => {
      const value = args[position];
      const name = names[k] as string;
      if (Array.isArray(value)) {
        for (let i = 0; i < value.length; i++) {
          const each = value[i] as Tensor;
          edges.push(rules[k] === undefined ? withoutRule(each, k) : edgeTo(each, `${name}[${i}]`));
        }
      } else if (value == null) edges.push(null);
      else edges.push(rules[k] === undefined ? withoutRule(value as Tensor, k) : edgeTo(value as Tensor, name));
    });
    return edges;
  }

  function run(...given: A): R {
    const args = withDefaults(given);
    countOp();
    const result = spec.forward(...(args as unknown as A));
    const outs = (Array.isArray(result) ? result : [result]) as readonly Tensor[];
    let node: OpNode | null = null;
    let cut: Cut | undefined;
    if (wantsGrad(args)) {
      if (!state.gradEnabled) cut = "no_grad";
      else if (!differentiable) cut = spec.cut ?? "not_differentiable";
      else if (outs.some((t) => isFloating(t.dtype))) {
        node = new OpNode(info, args, outs, edgesOf(args));
        attach(node, outs);
      } else cut = "not_differentiable";
    }
    if (spec.view === true) for (const out of outs) markView(out, args[tensorPositions[0] as number] as Tensor);
    if (state.inferenceMode) for (const out of outs) out.isInference = true;
    state.recorder?.op(info, args, outs, node, cut);
    return result;
  }

  function runInPlace(given: A): Tensor {
    const args = withDefaults(given) as unknown[];
    const self = args[tensorPositions[0] as number] as Tensor;
    countOp();
    const tracked = state.gradEnabled && differentiable && wantsGrad(args);
    checkInPlace(self, tracked);
    const result = spec.forward(...(args as unknown as A)) as Tensor;
    if (!sameShape(result.shape, self.shape)) {
      fail(`output with shape ${showShape(self.shape)} doesn't match the broadcast shape ${showShape(result.shape)}`);
    }
    checkCastable(result, self);
    let node: OpNode | null = null;
    const before = { id: self.id, baseId: self.base?.id ?? 0 };
    if (tracked) {
      // The rule may need what `self` was, which is about to be overwritten.
      const saved = args.slice();
      const edges = edgesOf(args);
      saved[tensorPositions[0] as number] = cloneOf(self);
      for (const position of tensorPositions.slice(1))
        if (args[position] === self) saved[position] = saved[tensorPositions[0] as number];
      copyInto(self, result);
      self.version.n++;
      node = new OpNode(info, saved, [self], edges);
      self.id = freshId();
      rebaseHistory(self, node);
    } else {
      copyInto(self, result);
      self.version.n++;
    }
    state.recorder?.inPlace(info, args, self, before, node);
    return self;
  }

  function gradients(node: OpNode, grads: readonly (Tensor | null)[]): readonly (Tensor | null)[] {
    const c = node as unknown as Ctx<A>;
    const g = grads[0] ?? null;
    const out: (Tensor | null)[] = [];
    let next = 0;
    tensorPositions.forEach((position, k) => {
      if (schema.args[position]?.type === "Tensor[]") {
        const shapes = node.shapesOf(position);
        const rule = rules[k];
        const list = rule === undefined ? [] : (rule(g as Tensor, c) as readonly (Tensor | null)[]);
        shapes.forEach((shape, i) => {
          const edge = node.edges[next++];
          out.push(edge == null ? null : shaped(list[i] ?? null, shape, edge, node.name, next - 1));
        });
        return;
      }
      const edge = node.edges[next++];
      const rule = rules[k];
      if (edge == null || rule === undefined) out.push(null);
      else out.push(shaped(rule(g as Tensor, c) as Tensor | null, node.shape(position), edge, node.name, k));
    });
    return out;
  }

  Object.defineProperty(run, "name", { value: schema.name });
  const callable = Object.assign(run, { info }) as Op<A, R>;
  opTable.set(fullName, info);
  return callable;
}

/** Gives a gradient the shape and dtype of the input that it belongs to. */
function shaped(g: Tensor | null, shape: Shape, edge: Edge, name: string, nr: number): Tensor | null {
  if (g === null) return null;
  let out = g;
  if (!sameShape(out.shape, shape)) {
    if (!broadcastsTo(shape, out.shape))
      fail(
        `Function ${name} returned an invalid gradient at index ${nr} - got ${showShape(out.shape)} but expected shape compatible with ${showShape(shape)}`,
      );
    out = sumToSize(out, shape);
  }
  const dtype = edge.node.outputs[edge.nr]?.dtype;
  if (dtype !== undefined && dtype !== out.dtype) out = castTo(out, dtype);
  return out;
}

function attach(node: OpNode, outs: readonly Tensor[]): void {
  outs.forEach((out, nr) => {
    node.outputs.push({ shape: out.shape, dtype: out.dtype, id: out.id });
    if (!isFloating(out.dtype)) return;
    out.requiresGrad = true;
    out.gradFn = node;
    out.outputNr = nr;
  });
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

/** A function that PyTorch builds from other ops: offered to languages like an op, but the tape and the trace see its parts. */
export function composite<A extends readonly unknown[], R extends Tensor | Tensor[] = Tensor>(
  schemaText: string,
  spec: {
    readonly homes?: readonly Home[];
    readonly aliases?: readonly string[];
    readonly doc?: string;
    readonly samples?: readonly (() => readonly unknown[])[];
  },
  body: (...args: A) => R,
): (...args: A) => R {
  const schema = parseSchema(schemaText);
  const fullName = schema.overload === "" ? schema.name : `${schema.name}.${schema.overload}`;
  if (opTable.has(fullName)) throw new Error(`op ${fullName} is defined twice`);
  const defaults = schema.args.map((a) => a.defaultValue ?? null);
  const call = (args: readonly unknown[]): R => body(...([...args, ...defaults.slice(args.length)] as unknown as A));
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
    call,
    callInPlace: () => fail(`${schema.name}_ is not available in the playground`),
    nodeName: () => schema.name,
    gradients: () => [],
    needsGradient: () => false,
  });
  return body;
}
