/** Writes the engine's tensors and ops as rows of the trace, and counts what has been written. */
import type { Argument, Attribute, Cut, OpCard, TensorId, TraceEvent, Value } from "#trace/events.ts";
import { type Range, rangeOf, samplePlan } from "#trace/sample.ts";
import type { TraceWriter } from "#trace/traceWriter.ts";
import { type LEAVES, RECENT } from "#trace/wire.ts";
import { categoryOf } from "./dtype.ts";
import { type Node, OpNode } from "./node.ts";
import type { OpInfo } from "./opInfo.ts";
import { recordedValue } from "./recordedValue.ts";
import { sameShape } from "./shape.ts";
import { state } from "./state.ts";
import { elementsOf, Tensor } from "./tensor.ts";
import { tensorsOf } from "./tensorList.ts";
import { rangeLarge } from "./wasm/elements.ts";

/** Do two tensors look at the same numbers in the same way? */
const isSamePlace = (a: Tensor, b: Tensor): boolean =>
  a === b ||
  (a.storage === b.storage && a.offset === b.offset && sameShape(a.shape, b.shape) && sameShape(a.strides, b.strides));

/** A matrix that lies by columns, without gaps. */
const isTurned = (t: Tensor): boolean => t.rank === 2 && t.strides[0] === 1 && t.strides[1] === t.shape[0];

/** The places of an op's own name, of its arguments' names and of the last grad_fn in the writer's list. */
interface Names {
  readonly op: number;
  readonly args: readonly number[];
  gradFn: string;
  gradFnPlace: number;
}

export class EventRows {
  events = 0;
  numbers = 0;
  private readonly writer: TraceWriter;
  /** Large gradients under way, and which values they were told as; forgotten when their pass ends, because numbers can change unseen. */
  private told: { readonly tensor: Tensor; readonly version: number; readonly number: number }[] = [];
  private readonly names = new Map<OpInfo, Names>();
  private readonly cards = new Map<string, OpCard>();

  constructor(writer: TraceWriter) {
    this.writer = writer;
  }

  /** A card is told once; that of an optimiser's rule again when there is more of it. */
  card(card: OpCard): void {
    if (this.cards.get(card.name) === card) return;
    this.cards.set(card.name, card);
    this.writer.card(card);
  }

  /** An event that is too rare for a row; it is not counted when it is about what was left out. */
  event(event: TraceEvent, counts = true): void {
    if (counts) this.events++;
    this.writer.event(event);
  }

  passed(): void {
    this.writer.passed();
  }

  /** An op of the table. For an in-place op `inPlaceOf` is what its first tensor was called. */
  op(
    info: OpInfo,
    args: readonly unknown[],
    outs: readonly Tensor[],
    gradFn: string,
    cut: Cut | undefined,
    inPlaceOf: TensorId,
  ): void {
    const { writer } = this;
    const names = this.namesOf(info);
    const scope = state.pass > 0 || state.scope === "" ? 0 : writer.text(state.scope);
    if (names.gradFn !== gradFn) {
      names.gradFn = gradFn;
      names.gradFnPlace = writer.text(gradFn);
    }
    writer.op(state.line, names.op, names.gradFnPlace, cut, inPlaceOf, state.pass, scope);
    const schema = info.schema.args;
    const count = writer.reserve();
    let told = 0;
    for (let i = 0; i < args.length && i < schema.length; i++) {
      const name = names.args[i] as number;
      const value = i === 0 && inPlaceOf !== 0 ? inPlaceOf : args[i];
      const tensors = tensorsOf(value);
      if (value === null || value === undefined) continue;
      if (i === 0 && inPlaceOf !== 0) writer.tensorArgument(name, inPlaceOf);
      else if (value instanceof Tensor) {
        if (!value.isWrapped) writer.tensorArgument(name, value.id);
        else writer.argument(name, categoryOf(value.dtype) === 0 ? value.item() !== 0 : value.item());
      } else if (tensors !== null) {
        writer.tensorsArgument(
          name,
          tensors.map((t) => t.id),
        );
      } else if ((typeof value !== "object" || Array.isArray(value)) && value !== schema[i]?.defaultValue) {
        writer.argument(name, value as Attribute);
      } else continue;
      told++;
    }
    writer.fill(count, told);
    this.outputs(outs);
  }

  /** An op that is in no table, with one argument and outside of any call. */
  plainOp(op: string, line: number, argument: Argument, out: Tensor, gradFn: string, cut?: Cut): void {
    const { writer } = this;
    writer.op(line, writer.text(op), writer.text(gradFn), cut, 0, 0, 0);
    writer.fill(writer.reserve(), 1);
    const name = writer.text(argument.name);
    if ("tensor" in argument) writer.tensorArgument(name, argument.tensor);
    else if ("tensors" in argument) writer.tensorsArgument(name, argument.tensors);
    else writer.argument(name, argument.value);
    this.outputs([out]);
  }

  leaf(line: number, t: Tensor, kind: (typeof LEAVES)[number], made: string): void {
    this.writer.leaf(line, t.id, kind, made, t.requiresGrad);
    this.value(t);
    this.end();
  }

  name(line: number, id: TensorId, name: string): void {
    this.writer.name(line, id, name);
    this.events++;
  }

  flow(pass: number, node: Node, i: number, to: TensorId, g: Tensor): void {
    this.writer.flow(pass, node.idOut, to, this.argumentOf(node, i));
    this.value(g);
    this.end();
  }

  loneFlow(pass: number, node: Node, i: number, to: TensorId, g: number): void {
    this.writer.flow(pass, node.idOut, to, this.argumentOf(node, i));
    this.numbers += this.writer.loneValue("float32", g);
    this.end();
  }

  loneGrad(pass: number, id: TensorId, g: number): void {
    this.writer.grad(pass, id, false, 1);
    this.numbers += this.writer.loneValue("float32", g);
    this.end();
  }

  private argumentOf(node: Node, i: number): number {
    return node instanceof OpNode && node.op.tensorsInFront
      ? (this.namesOf(node.op).args[i] as number)
      : this.writer.text(node.argument(i));
  }

  grad(pass: number, id: TensorId, stored: boolean, total: Tensor, added: Tensor): void {
    this.writer.grad(pass, id, stored, total === added ? 1 : 2);
    this.value(total);
    if (total !== added) this.value(added);
    this.end();
  }

  backward(
    pass: number,
    how: "backward" | "grad",
    roots: readonly Tensor[],
    seeds: readonly Tensor[],
    retainGraph: boolean,
    createGraph: boolean,
  ): void {
    this.writer.backward(state.line, pass, how, retainGraph, createGraph);
    this.writer.fill(this.writer.reserve(), roots.length);
    roots.forEach((root, i) => {
      this.writer.output(root.id);
      this.value(seeds[i] as Tensor);
    });
    this.end();
  }

  backwardEnd(pass: number, freed: boolean): void {
    this.told = [];
    this.writer.backwardEnd(pass, freed);
    this.events++;
  }

  reset(id: TensorId, how: "zero" | "none"): void {
    this.writer.reset(state.line, id, how);
    this.events++;
  }

  /** An op has changed numbers outside of the graph. */
  opUpdate(info: OpInfo, t: Tensor): void {
    this.namesOf(info);
    this.update(state.line, t.id, info.schema.name, t);
  }

  update(line: number, id: TensorId, op: string, t: Tensor): void {
    this.writer.update(line, id, op);
    this.value(t);
    this.end();
  }

  /** The numbers of a tensor for an event that has no row. */
  read(t: Tensor): Value {
    const value = recordedValue(t);
    this.numbers += value.data.length;
    return value;
  }

  private outputs(outs: readonly Tensor[]): void {
    this.writer.fill(this.writer.reserve(), outs.length);
    for (let i = 0; i < outs.length; i++) {
      const out = outs[i] as Tensor;
      this.writer.output(out.id);
      this.value(out);
    }
    this.end();
  }

  private value(t: Tensor): void {
    const { storage, shape, offset } = t;
    const { data, dtype } = storage;
    if (shape.length === 0) this.numbers += this.writer.value(dtype, shape, data, offset);
    else if (samplePlan(shape).sample === null)
      this.numbers += t.isContiguous
        ? this.writer.value(dtype, shape, data, offset)
        : this.writer.value(dtype, shape, elementsOf(t), 0);
    else if (!this.toldBefore(t)) {
      const lies = t.isContiguous || isTurned(t);
      this.numbers += lies
        ? this.writer.value(dtype, shape, data, offset, rangeNow(t), !t.isContiguous)
        : this.writer.value(dtype, shape, elementsOf(t), 0);
    }
  }

  /** A gradient comes up as it flows, as it arrives, and as a `.grad`: a large one is told once, and then named. */
  private toldBefore(t: Tensor): boolean {
    if (state.pass === 0) return false;
    const known = this.told.find(({ tensor, version }) => version === t.version.n && isSamePlace(tensor, t));
    if (known !== undefined && this.writer.again(known.number)) return true;
    if (this.told.length >= RECENT) this.told.shift();
    this.told.push({ tensor: t, version: t.version.n, number: this.writer.large + 1 });
    return false;
  }

  private end(): void {
    this.events++;
    this.writer.end();
  }

  private namesOf(info: OpInfo): Names {
    let names = this.names.get(info);
    if (names === undefined) {
      this.card(info.card);
      names = {
        op: this.writer.text(info.schema.name),
        args: info.schema.args.map((a) => this.writer.text(a.name)),
        gradFn: "",
        gradFnPlace: 0,
      };
      this.names.set(info, names);
    }
    return names;
  }
}

function rangeNow({ storage: { data }, offset, numel }: Tensor): Range {
  return (data instanceof Float32Array ? rangeLarge(data, offset, numel) : null) ?? rangeOf(data, offset, numel);
}
