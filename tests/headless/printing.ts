import { beforeAll, expect, test } from "vitest";
import { type Answers, answersOf } from "../conformance/answers.ts";

/** Small programs by what they show, each with the lines that it must print. */
export type PrintingPrograms = Readonly<Record<string, { readonly code: string; readonly prints: readonly string[] }>>;

/** Declares one test for each program; `imports` stand before all of them, and the seed is 0. */
export function checkPrinting(programs: PrintingPrograms, imports: string): void {
  let answers: Answers;
  beforeAll(async () => {
    answers = await answersOf(
      Object.entries(programs).map(([id, { code }]) => ({
        id,
        code: `${imports}\ntorch.manual_seed(0)\n${code.trim()}`,
        stdout: "",
      })),
    );
  }, 120_000);

  test.each(Object.keys(programs))("%s", (id) => {
    const answer = answers.byId.get(id);
    expect(answer?.error ?? null).toBeNull();
    expect(answer?.stdout.trimEnd().split("\n")).toEqual(programs[id]?.prints);
  });
}
