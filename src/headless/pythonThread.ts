/** Python in a thread of its own, one program at a time, each with a time limit. */
import { Worker } from "node:worker_threads";
import type { WorkerReply } from "#runtime/protocol.ts";
import type { OpCard, TraceEvent } from "#trace/events.ts";
import { TraceReader } from "#trace/traceReader.ts";

/** What came of a program. `stopped`: its time was up. */
export interface Outcome {
  readonly status: "ok" | "error" | "stopped";
  readonly ms: number;
  readonly events: readonly TraceEvent[];
  readonly cards: readonly OpCard[];
}

/** Output is not cut short outside of a page. */
const UNLIMITED = { lineChars: 1_000_000_000, lines: 1_000_000_000 };

/** Starts Python when it is first needed, and again after a program had to be ended. */
export class PythonThread {
  private readonly entry: URL;
  private worker: Promise<Worker> | null = null;
  private runs = 0;

  /** `entry` is the bundled entryThread.ts. */
  constructor(entry: URL) {
    this.entry = entry;
  }

  async run(code: string, timeoutMs: number): Promise<Outcome> {
    const worker = await this.boot();
    const id = ++this.runs;
    const events: TraceEvent[] = [];
    // It is our own thread, and output is as long as it is.
    const reader = new TraceReader((raw) => raw as TraceEvent);
    const cards: OpCard[] = [];
    const start = performance.now();
    return new Promise((resolve, reject) => {
      const finish = (status: Outcome["status"]): void => {
        clearTimeout(timer);
        worker.off("message", listen);
        worker.off("error", reject);
        resolve({ status, ms: performance.now() - start, events, cards });
      };
      // A little longer than the program's own deadline, which leaves a message with the line.
      const timer = setTimeout(() => {
        this.worker = null;
        void worker.terminate();
        finish("stopped");
      }, timeoutMs + 500);
      const listen = (reply: WorkerReply): void => {
        if (reply.type === "chunk") {
          if (reply.id === id) for (const event of reader.read(reply.chunk)) events.push(event);
        } else if (reply.type === "cards") cards.push(...reply.cards);
        else if (reply.type === "done" && reply.id === id) finish(reply.status);
      };
      worker.on("message", listen);
      worker.on("error", reject);
      worker.postMessage({ type: "run", id, code, timeLimitMs: timeoutMs, output: UNLIMITED });
    });
  }

  async close(): Promise<void> {
    await (await this.worker)?.terminate();
    this.worker = null;
  }

  private boot(): Promise<Worker> {
    this.worker ??= new Promise((resolve, reject) => {
      const worker = new Worker(this.entry);
      worker.once("message", () => resolve(worker));
      worker.once("error", reject);
    });
    return this.worker;
  }
}
