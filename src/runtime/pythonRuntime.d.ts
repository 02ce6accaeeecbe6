/** Written by scripts/vite/pythonRuntime.ts. */
declare module "virtual:python-runtime" {
  interface RuntimeFile {
    /** Relative to the page. */
    readonly path: string;
    readonly bytes: number;
  }
  const manifest: {
    readonly files: Readonly<Record<"loader" | "asm" | "wasm" | "stdlib" | "worker", RuntimeFile>>;
    /** Changes with any of the files; a memory snapshot belongs to one build. */
    readonly build: string;
    /** Pyodide's lock file without packages. */
    readonly lock: string;
    readonly bootScript: string;
    readonly bootHash: string;
  };
  export default manifest;
}
