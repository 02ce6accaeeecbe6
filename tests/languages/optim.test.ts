import { beforeAll, describe, expect, test } from "vitest";
import { eventSink } from "../fixtures/eventSink.ts";
import "#engine/optim/all.ts";
import { ruleTable } from "#engine/optim/rule.ts";
import { bootPython, type PythonRunner } from "#languages/python/runner.ts";
import type { TraceEvent } from "#trace/events.ts";
import { loadHere } from "./bootedPython.ts";

let python: PythonRunner;
beforeAll(async () => {
  python = await bootPython(loadHere);
}, 120_000);

/** Runs a program that has no errors; gives what it printed, line by line, and its trace. */
function run(code: string): { readonly lines: readonly string[]; readonly events: readonly TraceEvent[] } {
  const events: TraceEvent[] = [];
  python.run({ code: `import torch\n${code}` }, eventSink({ event: (event) => events.push(event) }));
  expect(events.filter((event) => event.type === "error")).toEqual([]);
  const printed = events.map((event) => (event.type === "print" ? event.text : "")).join("");
  return { lines: printed.trimEnd().split("\n"), events };
}

const names = [...ruleTable.keys()];

describe.each(names)("torch.optim.%s", (name) => {
  test("has the rule's defaults", () => {
    const { lines } = run(`
import json
places = {"beta1": ("betas", 0), "beta2": ("betas", 1), "eta_minus": ("etas", 0), "eta_plus": ("etas", 1),
          "step_size_min": ("step_sizes", 0), "step_size_max": ("step_sizes", 1)}
group = torch.optim.${name}([torch.ones(1, requires_grad=True)]).param_groups[0]
for setting in ${JSON.stringify(Object.keys(ruleTable.get(name)?.settings ?? {}))}:
    key, place = places.get(setting, (setting, None))
    print(json.dumps([setting, group[key] if place is None else group[key][place]]))`);
    const defaults = Object.entries(ruleTable.get(name)?.settings ?? {}).map(([key, one]) => [key, one.default]);
    expect(lines.map((line) => JSON.parse(line))).toEqual(defaults);
  });

  test("tells of each step as one update of each parameter that has a gradient, and of nothing else", () => {
    const { events } = run(`
a, b, c = (torch.ones(2, requires_grad=True) for _ in range(3))
opt = torch.optim.${name}([{"params": [a]}, {"params": [b, c], "lr": 0.5}])
(a * b).sum().backward()
opt.step()
opt.step()`);
    const after = events.slice(events.findIndex(({ type }) => type === "backwardEnd") + 1);
    expect(after.map(({ type }) => type)).toEqual(["update", "update", "update", "update"]);
    const steps = after.flatMap((event) => (event.type === "update" ? [event.rule] : []));
    expect(steps.map((rule) => [rule?.rule, rule?.step])).toEqual([1, 1, 2, 2].map((step) => [name, step]));
    expect(steps[1]?.settings.lr).toBe(0.5);
  });

  test("keeps real tensors in its state, and goes on from a state that was saved", () => {
    const { lines } = run(`
def make(start, state=None):
    w = torch.tensor(start, requires_grad=True)
    opt = torch.optim.${name}([w], lr=0.1, maximize=True)
    if state is not None:
        opt.load_state_dict(state)
    return w, opt
def train(w, opt, n):
    for _ in range(n):
        opt.zero_grad()
        (w ** 2).sum().backward()
        opt.step()
w, opt = make([1.0, -2.0])
train(w, opt, 3)
saved, at = opt.state_dict(), w.tolist()
print(all(isinstance(t, torch.Tensor) and not t.requires_grad for t in opt.state[w].values()))
print(list(opt.state[w]), [t.item() for k, t in opt.state[w].items() if k == "step"])
again, other = make(at, saved)
train(w, opt, 2)
train(again, other, 2)
print(w.tolist() == again.tolist(), all(opt.state[w][k].tolist() == t.tolist() for k, t in other.state[again].items()))`);
    const kept = Object.entries(ruleTable.get(name)?.state ?? {}).flatMap(([key, { needs }]) => (needs ? [] : [key]));
    const known = name === "SGD" ? kept : ["step", ...kept];
    expect(lines).toEqual([
      "True",
      `[${known.map((key) => `'${key}'`).join(", ")}] ${name === "SGD" ? "[]" : "[3.0]"}`,
      "True True",
    ]);
  });
});

describe("optimisers in a learner's hands", () => {
  test("may have a rate that is a tensor, or that a schedule changes", () => {
    const { lines, events } = run(`
w = torch.tensor(1.0, requires_grad=True)
opt = torch.optim.SGD([w], lr=torch.tensor(0.5))
w.grad = torch.tensor(1.0)
opt.step()
print(w.item())
opt = torch.optim.SGD([w], lr=1.0)
schedule = torch.optim.lr_scheduler.ExponentialLR(opt, 0.5)
for _ in range(2):
    opt.step()
    schedule.step()
print(w.item())`);
    expect(lines).toEqual(["0.5", "-1.0"]);
    expect(events.flatMap((event) => (event.type === "update" ? [event.rule?.settings.lr] : []))).toEqual([
      0.5, 1, 0.5,
    ]);
  });

  test("may be subclassed: a step of one's own, or what one of ours does with something before it", () => {
    const { lines, events } = run(`
class Mine(torch.optim.Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})
    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                p -= group["lr"] * p.grad
class Signed(torch.optim.Adam):
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                p.grad.sign_()
        return super().step(closure)
w = torch.tensor(1.0, requires_grad=True)
w.sum().backward()
Mine([w], 0.25).step()
Signed([w], lr=0.25).step()
print(round(w.item(), 4))`);
    expect(lines).toEqual(["0.5"]);
    expect(events.flatMap((event) => (event.type === "update" ? [event.rule?.rule ?? event.op] : []))).toEqual([
      "sub",
      "Adam",
    ]);
  });

  test("give their closure's loss, and count changes for autograd", () => {
    const { lines } = run(`
w = torch.tensor([1.0], requires_grad=True)
opt = torch.optim.SGD([w], lr=0.5)
def closure():
    opt.zero_grad()
    loss = (w ** 2).sum()
    loss.backward()
    return loss
print(opt.step(closure).item(), w.item())
y = (w ** 2).sum()
opt.step()
try:
    y.backward()
except RuntimeError as error:
    print("modified by an inplace operation" in str(error))`);
    expect(lines).toEqual(["1.0 0.0", "True"]);
  });

  test("gain a memory when a setting that needs one is turned on", () => {
    const { lines } = run(`
w = torch.tensor(1.0, requires_grad=True)
w.grad = torch.tensor(1.0)
opt = torch.optim.Adam([w])
opt.step()
opt.param_groups[0]["amsgrad"] = True
opt.step()
print(list(opt.state[w]))`);
    expect(lines).toEqual(["['step', 'exp_avg', 'exp_avg_sq', 'max_exp_avg_sq']"]);
  });
});
