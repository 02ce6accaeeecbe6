/** What a trace may look like when it comes from outside: a file, a link, or the worker, which is not trusted. Everything has a cap. */
import * as v from "valibot";
import { DTYPES, type OpCard, type TraceEvent, type Value } from "./events.ts";
import { figureSchema } from "./figureSchema.ts";

/** The caps; a recorder stays well below them. */
export const caps = {
  events: 2_000_000,
  source: 500_000,
  text: 200_000,
  name: 300,
  formula: 2_000,
  dimensions: 64,
  numbers: 65_536,
  arguments: 64,
  list: 16_384,
  outputs: 16_384,
  line: 10_000_000,
  cards: 2_000,
} as const;

const string = (cap: number) => v.pipe(v.string(), v.maxLength(cap, `must be at most ${cap} characters long`));
const whole = (cap: number = Number.MAX_SAFE_INTEGER) =>
  v.pipe(
    v.number("must be a whole number"),
    v.integer("must be a whole number"),
    v.minValue(0, "must not be negative"),
    v.maxValue(cap, `must be at most ${cap}`),
  );
const line = whole(caps.line);
const id = whole();
const name = string(caps.name);
const text = string(caps.text);
const flag = v.boolean("must be true or false");
const list = <T extends v.GenericSchema>(item: T, cap: number) =>
  v.pipe(v.array(item), v.maxLength(cap, `must have at most ${cap} entries`));

/** Numbers of a tensor may be NaN or infinite; a hand-made loop, because there may be very many. */
const numbers = v.custom<readonly number[]>((input) => {
  if (!Array.isArray(input) || input.length > caps.numbers) return false;
  for (let i = 0; i < input.length; i++) if (typeof input[i] !== "number") return false;
  return true;
}, `must be a list of at most ${caps.numbers} numbers`);
const anyNumber = v.custom<number>((input) => typeof input === "number", "must be a number");

const product = (shape: readonly number[]): number => shape.reduce((n, size) => n * size, 1);

const value: v.GenericSchema<unknown, Value> = v.pipe(
  v.strictObject({
    dtype: v.picklist(DTYPES),
    shape: list(id, caps.dimensions),
    data: numbers,
    sample: v.exactOptional(v.strictTuple([whole(caps.numbers), whole(caps.numbers)])),
    range: v.exactOptional(v.strictTuple([anyNumber, anyNumber])),
  }),
  v.check(
    ({ shape, data, sample }) => data.length === (sample ? sample[0] * sample[1] : product(shape)),
    "must hold as many numbers as its shape (or its sample) says",
  ),
);

const plain = v.union(
  [anyNumber, flag, text, v.null()],
  "must be a number, text, true, false, null or a list of these",
);
/** An argument of an op that is no tensor. */
export const attributeSchema = v.union(
  [plain, list(plain, caps.list)],
  "must be a number, text, true, false, null or a list of these",
);

/** A small dictionary; names such as `__proto__` are dropped. */
const few = <T extends v.GenericSchema>(item: T) =>
  v.pipe(
    v.record(name, item),
    v.check((entries) => Object.keys(entries).length <= caps.arguments, `must have at most ${caps.arguments} entries`),
  );

const argument = v.union(
  [
    v.strictObject({ name, tensor: id }),
    v.strictObject({ name, tensors: list(id, caps.list) }),
    v.strictObject({ name, value: attributeSchema }),
  ],
  "must have a name and one of tensor, tensors or value",
);

const rule = v.strictObject({
  rule: name,
  settings: few(v.union([anyNumber, flag], "must be a number, true or false")),
  step: id,
  state: few(value),
});

const cut = v.picklist(["no_grad", "detach", "copied", "not_differentiable"]);

/** One event; a copy is made, so nothing of the sender's object stays. */
export const eventSchema: v.GenericSchema<unknown, TraceEvent> = v.variant("type", [
  v.strictObject({
    type: v.literal("leaf"),
    line,
    id,
    kind: v.picklist(["leaf", "parameter", "constant"]),
    made: name,
    requiresGrad: flag,
    value,
  }),
  v.strictObject({
    type: v.literal("op"),
    line,
    op: name,
    args: list(argument, caps.arguments),
    outputs: list(v.strictObject({ id, value }), caps.outputs),
    gradFn: v.nullable(name),
    cut: v.exactOptional(cut),
    inPlaceOf: v.exactOptional(id),
    during: v.exactOptional(id),
    scope: v.exactOptional(name),
  }),
  v.strictObject({ type: v.literal("name"), line, id, name }),
  v.strictObject({
    type: v.literal("backward"),
    line,
    pass: id,
    how: v.picklist(["backward", "grad"]),
    roots: list(v.strictObject({ id, seed: value }), caps.list),
    retainGraph: flag,
    createGraph: flag,
  }),
  v.strictObject({ type: v.literal("flow"), pass: id, from: id, to: id, argument: name, value }),
  v.strictObject({ type: v.literal("grad"), pass: id, id, stored: flag, value, added: value }),
  v.strictObject({ type: v.literal("backwardEnd"), pass: id, freed: flag }),
  v.strictObject({ type: v.literal("update"), line, id, op: name, value, rule: v.exactOptional(rule) }),
  v.strictObject({
    type: v.literal("round"),
    line,
    pass: id,
    loss: v.nullable(anyNumber),
    skipped: id,
    leaves: list(v.strictObject({ id, value, grad: value }), caps.outputs),
  }),
  v.strictObject({ type: v.literal("reset"), line, id, how: v.picklist(["zero", "none"]) }),
  v.strictObject({ type: v.literal("requiresGrad"), line, id, value: flag }),
  v.strictObject({ type: v.literal("print"), line, stream: v.picklist(["stdout", "stderr"]), text }),
  v.strictObject({ type: v.literal("warning"), line, category: name, text }),
  v.strictObject({
    type: v.literal("error"),
    line,
    columns: v.exactOptional(v.strictTuple([whole(caps.source), whole(caps.source)])),
    kind: name,
    text,
    traceback: text,
  }),
  v.strictObject({ type: v.literal("plot"), line, figure: figureSchema }),
  v.strictObject({ type: v.literal("thinned"), counts: v.record(name, id) }),
]);

const formula = string(caps.formula);

/** The cards of a run by op name. Names such as `__proto__` are dropped. */
export const cardsSchema: v.GenericSchema<unknown, Record<string, OpCard>> = v.pipe(
  v.record(name, v.strictObject({ name, symbol: name, forward: formula, vjp: v.record(name, formula) })),
  v.check((cards) => Object.keys(cards).length <= caps.cards, `must be at most ${caps.cards} cards`),
);

/** Everything of a trace but its events, which are read one by one. */
export const headSchema = v.strictObject({
  version: v.literal(1),
  language: v.picklist(["python", "javascript"]),
  source: string(caps.source),
  ops: cardsSchema,
  events: v.custom<readonly unknown[]>((input) => Array.isArray(input), "must be a list"),
  end: v.exactOptional(
    v.strictObject({
      status: v.picklist(["ok", "error", "stopped"]),
      ms: v.pipe(v.number(), v.finite(), v.minValue(0)),
    }),
  ),
});
