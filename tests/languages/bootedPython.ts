/** Python as the page runs it, in this process. */
import { loadPyodide } from "pyodide";
import type { LoadPyodide } from "#languages/python/runner.ts";
import { withRoomFor } from "#languages/python/snapshotRoom.ts";

/** Loads the real Pyodide from its package. */
export const loadHere: LoadPyodide = async (options) => {
  // @ts-expect-error: Pyodide's own module has no types; it is what its loader would import.
  const { default: create } = await import("pyodide/pyodide.asm.mjs");
  const createPyodideModule = withRoomFor(create, options._loadSnapshot);
  return (await loadPyodide({ ...options, createPyodideModule } as never)) as never;
};
