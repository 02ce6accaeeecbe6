/** CPython with our torch in it: boots, runs one program after another, tells what happens as trace events. */

import { finishRun, startRun } from "#engine/session.ts";
import type { TraceEvent } from "#trace/events.ts";
import { TraceWriter } from "#trace/traceWriter.ts";
import type { TraceSink } from "#trace/wire.ts";
import { installEngine, type PythonHost } from "./bindings.ts";
import { createPlotDesk, type PlotDesk } from "./plots.ts";
import { harnessSources, laterSources, torchSources } from "./sources.ts";

/** What is used of Pyodide. */
export interface Pyodide extends PythonHost {
  runPython(code: string): unknown;
  readonly globals: { set(name: string, value: unknown): void; get(name: string): unknown };
  toPy(value: unknown): unknown;
  setInterruptBuffer(buffer: unknown): void;
  makeMemorySnapshot(): Uint8Array;
}

/** Loads Pyodide where this runs; gives it the options on top of its own. */
export type LoadPyodide = (options: {
  readonly _makeSnapshot?: boolean;
  readonly _loadSnapshot?: Uint8Array | ArrayBuffer;
}) => Promise<Pyodide>;

export interface BootOptions {
  /** The memory of an earlier boot: several times faster than booting anew. */
  readonly snapshot?: Uint8Array | ArrayBuffer;
  /** Make a snapshot, to be had once from `takeSnapshot`. */
  readonly makeSnapshot?: boolean;
}

export interface Program {
  readonly code: string;
  /** Wall time after which the program is interrupted; none without it. */
  readonly timeLimitMs?: number;
  /** Longest printed line, and number of lines, that are kept. */
  readonly output?: { readonly lineChars: number; readonly lines: number };
  /** False: only what the program prints is told. */
  readonly record?: boolean;
}

export interface RunResult {
  readonly status: "ok" | "error";
  readonly ms: number;
}

/** A booted Python. Runs one program at a time, to its end. */
export interface PythonRunner {
  run(program: Program, sink: TraceSink): RunResult;
  /** The snapshot that `makeSnapshot` asked for; null after the first call or without it. */
  takeSnapshot(): Uint8Array | null;
}

/** What a page keeps of a program's output. */
export const PAGE_OUTPUT = { lineChars: 4_000, lines: 20_000 };

/** Modules of the standard library that courses import: loaded once, before the snapshot. */
const PRELOADED =
  "abc ast builtins collections collections.abc contextlib copy dataclasses enum functools gc importlib.abc importlib.util inspect io itertools json linecache math numbers operator os random re statistics string struct sys textwrap time traceback types typing warnings weakref array bisect heapq datetime pprint";

/** Boots Python, from a snapshot when there is one. */
export async function bootPython(load: LoadPyodide, options: BootOptions = {}): Promise<PythonRunner> {
  const { snapshot: from, makeSnapshot = false } = options;
  const py = await load(from ? { _loadSnapshot: from } : makeSnapshot ? { _makeSnapshot: true } : {});
  let snapshot: Uint8Array | null = null;
  if (!from) {
    prepare(py);
    if (makeSnapshot) snapshot = py.makeMemorySnapshot();
  } else refresh(py);
  return connect(py, () => {
    const taken = snapshot;
    snapshot = null;
    return taken;
  });
}

/** Everything that holds no JavaScript object, and so can be part of a snapshot. */
function prepare(py: Pyodide): void {
  py.runPython(`import ${PRELOADED.split(" ").join(", ")}`);
  const define = (name: string, texts: Record<string, string>): void =>
    void py.runPython(`${name} = __import__("json").loads(${pythonText(JSON.stringify(texts))})`);
  define("_harness_sources", harnessSources());
  define("_torch_sources", torchSources());
  define("_later_sources", laterSources());
  py.runPython(LOAD_HARNESS);
}

/** A JSON text as a Python literal. */
const pythonText = (json: string): string => JSON.stringify(json);

const LOAD_HARNESS = `
import sys, types
for _name in ("importer", "instrument", "streams", "tracebacks", "asnew", "run"):
    _module = types.ModuleType(_name)
    sys.modules[_name] = _module
    exec(compile(_harness_sources[_name + ".py"], "<harness>/" + _name + ".py", "exec", dont_inherit=True), _module.__dict__)
sys.modules["importer"].install(_torch_sources, _later_sources)
_harness_run = sys.modules["run"]
# Learners may have modules of these names in mind: ours are reached by reference only.
for _name in ("importer", "instrument", "streams", "tracebacks", "asnew", "run"):
    del sys.modules[_name]
del _harness_sources, _torch_sources, _later_sources
`;

/** What must not be the same in every restored memory. */
function refresh(py: Pyodide): void {
  py.runPython("import random as _random; _random.seed()");
}

/** The functions through which the harness speaks; strings and numbers only. */
interface Host {
  print(line: number, stream: "stdout" | "stderr", text: string): void;
  warning(line: number, category: string, text: string): void;
  error(line: number, from: number, to: number, kind: string, text: string, traceback: string): void;
  plot(line: number, json: string): void;
  hidden(lines: number): void;
  strike_again(): void;
}

function connect(py: Pyodide, takeSnapshot: () => Uint8Array | null): PythonRunner {
  let emit: (event: TraceEvent) => void = () => undefined;
  let desk: PlotDesk | null = null;
  let deadline = Number.POSITIVE_INFINITY;
  const host: Host = {
    print: (line, stream, text) => emit({ type: "print", line, stream, text }),
    warning: (line, category, text) => emit({ type: "warning", line, category, text }),
    error: (line, from, to, kind, text, traceback) =>
      emit({
        type: "error",
        line,
        ...(from >= 0 && to >= from ? { columns: [from, to] as const } : {}),
        kind,
        text,
        traceback,
      }),
    plot: (line, json) => {
      const figure = desk?.read(json);
      if (figure) emit({ type: "plot", line, figure });
    },
    hidden: (lines) => emit({ type: "thinned", counts: { print: lines } }),
    strike_again: () => {
      deadline = 0;
    },
  };
  installEngine(py);
  py.registerJsModule("_host", { ...host });
  py.runPython("import _host as _h; _harness_run.connect(_h); del _h");
  const runOne = py.runPython("_harness_run.run") as (source: string, lineChars: number, lines: number) => boolean;

  // Python asks now and then whether it is interrupted; without shared memory the clock answers. It writes 0 after every question:
  // only after a yes does that disarm, or a deadline that passes between a no and its write would be lost.
  let struck = false;
  py.setInterruptBuffer({
    get 0() {
      struck = performance.now() > deadline;
      return struck ? 2 : 0;
    },
    set 0(_value: number) {
      if (struck) deadline = Number.POSITIVE_INFINITY;
      struck = false;
    },
  });

  return {
    takeSnapshot,
    run({ code, timeLimitMs, output = PAGE_OUTPUT, record = true }, sink) {
      const start = performance.now();
      const writer = new TraceWriter(sink);
      emit = (event) => writer.event(event);
      desk = record ? createPlotDesk() : null;
      startRun({ writer: record ? writer : null });
      deadline = timeLimitMs === undefined ? Number.POSITIVE_INFINITY : start + timeLimitMs;
      try {
        const ok = runOne(code, output.lineChars, output.lines);
        if (desk && desk.refused > 0) emit({ type: "thinned", counts: { plot: desk.refused } });
        return { status: ok ? "ok" : "error", ms: performance.now() - start };
      } catch (error) {
        // The harness itself was interrupted or ran out of memory.
        const text = error instanceof Error ? (error.message.trimEnd().split("\n").at(-1) ?? "") : String(error);
        const kind = text.startsWith("KeyboardInterrupt") ? "TimeLimit" : (text.split(":")[0] ?? "RuntimeError");
        emit({ type: "error", line: 0, kind, text, traceback: "" });
        return { status: "error", ms: performance.now() - start };
      } finally {
        deadline = Number.POSITIVE_INFINITY;
        finishRun();
        writer.flush();
        emit = () => undefined;
      }
    },
  };
}
