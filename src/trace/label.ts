/** What is written on a box: the op's sign with its Python numbers filled in. */
import type { Argument, Attribute, OpCard } from "./events.ts";

const superscripts: Readonly<Record<string, string>> = Object.fromEntries(
  [..."0123456789-"].map((digit, i) => [digit, [..."⁰¹²³⁴⁵⁶⁷⁸⁹⁻"][i] ?? digit]),
);
const maxLength = 28;

/** Names of arguments that say nothing new when they hold these values. */
const usual: Readonly<Record<string, Attribute>> = { alpha: 1, beta: 1, correction: 1, inplace: false };

/** `× 2`, `2 −`, `x²`, `Σ dim=1`, `reshape 2×3`; `nameOfInput` gives an input's own name, if it is short and known. */
export function labelOf(
  op: string,
  card: OpCard | undefined,
  args: readonly Argument[],
  nameOfInput: (argument: string) => string | undefined,
): string {
  const symbol = card?.symbol ?? op;
  const [first, second, ...rest] = args;
  const label =
    op === "pow" || op === "pow_"
      ? powerLabel(first, second, nameOfInput)
      : op === "select" || op === "slice"
        ? placeLabel(args)
        : [...operatorLabel(symbol, first, second), ...rest.flatMap(optionLabel)].join(" ");
  return label.length > maxLength ? `${label.slice(0, maxLength - 1)}…` : label;
}

function operatorLabel(symbol: string, first: Argument | undefined, second: Argument | undefined): readonly string[] {
  const infix = second?.name === "other" || first?.name === "other";
  if (!infix) return [symbol, ...(first ? optionLabel(first) : []), ...(second ? optionLabel(second) : [])];
  if (first && "value" in first) return [write(first.value), symbol];
  if (second && "value" in second) {
    // Multiplication is written the way a formula is: the number first.
    return symbol === "×" ? [write(second.value), symbol] : [symbol, write(second.value)];
  }
  return [symbol];
}

function powerLabel(
  base: Argument | undefined,
  exponent: Argument | undefined,
  nameOfInput: (argument: string) => string | undefined,
): string {
  const below = base && "value" in base ? write(base.value) : (base && nameOfInput(base.name)) || "( )";
  if (!exponent || !("value" in exponent)) return `${below}^${(exponent && nameOfInput(exponent.name)) || "( )"}`;
  const text = write(exponent.value);
  const raised = [...text.replace("−", "-")].map((c) => superscripts[c]);
  return raised.every((c) => c !== undefined) ? `${below}${raised.join("")}` : `${below}^${text}`;
}

/** `[2]`, `[:, 0]`, `[1:3]`: a part as Python writes it. */
function placeLabel(args: readonly Argument[]): string {
  const given = (name: string): Attribute => {
    const arg = args.find((a) => a.name === name);
    return arg && "value" in arg ? arg.value : null;
  };
  const dim = Number(given("dim") ?? 0);
  const lead = dim < 0 ? "…, " : ":, ".repeat(dim);
  const index = given("index");
  if (index !== null) return `[${lead}${write(index)}]`;
  const [start, end, step] = ["start", "end", "step"].map(given);
  const bound = (value: Attribute | undefined): string => (value === null || value === undefined ? "" : write(value));
  const last = typeof end === "number" && end > 1e9 ? "" : bound(end);
  return `[${lead}${start === 0 ? "" : bound(start)}:${last}${step === 1 || step === null ? "" : `:${bound(step)}`}]`;
}

function optionLabel(arg: Argument): readonly string[] {
  if (!("value" in arg)) return [];
  const { name, value } = arg;
  if (value === null || value === false || (name in usual && usual[name] === value)) return [];
  if (Array.isArray(value) && (name === "shape" || name === "size" || name === "sizes"))
    return [value.map(write).join("×")];
  return name === "indices" || name === "index" ? [`[${write(value)}]`] : [`${name}=${write(value)}`];
}

/** A number as short as it can be said: `0.001`, `1e-8`, `0.333`. */
function write(value: Attribute): string {
  if (typeof value === "number") {
    const short =
      Number.isInteger(value) && Math.abs(value) < 1e6 ? String(value) : String(Number(value.toPrecision(4)));
    return short.replace("-", "−").replace("Infinity", "∞");
  }
  if (typeof value === "string") return value;
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return value.map(write).join(", ");
}
