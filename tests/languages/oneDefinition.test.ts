import { beforeAll, describe, expect, test } from "vitest";
import "#engine/ops/all.ts";
import { zip } from "#engine/kernels.ts";
import { op } from "#engine/op.ts";
import { mul, scalar, sub } from "#engine/ops/algebra.ts";
import { resultType } from "#engine/promotion.ts";
import { given } from "#engine/samples.ts";
import type { Tensor } from "#engine/tensor.ts";
import { buildCatalogue } from "#languages/python/editorCatalogueBuild.ts";
import { bootPython, type PythonRunner } from "#languages/python/runner.ts";
import type { OpCard, TraceEvent } from "#trace/events.ts";
import { eventSink } from "../fixtures/eventSink.ts";
import { loadHere } from "./bootedPython.ts";

// The op of CONTRIBUTING's walk-through. It stands nowhere but here.
op<[self: Tensor, other: Tensor, scale?: number]>(
  "squared_distance(Tensor self, Tensor other, *, Scalar scale=1) -> Tensor",
  {
    forward: (a, b, scale = 1) => zip(a, b, resultType([a, b]), (x, y) => scale * (x - y) ** 2),
    // ∂/∂a s(a − b)² = 2s(a − b), and ∂/∂b is its opposite
    vjp: {
      self: (g, c) => mul(mul(g, sub(c.arg(0), c.arg(1))), scalar(2 * (c.arg(2) ?? 1))),
      other: (g, c) => mul(mul(g, sub(c.arg(1), c.arg(0))), scalar(2 * (c.arg(2) ?? 1))),
    },
    inPlace: true,
    symbol: "d²",
    tex: { forward: "z = s\\,(a - b)^2", vjp: { self: "2 s\\,\\bar z\\,(a - b)", other: "2 s\\,\\bar z\\,(b - a)" } },
    samples: [() => [given([1, 2, -1, 4], [2, 2]), given([0.5, -1.5])]],
    doc: "The squared distance of two tensors, element by element.",
  },
);

let python: PythonRunner;
beforeAll(async () => {
  python = await bootPython(loadHere);
}, 120_000);

function run(code: string): { readonly printed: string; readonly events: TraceEvent[]; readonly cards: OpCard[] } {
  const events: TraceEvent[] = [];
  const cards: OpCard[] = [];
  const sink = eventSink({ event: (event) => events.push(event), card: (card) => cards.push(card) });
  python.run({ code: `import torch\n${code}` }, sink);
  return { printed: events.map((event) => (event.type === "print" ? event.text : "")).join(""), events, cards };
}

describe("an op that is defined once", () => {
  test("is in Python as a function, as a method and in place, with keywords, promotion and broadcasting", () => {
    const { printed } = run(`
x = torch.tensor([[1., 2.], [3., 4.]])
print(torch.squared_distance(x, torch.tensor([1, 1]), scale=0.5))
print(x.squared_distance(torch.tensor(1.)))
print(x.squared_distance_(other=torch.tensor([1., 1.])) is x, x.sum())`);
    expect(printed).toBe(
      "tensor([[0.0000, 0.5000],\n        [2.0000, 4.5000]])\ntensor([[0., 1.],\n        [4., 9.]])\nTrue tensor(14.)\n",
    );
  });

  test("complains in PyTorch's words, with the learner's line", () => {
    const { events } = run("x = torch.zeros(2)\nx.squared_distance(torch.zeros(3))");
    expect(events.find((event) => event.type === "error")).toMatchObject({
      line: 3,
      kind: "RuntimeError",
      text: "The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0",
    });
  });

  test("is on the tape, and in the picture with its sign and formulas", () => {
    const { printed, events, cards } = run(`
a = torch.tensor([1., 2.], requires_grad=True)
z = a.squared_distance(torch.tensor(3.))
print(z)
z.sum().backward()
print(a.grad)`);
    expect(printed).toBe("tensor([4., 1.], grad_fn=<SquaredDistanceBackward0>)\ntensor([-4., -2.])\n");
    expect(events.some((event) => event.type === "op" && event.op === "squared_distance")).toBe(true);
    expect(cards.find(({ name }) => name === "squared_distance")).toMatchObject({
      symbol: "d²",
      forward: "z = s\\,(a - b)^2",
    });
  });

  test("is completed and explained in the editor", () => {
    const named = (home: string): unknown => buildCatalogue()[home]?.find(([name]) => name === "squared_distance");
    expect(named("torch")).toEqual([
      "squared_distance",
      expect.anything(),
      expect.stringContaining("scale"),
      "The squared distance of two tensors, element by element.",
      expect.anything(),
    ]);
    expect(named("torch.Tensor")).toBeDefined();
  });
});
