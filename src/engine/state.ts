/** What is ambient in a run, as in PyTorch: modes, defaults, the line being executed, and who listens. */
import type { Tangents } from "./dual.ts";
import type { Recorder } from "./recorder.ts";

interface EngineState {
  gradEnabled: boolean;
  inferenceMode: boolean;
  defaultDtype: "float32" | "float64";
  /** Line of the learner's program that is running, set by the language at every call; 0 when unknown. */
  line: number;
  /** Path of the modules and functions that are being called, set by the language; empty outside of all. */
  scope: string;
  recorder: Recorder | null;
  /** What forward mode carries along; null outside of its levels. */
  tangents: Tangents | null;
  /** Number of the backward pass under way, 0 outside; kept so that ops it runs are told apart in the trace. */
  pass: number;
  /** Ops run so far, for the budget that stops runaway programs. */
  ops: number;
  opLimit: number;
  detectAnomaly: boolean;
}

export const state: EngineState = {
  gradEnabled: true,
  inferenceMode: false,
  defaultDtype: "float32",
  line: 0,
  scope: "",
  recorder: null,
  tangents: null,
  pass: 0,
  ops: 0,
  opLimit: Number.POSITIVE_INFINITY,
  detectAnomaly: false,
};

/** Back to a fresh interpreter's defaults; the recorder is replaced by the caller. */
export function resetState(): void {
  state.gradEnabled = true;
  state.inferenceMode = false;
  state.defaultDtype = "float32";
  state.line = 0;
  state.scope = "";
  state.tangents = null;
  state.pass = 0;
  state.ops = 0;
  state.opLimit = Number.POSITIVE_INFINITY;
  state.detectAnomaly = false;
}

/** Runs `body` with gradient recording on or off, restoring the mode whatever happens. */
export function withGrad<T>(enabled: boolean, body: () => T): T {
  const before = state.gradEnabled;
  state.gradEnabled = enabled;
  try {
    return body();
  } finally {
    state.gradEnabled = before;
  }
}

/** Runs ops for their numbers alone: nothing is put on the tape and nothing is told to the trace. For the forward of an op. */
export function numbersOnly<R>(body: () => R): R {
  const { gradEnabled, recorder, tangents } = state;
  state.gradEnabled = false;
  state.recorder = null;
  state.tangents = null;
  try {
    return body();
  } finally {
    state.gradEnabled = gradEnabled;
    state.recorder = recorder;
    state.tangents = tangents;
  }
}
