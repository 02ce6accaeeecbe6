import { beforeAll, describe, expect, test } from "vitest";
import { answer } from "#engine/replay.ts";
import { bootPython, type PythonRunner } from "#languages/python/runner.ts";
import { type Descent, descentOf } from "#trace/descent.ts";
import type { OpCard, TraceEvent } from "#trace/events.ts";
import { type Fit, fitCandidates, fitOf } from "#trace/fit.ts";
import { parametersAt, predictionTape } from "#trace/predictionTape.ts";
import type { ReplayAnswer } from "#trace/replay.ts";
import { type Story, storyOf } from "#trace/story.ts";
import { eventSink } from "../fixtures/eventSink.ts";
import { loadHere } from "./bootedPython.ts";

let python: PythonRunner;
beforeAll(async () => {
  python = await bootPython(loadHere);
}, 120_000);

interface Run {
  readonly story: Story;
  readonly descent: Descent;
  readonly fit: Fit | undefined;
}

function run(code: string): Run {
  const events: TraceEvent[] = [];
  const ops: Record<string, OpCard> = {};
  python.run(
    { code: `import torch\nfrom torch import nn\ntorch.manual_seed(0)\n${code}` },
    eventSink({
      event: (event: TraceEvent) => events.push(event),
      card: (card: OpCard) => {
        ops[card.name] = card;
      },
    }),
  );
  expect(events.filter((event) => event.type === "error")).toEqual([]);
  const story = storyOf({ version: 1, language: "python", source: code, ops, events });
  const descent = descentOf(story);
  if (!descent) throw new Error("nothing moved");
  return { story, descent, fit: fitOf(story, descent) };
}

/** Trains with plain SGD for a few rounds. */
const trained = (setup: string, loss: string, parameters = "net.parameters()", rounds = 3): string => `
${setup}
opt = torch.optim.SGD(${parameters}, lr=0.1)
for i in range(${rounds}):
    opt.zero_grad()
    ${loss.replaceAll("\n", "\n    ")}
    loss.backward()
    opt.step()`;

function modelAt({ story, descent, fit }: Run, at: readonly (readonly number[])[], cursor: number): ReplayAnswer {
  if (!fit) throw new Error("there is no fit");
  const prediction = predictionTape(story, descent, fit);
  const { tape, output, input } = prediction;
  return answer({ kind: "model", tape, output, input, parameters: parametersAt(prediction, descent, cursor), at });
}

function outputsOf(found: ReplayAnswer): readonly number[] {
  if (found.kind !== "model") throw new Error(JSON.stringify(found));
  return [...found.outputs];
}

const roles = ({ fit }: Run): readonly (string | undefined)[] => [
  fit?.kind,
  fit?.input.name,
  fit?.prediction.name,
  fit?.target.name,
];

/** The final numbers of the parameter at a place of the descent. */
function final({ story, descent }: Run, name: string): readonly number[] {
  const part = descent.parameters.find((p) => p.name === name);
  return part?.tensors.at(-1)?.value.at(story.length)?.data ?? [];
}

const points = [-2, 0, 0.5, 3.5, 10];
const lineData = "x = torch.tensor([1., 2., 3.])\nt = torch.tensor([4., 5., 6.])";

describe("a line", () => {
  test("by two numbers is w·x + b at every point, at the end and at the start", () => {
    const here = run(`
${lineData}
w = torch.zeros(1, requires_grad=True)
b = torch.tensor(0.5, requires_grad=True)
for epoch in range(5):
    prediction = w * x + b
    loss = ((prediction - t) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.01 * w.grad
        b -= 0.01 * b.grad
    w.grad.zero_()
    b.grad.zero_()`);
    expect(roles(here)).toEqual(["line", "x", "prediction", "t"]);
    const [[w = 0], [b = 0]] = [final(here, "w"), final(here, "b")];
    outputsOf(
      modelAt(
        here,
        points.map((p) => [p]),
        here.story.length,
      ),
    ).forEach((y, i) => {
      expect(y).toBeCloseTo(w * (points[i] ?? 0) + b, 6);
    });
    expect(
      outputsOf(
        modelAt(
          here,
          points.map((p) => [p]),
          0,
        ),
      ),
    ).toEqual(points.map(() => 0.5));
  });

  test("by new tensors every round, with the target in front", () => {
    const here = run(`
${lineData}
w = torch.tensor(0., requires_grad=True)
for epoch in range(3):
    y = w * x
    loss = (t - y).abs().sum()
    loss.backward()
    w = (w - 0.01 * w.grad).detach().requires_grad_()`);
    expect(roles(here)).toEqual(["line", "x", "y", "t"]);
    expect(outputsOf(modelAt(here, [[2]], here.story.length))[0]).toBeCloseTo(2 * (final(here, "w")[0] ?? 0), 6);
  });

  test("by nn.Linear", () => {
    const here = run(
      trained(
        "x = torch.linspace(-1, 1, 20).unsqueeze(1)\ny = 2 * x + 1\nnet = nn.Linear(1, 1)",
        "loss = nn.MSELoss()(net(x), y)",
      ),
    );
    expect(here.fit).toMatchObject({ kind: "line", input: { name: "x" }, target: { name: "y" }, rows: 20 });
    const [[w = 0], [b = 0]] = [final(here, "net.weight"), final(here, "net.bias")];
    expect(outputsOf(modelAt(here, [[7]], here.story.length))[0]).toBeCloseTo(7 * w + b, 6);
  });

  test("by powers of the input is a curve over the input itself", () => {
    const here = run(
      trained(
        "x = torch.linspace(-1, 1, 9)\ny = x ** 2\nX = torch.stack([x, x ** 2], dim=1)\nnet = nn.Linear(2, 1)",
        "y_hat = net(X).squeeze(1)\nloss = ((y_hat - y) ** 2).mean()",
      ),
    );
    expect(roles(here)).toEqual(["line", "x", "y_hat", "y"]);
    const [[a = 0, c = 0], [b = 0]] = [final(here, "net.weight"), final(here, "net.bias")];
    expect(outputsOf(modelAt(here, [[3]], here.story.length))[0]).toBeCloseTo(3 * a + 9 * c + b, 5);
  });

  test("with weights of the samples and a penalty in its loss still finds the target", () => {
    const here = run(
      trained(
        `${lineData}\nimportance = torch.tensor([1., 2., 1.])\nw = torch.zeros((), requires_grad=True)`,
        "out = x * w\nloss = (importance * (out - t) ** 2).mean() + 0.1 * w ** 2",
        "[w]",
      ),
    );
    expect(roles(here)).toEqual(["line", "x", "out", "t"]);
  });

  test("of probabilities, by logits or by hand", () => {
    const data = "x = torch.tensor([-2., -1., 1., 2.])\nlabel = torch.tensor([0., 0., 1., 1.])";
    const w = "w = torch.zeros(1, requires_grad=True)";
    const logits = run(
      trained(`${data}\n${w}`, "z = w * x\nloss = nn.functional.binary_cross_entropy_with_logits(z, label)", "[w]"),
    );
    expect(roles(logits)).toEqual(["line", "x", "z", "label"]);
    expect(logits.fit?.link).toBe("sigmoid");
    const byHand = run(
      trained(
        `${data}\n${w}`,
        "p = torch.sigmoid(w * x)\nloss = -(label * torch.log(p) + (1 - label) * torch.log(1 - p)).mean()",
        "[w]",
      ),
    );
    expect(roles(byHand)).toEqual(["line", "x", "p", "label"]);
    expect(byHand.fit?.link).toBe("identity");
  });
});

describe("a curve", () => {
  const code = trained(
    `x = torch.linspace(-3, 3, 24).view(-1, 1)
y = torch.sin(x)
net = nn.Sequential(nn.Linear(1, 16), nn.Tanh(), nn.Linear(16, 1))`,
    "pred = net(x)\nloss = ((pred - y) ** 2).mean()",
  );

  test("of a small network is what its weights say", () => {
    const here = run(code);
    expect(roles(here)).toEqual(["line", "x", "pred", "y"]);
    const [w1, b1, w2, b2] = ["net.0.weight", "net.0.bias", "net.2.weight", "net.2.bias"].map((n) => final(here, n));
    const net = (x: number): number =>
      (w2 ?? []).reduce((sum, v, k) => sum + v * Math.tanh((w1?.[k] ?? 0) * x + (b1?.[k] ?? 0)), b2?.[0] ?? 0);
    const found = outputsOf(
      modelAt(
        here,
        points.map((p) => [p]),
        here.story.length,
      ),
    );
    for (const [i, y] of found.entries()) expect(y).toBeCloseTo(net(points[i] ?? 0), 5);
  });

  test("has another fit for every pass, with menus by the learner's names", () => {
    const { story, descent } = run(code);
    const [first, last] = [fitOf(story, descent, 0), fitOf(story, descent)];
    expect(first?.prediction.key).toBe(last?.prediction.key);
    expect(first?.prediction.id).not.toBe(last?.prediction.id);
    expect(fitCandidates(story, descent)).toEqual(last?.menus);
    expect(last?.menus.target.map(({ name }) => name)).toEqual(["x", "y"]);
  });

  test("follows what was picked, and forgets what leads nowhere", () => {
    const { story, descent } = run(
      trained(
        "x = torch.linspace(0, 1, 5)\nz = 2 * x\ny = 3 * x\nw = torch.zeros((), requires_grad=True)",
        "out = w * z\nfinal = out + 1\nloss = ((final - y) ** 2).mean()",
        "[w]",
      ),
    );
    const fit = fitOf(story, descent);
    const key = (role: "input" | "prediction", name: string): string =>
      fit?.menus[role].find((part) => part.name === name)?.key ?? "";
    expect(fit?.input.name).toBe("z");
    expect(fitOf(story, descent, 9, { input: key("input", "x") })?.input.name).toBe("x");
    expect(fitOf(story, descent, 9, { prediction: key("prediction", "out") })?.prediction.name).toBe("out");
    expect(fitOf(story, descent, 9, { input: key("input", "y") })?.input.name).toBe("z");
  });
});

describe("two inputs", () => {
  const data = "X = torch.randn(12, 2)\n";

  test("with BCEWithLogitsLoss have two classes and a boundary at one half", () => {
    const here = run(
      trained(
        `${data}y = (X[:, 0] > 0).float().unsqueeze(1)\nnet = nn.Linear(2, 1)`,
        "logits = net(X)\nloss = nn.BCEWithLogitsLoss()(logits, y)",
      ),
    );
    expect(roles(here)).toEqual(["classes", "X", "logits", "y"]);
    expect(here.fit).toMatchObject({ classes: [0, 1], link: "sigmoid", threshold: 0.5, outputs: 1 });
    const [[a = 0, b = 0], [c = 0]] = [final(here, "net.weight"), final(here, "net.bias")];
    expect(outputsOf(modelAt(here, [[1, -2]], here.story.length))[0]).toBeCloseTo(a - 2 * b + c, 6);
  });

  test("with cross_entropy have a score for each class", () => {
    const here = run(
      trained(
        `${data}y = (X[:, 0] > 0).long() + (X[:, 1] > 0).long()\nnet = nn.Linear(2, 3)`,
        "logits = net(X)\nloss = nn.functional.cross_entropy(logits, y)",
      ),
    );
    expect(roles(here)).toEqual(["classes", "X", "logits", "y"]);
    expect(here.fit).toMatchObject({ classes: [0, 1, 2], link: "identity", outputs: 3 });
    expect(outputsOf(modelAt(here, [[1, -2]], 0))).toHaveLength(3);
  });

  test("with batch norm have rows that depend on each other", () => {
    const here = run(
      trained(
        `${data}y = (X[:, 0] > 0).float()\nnet = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3), nn.Linear(3, 1))`,
        "out = net(X).squeeze(1)\nloss = nn.BCEWithLogitsLoss()(out, y)",
      ),
    );
    expect(roles(here)).toEqual(["classes", "X", "out", "y"]);
    expect(modelAt(here, [[0, 0]], here.story.length)).toMatchObject({ kind: "unanswered", why: "mixes" });
  });

  test("with +1 and −1 for classes are parted at 0", () => {
    const here = run(
      trained(
        `${data}y = torch.sign(X[:, 1])\nw = torch.zeros(2, requires_grad=True)`,
        "score = X @ w\nloss = torch.relu(1 - y * score).mean()",
        "[w]",
      ),
    );
    expect(here.fit).toMatchObject({ kind: "classes", classes: [-1, 1], threshold: 0, target: { name: "y" } });
  });
});

describe("no fit", () => {
  test("is found without data", () => {
    expect(
      run(trained("w = torch.tensor([3., 4.], requires_grad=True)", "loss = (w ** 2).sum()", "[w]")).fit,
    ).toBeUndefined();
  });

  test("is found where single samples are plain numbers", () => {
    const here = run(
      trained(
        "w = torch.zeros((), requires_grad=True)",
        "x, y = [(1., 2.), (2., 4.), (3., 6.)][i]\nloss = (w * x - y) ** 2",
        "[w]",
      ),
    );
    expect(here.fit).toBeUndefined();
    expect(fitCandidates(here.story, here.descent)).toEqual({ input: [], prediction: [], target: [] });
  });

  test("can be drawn when only a sample of the data was recorded", () => {
    const here = run(
      trained(
        "x = torch.linspace(0, 1, 400)\ny = 2 * x\nw = torch.zeros((), requires_grad=True)",
        "loss = ((w * x - y) ** 2).mean()",
        "[w]",
      ),
    );
    expect(here.fit).toMatchObject({ kind: "line", reason: "sampled", input: { name: "x" }, target: { name: "y" } });
  });
});
