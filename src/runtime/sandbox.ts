/** The frame in which learners' programs run: another origin, no network, no storage. It only starts and ends workers. */
import manifest from "virtual:python-runtime";
import type { Kit } from "./kit.ts";

/** How long the frame may take to answer (ms). */
const PATIENCE = 8_000;

/** One frame and the workers in it. */
export interface Sandbox {
  /** Starts a worker that talks over the returned port. */
  start(key: number, options: { readonly snapshot: ArrayBuffer | null; readonly makeSnapshot: boolean }): MessagePort;
  end(key: number): void;
  /** Does the frame still answer? */
  isAlive(): Promise<boolean>;
  dispose(): void;
}

/** Builds the frame while the files come, and gives them to it. `onBroken` hears of workers that could not start. */
export async function createSandbox(
  coming: Promise<Kit>,
  onBroken: (key: number, reason: string) => void,
): Promise<Sandbox> {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.setAttribute("allow", "");
  frame.setAttribute("aria-hidden", "true");
  frame.title = "Python";
  frame.tabIndex = -1;
  frame.referrerPolicy = "no-referrer";
  frame.style.display = "none";
  frame.srcdoc = documentOf();

  let started = (): void => undefined;
  const ready = new Promise<void>((resolve) => {
    started = resolve;
  });
  const listen = (event: MessageEvent<unknown>): void => {
    // The frame's origin is the word "null", so its window is what tells it from others.
    if (event.source !== frame.contentWindow || typeof event.data !== "object" || event.data === null) return;
    const message = event.data as { type?: unknown; key?: unknown; reason?: unknown };
    if (message.type === "sandbox") started();
    if (message.type === "broken" && typeof message.key === "number") onBroken(message.key, String(message.reason));
  };
  addEventListener("message", listen);
  document.body.append(frame);
  const dispose = (): void => {
    removeEventListener("message", listen);
    frame.remove();
  };

  const tell = (message: object, transfer: Transferable[] = []): void =>
    frame.contentWindow?.postMessage(message, "*", transfer);
  const ask = (message: object): Promise<void> =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      tell(message, [port2]);
    });

  try {
    await within(ready, "the sandbox did not start");
    const kit = await coming;
    await within(ask({ type: "init", kit }), "the sandbox did not take the files");
  } catch (error) {
    dispose();
    throw error;
  }

  return {
    start(key, { snapshot, makeSnapshot }) {
      const { port1, port2 } = new MessageChannel();
      const moved = snapshot === null ? [port2] : [port2, snapshot];
      tell({ type: "start", key, snapshot: snapshot ?? undefined, makeSnapshot }, moved);
      return port1;
    },
    end: (key) => tell({ type: "end", key }),
    isAlive: () =>
      within(ask({ type: "ping" }), "no answer", 1_500).then(
        () => true,
        () => false,
      ),
    dispose,
  };
}

function documentOf(): string {
  const policy = `default-src 'none'; script-src '${manifest.bootHash}' 'wasm-unsafe-eval' blob:; worker-src blob:; connect-src 'none'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta http-equiv="x-dns-prefetch-control" content="off"><script>${manifest.bootScript}</script>`;
}

function within<T>(promise: Promise<T>, complaint: string, ms = PATIENCE): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(complaint)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
