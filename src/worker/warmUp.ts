/** The first run of a learner's loop should not be the one in which the browser learns to run loops fast. */
import type { PythonRunner } from "#languages/python/runner.ts";

/** What programs do most, in little: a run of it takes some milliseconds at first and much less in the end. */
const PROGRAM = `
import torch
w = torch.tensor([0.5, -0.5], requires_grad=True)
b = torch.tensor(0.0, requires_grad=True)
x = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
for _ in range(40):
    loss = ((x @ w + b - 1) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.01 * w.grad
        b -= 0.01 * b.grad
    w.grad = b.grad = None
`;
const RUNS = 12;

/** Runs it again and again in the pauses between messages, until `isWanted` says that the learner is here. Nothing of it is told. */
export function warmUp(runner: PythonRunner, isWanted: () => boolean): void {
  let left = RUNS;
  const next = (): void => {
    if (left-- === 0 || !isWanted()) return;
    runner.run({ code: PROGRAM }, { chunk: () => undefined, card: () => undefined });
    setTimeout(next);
  };
  setTimeout(next);
}
