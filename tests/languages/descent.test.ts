import { beforeAll, describe, expect, test } from "vitest";
import { answer } from "#engine/replay.ts";
import { frameOf } from "#geometry/frame.ts";
import { type Grid, marksOf, valueOn } from "#geometry/grid.ts";
import { type Plane, planeOf, project, projectPath, usualChoices } from "#geometry/plane.ts";
import { bootPython, type PythonRunner } from "#languages/python/runner.ts";
import { createLandscapes, type Landscape, replayed } from "#stage/landscapes.ts";
import { type Descent, descentOf, gradientAt, positionAt, stepAt } from "#trace/descent.ts";
import { lossTapeAt, variationOf } from "#trace/lossTape.ts";
import type { Story } from "#trace/story.ts";
import { loadHere, recordedRun } from "./bootedPython.ts";

let python: PythonRunner;
beforeAll(async () => {
  python = await bootPython(loadHere);
}, 120_000);

function descentIn(code: string): { readonly story: Story; readonly descent: Descent } {
  const { story } = recordedRun(python, code);
  const descent = descentOf(story);
  if (!descent) throw new Error("no descent was found");
  return { story, descent };
}

/** Asks for a map as the page does and waits for the finest one. */
async function mapOf(story: Story, descent: Descent, plane: Plane): Promise<Landscape> {
  const loss = lossTapeAt(story, descent, descent.steps.length - 1);
  if (!loss) throw new Error("no pass was recorded whole");
  const landscapes = createLandscapes();
  const evaluate = replayed(async (question) => answer(question), loss, descent, plane);
  landscapes.ask({
    plane: "",
    ground: "",
    key: "map",
    slow: false,
    evaluate,
    ranges: frameOf(projectPath(plane, descent)).ranges,
  });
  while (landscapes.store.getState().status === "working") await new Promise((resolve) => setTimeout(resolve, 1));
  return landscapes.store.getState();
}

const gridOf = (landscape: Landscape): Grid => {
  expect(landscape.status).toBe("done");
  return landscape.grid as Grid;
};

const square = (update: string, setup = ""): string => `
import torch
x = torch.tensor(2.0, requires_grad=True)
lr = 0.01
${setup}
for epoch in range(100):
    y = x ** 2
    y.backward()
${update}`;

const ways: Readonly<Record<string, string>> = {
  "by hand under no_grad": square("    with torch.no_grad():\n        x -= lr * x.grad\n    x.grad.zero_()"),
  "by hand through .data": square("    x.data -= lr * x.grad.data\n    x.grad = None"),
  "by torch.optim": square("    opt.step()\n    opt.zero_grad()", "opt = torch.optim.SGD([x], lr=lr)"),
  "by a new leaf every round": square("    x = (x - lr * x.grad).detach().requires_grad_()"),
};

describe("a descent is found by itself, however the program moves its parameter", () => {
  test.each(Object.entries(ways))("%s", (_, code) => {
    const { descent, story } = descentIn(code);
    expect(descent.coordinates.map(({ label }) => label)).toEqual(["x"]);
    expect(descent.steps).toHaveLength(100);
    expect(descent.skipped).toBe(0);
    expect(descent.path[0]).toBe(2);
    expect(descent.path.at(-1)).toBeCloseTo(0.2652, 4);
    expect(descent.steps[0]?.loss).toBe(4);
    const third = descent.steps[3];
    expect(stepAt(descent, third?.since ?? 0)).toBe(3);
    expect(positionAt(descent, third?.since ?? 0)[0]).toBe(descent.path[3]);
    expect(positionAt(descent, story.length)[0]).toBe(descent.path[100]);
    // The gradient is known when the pass has ended, and gone when the program has cleared it.
    expect(gradientAt(descent, third?.pass?.until ?? 0)[0]).toBeCloseTo(2 * (descent.path[3] ?? 0), 6);
    expect(third?.moved).toBeGreaterThan(third?.pass?.until ?? 0);
    expect(positionAt(descent, third?.moved ?? 0)[0]).toBe(descent.path[4]);
  });
  test("a run without a loop of updates has none", () => {
    const { story } = recordedRun(
      python,
      "import torch\nx = torch.tensor(2.0, requires_grad=True)\n(x ** 2).backward()",
    );
    expect(descentOf(story)).toBeUndefined();
  });
});

test("a run of 10,000 rounds keeps a true path, ever thinner, with its start and its end", () => {
  const { story, descent } = descentIn(`
import torch
x = torch.tensor(2.0, requires_grad=True)
opt = torch.optim.SGD([x], lr=0.0005)
for step in range(10000):
    loss = x ** 2
    loss.backward()
    opt.step()
    opt.zero_grad()
print(x.item())`);
  const truth = [Math.fround(2)];
  for (let i = 0; i < 10_000; i++) {
    const x = truth[i] ?? 0;
    // As float32 computes it: the gradient is rounded, the step is multiplied and added in one.
    truth.push(Math.fround(x - Math.fround(0.0005) * Math.fround(2 * x)));
  }
  const { steps, path, skipped } = descent;
  expect(steps.length).toBeGreaterThan(5_000);
  expect(skipped).toBe(10_000 - steps.length);
  steps.forEach(({ round, loss, since }, row) => {
    expect(path[row]).toBe(truth[round]);
    expect(loss).toBe(Math.fround((truth[round] ?? 0) ** 2));
    expect(positionAt(descent, since)[0]).toBe(truth[round]);
  });
  expect(steps[0]?.round).toBe(0);
  expect(steps.at(-1)?.round).toBe(9_999);
  expect(path.at(-1)).toBe(truth[10_000]);
  expect(positionAt(descent, story.length)[0]).toBe(truth[10_000]);
});

const twoParameters = `
import torch
x = torch.tensor([1., 2., 3.])
y = torch.tensor([4., 5., 6.])
w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
opt = torch.optim.SGD([w, b], lr=0.05)
for epoch in range(50):
    opt.zero_grad()
    loss = torch.nn.functional.mse_loss(w * x + b, y)
    loss.backward()
    opt.step()`;

describe("the landscape of a recorded loss", () => {
  test("of one parameter is the curve itself", async () => {
    const { story, descent } = descentIn(ways["by torch.optim"] as string);
    const grid = gridOf(await mapOf(story, descent, planeOf(descent, usualChoices(descent))));
    expect(grid.rows).toBe(1);
    for (const at of [0.3, 1, 1.9]) expect(valueOn(grid, [at])).toBeCloseTo(at ** 2, 3);
  });

  test("of a line's two parameters equals the mean squared error worked out here", async () => {
    const { story, descent } = descentIn(twoParameters);
    const plane = planeOf(descent, usualChoices(descent));
    const grid = gridOf(await mapOf(story, descent, plane));
    expect([grid.columns, grid.rows]).toEqual([128, 128]);
    const error = (w: number, b: number): number =>
      [1, 2, 3].reduce((sum, x, i) => sum + (w * x + b - (4 + i)) ** 2, 0) / 3;
    const [w, b] = grid.ranges;
    for (let row = 0; row < 128; row += 9)
      for (let column = 0; column < 128; column += 9) {
        const at = [w, b].map((range, i) => {
          const { low = 0, high = 0 } = range ?? {};
          return low + (((i === 0 ? column : row) + 0.5) / 128) * (high - low);
        });
        expect(grid.values[row * 128 + column]).toBeCloseTo(error(at[0] ?? 0, at[1] ?? 0), 9);
      }
    // What the program itself met on its way lies on the map.
    for (const [s, { loss }] of descent.steps.entries()) {
      const place = project(plane, descent.path, s * 2);
      expect(place).toEqual([descent.path[2 * s], descent.path[2 * s + 1]]);
      expect(Math.abs(valueOn(grid, place) - loss)).toBeLessThan(0.02 * Math.max(1, loss));
    }
  });

  test("of a network is seen along the main directions of its path", async () => {
    const { story, descent } = descentIn(`
import torch
from torch import nn
torch.manual_seed(0)
x, y = torch.randn(12, 2), torch.tensor([0, 1, 1] * 4)
net = nn.Sequential(nn.Linear(2, 5), nn.Tanh(), nn.Linear(5, 2))
opt = torch.optim.Adam(net.parameters(), lr=0.05)
for step in range(25):
    opt.zero_grad()
    loss = nn.functional.cross_entropy(net(x), y)
    loss.backward()
    opt.step()`);
    expect(descent.coordinates).toHaveLength(27);
    const plane = planeOf(descent, usualChoices(descent));
    const [first, second] = plane.axes;
    expect(first?.explained).toBeGreaterThan(0.8);
    expect((first?.explained ?? 0) + (second?.explained ?? 0)).toBeLessThanOrEqual(1 + 1e-9);
    const grid = gridOf(await mapOf(story, descent, plane));
    // The plane goes through the end of the path; the loss there is a little below the last one that the program saw.
    const end = valueOn(grid, project(plane, descent.path, 25 * 27));
    expect(end).toBeLessThan(descent.steps.at(-1)?.loss ?? 0);
    expect(end).toBeGreaterThan(0.5 * (descent.steps.at(-1)?.loss ?? 0));
  });

  test("a saddle and four minima are marked where they are", async () => {
    const { story, descent } = descentIn(`
import torch
x = torch.tensor(-4.5, requires_grad=True)
y = torch.tensor(4.5, requires_grad=True)
for step in range(2):
    loss = (x ** 2 + y - 11) ** 2 + (x + y ** 2 - 7) ** 2
    loss.backward()
    with torch.no_grad():
        for p in (x, y):
            p -= 0.001 * p.grad
            p.grad.zero_()`);
    const plane = planeOf(descent, usualChoices(descent));
    const loss = lossTapeAt(story, descent, 1);
    if (!loss) throw new Error("no tape");
    const landscapes = createLandscapes();
    const evaluate = replayed(async (question) => answer(question), loss, descent, plane);
    const range = { low: -5, high: 5 };
    landscapes.ask({ plane: "", ground: "", key: "map", slow: false, evaluate, ranges: [range, range] });
    while (landscapes.store.getState().status === "working") await new Promise((resolve) => setTimeout(resolve, 1));
    const marks = marksOf(landscapes.store.getState().grid as Grid);
    const minima = marks.filter(({ kind }) => kind === "minimum").map(({ at }) => at.map(Math.round));
    expect(minima).toEqual(
      expect.arrayContaining([
        [3, 2],
        [-3, 3],
        [-4, -3],
        [4, -2],
      ]),
    );
  });

  test("conditions inside the loss are worked out anew at every point", async () => {
    const { story, descent } = descentIn(
      ways["by torch.optim"]?.replace("x ** 2", "torch.where(x > 1, x ** 2, x.detach() + 3 * x)") ?? "",
    );
    const grid = gridOf(await mapOf(story, descent, planeOf(descent, usualChoices(descent))));
    expect(valueOn(grid, [1.5])).toBeCloseTo(2.25, 3);
    expect(valueOn(grid, [0.8])).toBeCloseTo(3.2, 3);
  });

  test("a loss that is another function in every round is told", () => {
    const loop = (loss: string): string => `
import torch
x = torch.tensor(2.0, requires_grad=True)
data = torch.tensor([1.0, 2.0, 3.0, 4.0])
for step in range(4):
    ${loss}.backward()
    with torch.no_grad():
        x -= 0.3 * x.grad
    x.grad = None`;
    const variation = (loss: string): string => {
      const { story, descent } = descentIn(loop(loss));
      return variationOf(story, descent);
    };
    expect(variation("((x - data) ** 2).mean()")).toBe("none");
    expect(variation("((x - data[step]) ** 2)")).toBe("data");
    expect(variation("((x + torch.randn_like(x)) ** 2)")).toBe("data");
    expect(variation("(x ** 2 if x > 1 else x.abs())")).toBe("ops");
    // It goes the same way in every round, but it would go another one elsewhere.
    expect(variation("(x ** 2 if x > -5 else x.abs())")).toBe("ops");
    expect(variation("torch.where(x > 1, x ** 2, x.abs())")).toBe("none");
  });
});
