import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { examples } from "../../src/app/examples.ts";
import firstTrace from "../../src/app/firstTrace.json";
import { type Answers, answersOf } from "../conformance/answers.ts";

let answers: Answers;
beforeAll(async () => {
  answers = await answersOf(examples.map(({ id, code }) => ({ id, code, stdout: "" })));
}, 120_000);

describe.each(examples.map((example) => [example.id, example] as const))("the example %s", (id, example) => {
  test("has a title in both languages", () => {
    expect(example.title.en).not.toBe("");
    expect(example.title.zh).toMatch(/[\u4e00-\u9fff]/);
  });
  test("runs to its end and prints something, or fails on purpose", () => {
    const answer = answers.byId.get(id);
    if (id === "twice") expect(String(answer?.error)).toContain("backward through the graph a second time");
    else expect(answer?.error ?? null).toBeNull();
    expect(`${answer?.stdout}${answer?.stderr}`).not.toBe("");
  });
});

test("the recorded first picture is that of the first example", () => {
  expect(firstTrace.source).toBe(examples[0]?.code);
  const printed = firstTrace.events
    .map((event) => ("text" in event && event.type === "print" ? event.text : ""))
    .join("");
  expect(printed).toBe(answers.byId.get(examples[0]?.id ?? "")?.stdout);
});

test("the page names no other host", () => {
  expect(readFileSync(new URL("../../index.html", import.meta.url), "utf8")).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
});
