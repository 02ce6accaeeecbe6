/** Random graphs for layout laws: given as bare node numbers and edges. */
import * as fc from "fast-check";
import type { Graph, GraphNode } from "#trace/graph.ts";
import { structureOf } from "#trace/structure.ts";

/** A graph with nodes `0 … count−1` and the given edges; boxes differ in size, see `sizeOf`. */
export function graphOf(keys: readonly number[], pairs: readonly (readonly [number, number])[]): Graph {
  const made = new Set(keys);
  const nodes = keys.map(
    (key): GraphNode => ({
      key: `n${key}`,
      ids: [key],
      kind: "intermediate",
      op: "add",
      label: "+",
      line: (key % 7) + 1,
      shape: [],
      dtype: "float32",
      gradFn: "AddBackward0",
      requiresGrad: true,
      args: [],
      isRoot: false,
    }),
  );
  const edges = pairs
    .filter(([a, b]) => made.has(a) && made.has(b))
    .map(([a, b], i) => ({ key: `n${a}->n${b}:${i}`, from: `n${a}`, to: `n${b}`, argument: String(i) }));
  return { nodes, edges, structure: structureOf(nodes, edges) };
}

/** Boxes of different widths and heights, the same for the same key. */
export const sizeOf = (node: GraphNode): { readonly width: number; readonly height: number } => {
  const n = Number(node.key.replace(/\D/g, ""));
  return { width: 40 + ((n * 37) % 60), height: 24 + ((n * 13) % 40) };
};

const count = fc.integer({ min: 0, max: 40 });

/** Pairs among the nodes, several between the same two allowed. */
const pairsAmong = (n: number) =>
  fc.array(fc.tuple(fc.nat(Math.max(0, n - 1)), fc.nat(Math.max(0, n - 1))), { maxLength: 2 * n });

const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Graphs in tape order: every edge from an earlier to a later node. */
export const tapes = count.chain((n) =>
  pairsAmong(n).map((pairs) =>
    graphOf(
      numbers(n),
      pairs.filter(([a, b]) => a !== b).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]),
    ),
  ),
);

/** Any graphs, with cycles and edges from a node to itself. */
export const tangles = count.chain((n) => pairsAmong(n).map((pairs) => graphOf(numbers(n), pairs)));
