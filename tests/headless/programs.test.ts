import { beforeAll, expect, test } from "vitest";
import { type Answers, answersOf } from "../conformance/answers.ts";

/** Programs of first courses, and what PyTorch prints for them. */
const programs: Readonly<Record<string, { readonly code: string; readonly prints: readonly string[] }>> = {
  "the slope of x² + 2x + 1 at 1, by autograd.grad": {
    code: `
import torch
x = torch.tensor(1.0, requires_grad=True)
y = x ** 2 + 2 * x + 1
print(torch.autograd.grad(outputs=y, inputs=x, create_graph=True)[0].item())`,
    prints: ["4.0"],
  },
  "gradients add up over three calls": {
    code: `
import torch
x = torch.tensor(3.0, requires_grad=True)
for _ in range(3):
    y = 3 * x ** 2 + 4 * x + 2
    y.backward()
    print(x.grad.item())`,
    prints: ["22.0", "44.0", "66.0"],
  },
  "a polynomial of degree four": {
    code: `
import torch
x = torch.tensor(2.0, requires_grad=True)
(2 * x ** 4 + x ** 3 + 3 * x ** 2 + 5 * x + 1).backward()
print(x.grad.item())`,
    prints: ["93.0"],
  },
  "a sum of squares, and zero_()": {
    code: `
import torch
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
torch.sum(x ** 2).backward()
print(x.grad)
x.grad.zero_()
print(x.grad)
y = ((2 * x + 3) ** 2).mean()
print(y)
y.backward()
print(x.grad)`,
    prints: [
      "tensor([2., 4., 6.])",
      "tensor([0., 0., 0.])",
      "tensor(51.6667, grad_fn=<MeanBackward0>)",
      "tensor([ 6.6667,  9.3333, 12.0000])",
    ],
  },
  "the cosine of a square": {
    code: `
import torch
x = torch.tensor(0.5, requires_grad=True)
y = torch.cos(x ** 2)
y.backward()
print(y.item(), x.grad.item())`,
    prints: ["0.9689124226570129 -0.24740396440029144"],
  },
  "sine of cosine of a norm, from a seed": {
    code: `
import torch
torch.manual_seed(0)
x = torch.randn(1, requires_grad=True)
y = torch.sin(torch.cos(torch.norm(x, 2) ** 2 + 1))
y.backward()
print(x)
print(y)
print(x.grad)`,
    prints: ["tensor([1.5410], requires_grad=True)", "tensor(-0.8266, grad_fn=<SinBackward0>)", "tensor([0.4007])"],
  },
  Jacobians: {
    code: `
import torch
from torch.autograd import functional
x = torch.tensor([1.0, 2.0, 3.0])
W = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
print(functional.jacobian(lambda x: torch.stack([2 * x[0], 3 * x[1], 4 * x[2]]), x).tolist())
print(functional.jacobian(lambda x: torch.tensor([2 * x[0], 3 * x[1], 4 * x[2]]), x).tolist())
print(torch.equal(functional.jacobian(lambda v: W @ v, x), W))`,
    prints: [
      "[[2.0, 0.0, 0.0], [0.0, 3.0, 0.0], [0.0, 0.0, 4.0]]",
      "[[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]",
      "True",
    ],
  },
  "what is tracked and what is not": {
    code: `
import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
with torch.no_grad():
    a = x * 2
b = (x * 2).detach()
c = x + 1
x.requires_grad_(False)
print(a.requires_grad, b.requires_grad, c.requires_grad, (x * 2).requires_grad)
print(c.grad)
print(str(c.grad_fn).startswith("<AddBackward0 object at 0x"))`,
    prints: ["False False True False", "None", "True"],
  },
  "descent on x² in float64": {
    code: `
import torch
x = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
for epoch in range(100):
    y = x ** 2
    y.backward()
    with torch.no_grad():
        x -= 0.01 * x.grad
    x.grad.zero_()
print(f'epoch:{epoch},x:{x}')`,
    prints: ["epoch:99,x:0.2652391117895063"],
  },
  "a line through three points": {
    code: `
import torch
w = torch.ones(1, requires_grad=True)
b = torch.ones(1, requires_grad=True)
x = torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64)
y = torch.tensor([4.0, 5.0, 6.0], dtype=torch.float64)
for epoch in range(100):
    loss = ((w * x + b - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.01 * w.grad
        b -= 0.01 * b.grad
    w.grad.zero_()
    b.grad.zero_()
print(f'epoch:{epoch},w:{w},b:{b},loss:{loss}')`,
    prints: [
      "epoch:99,w:tensor([1.5795], requires_grad=True),b:tensor([1.6827], requires_grad=True),loss:0.25012725292155363",
    ],
  },
  "what lies in memory": {
    code: `
import torch
rows = torch.arange(4.0).view(2, 2)
print(rows.storage()[3])
columns = rows.t()
print(columns.storage().tolist(), columns.stride())`,
    prints: ["3.0", "[0.0, 1.0, 2.0, 3.0] (1, 2)"],
  },
};

let answers: Answers;
beforeAll(async () => {
  answers = await answersOf(Object.entries(programs).map(([id, { code }]) => ({ id, code: code.trim(), stdout: "" })));
}, 120_000);

test.each(Object.keys(programs))("%s", (id) => {
  const answer = answers.byId.get(id);
  expect(answer?.error ?? null).toBeNull();
  expect(answer?.stdout.trimEnd().split("\n")).toEqual(programs[id]?.prints);
});

test("PyTorch's warnings go to standard error", () => {
  expect(answers.byId.get("Jacobians")?.stderr).toContain("Converting a tensor with requires_grad=True to a scalar");
  expect(answers.byId.get("what is tracked and what is not")?.stderr).toContain(
    "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed.",
  );
  // Once a run, though two lines would cause it.
  expect(answers.byId.get("what lies in memory")?.stderr.split("TypedStorage is deprecated")).toHaveLength(2);
});
