import { beforeAll, describe, expect, test } from "vitest";
import { probedLosses, probeProgram } from "#languages/python/editorProbe.ts";
import { bootPython, type PythonRunner } from "#languages/python/runner.ts";
import type { TraceEvent } from "#trace/events.ts";
import { eventSink } from "../fixtures/eventSink.ts";
import { loadHere } from "./bootedPython.ts";

let python: PythonRunner;
beforeAll(async () => {
  python = await bootPython(loadHere);
}, 120_000);

const places = [
  { name: "x", line: 2, shape: [], values: [2] },
  { name: "w", line: 3, shape: [2], values: [0, 0] },
];
const program = `import torch
x = torch.tensor(2.0, requires_grad=True)
w = torch.zeros(2, requires_grad=True)
print("one of many runs")
for step in range(50):
    loss = x ** 2 + w.sum() if x > 1 else x.abs() * 10 + (w[0] / 0 if w[1] > 4 else 0)
    loss.backward()
`;

function probe(code: string, points: readonly (readonly number[])[]): readonly number[] {
  const events: TraceEvent[] = [];
  const text = probeProgram(code, places, points) ?? "";
  python.run({ code: text, record: false }, eventSink({ event: (event) => events.push(event) }));
  expect(events.every(({ type }) => type === "print")).toBe(true);
  return Array.from(probedLosses(events.map((event) => (event.type === "print" ? event.text : "")).join("")) ?? []);
}

describe("a program that decides by its values is run from every point", () => {
  test("each run takes its own way and ends at its first backward pass", () => {
    expect(
      probe(program, [
        [3, 0, 0],
        [1.5, 2, 4],
        [0.5, 0, 0],
        [-2, 1, 1],
      ]),
    ).toEqual([9, 8.25, 5, 20]);
  });
  test("chance is the same in every run", () => {
    const chance = program.replace("loss = x ** 2 + w.sum()", "loss = x * torch.randn(1).sum() + torch.rand(3).sum()");
    const [first, again] = probe(chance, [
      [2, 0, 0],
      [2, 0, 0],
    ]);
    expect(first).toBe(again);
  });
  test("many points come back whole, though a page cuts long lines", () => {
    const many = Array.from({ length: 700 }, (_, i) => [2 + i / 7, 0, 0]);
    expect(probe(program, many)).toHaveLength(700);
  });
  test("a point at which it fails has no loss, and a run leaves nothing behind for the next program", () => {
    const failing = program.replace("w[0] / 0", "1 / 0");
    expect(
      probe(failing, [
        [0.5, 0, 5],
        [0.5, 0, 0],
      ]),
    ).toEqual([Number.NaN, 5]);
    const events: TraceEvent[] = [];
    python.run({ code: program }, eventSink({ event: (event) => events.push(event) }));
    expect(events.filter(({ type }) => type === "backward")).toHaveLength(50);
  });
  test("a program without these numbers cannot be probed", () => {
    expect(probeProgram("import torch\nx = start()\n", places, [[1, 2, 3]])).toBeUndefined();
    expect(probedLosses("Traceback")).toBeUndefined();
  });
});
