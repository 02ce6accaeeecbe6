/** Reads what a Python file of ours defines: names, heads of functions, first lines of docstrings. */
import { pythonLanguage } from "@codemirror/lang-python";
import { assignments, childrenOf, elementsOf, keywords, type Node } from "./editorSyntax.ts";

/** Something that a Python file defines. */
export interface Definition {
  readonly name: string;
  readonly kind: "function" | "class" | "property" | "value";
  /** The head between the brackets; a class has that of its `__init__`. */
  readonly parameters: string | undefined;
  readonly doc: string;
  readonly bases: readonly string[];
  readonly members: ReadonlyMap<string, Definition>;
}

/** An import line: `from .linear import Linear`; no names is `*`. */
export interface ImportLine {
  readonly from: string;
  readonly names: readonly (readonly [name: string, own: string])[];
}

/** What a Python file defines and takes from others, at its top level. */
export interface PythonFile {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly imports: readonly ImportLine[];
}

/** Reads a Python file. */
export function readPython(text: string): PythonFile {
  const top = pythonLanguage.parser.parse(text).topNode;
  const statements = childrenOf(top).filter(({ name }) => name === "ImportStatement");
  return {
    definitions: definitionsIn(text, top),
    imports: statements.flatMap((statement) => importLines(text, statement)),
  };
}

/** What an import statement takes; what is not finished yet is left out. */
export function importLines(text: string, statement: Node): readonly ImportLine[] {
  const source = text.slice(statement.from, statement.to).replace(/#.*/g, "");
  const from = /^from\s+([\w.]+)\s+import\b(.*)$/s.exec(source);
  const plain = /^import\s+(.*)$/s.exec(source);
  const parts = (from?.[2] ?? plain?.[1] ?? "").replace(/[()\\]/g, " ").split(",");
  const names = parts.flatMap((part) => {
    const [name, as, own] = part.trim().split(/\s+/);
    return name && /^[\w.]+$/.test(name) ? [[name, as === "as" && own ? own : name] as const] : [];
  });
  return from ? [{ from: from[1] as string, names }] : names.map((name) => ({ from: "", names: [name] }));
}

function definitionsIn(text: string, body: Node): ReadonlyMap<string, Definition> {
  const found = new Map<string, Definition>();
  const add = (definition: Definition | undefined): void => {
    if (
      definition &&
      (!definition.name.startsWith("_") || definition.name === "__init__" || definition.kind === "class")
    )
      found.set(definition.name, definition);
  };
  for (const statement of childrenOf(body)) {
    if (statement.name === "AssignStatement")
      for (const [target, value] of assignments(statement)) {
        const name = text.slice(target.from, target.to);
        if (target.name === "VariableName") add(assigned(text, name, value, found));
      }
    else if (statement.name === "DecoratedStatement") {
      const inner = statement.lastChild;
      const decorators = childrenOf(statement).filter(({ name }) => name === "Decorator");
      const marks = decorators.map(({ from, to }) => text.slice(from, to).trim());
      // `@grad.setter` defines nothing new.
      if (inner && !marks.some((mark) => /\.(setter|deleter)$/.test(mark))) {
        const definition = defined(text, inner);
        add(definition && marks.includes("@property") ? { ...definition, kind: "property" } : definition);
      }
    } else add(defined(text, statement));
  }
  return found;
}

/** Name, head and first line of docstring of a function or class. */
export function oneLineHead(text: string, node: Node): Pick<Definition, "name" | "parameters" | "doc"> | undefined {
  return defined(text, node);
}

function defined(text: string, node: Node): Definition | undefined {
  const children = childrenOf(node);
  const nameNode = children.find(({ name }) => name === "VariableName");
  const body = children.find(({ name }) => name === "Body");
  if (!nameNode || !body) return undefined;
  const name = text.slice(nameNode.from, nameNode.to);
  const doc = docOf(text, body);
  if (node.name === "FunctionDefinition") {
    const list = children.find((child) => child.name === "ParamList");
    const parameters = list ? oneLine(text.slice(list.from + 1, list.to - 1)) : "";
    return { name, kind: "function", parameters, doc, bases: [], members: new Map() };
  }
  if (node.name !== "ClassDefinition") return undefined;
  const members = definitionsIn(text, body);
  const list = children.find((child) => child.name === "ArgList");
  const bases = list ? elementsOf(list).map(({ from, to }) => text.slice(from, to)) : [];
  return { name, kind: "class", parameters: withoutSelf(members.get("__init__")?.parameters), doc, bases, members };
}

/** `X = _activation("X", "x", "What it does.", alpha=1.0)`, `y = x`, `T = property(…, doc="…")`. */
function assigned(
  text: string,
  name: string,
  value: Node,
  known: ReadonlyMap<string, Definition>,
): Definition | undefined {
  const same = known.get(text.slice(value.from, value.to));
  if (same) return { ...same, name };
  const list = value.name === "CallExpression" ? value.lastChild : null;
  const callee = value.firstChild && text.slice(value.firstChild.from, value.firstChild.to);
  const plain: Definition = { name, kind: "value", parameters: undefined, doc: "", bases: [], members: new Map() };
  if (!list) return plain;
  const texts = elementsOf(list).flatMap((node) => (node.name === "String" ? [stringOf(text, node)] : []));
  const pairs = keywords(list).map(([key, given]) => [text.slice(key.from, key.to), given] as const);
  if (callee === "property") {
    const doc = pairs.find(([key]) => key === "doc")?.[1];
    return { ...plain, kind: "property", doc: doc ? stringOf(text, doc) : "" };
  }
  const settings = pairs.map(([key, given]) => `${key}=${text.slice(given.from, given.to)}`);
  const [, second = "", third = "", ...rest] = texts;
  switch (callee) {
    case "_activation":
      return { ...plain, kind: "class", parameters: settings.join(", "), doc: third, bases: ["Module"] };
    case "_loss":
      return {
        ...plain,
        kind: "class",
        parameters: [...settings, 'reduction="mean"'].join(", "),
        doc: third,
        bases: ["Module"],
      };
    case "_pairwise": {
      const own = [third, ...rest].filter(Boolean).map((setting) => `${setting}=1.0`);
      return {
        ...plain,
        kind: "function",
        parameters: ["input, target", 'reduction="mean"', ...own].join(", "),
        doc: second,
      };
    }
    case "_feature_dropout":
      return { ...plain, kind: "function", parameters: "input, p=0.5, training=True, inplace=False" };
    case "_spread":
      return { ...plain, kind: "function", parameters: "*tensors" };
    default:
      return plain;
  }
}

/** A method's head as its caller writes it. */
export function withoutSelf(parameters: string | undefined): string | undefined {
  return parameters?.replace(/^(self|cls|input)\b\s*(,\s*|$)/, "");
}

function docOf(text: string, body: Node): string {
  const first = childrenOf(body).find(({ name }) => name !== ":");
  const string = first?.name === "ExpressionStatement" ? first.firstChild : null;
  return string?.name === "String" ? stringOf(text, string) : "";
}

function stringOf(text: string, { from, to }: Node): string {
  const inner = text.slice(from, to).replace(/^[a-zA-Z]*("""|'''|"|')([\s\S]*)\1$/, "$2");
  return (inner.trim().split(/\n\s*\n/)[0] ?? "").replace(/\s+/g, " ");
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
