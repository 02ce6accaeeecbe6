/** Reads an op's signature, written as PyTorch's own schema writes it: `sum(Tensor self, int[1]? dim=None, bool keepdim=False) -> Tensor`. */

/** What an argument may be: the kinds that cross the language boundary. */
export type ArgumentType =
  | "Tensor"
  | "Tensor[]"
  | "Scalar"
  | "int"
  | "int[]"
  | "float"
  | "float[]"
  | "bool"
  | "bool[]"
  | "str"
  | "dtype"
  | "Generator";

export interface SchemaArgument {
  readonly name: string;
  readonly type: ArgumentType;
  /** `Tensor?`, `int[]?`: None is allowed. */
  readonly optional: boolean;
  /** `int[1]`: a lone int stands for a list of this length; 0 when the schema names no length. */
  readonly listLength: number;
  /** After `*`: by keyword only. */
  readonly keywordOnly: boolean;
  readonly defaultValue?: number | boolean | string | null | readonly number[];
}

export interface Schema {
  /** `add`, without the overload. */
  readonly name: string;
  /** `Tensor` in `add.Tensor`, else empty. */
  readonly overload: string;
  readonly args: readonly SchemaArgument[];
  /** Names of the outputs, `values` and `indices`; unnamed ones are "". `"list"` for Tensor[]. */
  readonly returns: readonly string[] | "list";
}

const TYPES: readonly string[] = ["Tensor", "Scalar", "int", "float", "bool", "str", "dtype", "Generator"];

/** Parses one schema line; throws on anything it does not know, at start-up, so that a typo cannot hide. */
export function parseSchema(text: string): Schema {
  const match = /^([A-Za-z_][\w]*)(?:\.(\w+))?\((.*)\)\s*->\s*(.+)$/.exec(text.trim());
  if (match === null) throw new Error(`cannot read the op schema: ${text}`);
  const [, name = "", overload = "", argText = "", returnText = ""] = match;
  const args: SchemaArgument[] = [];
  let keywordOnly = false;
  for (const part of splitArguments(argText)) {
    if (part === "*") {
      keywordOnly = true;
      continue;
    }
    const m = /^([A-Za-z]+)(\[(\d*)\])?(\?)?\s+(\w+)(?:\s*=\s*(.+))?$/.exec(part);
    if (m === null || !TYPES.includes(m[1] ?? ""))
      throw new Error(`cannot read the argument "${part}" of the op schema: ${text}`);
    const [, base = "", list, length = "", question, argName = "", fallback] = m;
    const type = (list === undefined ? base : `${base}[]`) as ArgumentType;
    const common = {
      name: argName,
      type,
      optional: question !== undefined,
      listLength: length === "" ? 0 : Number(length),
      keywordOnly,
    };
    args.push(fallback === undefined ? common : { ...common, defaultValue: parseDefault(fallback) });
  }
  return { name, overload, args, returns: parseReturns(returnText.trim()) };
}

function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let current = "";
  for (const c of text) {
    if (c === "[") depth++;
    if (c === "]") depth--;
    if (c === "," && depth === 0) {
      parts.push(current.trim());
      current = "";
    } else current += c;
  }
  if (current.trim() !== "") parts.push(current.trim());
  return parts;
}

function parseDefault(text: string): number | boolean | string | null | readonly number[] {
  if (text === "None") return null;
  if (text === "True") return true;
  if (text === "False") return false;
  if (text === "inf") return Number.POSITIVE_INFINITY;
  if (text === "-inf") return Number.NEGATIVE_INFINITY;
  if (/^["']/.test(text)) return text.slice(1, -1);
  if (text.startsWith("[")) return text === "[]" ? [] : text.slice(1, -1).split(",").map(Number);
  const value = Number(text);
  if (Number.isNaN(value)) throw new Error(`cannot read the default value ${text}`);
  return value;
}

function parseReturns(text: string): readonly string[] | "list" {
  if (text === "Tensor[]") return "list";
  if (!text.startsWith("(")) return [""];
  return text
    .slice(1, -1)
    .split(",")
    .map((part) => part.trim().split(/\s+/)[1] ?? "");
}

/** What fills in the arguments that were left out at the end of a call. The list is the caller's to give: every call makes its own. */
export function completion({ args }: Schema): (given: unknown[]) => unknown[] {
  const defaults = args.map((a) => a.defaultValue ?? null);
  const arity = args.length;
  return (given) => {
    const count = given.length;
    if (count >= arity) return given;
    // To push onto a list that has no room makes it much larger than it need be.
    return count === 2 && arity === 3 ? [given[0], given[1], defaults[2]] : [...given, ...defaults.slice(count)];
  };
}

/** `log_softmax` as the name of a node spells it: `LogSoftmax`. */
export function camelCase(name: string): string {
  return name
    .split("_")
    .filter(Boolean)
    .map((word) => (word[0] as string).toUpperCase() + word.slice(1))
    .join("");
}
