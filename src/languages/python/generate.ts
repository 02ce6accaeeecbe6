/**
 * Writes the Python module `torch._ops` from the op table: one function for each op, one for each in-place form,
 * with PyTorch's argument names, defaults and keyword-only rules. Plain text without engine objects, so it can be
 * compiled once and kept in a memory snapshot.
 */
import "#engine/ops/all.ts";
import { type OpInfo, opTable } from "#engine/op.ts";
import type { SchemaArgument } from "#engine/schema.ts";

/** Where the generated module stands among the torch sources. */
export const OPS_PATH = "torch/_ops.py";

/** Ops that make a tensor from nothing: they also take device, requires_grad and the like. */
const CREATION = new Set(
  "zeros ones empty full eye linspace logspace rand randn randint randperm zeros_like ones_like empty_like full_like rand_like randn_like tril_indices triu_indices".split(
    " ",
  ),
);

/** Functions of torch.nn.functional that have an `inplace` switch. */
const INPLACE_SWITCH = new Set(
  "relu relu6 elu selu celu leaky_relu hardtanh hardswish hardsigmoid silu mish threshold dropout rrelu".split(" "),
);

/** Source text of `torch/_ops.py`. */
export function generateOps(): string {
  const groups = new Map<string, OpInfo[]>();
  for (const info of opTable.values()) {
    const list = groups.get(info.schema.name);
    if (list === undefined) groups.set(info.schema.name, [info]);
    else list.push(info);
  }
  return [PRELUDE, ...[...groups].map(([name, infos]) => group(name, infos)), ""].join("\n");
}

const PRELUDE = `"""One function for each op of the engine, generated from its op table."""
from _engine import bind as _bind
from ._core import (line as _line, wrap as _wrap, fail as _fail, results as _results, several as _several, return_type as _return_type,
    created as _created, named as _named, into as _into, missing_argument as _missing)
from ._arguments import (tensor_arg as _t, tensor_only as _tensor, tensors_arg as _ts, ints_arg as _ints, floats_arg as _floats,
    int_arg as _int, number_arg as _number, dtype_arg as _dtype, generator_arg as _generator)
from ._overloads import overloaded as _overloaded

METHODS, TORCH, FUNCTIONAL, LINALG, SPECIAL, HIDDEN = {}, {}, {}, {}, {}, {}
`;

function group(name: string, infos: readonly OpInfo[]): string {
  const text = infos.map((info) => define(info, false));
  const inPlace = infos.filter((info) => info.hasInPlace);
  text.push(...inPlace.map((info) => define(info, true)));
  const homes = new Set(infos.flatMap((info) => info.homes));
  text.push(...register(name, infos, homes, false));
  if (inPlace.length > 0) text.push(...register(name, inPlace, new Set(["method"]), true));
  return text.join("\n");
}

/** Python's name of one overload's function. */
function functionName(info: OpInfo, inPlace: boolean): string {
  return `${inPlace ? "i" : "f"}_${info.fullName.replaceAll(".", "_")}`;
}

/** Random fills exist in place only; `normal_fill` is `normal_` to the learner. */
export function publicName(name: string, inPlace: boolean): string {
  return inPlace ? `${name.replace(/(?<!^(?:masked|index))_fill$/, "")}_` : name;
}

const TABLES = {
  method: "METHODS",
  torch: "TORCH",
  F: "FUNCTIONAL",
  linalg: "LINALG",
  special: "SPECIAL",
  hidden: "HIDDEN",
};

function register(name: string, infos: readonly OpInfo[], homes: ReadonlySet<string>, inPlace: boolean): string[] {
  const lines: string[] = [];
  const shown = publicName(name, inPlace);
  const first = infos[0] as OpInfo;
  let target = functionName(first, inPlace);
  lines.push(...infos.map((info) => `_named(${functionName(info, inPlace)}, "${shown}")`));
  if (infos.length > 1) {
    target = `${inPlace ? "i" : "f"}_${name}_any`;
    const candidates = infos.map((info) => `(${specOf(info)}, ${functionName(info, inPlace)})`);
    lines.push(`${target} = _overloaded("${shown}", (${candidates.join(", ")},))`);
  }
  const names = [shown, ...infos.flatMap((info) => info.aliases).map((alias) => publicName(alias, inPlace))];
  for (const home of homes) {
    // linalg_det is torch.linalg.det; special_expit is torch.special.expit.
    const table = TABLES[home as keyof typeof TABLES];
    for (const own of names) lines.push(`${table}["${own.replace(new RegExp(`^${home}_`), "")}"] = ${target}`);
  }
  return lines;
}

/** How the overload chooser tells one signature from another. */
function specOf(info: OpInfo): string {
  const parts = info.schema.args.map((a) => {
    const needed = !a.optional && a.defaultValue === undefined;
    return `("${parameterName(a)}", "${a.type}", ${py(a.optional)}, ${py(needed)}, ${py(a.keywordOnly)}, ${a.listLength})`;
  });
  const sizes = info.schema.args.findIndex((a) => takesVarargs(a, info));
  return `((${parts.join(", ")}${parts.length === 1 ? "," : ""}), ${sizes})`;
}

const py = (value: boolean): string => (value ? "True" : "False");

/** Python words and PyTorch's public name of the first argument. */
function parameterName(a: SchemaArgument): string {
  if (a.name === "self") return "input";
  return ["from", "lambda", "is", "in"].includes(a.name) ? `${a.name}_` : a.name;
}

/** `x.view(2, 3)` and `torch.zeros(2, 3)`: a first list of ints may be written without brackets. */
function takesVarargs(a: SchemaArgument, info: OpInfo): boolean {
  if (a.type !== "int[]" || a.keywordOnly || a.optional || a.defaultValue !== undefined) return false;
  if (!["size", "dims", "shape", "repeats", "sizes"].includes(a.name)) return false;
  const positional = info.schema.args.filter((other) => !other.keywordOnly);
  return positional.at(-1) === a;
}

/** The parameters of an op's Python function, as texts: its own in order, and those by keyword that PyTorch adds to its kind. */
export function parametersOf(
  info: OpInfo,
  inPlace: boolean,
): { readonly own: readonly string[]; readonly extras: readonly string[]; readonly switchable: boolean } {
  const { args } = info.schema;
  const own: string[] = [];
  let star = false;
  for (const a of args) {
    const name = parameterName(a);
    if (takesVarargs(a, info)) {
      // torch.zeros(size=(2, 3)) is as good as torch.zeros(2, 3)
      own.push(`*${name}`, `${name}_=None`);
      star = true;
      continue;
    }
    if (a.keywordOnly && !star) {
      own.push("*");
      star = true;
    }
    // `Tensor? bias` before a required argument has no default in Python.
    const bare = a.defaultValue === undefined && (!a.optional || (!a.keywordOnly && hasRequiredAfter(args, a)));
    own.push(bare ? name : `${name}=${defaultText(a)}`);
  }
  const has = (wanted: string): boolean => args.some((a) => a.name === wanted);
  const extras: string[] = [];
  if (has("dim")) extras.push("axis=None");
  if (has("keepdim")) extras.push("keepdims=None");
  if (CREATION.has(info.schema.name))
    extras.push(
      "device=None",
      "requires_grad=False",
      "layout=None",
      "pin_memory=False",
      "memory_format=None",
      "out=None",
    );
  else if (!inPlace && takesOut(info)) extras.push("out=None");
  const switchable = !inPlace && info.homes.includes("F") && INPLACE_SWITCH.has(info.schema.name) && !has("inplace");
  if (switchable) own.splice(star ? own.indexOf("*") : own.length, 0, "inplace=False");
  if (extras.length > 0 && !star) own.push("*");
  return { own, extras, switchable };
}

/** `torch.add(x, y, out=z)` writes into z. */
function takesOut({ schema, homes, isView }: OpInfo): boolean {
  const one = schema.returns !== "list" && schema.returns.length <= 1;
  return one && !isView && !CREATION.has(schema.name) && (homes.includes("torch") || homes.includes("linalg"));
}

function define(info: OpInfo, inPlace: boolean): string {
  const name = functionName(info, inPlace);
  const { args, returns } = info.schema;
  const creates = CREATION.has(info.schema.name);
  const { own: written, extras, switchable } = parametersOf(info, inPlace);
  const has = (wanted: string): boolean => args.some((a) => a.name === wanted);
  // The sizes without brackets are gathered under a name of their own: `size=` stays free for the keyword.
  const parameters = [...written, ...extras].map((text) =>
    text.replace(/^\*(\w+)$/, "*$1_").replace(/^(\w+)_=None$/, "$1=None"),
  );
  const lines: string[] = [];

  const needsDim = parameters.indexOf("dim");
  if (needsDim >= 0 && !args.slice(needsDim + 1).some((a) => a.defaultValue === undefined && !a.keywordOnly)) {
    parameters[needsDim] = "dim=None";
    lines.push(
      "    if axis is not None: dim = axis",
      `    if dim is None: _missing("${publicName(info.schema.name, inPlace)}", "dim")`,
    );
  } else if (has("dim")) lines.push("    if axis is not None: dim = axis");
  if (has("keepdim")) lines.push("    if keepdims is not None: keepdim = keepdims");
  for (const a of args) {
    const own = parameterName(a);
    if (takesVarargs(a, info) && !CREATION.has(info.schema.name))
      lines.push(
        `    if ${own} is None and not ${own}_: _missing("${publicName(info.schema.name, inPlace)}", "${own}")`,
      );
    if (takesVarargs(a, info))
      lines.push(`    if ${own} is None: ${own} = ${own}_[0] if len(${own}_) == 1 else ${own}_`);
  }
  if (switchable) {
    lines.push(
      info.hasInPlace
        ? `    if inplace: return ${functionName(info, true)}(${args.map(parameterName).join(", ")})`
        : `    if inplace: raise NotImplementedError("${info.schema.name}(inplace=True) is not available in the playground")`,
    );
  }
  const passed = args.map((a, i) => encode(a, info, i)).join(", ");
  const call = `b_${name}(_line(), ${passed})`;
  if (inPlace) lines.push(`    if ${call}: _fail()`, "    return input");
  else if (returns === "list") lines.push(`    return _several(${call})`);
  else if (returns.length > 1) lines.push(`    return _results(${returns[0] === "" ? "tuple" : `r_${name}`}, ${call})`);
  else if (creates) lines.push(`    return _created(${call}, device, requires_grad, out)`);
  else if (takesOut(info)) {
    lines.push(`    if out is not None: return _into(out, ${call}, "${publicName(info.schema.name, false)}")`);
    lines.push(`    return _wrap(${call})`);
  } else lines.push(`    return _wrap(${call})`);

  const head = `b_${name} = _bind("${info.fullName}", ${py(inPlace)})`;
  const type =
    returns !== "list" && returns.length > 1 && returns[0] !== ""
      ? [`r_${name} = _return_type("${info.schema.name}", (${returns.map((r) => `"${r}"`).join(", ")}))`]
      : [];
  return [head, ...type, `def ${name}(${parameters.join(", ")}):`, ...lines].join("\n");
}

function hasRequiredAfter(args: readonly SchemaArgument[], a: SchemaArgument): boolean {
  return args.slice(args.indexOf(a) + 1).some((b) => !b.keywordOnly && !b.optional && b.defaultValue === undefined);
}

function defaultText(a: SchemaArgument): string {
  const value = a.defaultValue ?? null;
  if (value === null) return "None";
  if (typeof value === "boolean") return py(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number")
    return Number.isFinite(value) ? String(value) : `float("${value > 0 ? "inf" : "-inf"}")`;
  return `(${value.join(", ")}${value.length === 1 ? "," : ""})`;
}

/** Functions in which a Python number may stand for any tensor, and those in which it may stand for certain ones. */
const NUMBERS = new Set(
  "add sub mul div floor_divide eq ne lt le gt ge bitwise_and bitwise_or bitwise_xor bitwise_left_shift bitwise_right_shift pow float_power remainder fmod xlogy special_xlog1py xlog1py arange linspace logspace full full_like fill".split(
    " ",
  ),
);
const NUMBER_AT: Readonly<Record<string, readonly string[]>> = {
  where: ["input", "other"],
  lerp: ["weight"],
  masked_fill: ["value"],
  index_fill: ["value"],
  scatter: ["src", "value"],
  searchsorted: ["self"],
  bucketize: ["self"],
  quantile: ["q"],
  nanquantile: ["q"],
  copysign: ["other"],
  rsub: ["other"],
};
function takesNumbers(a: SchemaArgument, { schema, homes }: OpInfo): boolean {
  const hidden = homes.every((home) => home === "hidden");
  return hidden || NUMBERS.has(schema.name) || (NUMBER_AT[schema.name]?.includes(a.name) ?? false);
}

function encode(a: SchemaArgument, info: OpInfo, position: number): string {
  const own = parameterName(a);
  const where = `"${publicName(info.schema.name, false)}(): argument '${own}' (position ${position + 1}) must be "`;
  switch (a.type) {
    case "Tensor":
      return `*${takesNumbers(a, info) ? "_t" : "_tensor"}(${own}, ${where}${a.optional ? ", True" : ""})`;
    case "Tensor[]":
      return `_ts(${own}, ${where})`;
    case "int[]":
      return `_ints(${own}, ${where})`;
    case "float[]":
    case "bool[]":
      return `_floats(${own})`;
    case "int":
      return `_int(${own}, ${where})`;
    case "float":
    case "Scalar":
      return `_number(${own}, ${where})`;
    case "dtype":
      return `_dtype(${own}, "${publicName(info.schema.name, false)}")`;
    case "Generator":
      return `_generator(${own})`;
    case "bool":
    case "str":
      return own;
    default:
      return a.type satisfies never;
  }
}
