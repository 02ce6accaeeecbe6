/** The engine as Python sees it: a module `_engine` of functions that take and return numbers, strings and booleans only. */
import "#engine/ops/all.ts";
import { arrayRandomFunctions } from "./boundary/arrayRandom.ts";
import { arrayFunctions } from "./boundary/arrays.ts";
import { autogradFunctions } from "./boundary/autograd.ts";
import { dataFunctions } from "./boundary/data.ts";
import { forwardFunctions } from "./boundary/forward.ts";
import { lastError } from "./boundary/guard.ts";
import { attachHeap, type Heap } from "./boundary/heap.ts";
import { indexingFunctions } from "./boundary/indexing.ts";
import { bindOp } from "./boundary/ops.ts";
import { optimFunctions } from "./boundary/optim.ts";
import { runFunctions } from "./boundary/run.ts";

/** What is needed of Pyodide to install the engine in it. */
export interface PythonHost {
  registerJsModule(name: string, module: object): void;
  runPython(code: string): unknown;
  readonly _module: Heap;
}

/** Makes `import _engine` work. After a memory snapshot has been made or restored, never before: a snapshot cannot hold JavaScript objects. */
export function installEngine(py: PythonHost): void {
  attachHeap(py._module);
  const functions = {
    ...arrayFunctions,
    ...arrayRandomFunctions,
    ...autogradFunctions,
    ...forwardFunctions,
    ...dataFunctions,
    ...indexingFunctions,
    ...optimFunctions,
    ...runFunctions,
    last_error: lastError,
    bind: bindOp,
  };
  py.registerJsModule("_engine", functions);
  // Every look into a JavaScript module makes a new proxy, which costs more than the call: an ordinary module keeps them.
  py.runPython(`
import _engine, sys, types
_module = types.ModuleType("_engine")
_module.__dict__.update({_name: getattr(_engine, _name) for _name in "${Object.keys(functions).join(" ")}".split()})
sys.modules["_engine"] = _module
del _engine, _module
`);
}
