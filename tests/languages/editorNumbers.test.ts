import { python } from "@codemirror/lang-python";
import { EditorState } from "@codemirror/state";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { numbersThatMatter, startNumbersOf } from "#languages/python/editorNumbers.ts";
import { readNumber, writeNumber } from "#languages/python/numberStyle.ts";

/** Writes new values over literals, each in the style of the old one. */
function replaceNumbers(
  text: string,
  edits: readonly { readonly from: number; readonly to: number; readonly value: number }[],
): string {
  let [result, at] = ["", 0];
  for (const { from, to, value } of edits.toSorted((a, b) => a.from - b.from)) {
    result += text.slice(at, from) + writeNumber(value, text.slice(from, to));
    at = to;
  }
  return result + text.slice(at);
}

/** What is found, as `name=literal`. */
const found = (text: string): readonly string[] =>
  numbersThatMatter(text).map(({ name, from, to }) => `${name}=${text.slice(from, to)}`);

describe("the numbers that matter", () => {
  test.each([
    ["lr = 0.1", ["lr=0.1"]],
    ["LEARNING_RATE: float = 1e-2", ["LEARNING_RATE=1e-2"]],
    ["lr, epochs = 0.1, 1_000", ["lr=0.1", "epochs=1_000"]],
    ["(lr, n) = (0.1, 3)", ["lr=0.1"]],
    ["alpha = eta = .5", ["alpha=.5", "eta=.5"]],
    ["betas = (0.9, 0.999)", ["betas[0]=0.9", "betas[1]=0.999"]],
    ["opt = torch.optim.SGD([x], lr=0.1, momentum=0)", ["lr=0.1", "momentum=0"]],
    ["opt = Adam(net(f(x)), lr=3e-4, betas=(0.9, 0.99), eps=1e-8)", ["lr=3e-4", "betas[0]=0.9", "betas[1]=0.99"]],
    ["def train(x, lr=0.1, *, steps: int = 50): pass", ["lr=0.1", "steps=50"]],
    ["w -= 0.01 * w.grad", ["lr=0.01"]],
    ["w.data = w.data - w.grad.data * 1e-2", ["lr=1e-2"]],
    ["w -= lr * w.grad\ny -= 3 * x", []],
    ["for epoch in range(100):\n    pass", ["epoch=100"]],
    ["for _ in range(1, 20):\n    for i in range(n): pass", ["range=20"]],
    ["x = torch.tensor(-2., requires_grad=True)", ["x=-2."]],
    ["w = torch.tensor([-1.2, 1.0], requires_grad=True)  # here", ["w[0]=-1.2", "w[1]=1.0"]],
    ["w = torch.tensor([[1., 2.],\n  [a, +4]], requires_grad=True)", ["w[0, 0]=1.", "w[0, 1]=2.", "w[1, 1]=+4"]],
    ["self.w = nn.Parameter(torch.tensor(0.5))", ["self.w=0.5"]],
    ["x = torch.tensor(2.0).double().requires_grad_()", ["x=2.0"]],
    ["a, b = torch.tensor(1.0).requires_grad_(True), 3", ["a=1.0"]],
    ["ps = [torch.tensor(1.0, requires_grad=True)]", ["tensor=1.0"]],
  ])("%s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test.each([
    "# lr = 0.1",
    'print("lr = 0.1", """\nlr = 0.1\n""")',
    "lr = 0.1 * 2",
    "lr = -0.1",
    "lr = 0x10",
    "lr = 1j",
    "lr == 0.1",
    "other = 0.1",
    "eps = 1e-8",
    "momentum = 1.5",
    "epochs = 1e3",
    "x = torch.tensor(2.0)",
    "x = torch.tensor(2.0, requires_grad=False)",
    "x = nn.Parameter(torch.tensor(2.0), requires_grad=False)",
    "x = torch.tensor(2.0).requires_grad_(False)",
    "x = torch.tensor(2.0).sin().requires_grad_()",
    "x = torch.tensor([1., 2., 3., 4., 5.], requires_grad=True)",
    "x = [i for i in range(10)]",
    "n = range(10)",
  ])("none in %s", (text) => {
    expect(found(text)).toEqual([]);
  });

  test("are found around a line that is only half typed", () => {
    expect(found("lr = 0.1\nx = torch.tensor(\nepochs = 20\n")).toContain("lr=0.1");
  });

  test("come from the editor's own tree as well", () => {
    const state = EditorState.create({ doc: "lr = 0.1\n", extensions: [python()] });
    expect(numbersThatMatter(state)).toHaveLength(1);
  });

  test("have a range that fits what they are", () => {
    const [lr, epochs, momentum, x] = numbersThatMatter(
      "lr = 0.1\nepochs = 100\nmomentum = 0.9\nx = torch.tensor(2.0, requires_grad=True)",
    );
    expect(lr).toMatchObject({ kind: "rate", scale: "log", value: 0.1 });
    expect((lr?.max ?? 0) / (lr?.min ?? 1)).toBeCloseTo(1000);
    expect(epochs).toMatchObject({ kind: "count", min: 1, max: 400, step: 1 });
    expect(momentum).toMatchObject({ kind: "fraction", min: 0, max: 0.999 });
    expect(x).toMatchObject({ kind: "start", min: -2, max: 6, scale: "linear" });
  });

  test("any text is read without a complaint", () => {
    const pieces = [
      "lr",
      "=",
      "0.1",
      "torch.tensor",
      "(",
      ")",
      "[",
      "]",
      ",",
      "requires_grad",
      "True",
      "for i in range",
    ];
    const more = [".", "-", "1.", "\n", ":", '"""', "#", "nn.Parameter", ".requires_grad_", " ", "*", "betas", "é"];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces, ...more), { maxLength: 30 }), (parts) => {
        const text = parts.join("");
        for (const { from, to, value } of numbersThatMatter(text)) expect(readNumber(text.slice(from, to))).toBe(value);
        startNumbersOf(text);
      }),
    );
  });
});

describe("a number that is turned", () => {
  test.each([
    [0.02, "0.1", "0.02"],
    [2, "1.0", "2.0"],
    [2, "1.", "2."],
    [2.5, "1.", "2.5"],
    [0.3, ".5", ".3"],
    [-1.25, ".5", "-1.25"],
    [0.013, "1e-2", "1.3e-2"],
    [1, "1E-2", "1E0"],
    [0.02, "1.0e-2", "2.0e-2"],
    [1250, "1_000", "1_250"],
    [12345, "100", "12345"],
    [0.5, "0", "0.5"],
    [1.2000000000000002, "2.0", "1.2"],
    [-0.00000012, "0.1", "-1.2e-7"],
  ])("%d over %s is written %s", (value, literal, written) => {
    expect(writeNumber(value, literal)).toBe(written);
  });

  test("is found again with its value, and so are all others", () => {
    const literal = fc.constantFrom("0.1", "1e-2", "3E-4", ".5", "1.", "0", "1", "1_0.0", "2.5e-1");
    const count = fc.constantFrom("1", "30", "1_000", "200");
    const start = fc.constantFrom("-1.2", "2.0", "- 3.", "+1", "0.0", "1e3", "-.5", "7");
    const program = fc
      .tuple(literal, literal, count, count, start, start, start)
      .map(
        ([lr, momentum, epochs, passes, a, b, c]) =>
          `lr = ${lr}  # lr = 3\nepochs = ${epochs}\nx = torch.tensor([${a}, ${b}], requires_grad=True)\n` +
          `y = nn.Parameter(torch.tensor(${c}))\nopt = SGD([x], lr=${lr}, momentum=${momentum})\n` +
          `for i in range(${passes}):\n    s = "lr = 0.1"\n`,
      );
    fc.assert(
      fc.property(program, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (text, which, share) => {
        const before = numbersThatMatter(text);
        const at = which % before.length;
        const number = before[at];
        if (!number) throw new Error("nothing was found");
        const value = number.min + share * (number.max - number.min);
        const written = number.write(value);
        const after = numbersThatMatter(text.slice(0, number.from) + written + text.slice(number.to));
        expect(after).toHaveLength(before.length);
        expect(after[at]?.value).toBe(readNumber(written));
        expect(Math.abs((after[at]?.value ?? 0) - value)).toBeLessThanOrEqual(
          number.kind === "count" ? 0.5 : Math.abs(value) * 1e-3,
        );
      }),
    );
  });
});

describe("the start values of tensors", () => {
  test("are given in row-major order, with the line and the name", () => {
    const text =
      "import torch\nw = torch.tensor([[1., -2.], [3., 4.]], requires_grad=True)\nb = nn.Parameter(torch.tensor(0.5))\n";
    const [w, b] = startNumbersOf(text);
    expect(w).toMatchObject({ name: "w", line: 2 });
    expect(w?.literals.map(({ value }) => value)).toEqual([1, -2, 3, 4]);
    expect(b).toMatchObject({ name: "b", line: 3, literals: [{ value: 0.5 }] });
  });

  test("are not those of a tensor with anything else in it", () => {
    expect(startNumbersOf("w = torch.tensor([1., a], requires_grad=True)")).toEqual([]);
    expect(startNumbersOf("w = torch.tensor(n, requires_grad=True)")).toEqual([]);
  });

  test("move when they are replaced", () => {
    const text = "w = torch.tensor([-1.2, 1.], requires_grad=True)";
    const literals = startNumbersOf(text)[0]?.literals ?? [];
    expect(replaceNumbers(text, literals.map((literal) => ({ ...literal, value: literal.value * 10 })).reverse())).toBe(
      "w = torch.tensor([-12.0, 10.], requires_grad=True)",
    );
  });
});
