import { hillByEngine, inRun, lineByEngine, perceptronByEngine, scalarsByEngine } from "./peers/byEngine.ts";
import { hillByHand, lineByHand, scalarsByHand } from "./peers/byHand.ts";
import { inNativePytorch, inPlayground, nodesFromPython } from "./peers/byPython.ts";
import {
  hillByTensorflow,
  lineByTensorflow,
  perceptronByTensorflow,
  scalarsByTensorflow,
  startBackend,
} from "./peers/byTensorflow.ts";
import { nodesOfSample, scalars } from "./peers/workloads.ts";
import { compare, median, type RatioTable, type Samples, type Side, tabulate } from "./ratio.ts";

const rounds = 9;

/** A job of the engine with and without the trace. */
const engineSides = (job: () => unknown): Side[] => [
  { name: "engine, trace off", run: () => inRun(false, job) },
  { name: "engine, trace on", run: () => inRun(true, job) },
];

/** A job of TensorFlow.js, on each of its backends. The backend is chosen before the clock starts. */
async function tensorflow(job: () => unknown, count: number, scale = 1): Promise<Samples[]> {
  const sides: Samples[] = [];
  for (const backend of ["cpu", "wasm"] as const) {
    await startBackend(backend);
    const { rows } = await compare("", [{ name: `TensorFlow.js, ${backend}`, run: job }], { rounds: count });
    const [row] = rows;
    if (row) sides.push({ name: row.name, first: row.first * scale, samples: [row.median * scale] });
  }
  return sides;
}

/** The engine's sides, timed against each other, then the peers that cannot take turns with them. */
async function table(
  title: string,
  sides: readonly Side[],
  peers: readonly (Samples | undefined)[],
  calls: number,
  note?: (row: (name: string) => number) => string,
): Promise<RatioTable> {
  const own = await compare(title, sides, { rounds, calls });
  const base = own.rows[0]?.median ?? Number.NaN;
  const others = tabulate(
    "",
    peers.filter((peer) => peer !== undefined),
  ).rows.map((row) => ({ ...row, ratio: row.median / base }));
  const rows = [...own.rows, ...others];
  const time = (name: string): number => rows.find((row) => row.name.includes(name))?.median ?? Number.NaN;
  return { title, rows, ...(note ? { note: note(time) } : {}) };
}

const cost = (time: (name: string) => number): string =>
  `Recording costs ${((time("trace on") / time("trace off") - 1) * 100).toFixed(0)} %.`;

/** The jobs of learners beside every peer that does the same: a loop by hand, TensorFlow.js, native PyTorch. */
export async function bench(): Promise<RatioTable[]> {
  const python = await inPlayground(rounds);
  const native = inNativePytorch(rounds);
  const missing = native === null ? " Native PyTorch is not installed here." : "";
  const both = (id: string): (Samples | undefined)[] => [python.get(id), native?.get(id)];

  const hill = await table(
    "minimise x², 100 epochs",
    [{ name: "loop by hand", run: hillByHand }, ...engineSides(hillByEngine)],
    [...(await tensorflow(hillByTensorflow, 5)), ...both("hill")],
    200,
    (time) => cost(time) + missing,
  );
  const line = await table(
    "fit a line to three points, 100 epochs",
    [{ name: "loop by hand", run: lineByHand }, ...engineSides(lineByEngine)],
    [...(await tensorflow(lineByTensorflow, 5)), ...both("line")],
    50,
    (time) => cost(time) + missing,
  );
  const perceptron = await table(
    "64-128-64-10 perceptron, batch 64, 100 steps",
    engineSides(perceptronByEngine),
    [...(await tensorflow(perceptronByTensorflow, 3)), ...both("perceptron")],
    1,
    (time) =>
      `${(time("wasm") / time("trace on")).toFixed(2)}× the speed of TensorFlow.js in WebAssembly, trace on. ${cost(time)}${missing}`,
  );
  // Two samples of a hundred: TensorFlow.js would take seconds for each call.
  const few = await tensorflow(() => scalarsByTensorflow(2), 2, scalars.samples / 2);
  const nodes = nodesOfSample() * scalars.samples;
  const perSecond = (ms: number, count = nodes): string => `${(count / ms / 1000).toFixed(2)} million`;
  const fromPython = median(python.get("scalars")?.samples ?? []);
  const net = await table(
    "2-16-16-1 network of scalars, 100 samples, forward and backward",
    [{ name: "loops by hand", run: scalarsByHand }, ...engineSides(scalarsByEngine)],
    few,
    1,
    (time) =>
      `Op nodes a second: ${perSecond(time("trace off"))} with the trace off, ${perSecond(time("trace on"))} with it on, ${perSecond(fromPython, nodesFromPython)} from Python.`,
  );
  return [hill, line, perceptron, net];
}
