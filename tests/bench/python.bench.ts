import { answersOf } from "../conformance/answers.ts";
import { tabulate } from "./ratio.ts";

const times = 5000;
const rounds = 15;

const sides = [
  ["a * b of Python floats", "a, b = 1.5, 2.5", "a * b"],
  ["x * 2.0, no gradient", "x = torch.tensor(1.5)", "x * 2.0"],
  ["x * y, on the tape", "x = y = torch.tensor(1.5, requires_grad=True)", "x * y"],
  ["x.item()", "x = torch.tensor(1.5)", "x.item()"],
] as const;

/** A program that times a loop around one statement and prints the milliseconds of every round. */
const program = (setup: string, statement: string): string => `
import json, time, torch
${setup}
def go():
    start = time.perf_counter()
    for _ in range(${times}):
        ${statement}
    return (time.perf_counter() - start) * 1000
print(json.dumps([go() for _ in range(${rounds + 1})]))
`;

/** What an op costs from Python, beside Python's own arithmetic: programs of the headless runner, which is bundled as the page is. */
export async function bench() {
  const { byId } = await answersOf(
    sides.map(([name, setup, statement]) => ({ id: name, code: program(setup, statement), stdout: "" })),
  );
  const table = tabulate(
    `${times.toLocaleString("en")} statements in a Python loop`,
    sides.map(([name]) => {
      const [first = Number.NaN, ...samples] = JSON.parse(byId.get(name)?.stdout ?? "[]") as number[];
      return { name, first, samples };
    }),
  );
  const plain = table.rows[0]?.median ?? 0;
  const costs = table.rows
    .slice(1)
    .map((row) => `${row.name}: ${(((row.median - plain) * 1000) / times).toFixed(2)} µs`);
  return { ...table, note: `One statement, without the loop and the Python product: ${costs.join("; ")}.` };
}
