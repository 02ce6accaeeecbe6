/** Writes another start into a program: the numbers that a parameter begins with. */
import { pythonLanguage } from "@codemirror/lang-python";
import { startNumbersOf } from "./editorNumbers.ts";
import { calledName, elementsOf, literalAt, type Node } from "./editorSyntax.ts";
import { writeNumber } from "./numberStyle.ts";

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

/** A piece of a program with what is to stand there. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/**
 * The program with other start values: literals are written over; `torch.zeros(2, …)` and its like become `torch.tensor([…], …)`.
 * Undefined when the values of one place do not stand in the program in either way (a layer makes its own).
 */
export function withStart(text: string, places: readonly StartPlace[]): string | undefined {
  const edits = places.map(({ values, ...place }) =>
    startEdits(text, place, values.length, (i, literal) =>
      literal === undefined ? written(values[i] ?? 0) : writeNumber(values[i] ?? 0, literal),
    ),
  );
  return edited(text, edits);
}

/** The program with names in the place of its start values: `name[0]`, `name[1]` … over all places in order. */
export function withNamedStart(text: string, places: readonly StartPlace[], name: string): string | undefined {
  let before = 0;
  const edits = places.map(({ values, ...place }) => {
    const first = before;
    before += values.length;
    return startEdits(text, place, values.length, (i) => `${name}[${first + i}]`);
  });
  return edited(text, edits);
}

function edited(text: string, edits: readonly (readonly Edit[] | undefined)[]): string | undefined {
  if (edits.some((edit) => edit === undefined)) return undefined;
  let [result, at] = ["", 0];
  for (const { from, to, insert } of edits.flatMap((edit) => edit ?? []).toSorted((a, b) => a.from - b.from)) {
    result += text.slice(at, from) + insert;
    at = to;
  }
  return result + text.slice(at);
}

/** `write` gives the text of the i-th number, in the style of the literal that stood there if one did. */
function startEdits(
  text: string,
  { name, line, shape }: Omit<StartPlace, "values">,
  count: number,
  write: (i: number, literal?: string) => string,
): readonly Edit[] | undefined {
  const here = startNumbersOf(text).filter((start) => start.line === line);
  const start = here.find((one) => one.name === name) ?? (here.length === 1 ? here[0] : undefined);
  if (start && start.literals.length === count)
    return start.literals.map(({ from, to }, i) => ({ from, to, insert: write(i, text.slice(from, to)) }));
  const call = makerOn(text, line);
  const [callee, list] = [call?.firstChild, call?.lastChild];
  const last = list && elementsOf(list).findLast((part) => isSize(text, part));
  if (!callee || !last) return undefined;
  const made = text.slice(callee.from, callee.to).replace(/\w+$/, "tensor");
  const values = Array.from({ length: count }, (_, i) => write(i));
  return [{ from: callee.from, to: last.to, insert: `${made}(${nested(values, shape)}` }];
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

/** Numbers, as they are written, as a Python list of a shape. */
function nested(values: readonly string[], shape: readonly number[]): string {
  const [size, ...rest] = shape;
  if (size === undefined) return values[0] ?? "0.0";
  const each = values.length / size;
  return `[${Array.from({ length: size }, (_, i) => nested(values.slice(i * each, (i + 1) * each), rest)).join(", ")}]`;
}

/** Four digits, with a point: the numbers of a parameter are floats. */
function written(value: number): string {
  const short = String(Number(value.toPrecision(4)));
  return /^-?\d+$/.test(short) ? `${short}.0` : short;
}
