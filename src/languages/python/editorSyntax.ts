/** Questions to the editor's syntax tree of Python. */
import type { syntaxTree } from "@codemirror/language";
import { readNumber } from "./numberStyle.ts";

/** A parsed program. */
export type Tree = ReturnType<typeof syntaxTree>;
/** A place in a parsed program. */
export type Node = Tree["topNode"];

/** A number literal; a sign in front of it belongs to it. */
export interface Literal {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/** The children of a node without the comments. */
export function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (child.name !== "Comment") children.push(child);
  return children;
}

/** What holds a row of values. */
export const containers: ReadonlySet<string> = new Set(["ArrayExpression", "TupleExpression"]);

/** What stands between the brackets of a list, a tuple or a call, without the commas. */
export function elementsOf(node: Node): readonly Node[] {
  if (!containers.has(node.name) && node.name !== "ArgList") return [];
  return childrenOf(node).filter(({ name }) => !["(", ")", "[", "]", ","].includes(name));
}

/** The number that a node is, with its sign; undefined when it is anything else. */
export function literalAt(text: string, node: Node): Literal | undefined {
  const { from } = node;
  const inner = node.name === "UnaryExpression" ? node.lastChild : node;
  const to = inner && endOfNumber(inner);
  const value = to ? readNumber(text.slice(from, to)) : undefined;
  return to && value !== undefined ? { from, to, value } : undefined;
}

/** The parser takes `2.` for an attribute of 2 whose name is missing. */
function endOfNumber(node: Node): number | undefined {
  if (node.name === "Number") return node.to;
  if (node.name !== "MemberExpression" || node.firstChild?.name !== "Number" || !node.lastChild?.type.isError) return;
  const point = node.firstChild.nextSibling;
  return point?.name === "." && point.from === node.firstChild.to ? point.to : undefined;
}

/** The targets of an assignment with their values, tuples taken apart. */
export function assignments(statement: Node): readonly (readonly [target: Node, value: Node])[] {
  const sides: Node[][] = [[]];
  for (const child of childrenOf(statement)) {
    if (child.name === "AssignOp") sides.push([]);
    else if (child.name !== "," && child.name !== "TypeDef") sides.at(-1)?.push(child);
  }
  const values = sides.pop() ?? [];
  return sides.flatMap((targets) => {
    const [target, value] = [targets[0], values[0]];
    if (!target || !value) return [];
    if (targets.length === 1 && !containers.has(target.name)) return values.length === 1 ? [[target, value]] : [];
    const [left, right] = [targets, values].map(([first, ...rest]) =>
      first && rest.length === 0 ? elementsOf(first) : [first, ...rest],
    ) as [readonly Node[], readonly Node[]];
    if (left.length !== right.length) return [];
    return left.map((part, i) => [part, right[i] as Node] as const);
  });
}

/** The `name=value` of a call or of a function's head. */
export function keywords(list: Node): readonly (readonly [key: Node, value: Node])[] {
  const children = childrenOf(list).filter(({ name }) => name !== "TypeDef");
  return children.flatMap(({ name }, i) => {
    const [key, value] = [children[i - 1], children[i + 1]];
    return name === "AssignOp" && key && value ? [[key, value] as const] : [];
  });
}

/** The last name of what is called: `tensor` of `torch.tensor(…)`. */
export function calledName(text: string, list: Node): string {
  const callee = list.prevSibling;
  const last = callee?.name === "MemberExpression" ? callee.lastChild : callee;
  return last && /^(VariableName|PropertyName)$/.test(last.name) ? text.slice(last.from, last.to) : "";
}
