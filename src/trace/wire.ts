/**
 * How events leave the engine: the frequent ones as rows of numbers, because an object for each would cost more than the op that it tells of.
 * A row begins with its kind; names stand in it as their place in the list of all names of the run. Read by wireReader.ts.
 */
import { type Attribute, type Cut, DTYPES, type Dtype, type OpCard, type TensorId, type TraceEvent } from "./events.ts";
import { type Range, rangeOf, samplePlan } from "./sample.ts";

/** A stretch of a trace on its way: `texts` are the names that come up in it for the first time, `rest` is what has no row. */
export interface Chunk {
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly texts: readonly string[];
  readonly rest: readonly unknown[];
}

/** Kinds of rows. */
export const ROW = {
  op: 0,
  flow: 1,
  grad: 2,
  leaf: 3,
  name: 4,
  update: 5,
  rest: 6,
  backward: 7,
  backwardEnd: 8,
  reset: 9,
} as const;
/** Kinds of arguments. */
export const ARGUMENT = { tensor: 0, tensors: 1, number: 2, flag: 3, rest: 4 } as const;
/** What is written as its place in these lists. */
export const CUTS: readonly (Cut | undefined)[] = [undefined, "no_grad", "detach", "copied", "not_differentiable"];
export const PASSES = ["backward", "grad"] as const;
export const RESETS = ["zero", "none"] as const;
export const LEAVES = ["leaf", "parameter", "constant"] as const;

/** Where chunks and cards go. `card` is called once for each op, before the first event that uses it; for an optimiser's rule again when more of it is used. */
export interface TraceSink {
  chunk(chunk: Chunk): void;
  card(card: OpCard): void;
}

/** A chunk is sent when so many events have gathered, or so many numbers … */
const EVENTS = 500;
const NUMBERS = 65_536;
/** … or when the first of them has waited so long (ms); the clock is read now and then. */
const AGE = 30;
const GLANCE = 16;

/** Longer names are cut. */
const LONGEST = 300;

/** Collects events and hands them on in chunks. One for each run. */
export class TraceWriter {
  private readonly sink: TraceSink;
  private numbers = new Float64Array(4_096);
  private used = 0;
  private events = 0;
  private since = 0;
  private late = false;
  private rest: unknown[] = [];
  private newTexts: string[] = [""];
  private readonly places = new Map<string, number>([["", 0]]);

  constructor(sink: TraceSink) {
    this.sink = sink;
  }

  card(card: OpCard): void {
    this.sink.card(card);
  }

  /** The place of a name; the empty one has place 0. */
  text(text: string): number {
    let place = this.places.get(text);
    if (place === undefined) {
      place = this.places.size;
      this.places.set(text, place);
      this.newTexts.push(text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
    }
    return place;
  }

  /** An event that has no row of its own. */
  event(event: TraceEvent): void {
    this.room(2);
    this.put(ROW.rest);
    this.put(this.rest.push(event) - 1);
    // What a program prints should not wait for more ops.
    this.late = event.type === "print" || event.type === "plot";
    this.end();
  }

  /** Arguments and then results follow, each list after its `count`. Names by their place; ids, passes and names that are not there are 0. */
  op(
    line: number,
    op: number,
    gradFn: number,
    cut: Cut | undefined,
    inPlaceOf: TensorId,
    during: number,
    scope: number,
  ): void {
    this.room(8);
    this.put(ROW.op);
    this.put(line);
    this.put(op);
    this.put(gradFn);
    this.put(cut === undefined ? 0 : CUTS.indexOf(cut));
    this.put(inPlaceOf);
    this.put(during);
    this.put(scope);
  }

  /** Leaves room for how many arguments, or results, come next; `fill` says it. */
  reserve(): number {
    this.room(1);
    return this.used++;
  }
  fill(place: number, count: number): void {
    this.numbers[place] = count;
  }

  tensorArgument(name: number, id: TensorId): void {
    this.room(3);
    this.put(ARGUMENT.tensor);
    this.put(name);
    this.put(id);
  }

  tensorsArgument(name: number, ids: readonly TensorId[]): void {
    this.room(3 + ids.length);
    this.put(ARGUMENT.tensors);
    this.put(name);
    this.put(ids.length);
    for (const id of ids) this.put(id);
  }

  argument(name: number, value: Attribute): void {
    const kind =
      typeof value === "number" ? ARGUMENT.number : typeof value === "boolean" ? ARGUMENT.flag : ARGUMENT.rest;
    this.room(3);
    this.put(kind);
    this.put(name);
    this.put(kind === ARGUMENT.rest ? this.rest.push(value) - 1 : Number(value));
  }

  output(id: TensorId): void {
    this.room(1);
    this.put(id);
  }

  leaf(line: number, id: TensorId, kind: (typeof LEAVES)[number], made: string, requiresGrad: boolean): void {
    this.room(6);
    this.put(ROW.leaf);
    this.put(line);
    this.put(id);
    this.put(LEAVES.indexOf(kind));
    this.put(this.text(made));
    this.put(requiresGrad ? 1 : 0);
  }

  name(line: number, id: TensorId, name: string): void {
    this.room(4);
    this.put(ROW.name);
    this.put(line);
    this.put(id);
    this.put(this.text(name));
    this.end();
  }

  flow(pass: number, from: TensorId, to: TensorId, argument: string): void {
    this.room(5);
    this.put(ROW.flow);
    this.put(pass);
    this.put(from);
    this.put(to);
    this.put(this.text(argument));
  }

  /** One value follows if what was added is all there is, else two. */
  grad(pass: number, id: TensorId, stored: boolean, values: 1 | 2): void {
    this.room(5);
    this.put(ROW.grad);
    this.put(pass);
    this.put(id);
    this.put(stored ? 1 : 0);
    this.put(values);
  }

  update(line: number, id: TensorId, op: string): void {
    this.room(4);
    this.put(ROW.update);
    this.put(line);
    this.put(id);
    this.put(this.text(op));
  }

  /** The roots follow after their `count`: the id of each, then its seed. */
  backward(line: number, pass: number, how: (typeof PASSES)[number], retainGraph: boolean, createGraph: boolean): void {
    this.room(6);
    this.put(ROW.backward);
    this.put(line);
    this.put(pass);
    this.put(PASSES.indexOf(how));
    this.put(retainGraph ? 1 : 0);
    this.put(createGraph ? 1 : 0);
  }

  backwardEnd(pass: number, freed: boolean): void {
    this.room(3);
    this.put(ROW.backwardEnd);
    this.put(pass);
    this.put(freed ? 1 : 0);
    this.end();
  }

  reset(line: number, id: TensorId, how: (typeof RESETS)[number]): void {
    this.room(4);
    this.put(ROW.reset);
    this.put(line);
    this.put(id);
    this.put(RESETS.indexOf(how));
    this.end();
  }

  /**
   * The numbers of a tensor, row-major in `data` from `from` on: all of a small one, a sample of a large one. Returns how many were kept.
   * `range` is that of a large one, where it is known; a `turned` matrix is large and lies by columns.
   */
  value(
    dtype: Dtype,
    shape: readonly number[],
    data: ArrayLike<number>,
    from: number,
    range?: Range,
    turned = false,
  ): number {
    const rank = shape.length;
    if (rank === 0) {
      this.room(3);
      this.put(DTYPES.indexOf(dtype));
      this.put(0);
      this.put(data[from] as number);
      return 1;
    }
    const plan = samplePlan(shape);
    this.room(rank + 6 + (plan.sample === null ? plan.count : plan.sample.places.length));
    this.put(DTYPES.indexOf(dtype));
    this.put(plan.sample === null ? rank : -rank);
    for (let i = 0; i < rank; i++) this.put(shape[i] as number);
    if (plan.sample === null) {
      for (let i = 0; i < plan.count; i++) this.put(data[from + i] as number);
      return plan.count;
    }
    const { rows, columns, places } = plan.sample;
    this.put(rows);
    this.put(columns);
    const [min, max] = range ?? rangeOf(data, from, plan.count);
    this.put(min);
    this.put(max);
    const [height = 0, width = 1] = shape;
    for (let i = 0; i < places.length; i++) {
      const place = places[i] as number;
      const at = turned ? (place % width) * height + Math.floor(place / width) : place;
      this.put(data[from + at] as number);
    }
    return places.length;
  }

  /** The event is complete. */
  end(): void {
    if (this.events++ === 0) this.since = Date.now();
    else if (
      this.events >= EVENTS ||
      this.used >= NUMBERS ||
      ((this.late || this.events % GLANCE === 0) && Date.now() - this.since >= AGE)
    )
      this.flush();
  }

  /** Hands on what there is. */
  flush(): void {
    if (this.events === 0) return;
    this.sink.chunk({ numbers: this.numbers.slice(0, this.used), texts: this.newTexts, rest: this.rest });
    this.used = 0;
    this.events = 0;
    this.late = false;
    this.rest = [];
    this.newTexts = [];
  }

  private put(x: number): void {
    this.numbers[this.used++] = x;
  }

  private room(more: number): void {
    if (this.used + more <= this.numbers.length) return;
    const larger = new Float64Array(2 * (this.used + more));
    larger.set(this.numbers);
    this.numbers = larger;
  }
}
