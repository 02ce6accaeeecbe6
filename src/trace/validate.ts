/** Reading events and cards that came from outside; what is not in order is refused with a reason. */
import * as v from "valibot";
import type { OpCard, TensorId, TraceEvent } from "./events.ts";
import { caps, cardsSchema, eventSchema } from "./schema.ts";

/** Why a trace cannot be read; `reason` is for a page that says it in the reader's language. */
export class TraceFormatError extends Error {
  override readonly name = "TraceFormatError";
  readonly reason: "json" | "version" | "shape" | "order" | "size";
  constructor(reason: TraceFormatError["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Parses with a schema; complains about the first thing that is wrong, and where. */
export function parseWith<T>(schema: v.GenericSchema<unknown, T>, input: unknown, what: string): T {
  const result = v.safeParse(schema, input, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  throw new TraceFormatError("shape", `${what}${path ? `, at ${path}` : ""}: ${issue.message}`);
}

/** A checker for one run: it remembers the ids it has seen, so batches must come in order. */
export function createEventValidator(): (input: unknown) => TraceEvent[] {
  const order = new EventOrder();
  return (input) => {
    if (!Array.isArray(input)) throw new TraceFormatError("shape", "Events must come as a list");
    return input.map((raw: unknown) => order.checked(parseWith(eventSchema, raw, `Event ${order.count}`)));
  };
}

/** Looks at one event of a run after the other. */
export class EventOrder {
  /** Events so far. */
  count = 0;
  private readonly made = new Set<TensorId>();
  private readonly missing = new Set<TensorId>();

  /** The event, if it may come next; throws otherwise. */
  checked(event: TraceEvent): TraceEvent {
    if (this.count >= caps.events) throw new TraceFormatError("size", `A trace has at most ${caps.events} events`);
    checkOrder(event, this.made, this.missing, `Event ${this.count++}`);
    return event;
  }
}

/** Reads one batch on its own. */
export function validateEvents(input: unknown): TraceEvent[] {
  return createEventValidator()(input);
}

/** Reads op cards. */
export function validateCards(input: unknown): Record<string, OpCard> {
  return parseWith(cardsSchema, input, "Op cards");
}

/**
 * An op may only use what was made before it, so a trace can hold no cycle. An id that never appears is allowed (its maker may have
 * been left out of a long run), but an id that was used before it is made, or is made twice, is not.
 */
function checkOrder(event: TraceEvent, made: Set<TensorId>, missing: Set<TensorId>, where: string): void {
  if (event.type !== "leaf" && event.type !== "op") return;
  if (event.type === "op") {
    for (const arg of event.args) {
      const ids = "tensor" in arg ? [arg.tensor] : "tensors" in arg ? arg.tensors : [];
      for (const id of ids) if (!made.has(id)) missing.add(id);
    }
  }
  for (const { id } of event.type === "leaf" ? [event] : event.outputs) {
    if (made.has(id)) throw new TraceFormatError("order", `${where}: tensor ${id} is made a second time`);
    if (missing.has(id)) throw new TraceFormatError("order", `${where}: tensor ${id} is used before it is made`);
    made.add(id);
  }
}
