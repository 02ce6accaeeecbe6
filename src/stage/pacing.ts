/** Hands the events of a running program on no faster than the page can draw them. */
import type { TraceEvent } from "#trace/events.ts";

export interface Pacer {
  append(batch: readonly TraceEvent[]): void;
  /** Hands on what waits, now. */
  flush(): void;
}

/** What a drawing has cost is waited this many times over: the page keeps four fifths of its time for whoever uses it. */
const rest = 4;
/** Cheaper drawings (ms) need no rest. */
const cheap = 8;

/** `later` is the page's setTimeout, or a test's. The cost of a drawing is the time until the page gets to its next task. */
export function createPacer(
  append: (batch: readonly TraceEvent[]) => void,
  later: (task: () => void, ms: number) => void = (task, ms) => {
    setTimeout(task, ms);
  },
  now: () => number = () => performance.now(),
): Pacer {
  let waiting: TraceEvent[] = [];
  let resting = false;

  const flush = (): void => {
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    append(batch);
  };
  const draw = (): void => {
    resting = true;
    const start = now();
    flush();
    later(() => {
      const cost = now() - start;
      later(
        () => {
          resting = false;
          if (waiting.length > 0) draw();
        },
        cost > cheap ? rest * cost : 0,
      );
    }, 0);
  };

  return {
    append(batch) {
      for (const event of batch) waiting.push(event);
      if (!resting) draw();
    },
    flush,
  };
}
