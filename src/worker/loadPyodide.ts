/** Pyodide without a network: its files come as bytes from the page, and are handed over where it would fetch them. */
import type { LoadPyodide, Pyodide } from "#languages/python/runner.ts";
import { withRoomFor } from "#languages/python/snapshotRoom.ts";

/** The files of the runtime. */
export interface PythonKit {
  readonly loader: string;
  readonly asm: string;
  readonly module: WebAssembly.Module;
  readonly stdlib: ArrayBuffer;
  readonly lock: string;
}

/** An address that exists nowhere; requests below it are answered from the kit. */
const BASE = "https://python.invalid/";

interface Loader {
  loadPyodide(options: object): Promise<Pyodide>;
}

/** Loads from a kit. The worker's own `fetch` is out of use from then on. */
export function loadPyodideFrom(kit: PythonKit): LoadPyodide {
  return async (options) => {
    const asm = (await importText(kit.asm)) as { default: Parameters<typeof withRoomFor>[0] };
    const { loadPyodide } = (await importText(kit.loader)) as Loader;
    self.fetch = async (input) => {
      if (String(input) === `${BASE}python_stdlib.zip`) return new Response(kit.stdlib);
      if (String(input) === `${BASE}pyodide.asm.wasm`) return new Response();
      throw new TypeError("the playground's Python has no network");
    };
    const compile = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (_response, imports) => ({
      instance: await WebAssembly.instantiate(kit.module, imports),
      module: kit.module,
    });
    try {
      return await loadPyodide({
        indexURL: BASE,
        packageBaseUrl: BASE,
        lockFileContents: kit.lock,
        createPyodideModule: withRoomFor(asm.default, options._loadSnapshot),
        stdout: () => undefined,
        stderr: () => undefined,
        ...options,
      });
    } finally {
      WebAssembly.instantiateStreaming = compile;
    }
  };
}

async function importText(text: string): Promise<unknown> {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    return await import(/* @vite-ignore */ url);
  } finally {
    URL.revokeObjectURL(url);
  }
}
