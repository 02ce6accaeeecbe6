/** What the page and the worker say to each other. The worker runs strangers' code: every message from it is read as hostile. */
import * as v from "valibot";
import type { OpCard, TraceEvent } from "#trace/events.ts";
import { TraceReader } from "#trace/traceReader.ts";
import { validateCards } from "#trace/validate.ts";
import type { Chunk } from "#trace/wire.ts";

/** Page to worker: run a program. */
export interface RunRequest {
  readonly type: "run";
  readonly id: number;
  readonly code: string;
  readonly timeLimitMs?: number;
  /** Longest printed line, and number of lines, that are sent. */
  readonly output?: { readonly lineChars: number; readonly lines: number };
  /** False: only what the program prints is told. */
  readonly record?: boolean;
}

/** Worker to page. Cards and events of a run come before its `done`, in order. */
export type Reply =
  | { readonly type: "ready"; readonly restored: boolean }
  | { readonly type: "snapshot"; readonly bytes: ArrayBuffer }
  | { readonly type: "cards"; readonly id: number; readonly cards: readonly OpCard[] }
  | { readonly type: "events"; readonly id: number; readonly events: readonly TraceEvent[] }
  | { readonly type: "done"; readonly id: number; readonly status: "ok" | "error"; readonly ms: number }
  | { readonly type: "failed"; readonly reason: string };

/** What the worker itself says: its events are still in a chunk. */
export type WorkerReply =
  | Exclude<Reply, { readonly type: "events" }>
  | { readonly type: "chunk"; readonly id: number; readonly chunk: Chunk };

const id = v.pipe(v.number(), v.integer(), v.minValue(0));

const requestSchema = v.strictObject({
  type: v.literal("run"),
  id,
  code: v.pipe(v.string(), v.maxLength(500_000)),
  timeLimitMs: v.exactOptional(v.pipe(v.number(), v.minValue(0))),
  output: v.exactOptional(v.strictObject({ lineChars: id, lines: id })),
  record: v.exactOptional(v.boolean()),
});

/** Most of anything in one chunk; the sender keeps well below it. */
const CHUNK = { numbers: 20_000_000, texts: 100_000, rest: 20_000 };
/** A snapshot of the interpreter's memory is about 30 MB. */
const SNAPSHOT = 200_000_000;

const replySchema = v.variant("type", [
  v.strictObject({ type: v.literal("ready"), restored: v.boolean() }),
  v.strictObject({
    type: v.literal("snapshot"),
    bytes: v.pipe(
      v.instance(ArrayBuffer),
      v.check((bytes) => bytes.byteLength > 0 && bytes.byteLength <= SNAPSHOT),
    ),
  }),
  v.strictObject({ type: v.literal("cards"), id, cards: v.pipe(v.array(v.unknown()), v.maxLength(1_000)) }),
  v.strictObject({
    type: v.literal("chunk"),
    id,
    chunk: v.strictObject({
      numbers: v.pipe(
        v.custom<Chunk["numbers"]>((input) => input instanceof Float64Array && input.buffer instanceof ArrayBuffer),
        v.check((numbers) => numbers.length <= CHUNK.numbers),
      ),
      // The reader looks at each.
      texts: v.custom<readonly string[]>((input) => Array.isArray(input) && input.length <= CHUNK.texts),
      rest: v.pipe(v.array(v.unknown()), v.maxLength(CHUNK.rest)),
    }),
  }),
  v.strictObject({
    type: v.literal("done"),
    id,
    status: v.picklist(["ok", "error"]),
    ms: v.pipe(v.number(), v.finite(), v.minValue(0)),
  }),
  v.strictObject({ type: v.literal("failed"), reason: v.pipe(v.string(), v.maxLength(2_000)) }),
]);

/** The request in a message, or null for anything else. */
export function readRequest(message: unknown): RunRequest | null {
  const result = v.safeParse(requestSchema, message);
  return result.success ? result.output : null;
}

/** A reader for the replies of one worker: events are checked against those that came before in the same run. Null: drop the message. */
export function createReplyReader(): (message: unknown) => Reply | null {
  let run = -1;
  let reader = new TraceReader();
  return (message) => {
    try {
      const result = v.safeParse(replySchema, message);
      if (!result.success) return null;
      const reply = result.output;
      if ((reply.type === "chunk" || reply.type === "cards") && reply.id !== run) {
        run = reply.id;
        reader = new TraceReader();
      }
      if (reply.type === "chunk") return { type: "events", id: reply.id, events: reader.read(reply.chunk) };
      if (reply.type === "cards") {
        const named = Object.fromEntries(reply.cards.map((card, i) => [String(i), card]));
        return { ...reply, cards: Object.values(validateCards(named)) };
      }
      return reply;
    } catch {
      return null;
    }
  };
}
