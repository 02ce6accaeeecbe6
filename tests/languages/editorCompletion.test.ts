import { pythonLanguage } from "@codemirror/lang-python";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCatalogue } from "#languages/python/editorCatalogue.ts";
import { buildCatalogue } from "#languages/python/editorCatalogueBuild.ts";
import { callExplanationAt, explanationAt } from "#languages/python/editorHelp.ts";
import { readProgram } from "#languages/python/editorProgram.ts";
import { suggestionsAt } from "#languages/python/editorSuggestions.ts";
import type { Knowledge } from "#languages/python/editorTypes.ts";

const catalogue = createCatalogue(buildCatalogue());
const english = (): undefined => undefined;

/** A program with the cursor at `|`. */
function read(marked: string, tensors: readonly string[] = []) {
  const pos = marked.indexOf("|");
  const text = marked.replace("|", "");
  const tree = pythonLanguage.parser.parse(text);
  const knowledge: Knowledge = { program: readProgram(text, tree), catalogue, tensors: new Set(tensors) };
  return { pos, tree, knowledge };
}

/** The labels that are suggested, the best first. */
function labels(marked: string, explicit = false, tensors: readonly string[] = []): readonly string[] {
  const { pos, tree, knowledge } = read(marked, tensors);
  const options = suggestionsAt(tree, pos, explicit, knowledge, english)?.options ?? [];
  return options.toSorted((a, b) => b.boost - a.boost).map(({ label }) => label);
}

function current(marked: string): string | undefined {
  const { pos, tree, knowledge } = read(marked);
  const call = callExplanationAt(tree, pos, knowledge, english);
  return call && `${call.name}: ${call.parts[1]}`;
}

function helped(marked: string): string | undefined {
  const { pos, tree, knowledge } = read(marked);
  const found = explanationAt(tree, pos, knowledge, english);
  return found && `${found.name}${found.signatures[0] ?? ""}`;
}

const torch = "import torch\nimport torch.nn as nn\nfrom torch import optim\nimport torch.nn.functional as F\n";

describe("suggestions", () => {
  test.each([
    ["import torch\ntorch.|", "tensor zeros nn optim linspace float32"],
    ["import torch\ntorch.ze|", "zeros"],
    ["import torch as t\nx = t.nn.functional.|", "relu mse_loss cross_entropy"],
    ["from torch import nn\nnn.|", "Linear ReLU Sequential functional"],
    ["from torch import (nn,\n  optim as o)\no.|", "SGD Adam lr_scheduler"],
    ["import torch.optim.lr_scheduler as s\ns.|", "StepLR CosineAnnealingLR"],
    ["import torch\nprint(torch.|", "zeros"],
    ["import torch\n@torch.|", "no_grad"],
    ["import torch\nwith torch.|:\n    pass", "no_grad"],
    [`import torch\nf"{torch.|}"`, "zeros"],
    ["from torch import |", "nn optim tensor"],
    ["from torch.nn import Linear, |", "ReLU Sequential"],
    ["import |", "torch math"],
    ["import torch.|", "nn optim autograd"],
    ["import math\nmath.|", "sqrt pi"],
  ])("%j has %s", (marked, wanted) => {
    expect(labels(marked)).toEqual(expect.arrayContaining(wanted.split(" ")));
  });

  test.each([
    "x = torch.zeros(2)\nx.|",
    "x: torch.Tensor = make()\nx.|",
    "x = nn.Linear(2, 3)(y)\nx.|",
    "net = nn.Sequential()\nnet(z).|",
    "x = torch.ones(3)\ny = (x + 1) ** 2\ny[0].|",
    "torch.randn(3).relu().|",
    "x = torch.ones(3)\nx.grad.|",
    "w = nn.Parameter(z)\nw.|",
    "lin = nn.Linear(2, 3)\nlin.weight.|",
    "for p in net.parameters():\n    p.|",
    "x = torch.ones(3)\nx = x + 1\nx.|",
    "def f(x: torch.Tensor):\n    return x.|",
    "class Net(nn.Module):\n    def forward(self, x):\n        x.|",
    "class Net(nn.Module):\n    pass\nnet = Net()\nloss = net(z)\nloss.|",
    "loss_fn = nn.MSELoss()\nloss = loss_fn(a, b)\nloss.|",
    "loss = F.mse_loss(a, b)\nloss.|",
  ])("a tensor's methods stand behind %j", (program) => {
    expect(labels(torch + program)).toEqual(expect.arrayContaining(["backward", "item", "shape", "requires_grad_"]));
  });

  test("what the last run tells is asked where the text says nothing", () => {
    expect(labels("x.|")).toEqual([]);
    expect(labels("x.|", false, ["x"])).toContain("backward");
    expect(labels("import torch\nx = torch.nn\nx.|", false, ["x"])).toContain("Linear");
  });

  test("an object of a class has what its class and the base have", () => {
    const net =
      "class Net(nn.Module):\n    def __init__(self):\n        self.layer = nn.Linear(1, 2)\n    def go(self):\n        self.|";
    expect(labels(torch + net)).toEqual(expect.arrayContaining(["layer", "go", "parameters", "zero_grad"]));
    expect(
      labels(torch + net)
        .slice(0, 2)
        .toSorted(),
    ).toEqual(["go", "layer"]);
    expect(labels(torch + net.replace("|", "layer.|"))).toContain("parameters");
    expect(labels(`${torch}opt = optim.SGD([w], lr=0.1)\nopt.|`).slice(0, 2)).toEqual(["step", "zero_grad"]);
    expect(labels(`${torch}s = optim.lr_scheduler.StepLR(o, 3)\ns.|`)).toContain("get_last_lr");
  });

  test("keywords of a call come first, those that are written are left out", () => {
    expect(labels("import torch\ntorch.zeros(2, req|").slice(0, 3)).toContain("requires_grad=");
    expect(labels("import torch\ntorch.zeros(2, requires_grad=True, dt|")).not.toContain("requires_grad=");
    expect(labels("import torch\ntorch.zeros(2, requires_grad=Tr|")).not.toContain("dtype=");
    expect(labels("def f(alpha, beta=2): pass\nf(al|")[0]).toBe("alpha=");
    expect(labels("import torch\ntorch.zeros([si|")).not.toContain("size=");
  });

  test("the program's own names, Python's words and its functions", () => {
    expect(labels("learning_rate = 0.1\nle|")[0]).toBe("learning_rate");
    expect(labels("def f(width):\n    wi|")).toContain("width");
    expect(labels("pr|")).toContain("print");
    expect(labels("re|")).toContain("return");
    expect(labels("loss = 1\nloss = lo|")).toContain("loss");
  });

  test.each([
    '"torch.|"',
    "# torch.|",
    "'''a\ntorch.|",
    "2.|",
    "3|",
    "def na|",
    "class Na|",
    "import torch as to|",
    "for it|",
    "def f(al|",
    "lambda wi|",
    "x.|",
    "a|",
    "x = y.z.|",
  ])("nothing at %j", (marked) => {
    expect(labels(marked)).toEqual([]);
  });

  test("nothing private is ever suggested, and nothing twice", () => {
    for (const marked of [
      "import torch\ntorch.|",
      "import torch\ntorch.ones(2).|",
      "import torch.nn as nn\nnn.|",
      "_a = 1\n__b = 2\npr|",
    ]) {
      const found = labels(marked);
      expect(found.filter((label) => label.startsWith("_"))).toEqual([]);
      expect(new Set(found).size).toBe(found.length);
    }
  });
});

describe("help", () => {
  test.each([
    ["import torch\ntorch.zeros(|)", "torch.zeros: *size"],
    ["import torch\ntorch.zeros(2, requires_grad=|)", "torch.zeros: requires_grad=False"],
    ["import torch\ntorch.zeros(2, requires_grad=|", "torch.zeros: requires_grad=False"],
    ["import torch\nx = torch.matmul(a, |", "torch.matmul: other"],
    ["import torch\nx = torch.matmul(f(1, [2, 3]), |)", "torch.matmul: other"],
    ["import torch\nx = torch.ones(2)\nx.max(|)", "Tensor.max: dim"],
    ["import torch\ntorch.max(x, dim=|)", "torch.max: dim"],
    ["from torch import optim\noptim.SGD(p, lr=0.1, momentum=|)", "optim.SGD: momentum=0"],
    ["def f(a, b=2):\n    pass\nf(1, |)", "f: b=2"],
    ["import torch\ntorch.matmul(a, b)|", undefined],
    ["unknown(|)", undefined],
  ])("the argument at %j", (marked, expected) => {
    expect(current(marked)).toBe(expected);
  });

  test.each([
    ["import torch\ntorch.ze|ros(2)", "torch.zeros(*size, dtype=None, device=None, requires_grad=False)"],
    ["import torch\n@torch.no_|grad()\ndef f(): pass", "torch.no_grad()"],
    ["from torch import n|n", "torch.nn"],
    ["import torch.o|ptim", "torch.optim"],
    ["import torch\nx = torch.ones(1)\nx.it|em()", "Tensor.item()"],
    ["def f(a, b=2):\n    pass\nf|(1)", "f(a, b=2)"],
    ["pri|nt(1)", 'print(*values, sep=" ", end="\\n")'],
    ["import torch\ntorch.zeros(2, d|type=None)", undefined],
    ["'torch.ze|ros'", undefined],
  ])("of the name at %j", (marked, expected) => {
    expect(helped(marked)).toBe(expected);
  });
});

test("no text, however broken, makes it throw", () => {
  const piece = fc.oneof(
    fc.constantFrom(..."( ) [ ] { } . , = : @ # ' \" \\ \n * - + ".split(" "), "\n", "\n    ", " ", '"""', "f'", "{"),
    fc.constantFrom(
      "import ",
      "from ",
      "torch",
      "nn",
      " as ",
      "def ",
      "class ",
      "self",
      "x",
      "lambda ",
      "for ",
      " in ",
      "with ",
      "return ",
    ),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(), fc.boolean(), (pieces, where, explicit) => {
      const text = pieces.join("");
      const tree = pythonLanguage.parser.parse(text);
      const knowledge: Knowledge = { program: readProgram(text, tree), catalogue, tensors: new Set(["x"]) };
      const pos = where % (text.length + 1);
      suggestionsAt(tree, pos, explicit, knowledge, english);
      explanationAt(tree, pos, knowledge, english);
      callExplanationAt(tree, pos, knowledge, english);
    }),
    { numRuns: 2000 },
  );
});
