/** Questions to a worker of the page's own, which starts with the first of them. */

/** Sends `{ id, question }` and waits for `{ id, answer }`; a worker that cannot run answers everything with `without`. */
export function createAsker<Question, Answer>(
  start: () => Worker,
  without: Answer,
): (question: Question) => Promise<Answer> {
  const waiting = new Map<number, (answer: Answer) => void>();
  let worker: Worker | undefined;
  let last = 0;

  function connect(): Worker {
    const made = start();
    made.onmessage = ({ data }: MessageEvent<{ readonly id: number; readonly answer: Answer }>) => {
      waiting.get(data.id)?.(data.answer);
      waiting.delete(data.id);
    };
    made.onerror = () => {
      for (const resolve of waiting.values()) resolve(without);
      waiting.clear();
    };
    return made;
  }

  return (question) =>
    new Promise((resolve) => {
      worker ??= connect();
      const id = ++last;
      waiting.set(id, resolve);
      worker.postMessage({ id, question });
    });
}
