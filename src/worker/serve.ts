/** Runs programs that a port asks for and sends back what happened, in chunks. Knows nothing of browsers or Node. */

import type { PythonRunner } from "#languages/python/runner.ts";
import { readRequest, type WorkerReply } from "#runtime/protocol.ts";

/** Answers one message after another; what is not a request is dropped. */
export function serve(
  runner: PythonRunner,
  post: (reply: WorkerReply, transfer?: Transferable[]) => void,
): (message: unknown) => void {
  return (message) => {
    const request = readRequest(message);
    if (request === null) return;
    const { type: _, id, ...program } = request;
    const result = runner.run(program, {
      chunk: (chunk) => post({ type: "chunk", id, chunk }, [chunk.numbers.buffer]),
      card: (card) => post({ type: "cards", id, cards: [card] }),
    });
    post({ type: "done", id, ...result });
  };
}
