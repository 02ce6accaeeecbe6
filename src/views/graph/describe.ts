/** A node in words: `c = a × b, value 6, gradient 1.5, inputs a and b`. */
import type { Value } from "#trace/events.ts";
import type { Graph, GraphNode } from "#trace/graph.ts";
import { summaryOf } from "../value/summary.ts";
import type { GraphStrings } from "./strings.ts";

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

export function describeNode(
  node: GraphNode,
  inputs: readonly GraphNode[],
  value: Value | undefined,
  gradient: Value | undefined,
  strings: GraphStrings,
): string {
  const expression = expressionOf(node, inputs);
  const title = node.name !== undefined && node.op !== undefined ? `${node.name} = ${expression}` : expression;
  const parts = [title, strings.kinds[node.kind]];
  if (value) parts.push(`${strings.value} ${summaryOf(value)}`);
  if (gradient) parts.push(`${strings.gradient} ${summaryOf(gradient)}`);
  if (inputs.length > 0) parts.push(`${strings.inputs} ${listOf(inputs.map(nameOfNode), strings.and)}`);
  if (node.line > 0) parts.push(`${strings.line} ${node.line}`);
  return parts.join(", ");
}

function listOf(names: readonly string[], and: string): string {
  const unique = [...new Set(names)];
  const last = unique.pop() ?? "";
  return unique.length === 0 ? last : `${unique.join(", ")} ${and} ${last}`;
}
