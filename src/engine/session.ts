/** One run of a program: everything ambient is reset before it, so that no run sees another. */
import type { TraceWriter } from "#trace/traceWriter.ts";
import { resetPasses } from "./pass.ts";
import { defaultGenerator } from "./random.ts";
import { Recorder } from "./recorder.ts";
import { resetState, state } from "./state.ts";
import { resetIds } from "./tensor.ts";
import type { TraceBudget } from "./traceBudget.ts";

export interface RunOptions {
  /** Takes the trace; null runs without recording. */
  readonly writer: TraceWriter | null;
  readonly budget?: TraceBudget;
  /** Tensor operations after which the run is stopped with an error. */
  readonly opLimit?: number;
}

/** Resets modes, defaults, numbering and the random generator, and starts recording. */
export function startRun({ writer, budget, opLimit }: RunOptions): void {
  resetState();
  resetIds();
  resetPasses();
  defaultGenerator.manualSeed(DEFAULT_SEED);
  state.opLimit = opLimit ?? Number.POSITIVE_INFINITY;
  state.recorder = writer === null ? null : new Recorder(writer, budget);
}

/** Ends recording; says in the trace what was left out. The writer may still hold some of it back: whoever made it flushes it. */
export function finishRun(): void {
  state.recorder?.finish();
  state.recorder = null;
}

/** PyTorch starts from a different seed in every process; the playground does not, so that everyone in a room sees the same numbers. */
const DEFAULT_SEED = 67280421310721;
