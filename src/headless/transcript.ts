/** What a program would have written to a terminal. */
import type { TraceEvent } from "#trace/events.ts";

export interface Transcript {
  readonly stdout: string;
  readonly stderr: string;
  /** Traceback of the error that ended the program; null when it ended well. */
  readonly error: string | null;
}

/** Puts the printed lines together; warnings and the traceback go to stderr as Python writes them. */
export function transcriptOf(source: string, events: readonly TraceEvent[]): Transcript {
  const lines = source.split("\n");
  const stdout: string[] = [];
  const stderr: string[] = [];
  let error: string | null = null;
  for (const event of events) {
    if (event.type === "print") (event.stream === "stdout" ? stdout : stderr).push(event.text);
    else if (event.type === "warning") {
      const text = lines[event.line - 1]?.trim();
      stderr.push(`main.py:${event.line}: ${event.category}: ${event.text}\n${text ? `  ${text}\n` : ""}`);
    } else if (event.type === "error") {
      error = event.traceback === "" ? `${event.kind}: ${event.text}\n` : event.traceback;
      stderr.push(error);
    }
  }
  return { stdout: stdout.join(""), stderr: stderr.join(""), error };
}
