import { execFileSync } from "node:child_process";
import { answersOf } from "../../conformance/answers.ts";
import type { Samples } from "../ratio.ts";
import { hill, line, nodesOfSample, numbers, perceptron, scalars } from "./workloads.ts";

/** The jobs as a learner writes them; each defines `job()`. */
export const programs = {
  hill: `
def job():
    x = torch.tensor(${hill.start}.0, requires_grad=True)
    for _ in range(${hill.steps}):
        loss = x ** 2
        loss.backward()
        with torch.no_grad():
            x -= ${hill.lr} * x.grad
        x.grad = None
`,
  line: `
xs, ys = torch.tensor(${JSON.stringify(line.x.map(Number))}, dtype=torch.float32), torch.tensor(${JSON.stringify(line.y)})
def job():
    w = torch.tensor(${line.w}, requires_grad=True)
    b = torch.tensor(${line.b}.0, requires_grad=True)
    for _ in range(${line.steps}):
        loss = ((w * xs + b - ys) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= ${line.lr} * w.grad
            b -= ${line.lr} * b.grad
        w.grad = b.grad = None
`,
  perceptron: `
from torch import nn
net = nn.Sequential(nn.Linear(${perceptron.sizes[0]}, ${perceptron.sizes[1]}), nn.ReLU(), nn.Linear(${perceptron.sizes[1]}, ${perceptron.sizes[2]}), nn.ReLU(), nn.Linear(${perceptron.sizes[2]}, ${perceptron.sizes[3]}))
xs, ys = torch.randn(${perceptron.batch}, ${perceptron.sizes[0]}), torch.randint(0, ${perceptron.sizes[3]}, (${perceptron.batch},))
optimizer = torch.optim.SGD(net.parameters(), lr=${perceptron.lr})
def job():
    for _ in range(${perceptron.steps}):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(net(xs), ys)
        loss.backward()
        optimizer.step()
`,
  scalars: `
sizes = ${JSON.stringify(scalars.sizes)}
weights = [[[torch.tensor(v, requires_grad=True) for v in row] for row in rows] for rows in ${JSON.stringify(
    scalars.sizes.slice(1).map((outputs, l) => {
      const inputs = scalars.sizes[l] as number;
      const all = numbers(outputs * inputs, l + 1);
      return Array.from({ length: outputs }, (_, j) => all.slice(j * inputs, (j + 1) * inputs));
    }),
  )}]
points = ${JSON.stringify(numbers(40, 7))}
def job():
    for s in range(20):
        x = [torch.tensor(points[2 * s]), torch.tensor(points[2 * s + 1])]
        for rows in weights:
            x = [sum((w * v for w, v in zip(row[1:], x[1:])), row[0] * x[0]).tanh() for row in rows]
        ((x[0] - 1) ** 2).backward()
`,
} as const;

/** Op nodes that one call of the job of scalars makes. */
export const nodesFromPython = 20 * nodesOfSample();

const timed = (program: string, rounds: number): string => `
import json, time, torch
torch.manual_seed(0)
${program}
def go():
    start = time.perf_counter()
    job()
    return (time.perf_counter() - start) * 1000
print(json.dumps([go() for _ in range(${rounds} + 1)]))
`;

const samplesFrom = (name: string, printed: string): Samples => {
  const [first = Number.NaN, ...samples] = JSON.parse(printed) as number[];
  return { name, first, samples };
};

/** Every program in the playground's Python, each in a run of its own, recorded as a learner's run is. */
export async function inPlayground(rounds: number): Promise<ReadonlyMap<string, Samples>> {
  const { byId, complaint } = await answersOf(
    Object.entries(programs).map(([id, program]) => ({ id, code: timed(program, rounds), stdout: "" })),
  );
  if (complaint) throw new Error(complaint);
  return new Map([...byId].map(([id, { stdout }]) => [id, samplesFrom("the playground's Python", stdout)]));
}

/** The same programs in native PyTorch on one thread; null where it is not installed. */
export function inNativePytorch(rounds: number): ReadonlyMap<string, Samples> | null {
  const python = (code: string): string =>
    execFileSync("python3", ["-c", code], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  try {
    python("import torch");
  } catch {
    return null;
  }
  return new Map(
    Object.entries(programs).map(([id, program]) => [
      id,
      samplesFrom("native PyTorch, one thread", python(timed(`torch.set_num_threads(1)\n${program}`, rounds))),
    ]),
  );
}
