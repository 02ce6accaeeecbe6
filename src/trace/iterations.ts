/** The rounds of a training loop, told from the trace alone: after a backward pass the program has gone back to an earlier line. */
import type { TraceEvent } from "./events.ts";
import { kindOf } from "./phases.ts";
import type { Story } from "./story.ts";
import { countUpTo } from "./timeline.ts";

interface Known {
  read: number;
  /** Cursors at which a round begins; empty until the program has gone back for the first time. */
  readonly starts: number[];
  /** Where the first round began: the first event of each line. */
  readonly firstOf: Map<number, number>;
  /** The line of the last event that has one. */
  line: number;
  passed: boolean;
  /** The backward pass is the last thing that a line has done. */
  fresh: boolean;
  /** The pass under way hands its gradients back. */
  returns: boolean;
}

const known = new WeakMap<readonly TraceEvent[], Known>();

/**
 * The cursors just before each round of the run's training loop, ascending; empty for a program without one.
 * Of a run that grows only the new events are read.
 */
export function iterationsOf(events: readonly TraceEvent[]): readonly number[] {
  let state = known.get(events);
  if (!state) {
    state = { read: 0, starts: [], firstOf: new Map(), line: 0, passed: false, fresh: false, returns: false };
    known.set(events, state);
  }
  for (; state.read < events.length; state.read++) readEvent(state, events[state.read] as TraceEvent);
  return state.starts;
}

function readEvent(state: Known, event: TraceEvent): void {
  const { starts, firstOf, read } = state;
  if (event.type === "round") {
    if (starts.length > 0) starts.push(read);
    return;
  }
  if (event.type === "backward") state.returns = event.how === "grad";
  if (event.type === "backwardEnd") {
    state.passed = true;
    // What autograd.grad returns is computed with, and named, on the same line.
    state.fresh = !state.returns;
  }
  const kind = kindOf(event);
  if (!("line" in event) || event.line <= 0 || kind === undefined) return;
  const back = event.line < state.line || (state.fresh && event.line === state.line && event.type === "op");
  // Not at an update: an optimiser's own functions may stand above the loop.
  if (state.passed && back && (kind === "forward" || kind === "reset")) {
    if (starts.length === 0) starts.push(firstOf.get(event.line) ?? 0);
    starts.push(read);
    state.passed = false;
  }
  if (starts.length === 0 && !firstOf.has(event.line)) firstOf.set(event.line, read);
  state.line = event.line;
  state.fresh = false;
}

/** Which round a cursor is in, counted from 1; 0 before the first and in a program without a loop. */
export function iterationAt(starts: readonly number[], cursor: number): number {
  // The event with index i is true from i + 1 on: a cursor that stands at a start has seen nothing of the round.
  return countUpTo(starts, cursor - 1e-9);
}

/** Where the round before (−1) or after (+1) a cursor begins, or the run's end. */
export function iterationBoundary(
  starts: readonly number[],
  cursor: number,
  direction: -1 | 1,
  length: number,
): number {
  const round = iterationAt(starts, cursor);
  if (direction < 0) return starts[round - 1] ?? 0;
  return starts[countUpTo(starts, cursor)] ?? length;
}

/** How many rounds had been left out of the trace by a cursor, because the run was too long to be recorded whole. */
export function skippedAt({ index }: Story, cursor: number): number {
  const { rounds } = index;
  return rounds.head(rounds.countAt(cursor)).reduce((sum, { skipped }) => sum + skipped, 0);
}
