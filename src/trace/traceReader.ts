/** Reads what a TraceWriter writes. It comes from where a learner's program runs, so every number is looked at before it is believed. */
import { type Argument, DTYPES, type TensorId, type TraceEvent, type Value } from "./events.ts";
import { attributeSchema, caps, eventSchema } from "./schema.ts";
import { EventOrder, parseWith, TraceFormatError } from "./validate.ts";
import { ARGUMENT, type Chunk, CUTS, LEAVES, PASSES, RECENT, RESETS, ROW } from "./wire.ts";

/** Most names of one run: every call of a module has one. */
const TEXTS = 1_000_000;

/** Gives back the events of one run from its chunks, which must come in order; throws a `TraceFormatError` for anything that no writer wrote. */
export class TraceReader {
  private readonly order = new EventOrder();
  private readonly texts: string[] = [];
  private numbers = new Float64Array(0);
  private rest: readonly unknown[] = [];
  private at = 0;
  /** The large values that were told last, and how many there have been. */
  private readonly recent: Value[] = [];
  private large = 0;
  private readonly check: (raw: unknown) => TraceEvent;

  /** `check` reads what has no row; another one for a writer that is trusted and not bound to the caps. */
  constructor(check = (raw: unknown): TraceEvent => parseWith(eventSchema, raw, "An event")) {
    this.check = check;
  }

  read(chunk: Chunk): TraceEvent[] {
    if (this.texts.length + chunk.texts.length > TEXTS) refuse("too many names");
    for (const text of chunk.texts) {
      if (typeof text !== "string" || text.length > caps.name) refuse("a name that is too long");
      this.texts.push(text);
    }
    this.numbers = chunk.numbers;
    this.rest = chunk.rest;
    this.at = 0;
    const events: TraceEvent[] = [];
    while (this.at < this.numbers.length) events.push(this.order.checked(this.event()));
    return events;
  }

  private event(): TraceEvent {
    const kind = this.whole();
    switch (kind) {
      case ROW.op:
        return this.op();
      case ROW.flow:
        return {
          type: "flow",
          pass: this.whole(),
          from: this.whole(),
          to: this.whole(),
          argument: this.text(),
          value: this.value(),
        };
      case ROW.grad: {
        const [pass, id, stored, values] = [this.whole(), this.whole(), this.flag(), this.whole()];
        const value = this.value();
        return { type: "grad", pass, id, stored, value, added: values === 2 ? this.value() : value };
      }
      case ROW.leaf:
        return {
          type: "leaf",
          line: this.line(),
          id: this.whole(),
          kind: this.oneOf(LEAVES),
          made: this.text(),
          requiresGrad: this.flag(),
          value: this.value(),
        };
      case ROW.name:
        return { type: "name", line: this.line(), id: this.whole(), name: this.text() };
      case ROW.update:
        return { type: "update", line: this.line(), id: this.whole(), op: this.text(), value: this.value() };
      case ROW.backward: {
        const [line, pass, how] = [this.line(), this.whole(), this.oneOf(PASSES)];
        const [retainGraph, createGraph] = [this.flag(), this.flag()];
        const roots = this.list(caps.list, () => ({ id: this.whole(), seed: this.value() }));
        return { type: "backward", line, pass, how, roots, retainGraph, createGraph };
      }
      case ROW.backwardEnd:
        return { type: "backwardEnd", pass: this.whole(), freed: this.flag() };
      case ROW.reset:
        return { type: "reset", line: this.line(), id: this.whole(), how: this.oneOf(RESETS) };
      case ROW.rest:
        return this.check(this.rest[this.whole()]);
      default:
        return refuse("an unknown kind of event");
    }
  }

  private op(): TraceEvent {
    const line = this.line();
    const op = this.text();
    const gradFn = this.text();
    const cut = this.oneOf(CUTS);
    const [inPlaceOf, during] = [this.whole(), this.whole()];
    const scope = this.text();
    const args = this.list(caps.arguments, () => this.argument());
    const outputs = this.list(caps.outputs, () => ({ id: this.whole(), value: this.value() }));
    return {
      type: "op",
      line,
      op,
      args,
      outputs,
      gradFn: gradFn === "" ? null : gradFn,
      ...(cut === undefined ? {} : { cut }),
      ...(inPlaceOf === 0 ? {} : { inPlaceOf }),
      ...(during === 0 ? {} : { during }),
      ...(scope === "" ? {} : { scope }),
    };
  }

  private argument(): Argument {
    const kind = this.whole();
    const name = this.text();
    switch (kind) {
      case ARGUMENT.tensor:
        return { name, tensor: this.whole() };
      case ARGUMENT.tensors:
        return { name, tensors: this.list<TensorId>(caps.list, () => this.whole()) };
      case ARGUMENT.number:
        return { name, value: this.next() };
      case ARGUMENT.flag:
        return { name, value: this.flag() };
      case ARGUMENT.rest:
        return { name, value: parseWith(attributeSchema, this.rest[this.whole()], "An argument") };
      default:
        return refuse("an unknown kind of argument");
    }
  }

  private value(): Value {
    const code = this.whole();
    if (code === DTYPES.length) return this.recent[this.whole()] ?? refuse("a value that was never told");
    const dtype = DTYPES[code] ?? refuse("an unknown dtype");
    const rank = this.next();
    if (rank === 0) return { dtype, shape: [], data: [this.next()] };
    const shape = Array.from({ length: this.checked(Math.abs(rank), caps.dimensions) }, () => this.whole());
    if (rank > 0)
      return {
        dtype,
        shape,
        data: this.data(shape.reduce((n, size) => n * size, 1)),
      };
    const sample = [this.whole(), this.whole()] as const;
    const range = [this.next(), this.next()] as const;
    const value = { dtype, shape, data: this.data(sample[0] * sample[1]), sample, range };
    this.recent[++this.large % RECENT] = value;
    return value;
  }

  private data(count: number): number[] {
    const from = this.at;
    this.at += this.checked(count, Math.min(caps.numbers, this.numbers.length - from));
    return Array.from(this.numbers.subarray(from, this.at));
  }

  private list<T>(cap: number, item: () => T): T[] {
    const items: T[] = [];
    for (let n = this.checked(this.next(), cap); n > 0; n--) items.push(item());
    return items;
  }

  private next(): number {
    if (this.at >= this.numbers.length) refuse("an event without its end");
    return this.numbers[this.at++] as number;
  }
  private checked(n: number, cap: number): number {
    return Number.isInteger(n) && n >= 0 && n <= cap ? n : refuse(`${n} where a number up to ${cap} must stand`);
  }
  private whole(): number {
    return this.checked(this.next(), Number.MAX_SAFE_INTEGER);
  }
  private line(): number {
    return this.checked(this.next(), caps.line);
  }
  private flag(): boolean {
    return this.checked(this.next(), 1) === 1;
  }
  private text(): string {
    return this.texts[this.checked(this.next(), this.texts.length - 1)] as string;
  }
  private oneOf<T>(list: readonly T[]): T {
    return list[this.checked(this.next(), list.length - 1)] as T;
  }
}

function refuse(what: string): never {
  throw new TraceFormatError("shape", `These events cannot be read: ${what}`);
}
