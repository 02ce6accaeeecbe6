/** Takes a function's head apart: `(*size, dtype=None)`. */

/** The parameters of a head without its brackets, apart at their own commas. */
export function splitParameters(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let current = "";
  for (const c of text) {
    if ("([{".includes(c)) depth++;
    if (")]}".includes(c)) depth--;
    if (c === "," && depth === 0) {
      parts.push(current.trim());
      current = "";
    } else current += c;
  }
  return [...parts, current.trim()].filter(Boolean);
}

/** The parameters of a signature, which has its brackets. */
export function parametersIn(signature: string): readonly string[] {
  return splitParameters(signature.slice(1, -1));
}

/** `dtype` of `dtype=None`, `size` of `*size`, `a` of `a: int = 1`. */
export function parameterName(parameter: string): string {
  return /^\**(\w*)/.exec(parameter)?.[1] ?? "";
}

/** The names that a call may write `name=` for. */
export function keywordNames(signatures: readonly string[]): readonly string[] {
  const names = signatures.flatMap((signature) =>
    parametersIn(signature).flatMap((part) => (/^[*/]/.test(part) ? [] : [parameterName(part)])),
  );
  return [...new Set(names)].filter((name) => name !== "" && !name.startsWith("_"));
}

/** What stands in a call's brackets so far. */
export interface GivenArguments {
  /** Which argument the cursor is in, counted from 0. */
  readonly index: number;
  /** The keyword of the argument that the cursor is in. */
  readonly keyword: string | undefined;
  /** All keywords, and how many arguments have none. */
  readonly keywords: readonly string[];
  readonly positional: number;
}

/** Which parameter the cursor is at; -1 when it is none of them. */
export function currentParameter(signature: string, { index, keyword }: GivenArguments): number {
  const parts = parametersIn(signature);
  if (keyword !== undefined) {
    const named = parts.findIndex((part) => !part.startsWith("*") && parameterName(part) === keyword);
    return named >= 0 ? named : parts.findIndex((part) => part.startsWith("**"));
  }
  const rest = parts.findIndex((part) => part.startsWith("*"));
  const positional = rest < 0 ? parts.length : rest;
  if (index < positional) return index;
  return rest >= 0 && /^\*\w/.test(parts[rest] ?? "") ? rest : -1;
}

/** The overload that the arguments so far fit; the first one when none does. */
export function fittingSignature(signatures: readonly string[], given: GivenArguments): string {
  const fits = signatures.find((signature) => {
    const parts = parametersIn(signature);
    const names = new Set(parts.map(parameterName));
    const open = parts.some((part) => part.startsWith("**"));
    const bare = parts.findIndex((part) => part.startsWith("*"));
    const most = bare < 0 ? parts.length : /^\*\w/.test(parts[bare] ?? "") ? Number.POSITIVE_INFINITY : bare;
    // What the cursor stands in may still be nothing.
    const count = Math.max(given.positional, given.keyword === undefined ? given.index + 1 : 0);
    return count <= most && given.keywords.every((name) => open || names.has(name));
  });
  return fits ?? signatures[0] ?? "()";
}
