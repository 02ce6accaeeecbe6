/** An op's formulas with the learner's own names and numbers in place of the letters. */
import type { Argument, OpCard } from "#trace/events.ts";

export interface Rule {
  readonly argument: string;
  /** KaTeX of what the op adds to this input's gradient. */
  readonly tex: string;
}

export interface Formulas {
  readonly forward: string;
  readonly rules: readonly Rule[];
}

/** `nameOf` gives the name of a tensor argument where the program has one. */
export function formulasOf(
  card: OpCard,
  args: readonly Argument[],
  result: string | undefined,
  nameOf: (argument: Argument) => string | undefined,
): Formulas {
  const letters = lettersOf(args, nameOf);
  if (result !== undefined) {
    const z = nameTex(result);
    if (z !== undefined) letters.set("z", z);
  }
  const rules = args.flatMap((arg, i) => {
    const rule = Object.hasOwn(card.vjp, arg.name) ? card.vjp[arg.name] : undefined;
    if (rule === undefined || "value" in arg) return [];
    const letter = letterAt(i);
    const left = barOf(letters.get(letter) ?? letter);
    return [{ argument: arg.name, tex: `${left} \\mathrel{+}= ${substitute(rule, letters)}` }];
  });
  return { forward: substitute(card.forward, letters), rules };
}

const letterAt = (i: number): string => "abcdefgh".charAt(i) || "a";

/** Formulas call an op's arguments a, b, c in their order. */
export function lettersOf(
  args: readonly Argument[],
  nameOf: (argument: Argument) => string | undefined,
): Map<string, string> {
  const letters = new Map<string, string>();
  args.slice(0, 3).forEach((arg, i) => {
    const letter = letterAt(i);
    if ("value" in arg) {
      if (typeof arg.value === "number" && Number.isFinite(arg.value)) letters.set(letter, numberTex(arg.value));
      return;
    }
    const name = nameOf(arg);
    const tex = name === undefined ? undefined : nameTex(name);
    if (tex !== undefined) letters.set(letter, tex);
  });
  // The exponent of a power is written n.
  const exponent = args.find((arg) => arg.name === "exponent");
  if (exponent && "value" in exponent && typeof exponent.value === "number")
    letters.set("n", numberTex(exponent.value));
  return letters;
}

/** A number as KaTeX, in brackets where a sign or a power of ten would run into its neighbours. */
export function numberTex(x: number): string {
  const text = Number.isInteger(x) ? String(x) : String(Number(x.toPrecision(4)));
  const [mantissa = text, exponent] = text.split("e");
  const tex = exponent === undefined ? mantissa : `${mantissa}\\cdot10^{${exponent.replace("+", "")}}`;
  return x < 0 || exponent !== undefined ? `(${tex})` : tex;
}

/** A Python name as KaTeX; only letters, digits, dots and underscores pass, so that a name stays a name. */
export function nameTex(name: string): string | undefined {
  if (name.length > 24 || !/^[\p{L}\p{N}_.]+$/u.test(name)) return undefined;
  const escaped = name.replaceAll("_", "\\_");
  return /^[\w.]+$/.test(name) ? `\\mathtt{${escaped}}` : `\\text{${escaped}}`;
}

/** The gradient with respect to what `tex` names. */
function barOf(tex: string): string {
  const short = tex.length <= "\\mathtt{ab}".length;
  return short ? `\\bar{${tex}}` : `\\overline{${tex}}`;
}

const tokens =
  /\\bar\s*\{?\s*z\s*\}?|\\(?:operatorname\*?|text|mathrm|mathtt|mathbf|begin|end)\s*\{[^}]*\}|\\[a-zA-Z]+|\\.|[a-zA-Z]|[^a-zA-Z\\]+/g;

/** Puts names and numbers in the place of whole letters; commands and words inside `\operatorname{…}` are left alone. */
export function substitute(tex: string, letters: ReadonlyMap<string, string>): string {
  const parts = tex.match(tokens) ?? [];
  return parts
    .map((part, i) => {
      if (part.startsWith("\\bar") && part.length > 4) return barOf(letters.get("z") ?? "z");
      if (part.length !== 1) return part;
      const found = letters.get(part) ?? letters.get(part.toLowerCase());
      if (found === undefined) return part;
      // A command must not swallow the letter after it, nor a letter the command before it.
      return /^\\[a-zA-Z]+$/.test(parts[i - 1] ?? "") ? `{${found}}` : found;
    })
    .join("");
}
