/** A trace as versioned JSON text, out and in. */
import type { Trace } from "./events.ts";
import { headSchema } from "./schema.ts";
import { createEventValidator, parseWith, TraceFormatError } from "./validate.ts";

/** JSON has no way to write these numbers; each is written as `{"$": "…"}`, a form that nothing else in a trace has. */
const unwritable: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  "-inf": Number.NEGATIVE_INFINITY,
  "-0": -0,
};

/** Writes a trace; `parseTrace` gives it back equal, NaN, infinities and −0 included. */
export function serializeTrace(trace: Trace): string {
  return JSON.stringify(trace, (_key, item: unknown) => {
    if (typeof item !== "number" || (Number.isFinite(item) && !Object.is(item, -0))) return item;
    return { $: Number.isNaN(item) ? "nan" : item === 0 ? "-0" : item > 0 ? "inf" : "-inf" };
  });
}

/** Reads a trace, or throws a `TraceFormatError` that says in plain words what is wrong. */
export function parseTrace(text: string): Trace {
  const raw = parseJson(text);
  const version = typeof raw === "object" && raw !== null && "version" in raw ? raw.version : undefined;
  if (version !== 1) {
    const found = typeof version === "number" ? `version ${version}` : "no version";
    throw new TraceFormatError("version", `This page reads traces of version 1; this one has ${found}`);
  }
  const head = parseWith(headSchema, raw, "The trace");
  const { end, ...rest } = head;
  return { ...rest, events: createEventValidator()(head.events), ...(end ? { end } : {}) };
}

function parseJson(text: string): unknown {
  try {
    // The slower reading only where it is needed.
    return /\{\s*"\$"/.test(text) ? JSON.parse(text, reviveNumber) : JSON.parse(text);
  } catch (cause) {
    throw new TraceFormatError("json", `This is not a trace: ${cause instanceof Error ? cause.message : "not JSON"}`);
  }
}

function reviveNumber(_key: string, item: unknown): unknown {
  if (typeof item !== "object" || item === null || !("$" in item) || Object.keys(item).length !== 1) return item;
  const written = item.$;
  return typeof written === "string" && Object.hasOwn(unwritable, written) ? unwritable[written] : item;
}
