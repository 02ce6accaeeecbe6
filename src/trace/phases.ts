/** The parts of a run: numbers going forward, gradients going back, parameters moving, gradients being cleared. */
import type { TraceEvent } from "./events.ts";

export type PhaseKind = "forward" | "backward" | "update" | "reset";

/** The events from `from` up to `to`, which belong together; a cursor in a phase is above `from` and at most `to`. */
export interface Phase {
  readonly kind: PhaseKind;
  readonly from: number;
  readonly to: number;
}

/** A phase that may still grow; `line` is its only line, or undefined when it has several. */
interface Growing {
  kind: PhaseKind;
  from: number;
  to: number;
  line: number | undefined;
}

interface Known {
  read: number;
  readonly phases: Growing[];
}

const known = new WeakMap<readonly TraceEvent[], Known>();

/** The phases of a run; of a run that grows only the new events are read. Prints and warnings belong to whatever they interrupt. */
export function phasesOf(events: readonly TraceEvent[]): readonly Phase[] {
  let state = known.get(events);
  if (!state) {
    state = { read: 0, phases: [] };
    known.set(events, state);
  }
  for (; state.read < events.length; state.read++) readEvent(state, events[state.read] as TraceEvent);
  return state.phases;
}

function readEvent({ phases, read }: Known, event: TraceEvent): void {
  const last = phases.at(-1);
  const line = "line" in event ? event.line : undefined;
  let kind = kindOf(event);
  if (kind === undefined) {
    if (last) last.to = read + 1;
    return;
  }
  // What an optimiser computes on its way to an update is part of the update: it happens on the same line.
  if (kind === "forward" && last?.kind === "update" && last.line === line && line !== undefined) kind = "update";
  if (kind === "update" && last?.kind === "forward" && last.line === line && phases.length > 1) last.kind = "update";
  const before = phases.at(-2);
  if (last && before && last.kind === "update" && before.kind === "update") {
    phases.pop();
    before.to = last.to;
    before.line = before.line === last.line ? before.line : undefined;
  }
  const current = phases.at(-1);
  if (current?.kind === kind) {
    current.to = read + 1;
    if (current.line !== line) current.line = undefined;
  } else phases.push({ kind, from: read, to: read + 1, line });
}

/** What kind of step an event is; a print or an error is none, it only happens meanwhile. */
export function kindOf(event: TraceEvent): PhaseKind | undefined {
  switch (event.type) {
    case "leaf":
    case "name":
    case "requiresGrad":
      return "forward";
    case "op":
      return event.during === undefined ? "forward" : "backward";
    case "backward":
    case "flow":
    case "backwardEnd":
      return "backward";
    case "grad":
      return event.pass === 0 ? "update" : "backward";
    case "update":
      return "update";
    case "reset":
      return "reset";
    default:
      return undefined;
  }
}

/** The phase that a cursor is in; undefined at the very start. */
export function phaseAt(phases: readonly Phase[], cursor: number): Phase | undefined {
  const phase = phases[startsBefore(phases, cursor) - 1];
  return phase && cursor <= phase.to ? phase : undefined;
}

/** Where the phase before (−1) or after (+1) a cursor begins: to go back from within a phase is to go to its own start. */
export function phaseBoundary(phases: readonly Phase[], cursor: number, direction: -1 | 1): number {
  const before = startsBefore(phases, cursor);
  if (direction < 0) return phases[before - 1]?.from ?? 0;
  const next = phases[before]?.from === cursor ? before + 1 : before;
  return phases[next]?.from ?? phases.at(-1)?.to ?? 0;
}

/** How many phases begin before a cursor. */
function startsBefore(phases: readonly Phase[], cursor: number): number {
  let [low, high] = [0, phases.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((phases[middle]?.from ?? 0) < cursor) low = middle + 1;
    else high = middle;
  }
  return low;
}
