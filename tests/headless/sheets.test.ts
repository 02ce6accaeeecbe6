import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { type Answers, answersOf } from "../conformance/answers.ts";

/**
 * Sheets of small programs: `## what it shows`, the program (torch is imported), `-->`, what PyTorch prints.
 * A program that fails ends with the kind and the text of its error.
 */
const folder = new URL("sheets/", import.meta.url);
const sheets = readdirSync(folder).map((file) => ({
  file,
  programs: readFileSync(new URL(file, folder), "utf8")
    .split(/^## /m)
    .slice(1)
    .map((block) => {
      const [head = "", prints = ""] = block.split("\n-->\n");
      const [title = "", ...code] = head.split("\n");
      return { title, code: `import torch\n${code.join("\n")}`, prints: prints.trimEnd() };
    }),
}));

let answers: Answers;
beforeAll(async () => {
  const cases = sheets.flatMap(({ file, programs }) =>
    programs.map(({ code }, i) => ({ id: `${file}/${i}`, code, stdout: "" })),
  );
  answers = await answersOf(cases);
}, 120_000);

describe.each(sheets)("$file", ({ file, programs }) => {
  test.each(programs.map(({ title, prints }, i) => [title, prints, i] as const))("%s", (_, prints, i) => {
    const answer = answers.byId.get(`${file}/${i}`);
    const error = String(answer?.error ?? "").replace(/^Traceback[\s\S]*?\n(?=\w[\w.]*: )/, "");
    expect(`${answer?.stdout ?? ""}${error}`.trimEnd()).toBe(prints);
  });
});
