/** Writes another start into a program: the numbers that a parameter begins with. */
import { pythonLanguage } from "@codemirror/lang-python";
import { replaceNumbers, startNumbersOf } from "./editorNumbers.ts";
import { calledName, elementsOf, literalAt, type Node } from "./editorSyntax.ts";

/** A parameter as the trace knows it. */
export interface StartPlace {
  readonly name: string;
  /** The line where its tensor is made. */
  readonly line: number;
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: readonly number[];
}

/** These make a tensor of some size without its numbers standing in the program. */
const makers: ReadonlySet<string> = new Set(["zeros", "ones", "rand", "randn", "empty", "full"]);

/**
 * The program with other start values: literals are written over; `torch.zeros(2, …)` and its like become `torch.tensor([…], …)`.
 * Undefined when the values do not stand in the program in either way (a layer makes its own).
 */
export function withStart(text: string, { name, line, shape, values }: StartPlace): string | undefined {
  const here = startNumbersOf(text).filter((start) => start.line === line);
  const start = here.find((one) => one.name === name) ?? (here.length === 1 ? here[0] : undefined);
  if (start && start.literals.length === values.length)
    return replaceNumbers(
      text,
      start.literals.map((literal, i) => ({ ...literal, value: values[i] ?? literal.value })),
    );
  const call = makerOn(text, line);
  if (!call) return undefined;
  const callee = call.firstChild;
  const last = elementsOf(call.lastChild as Node)
    .filter((part) => part.name !== "AssignOp")
    .findLast((part) => isSize(text, part));
  const open = call.lastChild?.from;
  if (!callee || !last || open === undefined) return undefined;
  const made = text.slice(callee.from, callee.to).replace(/\w+$/, "tensor");
  return `${text.slice(0, callee.from)}${made}(${nested(values, shape)}${text.slice(last.to)}`;
}

/** The one call on a line that makes a tensor of some size; undefined when there are several. */
function makerOn(text: string, line: number): Node | undefined {
  const found: Node[] = [];
  pythonLanguage.parser.parse(text).iterate({
    enter({ name, node }) {
      if (name !== "CallExpression" || node.lastChild?.name !== "ArgList") return;
      if (!makers.has(calledName(text, node.lastChild))) return;
      if (text.slice(0, node.from).split("\n").length === line) found.push(node);
    },
  });
  return found.length === 1 ? found[0] : undefined;
}

/** A positional argument: a number, or a tuple or list of numbers. */
function isSize(text: string, node: Node): boolean {
  if (node.nextSibling?.name === "AssignOp" || node.prevSibling?.name === "AssignOp") return false;
  return literalAt(text, node) !== undefined || /^[[(][\d\s,]*[\])]$/.test(text.slice(node.from, node.to));
}

/** Numbers as a Python list of a shape. */
function nested(values: readonly number[], shape: readonly number[]): string {
  const [size, ...rest] = shape;
  if (size === undefined) return written(values[0] ?? 0);
  const each = values.length / size;
  return `[${Array.from({ length: size }, (_, i) => nested(values.slice(i * each, (i + 1) * each), rest)).join(", ")}]`;
}

/** Four digits, with a point: the numbers of a parameter are floats. */
function written(value: number): string {
  const short = String(Number(value.toPrecision(4)));
  return /^-?\d+$/.test(short) ? `${short}.0` : short;
}
