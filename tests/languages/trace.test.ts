import { beforeAll, describe, expect, test } from "vitest";
import { answer } from "#engine/replay.ts";
import { bootPython, type PythonRunner } from "#languages/python/runner.ts";
import type { TraceEvent } from "#trace/events.ts";
import { graphAt } from "#trace/graphAt.ts";
import { groupPathsOf } from "#trace/groups.ts";
import { iterationsOf } from "#trace/iterations.ts";
import { backwardStepAt } from "#trace/links.ts";
import { passAt } from "#trace/passes.ts";
import { phasesOf } from "#trace/phases.ts";
import { tapeBetween, tapeOf } from "#trace/replay.ts";
import { validateCards, validateEvents } from "#trace/validate.ts";
import { loadHere, recordedRun } from "./bootedPython.ts";

let python: PythonRunner;
beforeAll(async () => {
  python = await bootPython(loadHere);
}, 120_000);

const programs: Readonly<Record<string, string>> = {
  "a perceptron of scalars": `
import torch
w1, w2, b = (torch.tensor(v, requires_grad=True) for v in (0.5, -0.3, 0.1))
for x, y in [(1., 0.), (2., 1.), (-1., 1.)]:
    p = torch.sigmoid(w1 * x + w2 * x ** 2 + b)
    loss = -(y * torch.log(p) + (1 - y) * torch.log(1 - p))
    loss.backward()`,
  "a small network, trained": `
import torch
from torch import nn
torch.manual_seed(0)
net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2), nn.LogSoftmax(dim=1))
opt = torch.optim.Adam(net.parameters(), lr=0.1)
x, y = torch.randn(5, 3), torch.tensor([0, 1, 1, 0, 1])
for step in range(3):
    opt.zero_grad()
    loss = nn.functional.nll_loss(net(x), y)
    loss.backward()
    opt.step()`,
  "broadcasting, slices, a matrix product and a maximum": `
import torch
torch.manual_seed(1)
a = torch.randn(3, 4, requires_grad=True)
b = torch.randn(4, requires_grad=True)
c = torch.randn(4, 2, requires_grad=True)
h = torch.relu((a * b + b)[1:] @ c)
(h.max() + h.mean(dim=0).pow(2).sum() + torch.cat([h, h * 2]).exp().mean()).backward()`,
  "two passes over one graph": `
import torch
x = torch.tensor([1., 2.], requires_grad=True)
y = (x ** 3).sum()
y.backward(retain_graph=True)
y.backward(torch.tensor(2.))`,
};

describe.each(Object.entries(programs))("the trace of %s", (_name, code) => {
  test("holds sums that are what the engine stored", () => {
    const { story, events } = recordedRun(python, code);
    let compared = 0;
    events.forEach((event, i) => {
      if (event.type !== "grad" || event.pass === 0) return;
      const step = backwardStepAt(story, i + 1);
      if (step?.kind !== "grad" || step.parts.length === 0) return;
      event.added.data.forEach((x, k) => {
        const sum = step.parts.reduce((total, { flow }) => Math.fround(total + (flow.value.data[k] ?? 0)), 0);
        expect(sum).toBeCloseTo(x, 5);
        if (event.stored) expect(Math.fround((step.before?.data[k] ?? 0) + x)).toBeCloseTo(event.value.data[k] ?? 0, 5);
        compared++;
      });
    });
    expect(compared).toBeGreaterThan(3);
  });

  test("can be computed again: what arrives times the op's own derivative flows on", () => {
    const { story, events } = recordedRun(python, code);
    let compared = 0;
    events.forEach((event, i) => {
      if (event.type !== "flow") return;
      const step = backwardStepAt(story, i + 1);
      const tape = step?.kind === "flow" ? tapeOf(story, step.link.result) : undefined;
      const found = tape && answer({ kind: "local", tape });
      if (step?.kind !== "flow" || found?.kind !== "local") return;
      const jacobian = found.jacobians.find(({ argument }) => argument === event.argument);
      if (!jacobian) return;
      event.value.data.forEach((x, column) => {
        let sum = 0;
        for (let row = 0; row < jacobian.rows; row++)
          sum += (step.link.upstream?.data[row] ?? 0) * (jacobian.data[row * jacobian.columns + column] ?? 0);
        expect(Math.abs(sum - x)).toBeLessThanOrEqual(1e-4 * Math.max(1, Math.abs(x)));
      });
      compared++;
    });
    expect(compared).toBeGreaterThan(1);
  });

  test("holds gradients that finite differences confirm", () => {
    const { story, events } = recordedRun(python, code);
    let compared = 0;
    events.forEach((event, i) => {
      const pass = event.type === "grad" && event.stored && event.pass > 0 ? passAt(story, i + 1) : undefined;
      if (event.type !== "grad" || !pass) return;
      const tape = tapeBetween(story, [event.id], pass.event, pass.since);
      const found = answer({ kind: "check", tape, wrt: event.id, roots: pass.event.roots });
      if (found.kind !== "check") throw new Error(`${found.kind} ${JSON.stringify(found)}`);
      for (const { index, value } of found.differences) {
        const x = event.added.data[index] ?? Number.NaN;
        expect(Math.abs(value - x)).toBeLessThanOrEqual(2e-3 * Math.max(1, Math.abs(x)));
        compared++;
      }
    });
    expect(compared).toBeGreaterThan(1);
  });
});

describe("the calls of a program", () => {
  const { raw } = String;
  const code = raw`
import torch
from torch import nn

class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(2, 2)
    def forward(self, x):
        return torch.relu(self.inner(x)) + x

def squared(y):
    "Says what it does."
    return (y ** 2).sum()

def halves(n):
    while n > 1:
        n /= 2
        yield torch.tensor(n)

net = nn.Sequential(Block(), Block())
x = torch.ones(1, 2)
for i in range(2):
    loss = squared(net(x))
    loss.backward()
print(squared.__doc__, [t.item() for t in halves(8)])
`;

  test("are told by module and function, and every round of training comes back to the same ones", () => {
    const { story } = recordedRun(python, code);
    const paths = [...groupPathsOf(story).values()];
    const names = new Set(
      paths.map((path) => path.flatMap(({ name, of }) => (name ? [of ? `${name}:${of}` : name] : [])).join("/")),
    );
    expect([...names]).toEqual([
      "Sequential/0:Block/inner:Linear",
      "Sequential/0:Block",
      "Sequential/1:Block/inner:Linear",
      "Sequential/1:Block",
      "squared()",
    ]);
    expect(paths.flat().every(({ key }) => !key.includes("#"))).toBe(true);
  });

  test("leave functions, their texts and generators as they were", () => {
    const { events } = recordedRun(python, code);
    const printed = events.flatMap((event) => (event.type === "print" ? [event.text] : [])).join("");
    expect(printed).toBe("Says what it does. [4.0, 2.0, 1.0]\n");
  });
});

describe("an optimiser's step", () => {
  const code = `
import torch
torch.manual_seed(0)
net = torch.nn.Linear(3, 2)
opt = torch.optim.Adam(net.parameters(), lr=0.1, amsgrad=True)
for step in range(3):
    opt.zero_grad()
    loss = net(torch.ones(1, 3)).pow(2).sum()
    loss.backward()
    opt.step()
`;
  const updatesIn = (events: readonly TraceEvent[]) =>
    events.flatMap((event) => (event.type === "update" ? [event] : []));

  test("is one update of each parameter, with what the rule remembers and is set by", () => {
    const { events } = recordedRun(python, code);
    const updates = updatesIn(events);
    const [weight, bias] = events.flatMap((event) =>
      event.type === "leaf" && event.kind === "parameter" ? [event.id] : [],
    );
    expect(updates.map(({ id }) => id)).toEqual([weight, bias, weight, bias, weight, bias]);
    expect(updates.map(({ rule }) => rule?.step)).toEqual([1, 1, 2, 2, 3, 3]);
    for (const { line, op, value, rule } of updates) {
      expect([line, op, rule?.rule]).toEqual([10, "step", "Adam"]);
      expect(rule?.settings).toEqual({ lr: 0.1, beta1: 0.9, beta2: 0.999, eps: 1e-8, amsgrad: true });
      expect(Object.keys(rule?.state ?? {})).toEqual(["exp_avg", "exp_avg_sq", "max_exp_avg_sq"]);
      for (const kept of Object.values(rule?.state ?? {})) expect(kept.shape).toEqual(value.shape);
    }
  });

  test("has nothing else on its line, and a card with the rule's formula and signs", () => {
    const { story, events } = recordedRun(python, code);
    expect(events.filter((event) => "line" in event && event.line === 10)).toEqual(updatesIn(events));
    const card = story.index.ops.Adam;
    expect(card?.forward).toContain("\\hat m_t / \\left(\\sqrt{\\hat v_t} + \\epsilon\\right)");
    expect(card?.vjp).toMatchObject({ lr: "\\gamma", beta1: "\\beta_1", exp_avg: "m_t", exp_avg_sq: "v_t" });
    expect(validateCards(story.index.ops)).toEqual(story.index.ops);
    expect(validateEvents(events)).toEqual(events);
  });

  test("is the last part of every round", () => {
    const { events } = recordedRun(python, code);
    const round = ["forward", "backward", "update"];
    expect(phasesOf(events).map(({ kind }) => kind)).toEqual([...round, "reset", ...round, "reset", ...round]);
    expect(iterationsOf(events)).toHaveLength(3);
  });
});

test("a Function that changes its input sends the gradient to what the input was called before", () => {
  const { events } = recordedRun(
    python,
    `
import torch
class Twice(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.mark_dirty(x)
        return x.mul_(2)
    @staticmethod
    def backward(ctx, g):
        return g * 2
a = torch.ones(2, requires_grad=True)
b = a.clone()
c = Twice.apply(b)
c.sum().backward()`,
  );
  const ops = events.filter((event) => event.type === "op");
  const [copy, twice] = ["clone", "Twice"].map((name) => ops.find(({ op }) => op === name)?.outputs[0]?.id);
  expect(copy).toBeDefined();
  expect(copy).not.toBe(twice);
  expect(events).toContainEqual(expect.objectContaining({ type: "flow", from: twice, to: copy }));
});

test("of several results the box shows the one that the program went on with", () => {
  const { story } = recordedRun(
    python,
    `
import torch
A = torch.tensor([[2., 1.], [1., 3.]], requires_grad=True)
U, S, Vh = torch.linalg.svd(A)
loss = S.sum()
loss.backward()
first, second = torch.tensor([1., 2.], requires_grad=True).unbind()
second.backward()`,
  );
  const { nodes } = graphAt(story, story.length);
  const svd = nodes.find(({ op }) => op?.includes("svd"));
  expect(svd).toMatchObject({ name: "S", shape: [2] });
  expect(svd?.ids).toHaveLength(3);
  expect(nodes.find(({ op }) => op === "unbind")?.name).toBe("second");
});
