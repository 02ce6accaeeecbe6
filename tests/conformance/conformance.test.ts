import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Answers, answersOf } from "./answers.ts";
import { groupOf, readCases } from "./cases.ts";
import { holds, mismatchOf } from "./verdict.ts";

/** The least share of programs that must print what PyTorch prints. */
const floor = 0.6;

const cases = readCases();
const byId = new Map(cases.map((program) => [program.id, program]));

/** Programs that are known to hold; one that no longer does is a failure by name. `npm run golden` renews the list. */
const passing = JSON.parse(readFileSync(new URL("passing.json", import.meta.url), "utf8")) as readonly string[];

/** Left for `npm run golden` and for whoever looks for the next family to mend. */
const reports = new URL("../../node_modules/.cache/conformance/", import.meta.url);

const percent = (part: number, whole: number): string => `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`;

describe("conformance with PyTorch", () => {
  let answers: Answers = { byId: new Map(), complaint: "not run" };
  let held: readonly string[] = [];

  beforeAll(async () => {
    answers = await answersOf(cases);
    held = cases.filter((program) => holds(program, answers.byId.get(program.id))).map((program) => program.id);
    const failing = cases.filter((program) => !held.includes(program.id));
    mkdirSync(reports, { recursive: true });
    writeFileSync(new URL("held.json", reports), JSON.stringify(held));
    writeFileSync(
      new URL("failing.txt", reports),
      failing.map((program) => mismatchOf(program, answers.byId.get(program.id))).join("\n\n"),
    );

    const groups = [...new Set(cases.map((program) => groupOf(program.id)))];
    const rows = groups.map((group) => {
      const all = cases.filter((program) => groupOf(program.id) === group).length;
      return `  ${group.padEnd(10)} ${percent(held.filter((id) => groupOf(id) === group).length, all)}`;
    });
    console.log([`conformance: ${percent(held.length, cases.length)}`, ...rows].join("\n"));
  }, 600_000);

  it("every program gets an answer", () => {
    expect(answers.complaint).toBe("");
    expect(cases.filter((program) => !answers.byId.has(program.id)).map((program) => program.id)).toEqual([]);
  });

  it(`at least ${100 * floor} % of the programs print what PyTorch prints`, () => {
    expect(held.length / cases.length).toBeGreaterThanOrEqual(floor);
  });

  it("the list of passing programs names programs that exist, each once", () => {
    expect(passing.filter((id) => !byId.has(id))).toEqual([]);
    expect(new Set(passing).size).toBe(passing.length);
  });

  it.each(passing)("%s prints what PyTorch prints", (id) => {
    const program = byId.get(id);
    if (!program) throw new Error(`${id} is in passing.json and not in cases.jsonl`);
    if (!held.includes(id)) throw new Error(mismatchOf(program, answers.byId.get(id)));
  });
});
