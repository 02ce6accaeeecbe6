import katex from "katex";
import { describe, expect, test } from "vitest";
import "#engine/ops/all.ts";
import { opTable } from "#engine/op.ts";
import { backwardStepAt, type Link } from "#trace/links.ts";
import { type Story, storyOf } from "#trace/story.ts";
import { factorOf, localTex, ruleTex, symbolTex } from "#views/chain/chainTex.ts";
import { traceOf } from "../fixtures/traceBuilder.ts";
import { fixtures } from "../fixtures/traces.ts";

function linksOf(story: Story): readonly Link[] {
  return Array.from({ length: story.length }, (_, i) => backwardStepAt(story, i + 1)).flatMap((step) =>
    step?.kind === "flow" ? [step.link] : [],
  );
}

describe("the chain rule in symbols", () => {
  const story = storyOf(
    traceOf("", (t) => {
      const a = t.at(1).leaf("a", 2);
      const b = t.at(2).leaf("b", 3);
      const c = t.at(3).name("c", t.mul(a, b));
      t.at(4).backward(t.name("loss", t.add(t.pow(c, 2), 1)));
    }),
  );
  const texts = linksOf(story).map((link) => [symbolTex(story, link), localTex(story, link)]);

  test("names the root, the result and the input", () => {
    expect(texts.at(-1)?.[0]).toBe(
      "\\dfrac{\\partial \\mathtt{loss}}{\\partial \\mathtt{b}} \\mathrel{+}= \\dfrac{\\partial \\mathtt{loss}}{\\partial \\mathtt{c}} \\cdot \\dfrac{\\partial \\mathtt{c}}{\\partial \\mathtt{b}}",
    );
  });

  test("writes the op's own derivative: ∂(ab)/∂a = b", () => {
    expect(texts.map(([, local]) => local)).toContain(
      "\\dfrac{\\partial \\left(\\mathtt{a} \\cdot \\mathtt{b}\\right)}{\\partial \\mathtt{a}} = \\mathtt{b}",
    );
  });

  test("starts with the gradient that the pass was given", () => {
    expect(texts[0]?.[0]).toMatch(/\\mathrel\{\+\}= 1 \\cdot/);
  });

  test("is a formula that can be read, for every step of every fixture", () => {
    let read = 0;
    for (const [name, make] of Object.entries(fixtures)) {
      if (name === "chain") continue;
      const run = storyOf(make());
      for (const link of linksOf(run)) {
        for (const tex of [symbolTex(run, link), localTex(run, link), ruleTex(run, link)]) {
          if (tex === undefined) continue;
          expect(() => katex.renderToString(tex, { throwOnError: true, strict: "ignore" })).not.toThrow();
          read++;
        }
      }
    }
    expect(read).toBeGreaterThan(500);
  });
});

describe("an op's own derivative", () => {
  test("is its rule without the incoming gradient", () => {
    expect(factorOf("\\bar z \\odot b")).toBe("b");
    expect(factorOf("-\\bar z")).toBe("-1");
    expect(factorOf("\\bar z / b")).toBe("1 / b");
    expect(factorOf("-\\bar z \\odot a / b^2")).toBe("-a / b^2");
  });

  test("is not told where the gradient is no plain factor", () => {
    expect(factorOf("z \\odot (\\bar z - \\textstyle\\sum \\bar z \\odot z)")).toBeUndefined();
    expect(factorOf("\\bar Z B^\\top")).toBeUndefined();
    expect(factorOf("A^\\top \\bar Z")).toBeUndefined();
  });

  test("can be read for every rule of every op", () => {
    for (const { card } of opTable.values()) {
      for (const rule of Object.values(card.vjp)) {
        const factor = factorOf(rule);
        if (factor === undefined) continue;
        expect(factor).not.toMatch(/bar\s*\{?\s*[zZ]/);
        expect(() => katex.renderToString(factor, { throwOnError: true, strict: "ignore" })).not.toThrow();
      }
    }
  });
});
