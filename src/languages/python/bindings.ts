/** The engine as Python sees it: a module `_engine` of functions that take and return numbers, strings and booleans only. */
import "#engine/ops/all.ts";
import { autogradFunctions } from "./boundary/autograd.ts";
import { dataFunctions } from "./boundary/data.ts";
import { lastError } from "./boundary/guard.ts";
import { attachHeap, type Heap } from "./boundary/heap.ts";
import { indexingFunctions } from "./boundary/indexing.ts";
import { bindOp } from "./boundary/ops.ts";
import { runFunctions } from "./boundary/run.ts";

/** What is needed of Pyodide to install the engine in it. */
export interface PythonHost {
  registerJsModule(name: string, module: object): void;
  readonly _module: Heap;
}

/** Makes `import _engine` work. After a memory snapshot has been made or restored, never before: a snapshot cannot hold JavaScript objects. */
export function installEngine(py: PythonHost): void {
  attachHeap(py._module);
  py.registerJsModule("_engine", {
    ...autogradFunctions,
    ...dataFunctions,
    ...indexingFunctions,
    ...runFunctions,
    last_error: lastError,
    bind: bindOp,
  });
}
