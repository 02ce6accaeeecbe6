/** What the names of an unfinished program stand for, as far as a look at it tells. Nothing is run. */
import { importLines } from "./editorReading.ts";
import { assignments, childrenOf, type Node, type Tree } from "./editorSyntax.ts";

/** Where a name gets a value. */
export type Binding =
  | { readonly kind: "value"; readonly at: number; readonly value: Node }
  /** `x: torch.Tensor = …` */
  | { readonly kind: "hint"; readonly at: number; readonly type: string }
  /** An item of what a loop goes through. */
  | { readonly kind: "item"; readonly at: number; readonly value: Node }
  | { readonly kind: "import"; readonly at: number; readonly path: string }
  | { readonly kind: "class" | "function"; readonly at: number; readonly value: Node }
  | { readonly kind: "unknown"; readonly at: number };

/** A program as read. */
export interface Program {
  readonly text: string;
  readonly bindings: ReadonlyMap<string, readonly Binding[]>;
}

const programs = new WeakMap<Tree, Program>();

/** Reads a program, once for each tree. */
export function readProgram(text: string, tree: Tree): Program {
  const known = programs.get(tree);
  if (known?.text === text) return known;
  const bindings = new Map<string, Binding[]>();
  const bind = (name: string, binding: Binding): void => {
    const list = bindings.get(name);
    if (list) list.push(binding);
    else bindings.set(name, [binding]);
  };
  const target = (node: Node, binding: Binding): void => {
    if (node.name === "VariableName") bind(text.slice(node.from, node.to), binding);
    else if (/^(Tuple|Array|Parenthesized)Expression$/.test(node.name))
      for (const child of childrenOf(node)) target(child, { kind: "unknown", at: binding.at });
  };
  tree.iterate({
    enter({ name, node, from }) {
      if (name === "AssignStatement") {
        for (const child of childrenOf(node)) {
          if (child.name === "AssignOp" || child.name === "TypeDef") break;
          target(child, { kind: "unknown", at: node.to });
        }
        for (const [left, value] of assignments(node)) target(left, { kind: "value", at: node.to, value });
        const [first, hint] = childrenOf(node);
        if (first && hint?.name === "TypeDef")
          target(first, { kind: "hint", at: node.to, type: text.slice(hint.from + 1, hint.to).trim() });
      } else if (name === "ForStatement" || name.endsWith("ComprehensionExpression")) {
        bindLoop(childrenOf(node), from, target);
      } else if (name === "ImportStatement") bindImports(text, node, bind);
      else if (name === "FunctionDefinition" || name === "ClassDefinition") {
        const own = node.getChild("VariableName");
        const kind = name === "ClassDefinition" ? "class" : "function";
        if (own) bind(text.slice(own.from, own.to), { kind, at: from, value: node });
      } else if (name === "WithStatement" || name === "TryStatement") {
        for (const child of childrenOf(node))
          if (child.name === "VariableName" && child.prevSibling?.name === "as")
            bind(text.slice(child.from, child.to), { kind: "unknown", at: child.to });
      } else if (name === "NamedExpression") {
        const [left, value] = [node.firstChild, node.lastChild];
        if (left && value) target(left, { kind: "value", at: node.to, value });
      }
    },
  });
  const program = { text, bindings };
  programs.set(tree, program);
  return program;
}

/** `for a, b in values:`, in a statement or a comprehension. */
function bindLoop(children: readonly Node[], at: number, target: (node: Node, binding: Binding) => void): void {
  const start = children.findIndex(({ name }) => name === "for");
  const middle = children.findIndex(({ name }, i) => name === "in" && i > start);
  const value = children[middle + 1];
  if (start < 0 || middle < 0 || !value) return;
  const targets = children.slice(start + 1, middle).filter(({ name }) => name !== ",");
  const [only] = targets;
  if (targets.length === 1 && only) target(only, { kind: "item", at, value });
  else for (const one of targets) target(one, { kind: "unknown", at });
}

function bindImports(text: string, node: Node, bind: (name: string, binding: Binding) => void): void {
  for (const { from, names } of importLines(text, node)) {
    for (const [name, own] of names) {
      if (from !== "") bind(own, { kind: "import", at: node.from, path: `${from}.${name}` });
      else if (own !== name) bind(own, { kind: "import", at: node.from, path: name });
      // `import torch.nn` binds torch.
      else bind(name.replace(/\..*/, ""), { kind: "import", at: node.from, path: name.replace(/\..*/, "") });
    }
  }
}

/** The binding of a name that holds at a place: the last one before it, or the last there is. */
export function bindingAt(program: Program, name: string, at: number): Binding | undefined {
  const list = program.bindings.get(name);
  return list?.findLast((binding) => binding.at <= at) ?? list?.at(-1);
}

/** The parameters of the functions around a place, the innermost first. */
export function parametersAround(
  text: string,
  node: Node,
): readonly { readonly name: string; readonly of: Node; readonly type: string | undefined; readonly index: number }[] {
  const found: { name: string; of: Node; type: string | undefined; index: number }[] = [];
  for (let outer: Node | null = node; outer; outer = outer.parent) {
    if (outer.name !== "FunctionDefinition" && outer.name !== "LambdaExpression") continue;
    const list = outer.getChild("ParamList");
    if (!list) continue;
    let index = 0;
    const children = childrenOf(list);
    for (const [i, child] of children.entries()) {
      if (child.name !== "VariableName" || children[i - 1]?.name === "AssignOp") continue;
      const hint = children[i + 1]?.name === "TypeDef" ? children[i + 1] : child.getChild("TypeDef");
      const type = hint ? text.slice(hint.from + 1, hint.to).trim() : undefined;
      found.push({ name: text.slice(child.from, child.to), of: outer, type, index: index++ });
    }
  }
  return found;
}

/** The class around a place. */
export function classAround(node: Node): Node | undefined {
  for (let outer: Node | null = node; outer; outer = outer.parent) if (outer.name === "ClassDefinition") return outer;
  return undefined;
}

/** What a class of the program says that its objects have: its methods, and what is assigned to `self.…`. */
export function ownMembers(
  text: string,
  definition: Node,
): ReadonlyMap<string, { readonly value: Node; readonly method: boolean }> {
  const found = new Map<string, { value: Node; method: boolean }>();
  definition.cursor().iterate(({ name, node }) => {
    if (name === "FunctionDefinition" && classAround(node)?.from === definition.from) {
      const own = node.getChild("VariableName");
      const outer = node.parent?.name === "DecoratedStatement" ? node.parent : node;
      // Functions inside methods are nobody's members.
      if (own && outer.parent?.parent?.from === definition.from)
        found.set(text.slice(own.from, own.to), { value: node, method: true });
    }
    if (name !== "AssignStatement") return;
    for (const [target, value] of assignments(node)) {
      const member = /^self\.(\w+)$/.exec(text.slice(target.from, target.to))?.[1];
      if (target.name === "MemberExpression" && member !== undefined) found.set(member, { value, method: false });
    }
  });
  return found;
}
