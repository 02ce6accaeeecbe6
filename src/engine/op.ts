/** `op(schema, spec)`: the one place where an operation is computed, recorded on the tape, and told to the trace. */
import type { Cut, OpCard } from "#trace/events.ts";
import { isFloating } from "./dtype.ts";
import { fail } from "./errors.ts";
import { copyInto, map } from "./kernels.ts";
import { AccumulateGrad, type Ctx, type Edge, OpNode } from "./node.ts";
import { parseSchema, type Schema } from "./schema.ts";
import { type Shape, sameShape, showShape } from "./shape.ts";
import { state } from "./state.ts";
import { freshId, Tensor } from "./tensor.ts";
import { gradFnOf, rebaseHistory } from "./views.ts";

/** What an input gets, from the gradient `g` of the (first) result. Null: no gradient. A list argument gets a list. Broadcasting and dtype are undone by the caller. */
export type Vjp<A extends readonly unknown[]> = (g: Tensor, c: Ctx<A>) => Tensor | null | readonly (Tensor | null)[];

export interface OpSpec<A extends readonly unknown[], R extends Tensor | Tensor[]> {
  /** Computes the numbers. Arguments are in schema order with defaults filled in. Runs no autograd: use kernels, not ops. */
  readonly forward: (...args: A) => R;
  /** Gradient rules by input name, written in ops so that they can be differentiated again. Without any the op is not differentiable. */
  readonly vjp?: Readonly<Record<string, Vjp<A>>>;
  /** grad_fn name; default is the CamelCase op name + "Backward0". */
  readonly node?: string | ((...args: A) => string);
  /** Results look at the input's storage. */
  readonly view?: boolean;
  /** There is an in-place form, `name_`. */
  readonly inPlace?: boolean;
  /** Where languages offer it: a method of Tensor, torch.*, torch.nn.functional.*, torch.linalg.*, torch.special.*. Default: method and torch. */
  readonly homes?: readonly Home[];
  /** Other names for the same op (`multiply` for `mul`). */
  readonly aliases?: readonly string[];
  /** Sign on the node; default the name. */
  readonly symbol?: string;
  /** KaTeX for the chain rule. In formulas `z` is the result, `a`, `b`, … or the argument's own short name the inputs, `\bar z` the incoming gradient. */
  readonly tex?: { readonly forward: string; readonly vjp?: Readonly<Record<string, string>> };
  /** Inputs on which the finite-difference tests run, as argument lists; without them the op is tested by its family. */
  readonly samples?: readonly (() => readonly unknown[])[];
  /** One plain sentence for help in the editor. */
  readonly doc?: string;
}

export type Home = "method" | "torch" | "F" | "linalg" | "special" | "hidden";

/** What the tape, the trace and the languages know of an op. */
export interface OpInfo {
  readonly schema: Schema;
  /** Name with overload, `max.dim`: unique in the table. */
  readonly fullName: string;
  readonly card: OpCard;
  readonly homes: readonly Home[];
  readonly aliases: readonly string[];
  readonly hasInPlace: boolean;
  readonly isView: boolean;
  readonly isDifferentiable: boolean;
  readonly doc: string;
  readonly samples: readonly (() => readonly unknown[])[];
  /** Schema positions that hold tensors or lists of tensors. */
  readonly tensorPositions: readonly number[];
  /** Calls with arguments in schema order; trailing defaults may be left out. */
  readonly call: (args: readonly unknown[]) => Tensor | Tensor[];
  /** The in-place form: writes into the first argument and returns it. */
  readonly callInPlace: (args: readonly unknown[]) => Tensor;
  readonly nodeName: (args: readonly unknown[]) => string;
  readonly gradients: (node: OpNode, grads: readonly (Tensor | null)[]) => readonly (Tensor | null)[];
  readonly needsGradient: (edges: readonly (Edge | null)[], position: number) => boolean;
}

/** A callable op. Write its type on the constant when its rule mentions itself: `export const mul: Op<[Tensor, Tensor]> = op(…)`. */
export type Op<A extends readonly unknown[], R extends Tensor | Tensor[] = Tensor> = ((...args: A) => R) & { readonly info: OpInfo };

/** Every op there is, by full name. Languages, completion and the finite-difference tests walk it. */
export const opTable = new Map<string, OpInfo>();

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
export function op<A extends readonly unknown[], R extends Tensor | Tensor[] = Tensor>(schemaText: string, spec: OpSpec<A, R>): Op<A, R> {
  const schema = parseSchema(schemaText);
  const fullName = schema.overload === "" ? schema.name : `${schema.name}.${schema.overload}`;
  if (opTable.has(fullName)) throw new Error(`op ${fullName} is defined twice`);
  const tensorPositions = schema.args.flatMap((a, i) => (a.type === "Tensor" || a.type === "Tensor[]" ? [i] : []));
  for (const name of Object.keys(spec.vjp ?? {})) {
    if (!schema.args.some((a) => a.name === name)) throw new Error(`op ${fullName} has a gradient rule for an unknown input ${name}`);
  }
  const rules = tensorPositions.map((i) => spec.vjp?.[(schema.args[i] as { name: string }).name]);
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
    doc: spec.doc ?? "",
    samples: spec.samples ?? [],
    tensorPositions,
    call: (args) => run(...(args as unknown as A)),
    callInPlace: (args) => runInPlace(args as unknown as A),
    nodeName: (args) => (typeof spec.node === "function" ? spec.node(...(args as unknown as A)) : (spec.node ?? defaultNode)),
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

  function edgesOf(args: readonly unknown[]): (Edge | null)[] {
    const edges: (Edge | null)[] = [];
    tensorPositions.forEach((position, k) => {
      const value = args[position];
      const name = (schema.args[position] as { name: string }).name;
      if (Array.isArray(value)) {
        value.forEach((t: Tensor, i) => edges.push(rules[k] === undefined ? null : edgeTo(t, `${name}[${i}]`)));
      } else edges.push(rules[k] === undefined || value == null ? null : edgeTo(value as Tensor, name));
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
      else if (!differentiable) cut = "not_differentiable";
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
      for (const position of tensorPositions.slice(1)) if (args[position] === self) saved[position] = saved[tensorPositions[0] as number];
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
          out.push(edge == null ? null : shaped(list[i] ?? null, shape, edge));
        });
        return;
      }
      const edge = node.edges[next++];
      const rule = rules[k];
      if (edge == null || rule === undefined) out.push(null);
      else out.push(shaped(rule(g as Tensor, c) as Tensor | null, node.shape(position), edge));
    });
    return out;
  }

  Object.defineProperty(run, "name", { value: schema.name });
  const callable = Object.assign(run, { info }) as Op<A, R>;
  opTable.set(fullName, info);
  return callable;
}

/** Gives a gradient the shape and dtype of the input that it belongs to. */
function shaped(g: Tensor | null, shape: Shape, edge: Edge): Tensor | null {
  if (g === null) return null;
  let out = g;
  if (!sameShape(out.shape, shape)) out = sumToSize(out, shape);
  const dtype = edge.node.outputs[edge.nr]?.dtype;
  if (dtype !== undefined && dtype !== out.dtype) out = castTo(out, dtype);
  return out;
}

/** The edge along which a gradient of `t` travels; null if `t` needs none. */
export function edgeTo(t: Tensor, argument: string): Edge | null {
  if (!t.requiresGrad) return null;
  const node = gradFnOf(t);
  if (node !== null) return { node, nr: t.outputNr, id: t.id, argument };
  t.accumulator ??= new AccumulateGrad(t);
  return { node: t.accumulator, nr: 0, id: t.id, argument };
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

function checkInPlace(self: Tensor, tracked: boolean): void {
  if (state.gradEnabled && self.isInference && !state.inferenceMode && tracked) {
    fail("Inplace update to inference tensor outside InferenceMode is not allowed.You can make a clone to get a normal tensor before doing inplace update.See https://github.com/pytorch/rfcs/pull/17 for more details.");
  }
  if (!state.gradEnabled) return;
  if (self.requiresGrad && self.gradFn === null && self.base === null) {
    fail("a leaf Variable that requires grad is being used in an in-place operation.");
  }
  if (self.base !== null && self.base.requiresGrad && self.base.gradFn === null) {
    fail("a view of a leaf Variable that requires grad is being used in an in-place operation.");
  }
}

function checkCastable(result: Tensor, self: Tensor): void {
  const names = { bool: "Bool", uint8: "Byte", int32: "Int", int64: "Long", float32: "Float", float64: "Double" } as const;
  const order = { bool: 0, uint8: 1, int32: 1, int64: 1, float32: 2, float64: 2 } as const;
  if (order[result.dtype] > order[self.dtype]) {
    fail(`result type ${names[result.dtype]} can't be cast to the desired output type ${names[self.dtype]}`);
  }
}

function cloneOf(t: Tensor): Tensor {
  const copy = map(t, t.dtype, (x) => x);
  copy.id = t.id;
  copy.requiresGrad = t.requiresGrad;
  copy.gradFn = t.gradFn;
  copy.outputNr = t.outputNr;
  return copy;
}

function camelCase(name: string): string {
  return name.split("_").filter(Boolean).map((word) => (word[0] as string).toUpperCase() + word.slice(1)).join("");
}

/** A function that PyTorch builds from other ops: offered to languages like an op, but the tape and the trace see its parts. */
export function composite<A extends readonly unknown[], R extends Tensor | Tensor[] = Tensor>(
  schemaText: string,
  spec: { readonly homes?: readonly Home[]; readonly aliases?: readonly string[]; readonly doc?: string; readonly samples?: readonly (() => readonly unknown[])[] },
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
    doc: spec.doc ?? "",
    samples: spec.samples ?? [],
    tensorPositions: schema.args.flatMap((a, i) => (a.type === "Tensor" || a.type === "Tensor[]" ? [i] : [])),
    call,
    callInPlace: () => fail(`${schema.name}_ is not available in the playground`),
    nodeName: () => schema.name,
    gradients: () => [],
    needsGradient: () => false,
  });
  return body;
}
