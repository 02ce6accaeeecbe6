/** A node in words: `c = a × b, value 6, gradient 1.5, inputs a and b`. */
import type { Value } from "#trace/events.ts";
import type { GraphNode } from "#trace/graph.ts";
import { expressionOf, nameOfNode } from "../value/expression.ts";
import { summaryOf } from "../value/summary.ts";
import type { GraphStrings } from "./strings.ts";

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
