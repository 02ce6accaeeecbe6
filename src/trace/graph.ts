/** The graph that a trace shows at a moment: what a view draws and what geometry lays out. Plain data, derived by `graphAt`. */
import type { Argument, Cut, Dtype, TensorId } from "./events.ts";
import type { Group } from "./groups.ts";

/**
 * How a node takes part in differentiation. `parameter` is a leaf made by nn.Parameter, `leaf` a leaf that requires grad,
 * `frozen` one that was switched off by requires_grad_(False), `constant` plain data, `intermediate` has a grad_fn, `detached` is a result cut from the graph.
 */
export type NodeKind = "leaf" | "parameter" | "frozen" | "constant" | "intermediate" | "detached";

/** One box. `key` is its structural identity: the same line doing the same thing in the next pass of a training loop has the same key. */
export interface GraphNode {
  readonly key: string;
  /** The tensors that stand at this node at the moment; of several results the one that is shown comes first. */
  readonly ids: readonly TensorId[];
  readonly kind: NodeKind;
  /** Op name (`mul`), absent for leaves and constants. */
  readonly op?: string;
  /** What to write on the node for the op, with its Python numbers filled in: `×`, `2 ×`, `x²`, `exp`. */
  readonly label: string;
  /** The learner's own name, if the value was bound to one. */
  readonly name?: string;
  readonly line: number;
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  readonly gradFn: string | null;
  readonly requiresGrad: boolean;
  readonly args: readonly Argument[];
  /** True if nothing at this moment uses its result: a root, where a backward pass may start. */
  readonly isRoot: boolean;
  /** For a fold: how many ops the box stands for, and what they belong to together. */
  readonly folded?: number;
  readonly group?: Group;
}

/** From the node that made a value to the node that uses it. Several edges may join the same pair (x * x); `argument` tells them apart. */
export interface GraphEdge {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly argument: string;
  /** Set where no gradient passes: the picture shows a break. */
  readonly cut?: Cut;
}

export interface Graph {
  /** In tape order, which is a topological order (folds excepted). */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Equal for two cursors exactly when nodes and edges are the same by key, so that a layout can be kept. */
  readonly structure: string;
}

/** What layout needs to know of a graph: who is joined to whom. */
export interface GraphShape<Node extends { readonly key: string } = { readonly key: string }> {
  readonly nodes: readonly Node[];
  readonly edges: readonly Pick<GraphEdge, "key" | "from" | "to">[];
  readonly structure: string;
}

/** A node as a rectangle, in CSS pixels. */
export interface SizedNode {
  readonly key: string;
  readonly width: number;
  readonly height: number;
}

/** Where a graph's boxes stand, in CSS pixels, origin at the top left, flow from left to right. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Box>;
  /** Polyline or bezier way points from source side to target side, by edge key; at least two points. */
  readonly routes: ReadonlyMap<string, readonly Point[]>;
}
export interface Box {
  /** Centre. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly layer: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Lays a graph out somewhere else, a moment later; undefined when that cannot be had. */
export type LayoutLater = (graph: GraphShape<SizedNode>) => Promise<Layout | undefined>;
