/** Graphs of the kinds that training makes, at any size, as bare boxes and edges: what layouts are measured on. */
import type { Graph, GraphEdge, GraphNode } from "#trace/graph.ts";
import { structureOf } from "#trace/structure.ts";

/** A kind of graph, and the sizes (given as what `make` takes) at which it has about 300, 1,000 and 10,000 nodes. */
export interface Family {
  readonly name: string;
  readonly make: (size: number) => Graph;
  readonly sizes: readonly number[];
}

/** Writes down a graph in tape order; what is made gets a number, and what uses it names that number. */
class Tape {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];

  leaf(name: string, kind: "parameter" | "constant" = "parameter"): number {
    return this.add({ kind, label: name, name, line: 1, gradFn: null, requiresGrad: kind === "parameter" });
  }

  op(op: string, ...inputs: readonly number[]): number {
    const made = this.add({ kind: "intermediate", op, label: op, line: 2, gradFn: op, requiresGrad: true });
    inputs.forEach((input, i) => {
      this.edges.push({ key: `n${input}->n${made}:${i}`, from: `n${input}`, to: `n${made}`, argument: String(i) });
    });
    return made;
  }

  graph(): Graph {
    return { nodes: this.nodes, edges: this.edges, structure: structureOf(this.nodes, this.edges) };
  }

  private add(node: Pick<GraphNode, "kind" | "op" | "label" | "name" | "line" | "gradFn" | "requiresGrad">): number {
    const n = this.nodes.length;
    this.nodes.push({ ...node, key: `n${n}`, ids: [n], shape: [], dtype: "float32", args: [], isRoot: false });
    return n;
  }
}

/** A chain of ops of two inputs each; √n / 2 parameters take turns as the second. */
function chain(size: number): Graph {
  const tape = new Tape();
  const shared = Array.from({ length: Math.max(1, Math.round(Math.sqrt(size) / 2)) }, (_, i) => tape.leaf(`p${i}`));
  let y = tape.leaf("x", "constant");
  for (let i = 0; tape.nodes.length < size; i++) y = tape.op("mul", y, shared[i % shared.length] ?? 0);
  return tape.graph();
}

/** A fully connected 2–n–n–1 network of scalars: every weight, product and sum is a node (n = 16: 980 nodes, 1,249 edges). */
function scalarNetwork(hidden: number): Graph {
  const tape = new Tape();
  let layer = [tape.leaf("x1", "constant"), tape.leaf("x2", "constant")];
  for (const [depth, count] of [hidden, hidden, 1].entries()) {
    layer = Array.from({ length: count }, (_, j) => {
      const weights = layer.map((_, i) => tape.leaf(`w${depth}.${j}.${i}`));
      const bias = tape.leaf(`b${depth}.${j}`);
      return tape.op(
        "tanh",
        layer.reduce((sum, x, i) => tape.op("add", sum, tape.op("mul", weights[i] ?? 0, x)), bias),
      );
    });
  }
  return tape.graph();
}

/** A recurrent network unrolled over `steps` inputs; every step uses the same Wx, Wh and b. */
function recurrent(steps: number): Graph {
  const tape = new Tape();
  const [wx, wh, b] = [tape.leaf("Wx"), tape.leaf("Wh"), tape.leaf("b")];
  let h = tape.leaf("h", "constant");
  for (let i = 0; i < steps; i++) {
    const x = tape.leaf("x", "constant");
    h = tape.op("tanh", tape.op("add", tape.op("add", tape.op("mm", wx, x), tape.op("mm", wh, h)), b));
  }
  tape.op("sum", h);
  return tape.graph();
}

/** A residual network of bottlenecks of three convolutions, each with its normalisation (50 of them: 152 layers, over 1,000 nodes). */
function residual(blocks: number): Graph {
  const tape = new Tape();
  const convolution = (x: number): number => {
    const made = tape.op("conv2d", x, tape.leaf("weight"));
    const running = [tape.leaf("mean", "constant"), tape.leaf("var", "constant")];
    return tape.op("batch_norm", made, ...running, tape.leaf("gamma"), tape.leaf("beta"));
  };
  let x = tape.op("max_pool", tape.op("relu", convolution(tape.leaf("image", "constant"))));
  for (let block = 0; block < blocks; block++) {
    const inner = tape.op("relu", convolution(tape.op("relu", convolution(x))));
    const wider = block % Math.ceil(blocks / 4) === 0;
    x = tape.op("relu", tape.op("add", convolution(inner), wider ? convolution(x) : x));
  }
  const scores = tape.op("linear", tape.op("mean", x), tape.leaf("weight"), tape.leaf("bias"));
  tape.op("cross_entropy", scores, tape.leaf("target", "constant"));
  return tape.graph();
}

/** A fully connected network of tensors: relu(h @ w + b), again and again, and a loss. */
function tensorNetwork(layers: number): Graph {
  const tape = new Tape();
  let h = tape.leaf("x", "constant");
  for (let i = 0; i < layers; i++) {
    h = tape.op("relu", tape.op("add", tape.op("mm", h, tape.leaf(`w${i}`)), tape.leaf(`b${i}`)));
  }
  tape.op("mse_loss", h, tape.leaf("target", "constant"));
  return tape.graph();
}

/** All families. */
export const families: readonly Family[] = [
  { name: "chain", make: chain, sizes: [300, 1_000, 10_000] },
  { name: "scalar network", make: scalarNetwork, sizes: [8, 16, 56] },
  { name: "recurrent network", make: recurrent, sizes: [50, 166, 1_666] },
  { name: "residual network", make: residual, sizes: [11, 50, 400] },
  { name: "tensor network", make: tensorNetwork, sizes: [60, 200, 2_000] },
];
