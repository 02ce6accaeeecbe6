/** Python as the page runs it, in this process. */
import { loadPyodide } from "pyodide";
import { expect } from "vitest";
import type { LoadPyodide, PythonRunner } from "#languages/python/runner.ts";
import { withRoomFor } from "#languages/python/snapshotRoom.ts";
import type { OpCard, TraceEvent } from "#trace/events.ts";
import { type Story, storyOf } from "#trace/story.ts";
import { eventSink } from "../fixtures/eventSink.ts";

/** Loads the real Pyodide from its package. */
export const loadHere: LoadPyodide = async (options) => {
  // @ts-expect-error: Pyodide's own module has no types; it is what its loader would import.
  const { default: create } = await import("pyodide/pyodide.asm.mjs");
  const createPyodideModule = withRoomFor(create, options._loadSnapshot);
  return (await loadPyodide({ ...options, createPyodideModule } as never)) as never;
};

/** Runs a program that must not fail, and indexes what was recorded of it. */
export function recordedRun(
  python: PythonRunner,
  code: string,
): { readonly story: Story; readonly events: readonly TraceEvent[] } {
  const events: TraceEvent[] = [];
  const ops: Record<string, OpCard> = {};
  const sink = eventSink({
    event: (event: TraceEvent) => events.push(event),
    card: (card: OpCard) => {
      ops[card.name] = card;
    },
  });
  python.run({ code }, sink);
  expect(events.filter((event) => event.type === "error")).toEqual([]);
  return { story: storyOf({ version: 1, language: "python", source: code, ops, events }), events };
}
