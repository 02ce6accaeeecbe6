/** Asks the engine to compute recorded ops again, in a worker that starts with the first question. */
import type { ReplayAnswer, ReplayQuestion } from "#trace/replay.ts";

/** Answers questions about recorded ops. */
export type Replay = (question: ReplayQuestion) => Promise<ReplayAnswer>;

/** A replay for one page. If its worker cannot start, every question stays unanswered. */
export function createReplay(): Replay {
  const waiting = new Map<number, (answer: ReplayAnswer) => void>();
  let worker: Worker | undefined;
  let last = 0;

  function start(): Worker {
    const made = new Worker(new URL("../worker/replay.ts", import.meta.url), { type: "module" });
    made.onmessage = ({ data }: MessageEvent<{ readonly id: number; readonly answer: ReplayAnswer }>) => {
      waiting.get(data.id)?.(data.answer);
      waiting.delete(data.id);
    };
    made.onerror = () => {
      for (const resolve of waiting.values()) resolve({ kind: "unanswered", why: "different", op: "" });
      waiting.clear();
    };
    return made;
  }

  return (question) =>
    new Promise((resolve) => {
      worker ??= start();
      const id = ++last;
      waiting.set(id, resolve);
      worker.postMessage({ id, question });
    });
}
