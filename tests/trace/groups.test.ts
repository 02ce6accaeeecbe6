import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TraceEvent } from "#trace/events.ts";
import { type GroupPath, groupPathsOf } from "#trace/groups.ts";
import { storyOf } from "#trace/story.ts";
import { traces } from "../fixtures/randomTrace.ts";
import { traceOf } from "../fixtures/traceBuilder.ts";
import { chain, recurrent, trainingLoop } from "../fixtures/traces.ts";

const shown = (path: GroupPath): string =>
  path
    .map(({ kind, name, of, at }) =>
      [kind, name, of, ...at].filter((part) => part !== "" && part !== undefined).join(" "),
    )
    .join(" > ");
const pathsIn = (trace: Parameters<typeof storyOf>[0]): readonly string[] =>
  [...groupPathsOf(storyOf(trace)).values()].map(shown);

/** A program whose ops run in these scopes, each on its own line. */
const scoped = (scopes: readonly string[]) => {
  const trace = traceOf("", (t) => {
    let x = t.at(1).leaf("x", 1);
    scopes.forEach((_, i) => {
      x = t.at(10 + i).sin(x);
    });
  });
  let i = 0;
  const events = trace.events.map((event): TraceEvent => {
    const scope = event.type === "op" ? scopes[i++] : undefined;
    return scope === undefined || scope === "" ? event : ({ ...event, scope } as TraceEvent);
  });
  return { ...trace, events };
};

describe("the groups of boxes", () => {
  test("of modules are told by name and class, calls of the same one apart", () => {
    expect(pathsIn(scoped(["Net@1/a:Linear@2", "Net@1/b:Linear@3", "Net@1/a:Linear@4", "f()@5", ""]))).toEqual([
      "module Net 1 > module a Linear 1 > line 10",
      "module Net 1 > module b Linear 1 > line 11",
      "module Net 1 > module a Linear 2 > line 12",
      "function f() 1 > line 13",
      "line 14",
    ]);
  });

  test("many calls of one thing are a family", () => {
    const [first] = pathsIn(scoped(["cell:Cell@1", "cell:Cell@2", "cell:Cell@3"]));
    expect(first).toBe("calls cell Cell 3 > module cell Cell 1 > line 10");
  });

  test("of an unrolled loop are its passes", () => {
    const paths = pathsIn(recurrent(4));
    expect(paths.filter((path) => path.startsWith("loop 7 8 4 > pass 3 > line 7"))).toHaveLength(5);
    expect(paths.filter((path) => path.startsWith("loop 7 8 4 > pass 3 > line 8"))).toHaveLength(2);
    expect(paths.every((path) => path.startsWith("loop 7 8 4"))).toBe(true);
  });

  test("of a loop on one line too", () => {
    expect(pathsIn(chain(5))).toEqual([1, 2, 3, 4, 5].map((i) => `loop 4 4 5 > pass ${i} > line 4`));
  });

  test("a training loop comes back to its boxes: nothing is unrolled", () => {
    const paths = pathsIn(trainingLoop(5));
    expect(paths.some((path) => path.includes("pass"))).toBe(false);
  });

  test("every op of any run has a path, and a key means one thing", () => {
    fc.assert(
      fc.property(traces, (trace) => {
        const story = storyOf(trace);
        const paths = groupPathsOf(story);
        const meaning = new Map<string, string>();
        for (const place of story.index.places) {
          const path = paths.get(place.key);
          expect(path === undefined).toBe(place.nodes.first?.event.type !== "op");
          let outer = "";
          for (const group of path ?? []) {
            expect(meaning.get(group.key) ?? outer).toBe(outer);
            meaning.set(group.key, outer);
            outer = group.key;
          }
        }
      }),
    );
  });
});
