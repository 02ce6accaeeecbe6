import type { Answer } from "./answers.ts";
import type { Case } from "./cases.ts";

/** White space at the ends of lines and of the text does not count. */
export function trimmed(text: string): string {
  return text.replace(/[^\S\n]+$/gm, "").trimEnd();
}

/** A case holds when standard output is equal, trailing white space aside. */
export function holds(program: Case, answer: Answer | undefined): boolean {
  return answer !== undefined && trimmed(answer.stdout) === trimmed(program.stdout);
}

/** The first line that differs, and the error if there was one: enough to see what is wrong. */
export function mismatchOf(program: Case, answer: Answer | undefined): string {
  if (!answer) return `${program.id}: no answer`;
  const expected = trimmed(program.stdout).split("\n");
  const actual = trimmed(answer.stdout).split("\n");
  const at = expected.findIndex((line, i) => line !== actual[i]);
  const line = at < 0 ? expected.length : at;
  const error = answer.error ? `\n    error:    ${lastLineOf(answer.error)}` : "";
  return `${program.id}, line ${line + 1}\n    PyTorch:  ${expected[line] ?? "(nothing)"}\n    here:     ${actual[line] ?? "(nothing)"}${error}`;
}

function lastLineOf(error: unknown): string {
  const text = typeof error === "string" ? error : JSON.stringify(error);
  return text.trimEnd().split("\n").at(-1) ?? "";
}
