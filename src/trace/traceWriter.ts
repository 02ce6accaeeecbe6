/** Writes events as rows of numbers (see wire.ts) and hands them on in chunks. */
import { type Attribute, type Cut, DTYPES, type Dtype, type OpCard, type TensorId, type TraceEvent } from "./events.ts";
import { type Range, rangeOf, samplePlan } from "./sample.ts";
import { ARGUMENT, CUTS, LEAVES, PASSES, RECENT, RESETS, ROW, type TraceSink } from "./wire.ts";

/** A chunk is sent when so many events have gathered, or so many numbers … */
const EVENTS = 500;
const NUMBERS = 65_536;
/** … or when the last one went so long ago (ms); the clock is read now and then. */
const AGE = 30;
const GLANCE = 16;
const HURRIED = 8;

/** Longer names are cut. */
const LONGEST = 300;

/** Collects events and hands them on in chunks. One for each run. */
export class TraceWriter {
  private readonly sink: TraceSink;
  private numbers = new Float64Array(4_096);
  private used = 0;
  private events = 0;
  /** When the last chunk went, and what has passed untold since the start. */
  private sent = 0;
  private unseen = 0;
  /** Printed lines that were sent one by one since there was a pause. */
  private hurried = 0;
  private rest: unknown[] = [];
  private newTexts: string[] = [""];
  /** How many large values were written. */
  large = 0;
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
    this.end();
    // What a program prints should not wait for more ops; only who prints very much is sent in larger pieces.
    if (event.type !== "print" && event.type !== "plot") return;
    if (Date.now() - this.sent >= AGE) this.hurried = 0;
    if (this.hurried++ < HURRIED) this.flush();
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

  flow(pass: number, from: TensorId, to: TensorId, argument: number): void {
    this.room(5);
    this.put(ROW.flow);
    this.put(pass);
    this.put(from);
    this.put(to);
    this.put(argument);
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
    if (rank === 0) return this.loneValue(dtype, data[from] as number);
    const plan = samplePlan(shape);
    this.room(rank + 6 + (plan.sample === null ? plan.count : plan.sample.places.length));
    this.put(DTYPES.indexOf(dtype));
    this.put(plan.sample === null ? rank : -rank);
    for (let i = 0; i < rank; i++) this.put(shape[i] as number);
    if (plan.sample === null) {
      copyPiece(this.numbers, this.used, data, from, plan.count);
      this.used += plan.count;
      return plan.count;
    }
    this.large++;
    const { rows, columns } = plan.sample;
    this.put(rows);
    this.put(columns);
    const [min, max] = range ?? rangeOf(data, from, plan.count);
    this.put(min);
    this.put(max);
    const places = turned ? plan.sample.turned : plan.sample.places;
    if (data instanceof Float32Array) copySingles(this.numbers, this.used, data, from, places);
    else
      for (let i = 0; i < places.length; i++)
        this.numbers[this.used + i] = data[from + (places[i] as number)] as number;
    this.used += places.length;
    return places.length;
  }

  /** The number of a 0-dim tensor. */
  loneValue(dtype: Dtype, value: number): number {
    this.room(3);
    this.put(DTYPES.indexOf(dtype));
    this.put(0);
    this.put(value);
    return 1;
  }

  /** The large value that was the `number`th, once more. False where it is no longer known. */
  again(number: number): boolean {
    if (this.large - number >= RECENT) return false;
    this.room(2);
    this.put(DTYPES.length);
    this.put(number % RECENT);
    return true;
  }

  /** The event is complete. */
  end(): void {
    this.events++;
    if (this.events >= EVENTS || this.used >= NUMBERS) this.flush();
    else if (this.events % GLANCE === 0) this.flushIfOld();
  }

  /** Something has happened that is not told: what waits should not wait for ever. */
  passed(): void {
    if (this.events > 0 && ++this.unseen % GLANCE === 0) this.flushIfOld();
  }

  /** Hands on what there is. */
  flush(): void {
    if (this.events === 0) return;
    this.sent = Date.now();
    this.sink.chunk({ numbers: this.numbers.slice(0, this.used), texts: this.newTexts, rest: this.rest });
    this.used = 0;
    this.events = 0;
    this.rest = [];
    this.newTexts = [];
  }

  private flushIfOld(): void {
    if (Date.now() - this.sent >= AGE) this.flush();
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

function copyPiece(to: Float64Array, at: number, data: ArrayLike<number>, from: number, count: number): void {
  for (let i = 0; i < count; i++) to[at + i] = data[from + i] as number;
}

/** For single precision only: a loop that meets one kind of array runs several times faster. */
function copySingles(to: Float64Array, at: number, data: Float32Array, from: number, places: Int32Array): void {
  for (let i = 0; i < places.length; i++) to[at + i] = data[from + (places[i] as number)] as number;
}
