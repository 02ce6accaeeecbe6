import { beforeAll, describe, expect, test } from "vitest";
import { defaultBudget } from "#engine/traceBudget.ts";
import { bootPython, type PythonRunner } from "#languages/python/runner.ts";
import type { TraceEvent } from "#trace/events.ts";
import { eventSink } from "../fixtures/eventSink.ts";
import { loadHere } from "./bootedPython.ts";

let python: PythonRunner;
beforeAll(async () => {
  python = await bootPython(loadHere);
}, 120_000);

interface Outcome {
  readonly status: "ok" | "error";
  readonly events: readonly TraceEvent[];
  readonly printed: string;
  readonly error: Extract<TraceEvent, { type: "error" }> | undefined;
}

function run(code: string, timeLimitMs?: number): Outcome {
  const events: TraceEvent[] = [];
  const { status } = python.run(
    { code, ...(timeLimitMs === undefined ? {} : { timeLimitMs }) },
    eventSink({ event: (event) => events.push(event) }),
  );
  const printed = events.map((event) => (event.type === "print" ? event.text : "")).join("");
  return { status, events, printed, error: events.find((event) => event.type === "error") };
}

describe("a program", () => {
  test("has a namespace of its own, and leaves torch as it found it", () => {
    run(
      "import torch, builtins\nmine = 1\ntorch.ones = None\ntorch.Tensor.relu = None\nbuiltins.len = None\ntorch.set_default_dtype(torch.float64)",
    );
    const { printed } = run(
      "import torch\nprint('mine' in globals(), torch.ones(2).relu(), len([1]), torch.tensor(1.).dtype)",
    );
    expect(printed).toBe("False tensor([1., 1.]) 1 torch.float32\n");
  });

  test("sees its own lines in a traceback and none of ours", () => {
    const { error } = run("import torch\ndef f(x):\n    return x.backward()\n\nf(torch.ones(2, requires_grad=True))\n");
    expect(error).toMatchObject({ line: 3, kind: "RuntimeError" });
    expect(error?.traceback).toContain('File "main.py", line 5, in <module>');
    expect(error?.traceback).toContain('File "main.py", line 3, in f');
    expect(error?.traceback).not.toMatch(/<torch>|<harness>|<exec>/);
  });

  test("that is not Python is shown where it is not, as Python does, and without those who read it", () => {
    const { error } = run("import torch\nx = torch.tensor(1.0\ny = 2\n");
    expect(error?.traceback).toBe(
      "  File \"main.py\", line 2\n    x = torch.tensor(1.0\n                    ^\nSyntaxError: '(' was never closed\n",
    );
    const inner = run("def f():\n    exec('1 +')\nf()\n").error;
    expect(inner?.traceback).toMatch(
      /^Traceback[\s\S]*File "main.py", line 2, in f[\s\S]*SyntaxError: invalid syntax\n$/,
    );
    expect(inner?.traceback).not.toContain("ast.py");
  });

  test("is stopped at its time limit, with the line where it stood", () => {
    const { status, error } = run("x = 0\nwhile True:\n    x += 1\n", 300);
    expect(status).toBe("error");
    expect(error).toMatchObject({ kind: "TimeLimit" });
    expect([2, 3]).toContain(error?.line);
  });

  test("may index by a mask of one number, which keeps all or nothing", () => {
    const { printed } = run(`import torch
t, s = torch.tensor([1., 2.]), torch.tensor(3.)
print(t[torch.tensor(True)], t[torch.tensor(False)], s[s > 5], s[s < 5])
t[torch.tensor(False)] = 0
s[s < 5] = 7
print(t, s)`);
    expect(printed).toBe(
      "tensor([[1., 2.]]) tensor([], size=(0, 2)) tensor([]) tensor([3.])\ntensor([1., 2.]) tensor(7.)\n",
    );
  });

  test("is stopped also when the time limit strikes while a tensor is deleted", () => {
    const { error } = run(
      "import torch\nclass Slow(torch.Tensor):\n    def __del__(self):\n        while True: pass\nx = Slow(torch.ones(1))\ndel x\nwhile True: pass\n",
      300,
    );
    expect(error).toMatchObject({ kind: "TimeLimit", line: 7 });
  });

  test("may be empty, or not be Python", () => {
    expect(run("").status).toBe("ok");
    expect(run("x = (1,\ny = 2\n").error).toMatchObject({ kind: "SyntaxError", line: 1 });
    expect(run("import pandas\n").error?.text).toContain("pandas");
  });

  test("that asks for more numbers than there is room for is told so", () => {
    const { error } = run("import torch\nx = torch.ones(20_000, 20_000)\n");
    expect(error).toMatchObject({ line: 2, kind: "RuntimeError" });
    expect(error?.text).toContain("too large for the playground");
  });

  test("that prints without end has its lines counted, not kept", () => {
    const { events } = run("for i in range(100_000):\n    print(i)\n");
    expect(events.filter((event) => event.type === "print").length).toBeLessThanOrEqual(20_000);
    const thinned = events.find((event) => event.type === "thinned");
    expect(thinned?.counts.print).toBeGreaterThan(50_000);
  });
});

describe("the trace of a program", () => {
  test("names tensors as the program does, attributes and parameters included", () => {
    const { events } = run(
      "import torch\nclass Net(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.lin = torch.nn.Linear(1, 1)\n        self.w = torch.ones(1)\nnet = Net()\na, b = torch.ones(1), torch.ones(1)\n",
    );
    const names = events.flatMap((event) => (event.type === "name" ? [event.name] : []));
    expect(names).toEqual(expect.arrayContaining(["self.w", "net.lin.weight", "net.lin.bias", "a", "b"]));
  });

  test("tells the line of every op", () => {
    const { events } = run("import torch; x = torch.ones(1, requires_grad=True)\na = x * 2\ny = a + 1\n");
    expect(events.flatMap((event) => (event.type === "op" ? [[event.op, event.line]] : []))).toEqual([
      ["mul", 2],
      ["add", 3],
    ]);
  });

  test("shows where numbers were copied out of the graph", () => {
    const { events } = run("import torch\nx = torch.ones(2, requires_grad=True)\ny = torch.tensor([x[0], x[1]])\n");
    expect(events.find((event) => event.type === "op" && event.op === "tensor")).toMatchObject({
      cut: "copied",
      gradFn: null,
    });
  });

  test("of a long run is bounded, and says what it left out", () => {
    const { status, events } = run("import torch\nx = torch.ones(1)\nfor _ in range(100_000):\n    x = x * 1.0\n");
    expect(status).toBe("ok");
    expect(events.length).toBeLessThanOrEqual(defaultBudget.events + 10);
    expect(events.find((event) => event.type === "thinned")?.counts.op).toBeGreaterThan(10_000);
  });
});

test("memory is given back when Python lets go of a tensor", () => {
  const { printed } = run(
    "import torch, _engine, gc\nfrom torch import _core\n_core.flush()\nbefore = _engine.held()\nx = torch.ones(1, requires_grad=True)\nfor _ in range(3000):\n    y = (x * 2).sum()\n    y.backward()\n    x.grad = None\ndel y, x\ngc.collect()\n_core.flush()\nprint(_engine.held() - before)\n",
  );
  expect(Number(printed)).toBeLessThan(20);
});

test("a chain of 100,000 ops goes forward and backward", () => {
  const { printed, status } = run(
    "import torch\nx = torch.tensor(1., requires_grad=True)\ny = x\nfor _ in range(100_000):\n    y = y + 1\ny.backward()\nprint(y.item(), x.grad)\n",
  );
  expect(status).toBe("ok");
  expect(printed).toBe("100001.0 tensor(1.)\n");
});

test("a boot from a memory snapshot runs programs as a plain boot does", async () => {
  const plain = await bootPython(loadHere, { makeSnapshot: true });
  const snapshot = plain.takeSnapshot();
  expect(snapshot).not.toBeNull();
  const restored = await bootPython(loadHere, { snapshot: snapshot as Uint8Array });
  const printed: string[] = [];
  restored.run(
    { code: "import torch\nx = torch.tensor(2., requires_grad=True)\n(x ** 3).backward()\nprint(x.grad)\n" },
    eventSink({ event: (event) => event.type === "print" && printed.push(event.text) }),
  );
  expect(printed.join("")).toBe("tensor(12.)\n");
}, 120_000);
