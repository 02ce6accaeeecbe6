import { beforeAll, describe, expect, test } from "vitest";
import { bootPython, type PythonRunner } from "#languages/python/runner.ts";
import type { TraceEvent } from "#trace/events.ts";
import { eventSink } from "../fixtures/eventSink.ts";
import { loadHere, recordedRun } from "./bootedPython.ts";
import numpyPrograms from "./numpyPrograms.json";

let python: PythonRunner;
beforeAll(async () => {
  python = await bootPython(loadHere);
}, 120_000);

interface Outcome {
  readonly lines: readonly string[];
  readonly warnings: readonly string[];
  readonly error: string | undefined;
}

const BOTH = "import numpy as np, torch\n";

function run(code: string): Outcome {
  const events: TraceEvent[] = [];
  python.run({ code }, eventSink({ event: (event) => events.push(event) }));
  const printed = events.map((event) => (event.type === "print" ? event.text : "")).join("");
  const error = events.find((event) => event.type === "error");
  return {
    lines: printed.trimEnd().split("\n"),
    warnings: events.flatMap((event) => (event.type === "warning" ? [event.text] : [])),
    error: error === undefined ? undefined : `${error.kind}: ${error.text}`,
  };
}

describe("numpy", () => {
  test.each(numpyPrograms)("$title", ({ code, prints }) => {
    const { lines, error } = run(`import numpy as np\n${code.join("\n")}`);
    expect(error).toBeUndefined();
    expect(lines).toEqual(prints);
  });

  test.each([
    ["np.ones(3) + np.ones(2)", "ValueError: operands could not be broadcast together with shapes (3,) (2,) "],
    ["np.ones(3)[5]", "IndexError: index 5 is out of bounds for axis 0 with size 3"],
    ["np.arange(6).reshape(4, 2)", "ValueError: cannot reshape array of size 6 into shape (4,2)"],
    [
      "a = np.ones(3, dtype=int); a += 0.5",
      "_UFuncOutputCastingError: Cannot cast ufunc 'add' output from dtype('float64') to dtype('int64') with casting rule 'same_kind'",
    ],
    ["np.sum(np.ones(3), axis=1)", "AxisError: axis 1 is out of bounds for array of dimension 1"],
    [
      "bool(np.ones(3) > 0)",
      "ValueError: The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()",
    ],
    ["np.zeros((2, 3))[0] = [1, 2]", "ValueError: could not broadcast input array from shape (2,) into shape (3,)"],
    ["np.array([[1, 2], [3]])", "ValueError: setting an array element with a sequence."],
    ["np.random.choice(3, 5, replace=False)", "ValueError: Cannot take a larger sample than population"],
    ["np.linalg.inv(np.zeros((2, 2)))", "LinAlgError: Singular matrix"],
  ])("%s raises NumPy's error", (code, error) => {
    expect(run(BOTH + code).error).toContain(error);
  });

  test("warns as NumPy does", () => {
    const { warnings } = run(`${BOTH}np.log(np.zeros(1)); np.sqrt(-1.0); np.ones(1) / 0`);
    expect(warnings).toEqual([
      "divide by zero encountered in log",
      "invalid value encountered in sqrt",
      "divide by zero encountered in divide",
    ]);
  });

  test.each([
    ["np.fft.fft([1])", "NotImplementedError: this playground's numpy does not have np.fft.fft: its arrays hold real"],
    [
      "np.linalg.eigvals([[0, 1], [-1, 0]])",
      "NotImplementedError: this playground's numpy does not have eigenvalues of a matrix where some are complex",
    ],
    ["np.random.vonmises", "AttributeError: this playground's numpy does not have np.random.vonmises"],
    ["np.uint16", "AttributeError: this playground's numpy does not have np.uint16"],
    ["np.array(['a'])", "NotImplementedError: this playground's numpy does not have arrays of str"],
    ["np.ones(1, dtype='complex64')", "NotImplementedError: this playground's numpy does not have the dtype complex64"],
    [
      "np.random.default_rng(0).wald(1, 2)",
      "NotImplementedError: this playground's numpy does not have Generator.wald",
    ],
    [
      "np.nditer(np.ones(2), flags=['external_loop'])",
      "NotImplementedError: np.nditer in the playground does not have",
    ],
    [
      "np.ones(1).ctypes",
      "AttributeError: 'numpy.ndarray' object has no attribute 'ctypes' in this playground's numpy",
    ],
    ["import numpy.ma", "ModuleNotFoundError: No module named 'numpy.ma'"],
  ])("says that it does not have %s", (code, error) => {
    expect(run(BOTH + code).error).toContain(error);
  });

  test("is as new in every run", () => {
    run(
      `${BOTH}np.pi = 3; np.ndarray.sum = None; np.random.seed(0); np.set_printoptions(precision=2); np.random.rand = 1`,
    );
    const { lines } = run(
      `${BOTH}print(np.pi, np.ones(2).sum(), np.array([1 / 3]), np.random.rand() == 0.5488135039273248, torch.tensor(np.ones(1)))`,
    );
    expect(lines).toEqual(["3.141592653589793 2.0 [0.33333333] False tensor([1.], dtype=torch.float64)"]);
  });
});

describe("numpy beside torch", () => {
  test("from_numpy and numpy() share memory, both ways", () => {
    const { lines } = run(
      `${BOTH}a = np.arange(3.); t = torch.from_numpy(a)
a[0] = 9; print(t)
t[1] = 7; t.mul_(2); print(a)
a += 1; print(t)
x = torch.zeros(2, 2); n = x.numpy()
n[0] = 5; x.add_(1); print(n, x, n.T.dtype)
print(np.shares_memory(torch.as_tensor(a).numpy(), a), np.shares_memory(torch.tensor(a).numpy(), a))`,
    );
    expect(lines).toEqual([
      "tensor([9., 1., 2.], dtype=torch.float64)",
      "[18. 14.  4.]",
      "tensor([19., 15.,  5.], dtype=torch.float64)",
      "[[6. 6.]",
      " [1. 1.]] tensor([[6., 6.],",
      "        [1., 1.]]) float32",
      "True False",
    ]);
  });

  test("torch.tensor takes arrays and numpy's numbers with their dtype", () => {
    const { lines } = run(
      `${BOTH}print(torch.tensor(np.array([1, 2])), torch.tensor(np.float32(1.5)), torch.tensor([np.float64(1.5)]), torch.tensor(np.array(3.)))
print(torch.tensor(np.ones(1), dtype=torch.float32), torch.FloatTensor(np.ones(1)), torch.arange(5)[np.array([0, 2])])
print(np.array(torch.ones(2)), np.mean(torch.ones(3)), np.exp(torch.zeros(1)))`,
    );
    expect(lines).toEqual([
      "tensor([1, 2]) tensor(1.5000) tensor([1.5000], dtype=torch.float64) tensor(3., dtype=torch.float64)",
      "tensor([1.]) tensor([1.]) tensor([0, 2])",
      "[1. 1.] 1.0 tensor([1.])",
    ]);
  });

  test("a tensor op an array is a tensor, and the other way round is PyTorch's error", () => {
    const { lines, error } = run(
      `${BOTH}print(torch.ones(1) + np.ones(1), torch.ones(1) * np.float64(2), np.float64(2) * torch.ones(1))\nnp.ones(1) + torch.ones(1)`,
    );
    expect(lines).toEqual(["tensor([2.], dtype=torch.float64) tensor([2.]) tensor([2.])"]);
    expect(error).toBe("TypeError: unsupported operand type(s) for +: 'numpy.ndarray' and 'Tensor'");
  });

  test.each([
    [
      "torch.ones(1, requires_grad=True).numpy()",
      "RuntimeError: Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.",
    ],
    ["torch.from_numpy([1])", "TypeError: expected np.ndarray (got list)"],
    ["torch.from_numpy(np.arange(3)[::-1])", "ValueError: At least one stride in the given numpy array is negative"],
  ])("%s raises PyTorch's error", (code, error) => {
    expect(run(BOTH + code).error).toContain(error);
  });

  test("none of numpy's own ops is in the picture, and what comes from arrays is a leaf", () => {
    const { events } = recordedRun(
      python,
      `${BOTH}a = np.random.rand(4, 2) @ np.ones((2, 1)) + 1
x = torch.from_numpy(a).float()
w = torch.ones(1, 1, requires_grad=True)
loss = (x @ w).mean()
loss.backward()
b = w.grad.numpy() * 2
print(np.mean(b), torch.is_grad_enabled(), torch.get_default_dtype())`,
    );
    const ops = events.flatMap((event) => (event.type === "op" ? [event.op] : []));
    expect(ops).toEqual(["_to_copy", "mm", "mean"]);
    expect(events.find((event) => event.type === "print")?.text).toContain("True torch.float32");
  });

  test("what an array changes in a tensor's memory is told", () => {
    const { events } = recordedRun(python, `${BOTH}x = torch.zeros(2)\ny = x * 2\nn = x.numpy()\nn[0] = 5`);
    expect(events.find((event) => event.type === "update")).toMatchObject({ line: 5, op: "data" });
  });
});
