/** Finds the numbers of a Python program that a learner wants to turn: rates, counts, fractions and the values that a descent starts from. */
import { pythonLanguage } from "@codemirror/lang-python";
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import {
  assignments,
  calledName,
  childrenOf,
  containers,
  elementsOf,
  keywords,
  type Literal,
  literalAt,
  type Node,
  type Tree,
} from "./editorSyntax.ts";
import { isWhole, writeNumber } from "./numberStyle.ts";

/** What a number does in the program. */
export type NumberKind = "rate" | "count" | "fraction" | "start";

/** A number that matters, and the range in which it is worth trying. */
export interface TunableNumber extends Literal {
  readonly kind: NumberKind;
  /** What to call it: `lr`, `epochs`, `w[1]`. */
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** The least change that is worth a run; on a log scale in decades. */
  readonly step: number;
  readonly scale: "log" | "linear";
  /** Another value in the style of this literal. */
  readonly write: (value: number) => string;
}

/** A tensor that requires grad and is made of number literals alone, in row-major order. */
export interface StartNumbers {
  readonly name: string;
  readonly line: number;
  readonly literals: readonly Literal[];
}

const kinds: ReadonlyMap<string, NumberKind> = new Map([
  ...["lr", "learning_rate", "alpha", "eta", "weight_decay"].map((name) => [name, "rate"] as const),
  ...["momentum", "beta1", "beta2", "betas", "gamma"].map((name) => [name, "fraction"] as const),
  ...["epochs", "steps", "n_steps", "num_steps", "iterations", "iters", "n_iters", "num_epochs", "n_epochs"].map(
    (name) => [name, "count"] as const,
  ),
]);

/** More numbers than these in one tensor are data, not a place to start from. */
const FEW = 4;

/** The numbers that matter in a program, in the order of the text; never throws, however broken the program is. */
export function numbersThatMatter(source: string | EditorState): readonly TunableNumber[] {
  const program = read(source);
  const found: TunableNumber[] = [];
  const add = (kind: NumberKind, name: string, literal: Literal | undefined): void => {
    const number = literal && tunable(program.text, kind, name, literal);
    if (number) found.push(number);
  };
  const named = (target: Node, value: Node): void => {
    const name = program.text.slice(target.from, target.to);
    const kind = target.name === "VariableName" ? kinds.get(name.toLowerCase()) : undefined;
    if (kind === undefined) return;
    if (!name.toLowerCase().startsWith("betas")) add(kind, name, literalAt(program.text, value));
    else for (const [i, part] of elementsOf(value).entries()) add(kind, `${name}[${i}]`, literalAt(program.text, part));
  };
  program.tree.iterate({
    enter({ name, node }) {
      if (name === "AssignStatement") for (const [target, value] of assignments(node)) named(target, value);
      if (name === "AssignStatement" || name === "UpdateStatement") add("rate", "lr", rateIn(program.text, node));
      if (name === "AssignStatement") return;
      else if (name === "ArgList" || name === "ParamList") for (const [key, value] of keywords(node)) named(key, value);
      else if (name === "ForStatement") add("count", ...passesOf(program.text, node));
      else if (name === "CallExpression") {
        const tensor = startTensor(program.text, node);
        if (tensor && tensor.parts.length <= FEW)
          for (const { path, ...literal } of tensor.parts)
            add("start", path.length === 0 ? tensor.name : `${tensor.name}[${path.join(", ")}]`, literal);
      }
    },
  });
  return found.sort((a, b) => a.from - b.from);
}

/** The start values of a program, tensor by tensor. */
export function startNumbersOf(source: string | EditorState): readonly StartNumbers[] {
  const { text, tree } = read(source);
  const found: StartNumbers[] = [];
  tree.iterate({
    enter({ name, node }) {
      const tensor = name === "CallExpression" ? startTensor(text, node) : undefined;
      if (!tensor?.literalsOnly || tensor.parts.length === 0) return;
      const literals = tensor.parts.map(({ from, to, value }) => ({ from, to, value }));
      found.push({ name: tensor.name, line: text.slice(0, node.from).split("\n").length, literals });
    },
  });
  return found;
}

function read(source: string | EditorState): { readonly text: string; readonly tree: Tree } {
  if (!(source instanceof EditorState)) return { text: source, tree: pythonLanguage.parser.parse(source) };
  // What is not parsed in this time is found when the parser has come to it.
  const tree = ensureSyntaxTree(source, source.doc.length, 20) ?? syntaxTree(source);
  return { text: source.doc.toString(), tree };
}

function tunable(text: string, kind: NumberKind, name: string, literal: Literal): TunableNumber | undefined {
  const { value } = literal;
  const old = text.slice(literal.from, literal.to);
  const whole = isWhole(old);
  if (kind !== "start" && value < 0) return undefined;
  if (kind === "count" && !whole) return undefined;
  if (kind === "fraction" && value > 1) return undefined;
  const write = (next: number): string => writeNumber(kind === "count" ? Math.round(next) : next, old);
  return { ...literal, kind, name, write, ...rangeOf(kind, value, whole) };
}

function rangeOf(
  kind: NumberKind,
  value: number,
  whole: boolean,
): Pick<TunableNumber, "min" | "max" | "step" | "scale"> {
  switch (kind) {
    case "rate": {
      // Nothing lies a decade away from zero.
      if (value === 0) return { min: 0, max: 0.1, step: 0.001, scale: "linear" };
      const reach = 10 ** 1.5;
      return { min: value / reach, max: value * reach, step: 0.05, scale: "log" };
    }
    case "count": {
      const max = Math.max(200, 4 * value);
      return { min: 1, max, step: max <= 400 ? 1 : roundStep(max / 200), scale: "linear" };
    }
    case "fraction":
      return { min: 0, max: 0.999, step: 0.01, scale: "linear" };
    case "start": {
      const reach = Math.max(3, 2 * Math.abs(value));
      const step = roundStep(reach / 100);
      return { min: value - reach, max: value + reach, step: whole ? Math.max(1, step) : step, scale: "linear" };
    }
    default:
      return kind satisfies never;
  }
}

/** The next 1, 2 or 5 with zeros. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((digit) => digit * power >= least) ?? 10) * power;
}

/** The number that a gradient is multiplied by where a parameter is moved by hand: `w -= 0.01 * w.grad`. */
function rateIn(text: string, statement: Node): Literal | undefined {
  if (!/\.grad\b/.test(text.slice(statement.from, statement.to))) return undefined;
  let found: Literal | undefined;
  statement.cursor().iterate(({ name, node }) => {
    const factor = name === "BinaryExpression" && text.slice(node.from, node.to).includes("*");
    if (factor) for (const child of childrenOf(node)) found ??= literalAt(text, child);
  });
  return found;
}

function passesOf(text: string, loop: Node): [name: string, literal: Literal | undefined] {
  const children = childrenOf(loop);
  const [variable, call] = [children[1], children[3]];
  const list = call?.name === "CallExpression" ? call.lastChild : null;
  if (!variable || !list || calledName(text, list) !== "range") return ["", undefined];
  const [first, second] = elementsOf(list);
  const end = second ?? first;
  const name = text.slice(variable.from, variable.to);
  return [name === "_" ? "range" : name, end && literalAt(text, end)];
}

interface Part extends Literal {
  readonly path: readonly number[];
}

interface StartTensor {
  readonly name: string;
  readonly parts: readonly Part[];
  readonly literalsOnly: boolean;
}

/** These leave the numbers of a tensor as they are. */
const harmless: ReadonlySet<string> = new Set(["requires_grad_", "double", "float", "to"]);

function startTensor(text: string, call: Node): StartTensor | undefined {
  const list = call.lastChild;
  if (list?.name !== "ArgList" || !/^[tT]ensor$/.test(calledName(text, list))) return undefined;
  let requires = wishes(text, list) === "True";
  let outer = call;
  for (;;) {
    const { parent } = outer;
    // A method of the tensor, or the tensor as the first argument of Parameter.
    const wrapper = parent?.name === "MemberExpression" || parent?.name === "ArgList" ? parent.parent : null;
    const args = wrapper?.name === "CallExpression" ? wrapper.lastChild : null;
    if (!parent || !wrapper || args?.name !== "ArgList") break;
    const name = calledName(text, args);
    if (parent.name === "MemberExpression") {
      if (parent.firstChild?.to !== outer.to || !harmless.has(name)) break;
      if (name === "requires_grad_") requires = !text.slice(args.from, args.to).includes("False");
    } else {
      if (name !== "Parameter" || elementsOf(args)[0]?.from !== outer.from) break;
      requires = wishes(text, args) !== "False";
    }
    outer = wrapper;
  }
  const [data, next] = elementsOf(list);
  if (!requires || !data || next?.name === "AssignOp") return undefined;
  const parts: Part[] = [];
  const literalsOnly = collect(text, data, [], parts);
  return { name: nameOf(text, outer), parts, literalsOnly };
}

/** What a call says about `requires_grad`. */
function wishes(text: string, list: Node): string | undefined {
  const wish = keywords(list).find(([key]) => text.slice(key.from, key.to) === "requires_grad")?.[1];
  return wish && text.slice(wish.from, wish.to);
}

/** Gathers the literals of nested lists; false when something else stands among them. */
function collect(text: string, node: Node, path: readonly number[], parts: Part[]): boolean {
  if (containers.has(node.name))
    return elementsOf(node)
      .map((part, i) => collect(text, part, [...path, i], parts))
      .every(Boolean);
  const literal = literalAt(text, node);
  if (literal) parts.push({ ...literal, path });
  return literal !== undefined;
}

function nameOf(text: string, value: Node): string {
  const { parent } = value;
  const pairs =
    parent?.name === "AssignStatement" ? assignments(parent) : parent?.name === "ArgList" ? keywords(parent) : [];
  const target = pairs.find(([, given]) => given.from === value.from && given.to === value.to)?.[0];
  return target ? text.slice(target.from, target.to) : "tensor";
}
