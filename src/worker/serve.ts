/** Runs programs that a port asks for and sends back what happened, in batches. Knows nothing of browsers or Node. */

import type { PythonRunner } from "#languages/python/runner.ts";
import { type Reply, readRequest } from "#runtime/protocol.ts";
import type { TraceEvent } from "#trace/events.ts";

/** Events are sent when so many have gathered … */
const BATCH_EVENTS = 500;
/** … or the first of them has waited so long (ms). */
const BATCH_AGE = 30;

/** Answers one message after another; what is not a request is dropped. */
export function serve(runner: PythonRunner, post: (reply: Reply) => void): (message: unknown) => void {
  return (message) => {
    const request = readRequest(message);
    if (request === null) return;
    const { type: _, id, ...program } = request;
    let batch: TraceEvent[] = [];
    let since = 0;
    const flush = (): void => {
      if (batch.length === 0) return;
      post({ type: "events", id, events: batch });
      batch = [];
    };
    const result = runner.run(program, {
      event(event) {
        if (batch.length === 0) since = performance.now();
        batch.push(event);
        if (batch.length >= BATCH_EVENTS || performance.now() - since >= BATCH_AGE) flush();
      },
      card(card) {
        post({ type: "cards", id, cards: [card] });
      },
    });
    flush();
    post({ type: "done", id, ...result });
  };
}
