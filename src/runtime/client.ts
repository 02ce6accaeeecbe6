/** The page's side of Python: loads it with progress, runs programs, stops them, and keeps a second worker warm. */
import type { OpCard, TraceEvent } from "#trace/events.ts";
import { fetchKit, type Kit } from "./kit.ts";
import type { Reply } from "./protocol.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";
import { dropSnapshot, readSnapshot, writeSnapshot } from "./snapshotStore.ts";
import { startWorker, type WorkerSlot } from "./workerSlot.ts";

/** Where Python stands. `loaded` and `total` are bytes. */
export type RuntimeState =
  | { readonly kind: "idle" }
  | { readonly kind: "loading"; readonly phase: "download" | "start"; readonly loaded: number; readonly total: number }
  | { readonly kind: "ready" }
  | { readonly kind: "running" }
  | { readonly kind: "failed"; readonly reason: string };

/** Hears what happens in a run, in order. */
export interface RunListener {
  events(batch: readonly TraceEvent[]): void;
  cards(cards: readonly OpCard[]): void;
}

/** `stopped`: by the person or a newer run; `timeout`: it did not even react to the time limit; `lost`: Python could not run it. */
export interface RunEnd {
  readonly status: "ok" | "error" | "stopped" | "timeout" | "lost";
  readonly ms: number;
}

export interface RunProgram {
  readonly code: string;
  readonly timeLimitMs?: number;
  /** False: only what it prints is told, no ops. */
  readonly record?: boolean;
}

export interface Runtime {
  readonly state: RuntimeState;
  subscribe(listener: () => void): () => void;
  /** Loads Python; again after a failure. */
  start(): Promise<void>;
  /** Runs a program, after stopping one that runs. Waits for Python if it must. */
  run(program: RunProgram, listener: RunListener): Promise<RunEnd>;
  /** Ends the running program at once. */
  stop(): void;
  dispose(): void;
}

/** A program has so long (ms) unless it asks for another limit … */
const TIME_LIMIT = 20_000;
/** … and so much longer to end by itself when Python interrupts it. */
const GRACE = 700;

/** A newer program waits so long (ms) for the running one to end by itself. */
const MOMENT = 300;

interface Current {
  readonly end: (status: RunEnd["status"]) => void;
  readonly ended: Promise<void>;
}

/** A runtime of its own; a page may have several. */
export function createRuntime(): Runtime {
  let state: RuntimeState = { kind: "idle" };
  const listeners = new Set<() => void>();
  const abort = new AbortController();
  let kit: Kit | null = null;
  let sandbox: Sandbox | null = null;
  let snapshot: ArrayBuffer | null = null;
  let main: WorkerSlot | null = null;
  let spare: WorkerSlot | null = null;
  let starting: Promise<void> | null = null;
  let current: Current | null = null;
  let keys = 0;
  /** Workers on their way, the only ones that can still fail to start. */
  const booting = new Set<WorkerSlot>();
  let runs = 0;
  let disposed = false;
  let cancelWaiting: () => void = () => undefined;

  const become = (next: RuntimeState): void => {
    // Left for the benchmarks, and for whoever looks at the page's own timeline.
    if (next.kind === "ready") performance.mark("python:ready");
    state = next;
    for (const listener of listeners) listener();
  };

  const onSnapshot = (bytes: ArrayBuffer): void => {
    snapshot = bytes;
    void writeSnapshot(bytes.slice(0));
  };

  function boot(): WorkerSlot {
    keys += 1;
    const slot = startWorker(
      sandbox as Sandbox,
      keys,
      snapshot?.slice(0) ?? null,
      snapshot === null ? onSnapshot : null,
    );
    booting.add(slot);
    slot.ready.catch(() => undefined).finally(() => booting.delete(slot));
    return slot;
  }

  /** A booted worker; falls back to a plain boot when the snapshot does not work. */
  async function bootSafely(): Promise<WorkerSlot> {
    const slot = boot();
    try {
      await slot.ready;
      return slot;
    } catch (error) {
      if (snapshot === null) throw error;
      slot.end();
      snapshot = null;
      await dropSnapshot();
      const plain = boot();
      await plain.ready;
      return plain;
    }
  }

  async function load(): Promise<void> {
    performance.mark("python:start");
    try {
      const progress = (loaded: number, total: number): void =>
        become({ kind: "loading", phase: loaded < total ? "download" : "start", loaded, total });
      // Read while the files come and are compiled.
      const stored = kit === null ? readSnapshot() : null;
      if (kit !== null) progress(1, 1);
      const coming = kit === null ? fetchKit(progress, abort.signal) : Promise.resolve(kit);
      // The frame may fail before anybody waits for the files.
      coming.catch(() => undefined);
      sandbox = await createSandbox(coming, (key, reason) => {
        for (const slot of booting) if (slot.key === key) slot.breakDown(reason);
      });
      kit = await coming;
      if (stored !== null) snapshot = await stored;
      main = await bootSafely();
      if (disposed) return;
      become({ kind: "ready" });
      warm();
    } catch (error) {
      sandbox?.dispose();
      sandbox = null;
      main = null;
      if (!disposed) become({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  }

  /** Boots the spare a little later, when the page has drawn its first picture. */
  function warm(): void {
    setTimeout(() => {
      if (disposed || spare !== null || sandbox === null) return;
      const slot = boot();
      spare = slot;
      slot.ready.catch(() => {
        if (spare === slot) spare = null;
      });
    }, 1_000);
  }

  /** Ends the worker, whatever it is doing, and goes on with the spare. */
  async function replace(): Promise<void> {
    performance.mark("python:restart");
    main?.end();
    main = null;
    const next = spare;
    spare = null;
    if (next?.isReady()) {
      main = next;
      become({ kind: "ready" });
      warm();
      return;
    }
    become({ kind: "loading", phase: "start", loaded: 1, total: 1 });
    starting = (async () => {
      try {
        if (!(await sandbox?.isAlive())) {
          next?.end();
          sandbox?.dispose();
          await load();
          return;
        }
        main = await (next === null ? bootSafely() : next.ready.then(() => next, bootSafely));
        if (disposed) return;
        become({ kind: "ready" });
        warm();
      } catch (error) {
        if (!disposed) become({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
        throw error;
      }
    })();
    starting.catch(() => undefined);
    await starting;
  }

  function start(): Promise<void> {
    if (starting === null || state.kind === "failed") {
      starting = load();
      starting.catch(() => undefined);
    }
    return starting;
  }

  /** Ends what runs, and what waits for Python to run. */
  function stop(): void {
    runs += 1;
    cancelWaiting();
    endCurrent();
  }

  function endCurrent(): void {
    if (current === null) return;
    current.end("stopped");
    void replace().catch(() => undefined);
  }

  async function run(
    { code, timeLimitMs = TIME_LIMIT, record = true }: RunProgram,
    listener: RunListener,
  ): Promise<RunEnd> {
    const id = ++runs;
    // Most programs end in a moment; ending Python from outside costs a fresh start.
    if (current !== null) await Promise.race([current.ended, new Promise((resolve) => setTimeout(resolve, MOMENT))]);
    if (id !== runs) return { status: "stopped", ms: 0 };
    endCurrent();
    const began = performance.now();
    const cancelled = new Promise<void>((resolve) => {
      cancelWaiting = resolve;
    });
    try {
      await Promise.race([start(), cancelled]);
    } catch {
      return { status: "lost", ms: 0 };
    }
    // A newer run came while Python was loading.
    if (id !== runs || main === null) return { status: "stopped", ms: 0 };
    const slot = main;
    become({ kind: "running" });
    return new Promise((resolve) => {
      let outOfMemory = false;
      let tellEnd: () => void = () => undefined;
      const ended = new Promise<void>((tell) => {
        tellEnd = tell;
      });
      const end = (status: RunEnd["status"]): void => {
        clearTimeout(watchdog);
        current = null;
        tellEnd();
        slot.listen(() => undefined);
        resolve({ status, ms: performance.now() - began });
      };
      const watchdog = setTimeout(() => {
        end("timeout");
        void replace().catch(() => undefined);
      }, timeLimitMs + GRACE);
      current = { end, ended };
      slot.listen((reply: Reply) => {
        if (!("id" in reply) || reply.id !== id) return;
        if (reply.type === "cards") listener.cards(reply.cards);
        else if (reply.type === "events") {
          outOfMemory ||= reply.events.some((event) => event.type === "error" && event.kind === "MemoryError");
          listener.events(reply.events);
        } else if (reply.type === "done") {
          end(reply.status);
          // What filled the memory may still be there: the next program gets a fresh one.
          if (outOfMemory) void replace().catch(() => undefined);
          else become({ kind: "ready" });
        }
      });
      slot.send({ type: "run", id, code, timeLimitMs, record });
    });
  }

  return {
    get state() {
      return state;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start,
    run,
    stop,
    dispose() {
      disposed = true;
      abort.abort();
      current?.end("stopped");
      main?.end();
      spare?.end();
      sandbox?.dispose();
    },
  };
}
