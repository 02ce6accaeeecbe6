/** The first code in the sandbox's worker: takes the files that the page brings, boots Python, locks the worker down, and serves. */
import { bootPython } from "#languages/python/runner.ts";
import { loadPyodideFrom, type PythonKit } from "./loadPyodide.ts";
import { lockDown } from "./lockDown.ts";
import { serve } from "./serve.ts";
import { warmUp } from "./warmUp.ts";

interface Start {
  readonly port: MessagePort;
  readonly kit: PythonKit;
  readonly snapshot?: ArrayBuffer;
  readonly makeSnapshot: boolean;
}

self.onmessage = async ({ data }: MessageEvent<Start>): Promise<void> => {
  self.onmessage = null;
  const { port, kit, snapshot, makeSnapshot } = data;
  const post = port.postMessage.bind(port);
  try {
    const runner = await bootPython(loadPyodideFrom(kit), {
      makeSnapshot,
      ...(snapshot === undefined ? {} : { snapshot }),
    });
    lockDown();
    const answer = serve(runner, (reply, transfer = []) => post(reply, transfer));
    let isIdle = true;
    port.onmessage = (event) => {
      isIdle = false;
      answer(event.data);
    };
    post({ type: "ready", restored: snapshot !== undefined });
    const bytes = runner.takeSnapshot();
    if (bytes !== null) {
      const copy = bytes.slice().buffer;
      post({ type: "snapshot", bytes: copy }, [copy]);
    }
    warmUp(runner, () => isIdle);
  } catch (error) {
    post({ type: "failed", reason: String(error instanceof Error ? error.message : error).slice(-1_500) });
  }
};
