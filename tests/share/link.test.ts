import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linkHashOf, openLink } from "#share/link.ts";

describe("a link", () => {
  test("gives back what was put into it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "grapheme" }),
        fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined }),
        async (code, cursor) => {
          const state = { code, ...(cursor === undefined ? {} : { cursor }) };
          expect(await openLink(await linkHashOf(state))).toEqual({ kind: "program", state });
        },
      ),
      { numRuns: 60 },
    );
  });

  test("may be written by hand", async () => {
    expect(await openLink("#code=print(1%2B1)")).toEqual({ kind: "program", state: { code: "print(1+1)" } });
  });

  test("that is damaged opens nothing and throws nothing", async () => {
    const whole = await linkHashOf({ code: "import torch\nprint(torch.ones(3))\n" });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3, max: whole.length - 1 }), async (cut) => {
        const { kind } = await openLink(whole.slice(0, cut));
        expect(kind).not.toBe("program");
      }),
      { numRuns: 30 },
    );
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        await openLink(`#1.${text}`);
        await openLink(`#${text}`);
      }),
    );
  });

  test("of a later version says so, and a bomb is not unpacked", async () => {
    expect(await openLink("#2.abcd")).toEqual({ kind: "broken", reason: "newer" });
    const bomb = await linkHashOf({ code: "#".repeat(1_000_000) });
    expect(await openLink(bomb)).toEqual({ kind: "broken", reason: "large" });
  });
});
