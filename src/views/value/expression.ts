/** Who feeds whom, and what a node computes, written with its inputs' names. */
import type { Graph, GraphNode } from "#trace/graph.ts";

export interface Relations {
  readonly inputs: ReadonlyMap<string, readonly GraphNode[]>;
  readonly users: ReadonlyMap<string, readonly GraphNode[]>;
}

const relationsByGraph = new WeakMap<Graph, Relations>();

/** Who feeds whom, made once per graph. */
export function relationsOf(graph: Graph): Relations {
  const known = relationsByGraph.get(graph);
  if (known) return known;
  const nodes = new Map(graph.nodes.map((node) => [node.key, node]));
  const inputs = new Map<string, GraphNode[]>();
  const users = new Map<string, GraphNode[]>();
  const push = (map: Map<string, GraphNode[]>, key: string, node: GraphNode | undefined): void => {
    if (!node) return;
    const list = map.get(key);
    if (list) list.push(node);
    else map.set(key, [node]);
  };
  for (const edge of graph.edges) {
    push(inputs, edge.to, nodes.get(edge.from));
    push(users, edge.from, nodes.get(edge.to));
  }
  const relations = { inputs, users };
  relationsByGraph.set(graph, relations);
  return relations;
}

/** What to call a node in a sentence. */
export const nameOfNode = (node: GraphNode): string => node.name ?? (node.label || (node.op ?? ""));

const infix = new Set(["+", "−", "-", "×", "÷", "/", "@", "<", ">", "≤", "≥", "=", "≠"]);

/** The expression that a node stands for, with its inputs by name: `a × b`, `sin(x)`, `2 × a`. */
export function expressionOf(node: GraphNode, inputs: readonly GraphNode[]): string {
  if (node.op === undefined) return nameOfNode(node);
  const names = inputs.map((input) => input.name ?? (input.op === undefined ? input.label : "·"));
  const [a = "", b = ""] = names;
  const { label } = node;
  if (names.length === 2 && infix.has(label)) return `${a} ${label} ${b}`;
  if (names.length === 1) {
    if (infix.has(label.at(-1) ?? "")) return `${label} ${a}`;
    if (infix.has(label.charAt(0)) && label.length > 1) return `${a} ${label}`;
    if (label.includes("( )")) return label.replace("( )", a === "·" ? "(·)" : a);
    if (names.some((name) => name !== "·" && label.startsWith(name))) return label;
  }
  return names.length === 0 ? label : `${label}(${names.join(", ")})`;
}
