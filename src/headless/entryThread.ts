/** The thread in which headless programs run: it can be ended from outside, whatever the program does. */
import { parentPort } from "node:worker_threads";
import { bootPython, type LoadPyodide } from "#languages/python/runner.ts";
import { serve } from "#worker/serve.ts";

const load: LoadPyodide = async (options) => {
  // Found at run time beside the other packages: it reads its own files.
  const { loadPyodide } = await import("pyodide");
  return (await loadPyodide(options)) as never;
};

const port = parentPort;
if (port === null) throw new Error("this file is the thread of the headless runner");
const runner = await bootPython(load);
port.on(
  "message",
  serve(runner, (reply) => port.postMessage(reply)),
);
port.postMessage({ type: "ready", restored: false });
