import { Worker } from "node:worker_threads";
import type { ElkNode } from "elkjs/lib/elk-api.js";
import { layoutOf } from "#geometry/layout.ts";
import type { Graph, Point } from "#trace/graph.ts";
import { type DrawnEdge, drawnCrossings } from "../geometry/drawnCrossings.ts";
import { families } from "./layoutGraphs.ts";
import { median } from "./ratio.ts";

const box = { width: 60, height: 30 };
/** An engine that took longer is not asked for larger graphs of that family. */
const patience = 5_000;
/** An engine that takes longer is stopped. */
const limit = 60_000;

/** What an engine is asked to lay out. */
interface Plain {
  readonly nodes: readonly string[];
  readonly edges: readonly (readonly [string, string])[];
}

/** How long a call took, and the drawn edges in the order of the asked ones: as points or as the control points of Bézier curves. */
interface Drawn {
  readonly ms: number;
  readonly points?: readonly (readonly Point[])[];
  readonly curves?: readonly (readonly Point[])[];
}

type Engine = (load: (name: string) => Promise<unknown>) => Promise<(graph: Plain) => Drawn | Promise<Drawn>>;

/**
 * The other engines, with our boxes and gaps. Each runs in a thread of its own, which can be stopped and gets the function's text:
 * so it must not refer to anything outside itself and takes its library from `load`.
 */
const engines: Readonly<Record<string, Engine>> = {
  dot: async (load) => {
    const { Graphviz } = (await load("@hpcc-js/wasm-graphviz")) as typeof import("@hpcc-js/wasm-graphviz");
    const graphviz = await Graphviz.load();
    const style = `rankdir=LR; splines=polyline; nodesep=${22 / 72}; ranksep=${40 / 72}; edge [arrowhead=none];
      node [shape=box, fixedsize=true, label="", width=${60 / 72}, height=${30 / 72}];`;
    return ({ nodes, edges }) => {
      const lines = edges.map(([a, b], i) => `${a}->${b} [id=e${i}];`);
      const start = performance.now();
      const svg = graphviz.layout(`digraph { ${style} ${nodes.join(";")}; ${lines.join("")} }`, "svg", "dot");
      const ms = performance.now() - start;
      const curves: Point[][] = edges.map(() => []);
      for (const [, i, path] of svg.matchAll(/<g id="e(\d+)" class="edge">.*?<path [^>]*?d="([^"]*)"/gs)) {
        const numbers = (path?.match(/-?[\d.]+/g) ?? []).map(Number);
        for (let k = 0; k + 1 < numbers.length; k += 2)
          curves[Number(i)]?.push({ x: numbers[k] ?? 0, y: numbers[k + 1] ?? 0 });
      }
      return { ms, curves };
    };
  },
  dagre: async (load) => {
    const { Graph, layout } = (await load("@dagrejs/dagre")) as typeof import("@dagrejs/dagre");
    return ({ nodes, edges }) => {
      const graph = new Graph({ multigraph: true });
      graph.setGraph({ rankdir: "LR", nodesep: 22, edgesep: 14, ranksep: 40 });
      for (const v of nodes) graph.setNode(v, { width: 60, height: 30 });
      edges.forEach(([a, b], i) => {
        graph.setEdge(a, b, {}, String(i));
      });
      const start = performance.now();
      layout(graph);
      const ms = performance.now() - start;
      return { ms, points: edges.map(([a, b], i) => graph.edge(a, b, String(i)).points as Point[]) };
    };
  },
  elk: async (load) => {
    const { default: Elk } = (await load("elkjs/lib/elk.bundled.js")) as typeof import("elkjs/lib/elk.bundled.js");
    const elk = new Elk();
    return async ({ nodes, edges }) => {
      const start = performance.now();
      const { edges: drawn } = await elk.layout<ElkNode>({
        id: "root",
        layoutOptions: {
          "elk.algorithm": "layered",
          "elk.direction": "RIGHT",
          "elk.edgeRouting": "POLYLINE",
          "elk.spacing.nodeNode": "22",
          "elk.layered.spacing.nodeNodeBetweenLayers": "40",
        },
        children: nodes.map((id) => ({ id, width: 60, height: 30 })),
        edges: edges.map(([a, b], i) => ({ id: `e${i}`, sources: [a], targets: [b] })),
      });
      const ms = performance.now() - start;
      const points = (drawn ?? []).map(({ sections }) =>
        (sections ?? []).flatMap((part) => [part.startPoint, ...(part.bendPoints ?? []), part.endPoint]),
      );
      return { ms, points };
    };
  },
};

/** What a thread runs: a warm call on a small graph, one on the graph itself and, where that was quick, three more. */
const program = (engine: Engine): string => `
  const { parentPort, workerData } = require("node:worker_threads");
  (async () => {
    const run = await (${engine})((name) => import(name));
    await run({ nodes: ["a", "b", "c"], edges: [["a", "b"], ["a", "c"]] });
    let last = await run(workerData);
    const times = [last.ms];
    for (let i = 0; i < 3 && times[0] < 1000; i++) times.push((last = await run(workerData)).ms);
    parentPort.postMessage({ ...last, times });
  })().catch((error) => parentPort.postMessage({ failure: String(error) }));`;

interface Answer extends Partial<Drawn> {
  readonly times?: readonly number[];
  readonly failure?: string;
}

interface Result {
  readonly ms: number;
  readonly crossings: number;
  readonly said: string;
}

async function ask(engine: Engine, graph: Graph): Promise<Result> {
  const worker = new Worker(program(engine), {
    eval: true,
    workerData: { nodes: graph.nodes.map(({ key }) => key), edges: graph.edges.map(({ from, to }) => [from, to]) },
    resourceLimits: { maxOldGenerationSizeMb: 3_000, stackSizeMb: 32 },
    // What an engine has to say (elk: long traces of its failures) is no part of the tables.
    stdout: true,
    stderr: true,
  });
  const answer = await new Promise<Answer>((resolve) => {
    const clock = setTimeout(() => resolve({ failure: `over ${limit / 1000} s` }), limit);
    worker.once("message", resolve);
    worker.once("error", (error) => resolve({ failure: String(error) }));
    worker.once("exit", () => clearTimeout(clock));
  });
  await worker.terminate();
  if (answer.failure !== undefined || !answer.times) {
    return { ms: Number.POSITIVE_INFINITY, crossings: Number.NaN, said: (answer.failure ?? "nothing").slice(0, 24) };
  }
  const drawn = answer.points ?? (answer.curves ?? []).map(sampled);
  const ms = answer.times.length > 1 ? median(answer.times.slice(1)) : (answer.times[0] ?? 0);
  return resultOf(
    ms,
    graph.edges.map(({ from }, i) => ({ source: from, points: drawn[i] ?? [] })),
  );
}

const pieces = 8;

/** Points along a chain of cubic Bézier curves. */
function sampled(controls: readonly Point[]): readonly Point[] {
  const points = controls.slice(0, 1);
  for (let i = 0; i + 3 < controls.length; i += 3) {
    const [a, b, c, d] = controls.slice(i, i + 4) as [Point, Point, Point, Point];
    for (let k = 1; k <= pieces; k++) {
      const t = k / pieces;
      const s = 1 - t;
      const at = (axis: "x" | "y"): number =>
        s * s * s * a[axis] + 3 * s * s * t * b[axis] + 3 * s * t * t * c[axis] + t * t * t * d[axis];
      points.push({ x: at("x"), y: at("y") });
    }
  }
  return points;
}

function ours(graph: Graph): Result {
  let routes: ReadonlyMap<string, readonly Point[]> = new Map();
  // Short calls are made more often, or the median would be that of code not compiled yet.
  const times = Array.from({ length: Math.max(7, Math.round(20_000 / graph.nodes.length)) }, () => {
    const start = performance.now();
    routes = layoutOf(graph, () => box).routes;
    return performance.now() - start;
  });
  return resultOf(
    median(times.slice(1)),
    graph.edges.map(({ key, from }) => ({ source: from, points: routes.get(key) ?? [] })),
  );
}

const resultOf = (ms: number, edges: readonly DrawnEdge[]): Result => {
  const crossings = drawnCrossings(edges);
  return { ms, crossings, said: `${ms.toFixed(ms < 10 ? 1 : 0)} ms, ${crossings.toLocaleString("en")} ×` };
};

/** Our layout beside the known engines: warm median, and how many pairs of drawn lines cross. */
export async function bench() {
  const cells = [["family", "nodes", "edges", "ours", ...Object.keys(engines), "crossings / dot's"]];
  const slow = new Set<string>();
  for (const { name, make, sizes } of families) {
    for (const size of sizes) {
      const graph = make(size);
      const own = ours(graph);
      const others: string[] = [];
      let dot = Number.NaN;
      for (const [engine, start] of Object.entries(engines)) {
        if (slow.has(`${name} ${engine}`)) {
          others.push("–");
          continue;
        }
        const { ms, crossings, said } = await ask(start, graph);
        if (ms > patience) slow.add(`${name} ${engine}`);
        if (engine === "dot") dot = crossings;
        others.push(said);
      }
      const [nodes, edges] = [graph.nodes.length, graph.edges.length].map((n) => n.toLocaleString("en"));
      const ratio = own.crossings / dot;
      const shown = dot === 0 ? `${own.crossings} / 0` : Number.isNaN(ratio) ? "–" : ratio.toFixed(2);
      cells.push([name, nodes ?? "", edges ?? "", own.said, ...others, shown]);
    }
  }
  return {
    title: "layout: warm median and pairs of drawn lines that cross",
    cells,
    note: `Boxes of ${box.width} by ${box.height} and the same gaps for all. Lines that edges of one source share count once. – after an engine took over ${patience / 1000} s in its family; each is stopped after ${limit / 1000} s.`,
  };
}
