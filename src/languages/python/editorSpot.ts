/** Where the cursor stands in a program: behind a dot, in an import, in a call's brackets. */
import type { GivenArguments } from "./editorSignature.ts";
import { childrenOf, type Node, type Tree } from "./editorSyntax.ts";

/** What could be written at a place. */
export type Spot =
  /** Behind the dot of an expression, or of a chain of names that the tree knows no expression for. */
  | { readonly kind: "member"; readonly from: number; readonly object: Node | string; readonly at: Node }
  /** A name to import from a module; without one, a module. */
  | { readonly kind: "import"; readonly from: number; readonly module: string }
  | { readonly kind: "name"; readonly from: number; readonly at: Node; readonly call: Call | undefined };

/** A call whose brackets a place is in. */
export interface Call {
  /** The bracket's place. */
  readonly from: number;
  readonly list: Node;
  readonly callee: Node;
  readonly given: GivenArguments;
  /** Whether a keyword could begin here: directly in the brackets, at the start of an argument. */
  readonly atStart: boolean;
}

const WORD = /[\p{L}\p{N}_]*$/u;

/** Where a place is; undefined where nothing is to be completed: strings, comments, numbers, names that are being given. */
export function spotAt(text: string, tree: Tree, pos: number): Spot | undefined {
  const lineStart = text.lastIndexOf("\n", pos - 1) + 1;
  const before = text.slice(lineStart, pos);
  const word = WORD.exec(before)?.[0] ?? "";
  const from = pos - word.length;
  if (/^\p{N}/u.test(word)) return undefined;
  const at = tree.resolveInner(pos, -1);
  if (isQuoted(at)) return undefined;
  const head = text.slice(lineStart, from);
  if (/^\s*(from|import)\b/.test(head)) return importSpot(head, from);
  if (head.endsWith(".")) return memberSpot(tree, from, head);
  if (isNaming(text, tree, from, head)) return undefined;
  return { kind: "name", from, at, call: callAt(text, tree, pos) };
}

/** Whether a place is in a string or a comment; the braces of an f-string are code. */
function isQuoted(at: Node): boolean {
  for (let node: Node | null = at; node; node = node.parent) {
    if (node.name === "FormatReplacement") return false;
    if (/^(String|FormatString|ContinuedString|Comment)$/.test(node.name)) return true;
  }
  return false;
}

function importSpot(head: string, from: number): Spot | undefined {
  const names = /^\s*from\s+([\w.]+)\s+import\s+(?:\(?\s*)(?:[\w.]+(?:\s+as\s+\w+)?\s*,\s*)*$/.exec(head);
  if (names) return { kind: "import", from, module: names[1] as string };
  const module = /^\s*(?:from|import(?:\s+[\w.]+(?:\s+as\s+\w+)?\s*,)*)\s+((?:\w+\.)*)$/.exec(head);
  if (!module) return undefined;
  return { kind: "import", from, module: `${(module[1] ?? "").replace(/\.$/, "")}:` };
}

function memberSpot(tree: Tree, from: number, head: string): Spot | undefined {
  const dot = tree.resolveInner(from, -1);
  const object = dot.name === "." && dot.parent?.name === "MemberExpression" ? dot.prevSibling : null;
  if (object) return object.name === "Number" ? undefined : { kind: "member", from, object, at: dot };
  const chain = /(?:^|[^\w.)\]])((?:[\p{L}_][\p{L}\p{N}_]*\.)+)$/u.exec(head)?.[1];
  return chain === undefined ? undefined : { kind: "member", from, object: chain.slice(0, -1), at: dot };
}

/** Whether a new name is being given here, which nobody can know. */
function isNaming(text: string, tree: Tree, from: number, head: string): boolean {
  if (/\b(def|class|as|global|nonlocal|lambda)\s+$/.test(head)) return true;
  if (/\bfor\s+([\p{L}\p{N}_,\s()]*,\s*)?$/u.test(head) && !/\bin\b/.test(/\bfor\b.*$/s.exec(head)?.[0] ?? ""))
    return true;
  const { parent } = tree.resolveInner(from, 1);
  const list = parent?.name === "ParamList" ? parent : tree.resolveInner(from, -1).parent;
  if (list?.name !== "ParamList" || list.from >= from) return false;
  return /[(,*]\s*$/.test(text.slice(list.from, from));
}

/** The innermost call whose brackets a place is in. */
export function callAt(text: string, tree: Tree, pos: number): Call | undefined {
  let direct = true;
  for (let node: Node | null = tree.resolveInner(pos, -1); node; node = node.parent) {
    if (node.from >= pos) continue;
    const { parent } = node;
    const closed = node.lastChild?.name === ")" && pos >= node.to;
    if (node.name === "ArgList" && parent?.name === "CallExpression" && parent.firstChild && !closed)
      return { from: node.from, list: node, callee: parent.firstChild, ...argumentsBefore(text, node, pos, direct) };
    if (/^(Body|LambdaExpression|FunctionDefinition|ClassDefinition)$/.test(node.name)) return undefined;
    if (/^(Array|Tuple|Dictionary|Set|Parenthesized).*Expression$/.test(node.name) && pos < node.to) direct = false;
  }
  return undefined;
}

function argumentsBefore(
  text: string,
  list: Node,
  pos: number,
  direct: boolean,
): { given: GivenArguments; atStart: boolean } {
  const parts: Node[][] = [[]];
  let index = 0;
  for (const child of childrenOf(list)) {
    if (child.name === "(" || child.name === ")") continue;
    if (child.name !== ",") parts.at(-1)?.push(child);
    else {
      if (child.to <= pos) index++;
      parts.push([]);
    }
  }
  const keywordOf = (part: readonly Node[] | undefined): string | undefined => {
    const [name, sign] = part ?? [];
    return name?.name === "VariableName" && sign?.name === "AssignOp" ? text.slice(name.from, name.to) : undefined;
  };
  const current = parts[index];
  const keywords = parts.flatMap((part, i) => (i === index ? [] : (keywordOf(part) ?? [])));
  const own = keywordOf(current);
  const given: GivenArguments = {
    index,
    keyword: own,
    keywords: own === undefined ? keywords : [...keywords, own],
    positional: parts.filter((part, i) => i !== index && part.length > 0 && keywordOf(part) === undefined).length,
  };
  const first = current?.[0];
  const written = first && first.from < pos ? text.slice(first.from, pos) : "";
  return { given, atStart: direct && /^[\p{L}_]?[\p{L}\p{N}_]*$/u.test(written) };
}
