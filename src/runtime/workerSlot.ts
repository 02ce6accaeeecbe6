/** One worker of the sandbox, from its start to its end. */
import { createReplyReader, type Reply, type RunRequest } from "./protocol.ts";
import type { Sandbox } from "./sandbox.ts";

/** A worker that is booting or serving. */
export interface WorkerSlot {
  readonly key: number;
  /** Resolves when Python answers; rejects with the reason when it could not boot. */
  readonly ready: Promise<void>;
  isReady(): boolean;
  send(request: RunRequest): void;
  /** Replaces whoever listened before. */
  listen(listener: (reply: Reply) => void): void;
  /** The worker could not start at all. */
  breakDown(reason: string): void;
  end(): void;
}

/** Longest time that Python may take to boot (ms); slow machines on a cold cache need long. */
const BOOT = 90_000;

/** Starts a worker. `onSnapshot` gets the memory that a plain boot leaves. */
export function startWorker(
  sandbox: Sandbox,
  key: number,
  snapshot: ArrayBuffer | null,
  onSnapshot: ((bytes: ArrayBuffer) => void) | null,
): WorkerSlot {
  const port = sandbox.start(key, { snapshot, makeSnapshot: onSnapshot !== null && snapshot === null });
  const read = createReplyReader();
  let listener: (reply: Reply) => void = () => undefined;
  let booted = false;
  let settle: { resolve: () => void; reject: (error: Error) => void } = {
    resolve: () => undefined,
    reject: () => undefined,
  };
  const ready = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // Whoever waits hears of it; when nobody does, it is not an error of the page.
  ready.catch(() => undefined);
  const breakDown = (reason: string): void => settle.reject(new Error(reason));
  const timer = setTimeout(() => breakDown("Python did not start in time"), BOOT);
  port.onmessage = (event: MessageEvent<unknown>) => {
    const reply = read(event.data);
    if (reply === null) return;
    if (reply.type === "ready") {
      booted = true;
      clearTimeout(timer);
      settle.resolve();
    } else if (reply.type === "failed") {
      clearTimeout(timer);
      breakDown(reply.reason);
    } else if (reply.type === "snapshot") onSnapshot?.(reply.bytes);
    else listener(reply);
  };
  return {
    key,
    ready,
    isReady: () => booted,
    send: (request) => port.postMessage(request),
    listen: (next) => {
      listener = next;
    },
    breakDown,
    end: () => {
      clearTimeout(timer);
      listener = () => undefined;
      port.close();
      sandbox.end(key);
      breakDown("ended");
    },
  };
}
