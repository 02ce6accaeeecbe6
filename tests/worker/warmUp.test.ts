import { expect, test, vi } from "vitest";
import { bootPython, type PythonRunner } from "#languages/python/runner.ts";
import { warmUp } from "#worker/warmUp.ts";
import { eventSink } from "../fixtures/eventSink.ts";
import { loadHere } from "../languages/bootedPython.ts";

test("warming up runs a program to its end, and the next program sees nothing of it", async () => {
  const python = await bootPython(loadHere);
  const told = (): string[] => {
    const events: string[] = [];
    const sink = eventSink({ event: (event) => events.push(JSON.stringify(event)) });
    python.run(
      { code: "import torch\nx = torch.randn(2, requires_grad=True)\nprint('w' in globals(), x.sum())" },
      sink,
    );
    return events;
  };
  const before = told();
  const statuses: string[] = [];
  const watched: PythonRunner = {
    takeSnapshot: () => null,
    run: (program, sink) => {
      const result = python.run(program, sink);
      statuses.push(result.status);
      return result;
    },
  };
  warmUp(watched, () => true);
  await vi.waitUntil(() => statuses.length === 12, { timeout: 60_000 });
  expect(new Set(statuses)).toEqual(new Set(["ok"]));
  expect(told()).toEqual(before);
}, 120_000);

test("a learner who comes is not kept waiting", async () => {
  let runs = 0;
  const counted: PythonRunner = {
    takeSnapshot: () => null,
    run: () => {
      runs++;
      return { status: "ok", ms: 0 };
    },
  };
  warmUp(counted, () => runs < 3);
  await new Promise((done) => setTimeout(done, 100));
  expect(runs).toBe(3);
});
