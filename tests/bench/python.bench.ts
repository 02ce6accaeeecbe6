import { loadPyodide } from "pyodide";
import { bootPython, type LoadPyodide, type PythonRunner } from "#languages/python/runner.ts";
import { compare } from "./ratio.ts";

const silent = { event: () => {}, card: () => {} };
const times = 5000;

/** A loop around one statement, in a program of its own. */
const loop = (setup: string, statement: string): string =>
  `import torch\n${setup}\ndef go():\n    for _ in range(${times}):\n        ${statement}\ngo()\n`;

function side(python: PythonRunner, name: string, setup: string, statement: string) {
  const code = loop(setup, statement);
  return {
    name,
    run: () => {
      const { status } = python.run({ code }, silent);
      if (status !== "ok") throw new Error(`${name} ended with ${status}`);
    },
  };
}

/** What an op costs from Python, beside Python's own arithmetic. */
export async function bench() {
  const load: LoadPyodide = async (options) => (await loadPyodide(options)) as never;
  const python = await bootPython(load);
  const table = await compare(`${times.toLocaleString("en")} statements in a Python loop`, [
    side(python, "a * b of Python floats", "a, b = 1.5, 2.5", "a * b"),
    side(python, "x * 2.0, no gradient", "x = torch.tensor(1.5)", "x * 2.0"),
    side(python, "x * y, on the tape and in the trace", "x = y = torch.tensor(1.5, requires_grad=True)", "x * y"),
    side(python, "x.item()", "x = torch.tensor(1.5)", "x.item()"),
  ]);
  const plain = table.rows[0]?.median ?? 0;
  const costs = table.rows
    .slice(1)
    .map((row) => `${row.name}: ${(((row.median - plain) * 1000) / times).toFixed(2)} µs`);
  return { ...table, note: `One statement, without the loop: ${costs.join("; ")}.` };
}
