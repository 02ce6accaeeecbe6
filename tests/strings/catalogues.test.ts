import { expect, test } from "vitest";
import { en } from "#strings/en.ts";
import { enLate } from "#strings/enLate.ts";
import { zh } from "#strings/zh.ts";
import { zhLate } from "#strings/zhLate.ts";

/** Every text of a catalogue by its path; functions are called with samples. */
function texts(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") {
    const said = (value as (...args: unknown[]) => unknown)(2, 3, 4, 5, 6, 7);
    return typeof said === "string" ? [[path, said]] : [];
  }
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, part]) => texts(part, path === "" ? key : `${path}.${key}`));
  return [];
}

test("both languages say everything", () => {
  const [english, chinese] = [texts({ ...en, ...enLate }), texts({ ...zh, ...zhLate })];
  expect(chinese.map(([path]) => path)).toEqual(english.map(([path]) => path));
  for (const [path, text] of [...english, ...chinese]) expect(text, path).not.toMatch(/undefined|NaN|\[object/);
});

test("Chinese sentences are Chinese", () => {
  const sentences = texts({ ...zh, ...zhLate }).filter(([, text]) => text.length > 24);
  for (const [path, text] of sentences) expect(text, path).toMatch(/[\u4e00-\u9fff]/);
});
