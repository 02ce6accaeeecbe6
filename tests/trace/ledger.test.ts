import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accountOf, ledgerAt } from "#trace/ledger.ts";
import { gradAt, storyOf } from "#trace/story.ts";
import { whyLarger, whyNoGradient, whyNotTwice } from "#trace/why.ts";
import { traces } from "../fixtures/randomTrace.ts";
import { type TraceBuilder, traceOf } from "../fixtures/traceBuilder.ts";
import { fixtures } from "../fixtures/traces.ts";

const storyFrom = (program: (t: TraceBuilder) => void) => storyOf(traceOf("", program));

/** Three rounds of w ← w − w.grad, with or without clearing. */
const rounds = (clears: boolean) =>
  storyFrom((t) => {
    const w = t.at(1).leaf("w", 2);
    for (let i = 0; i < 3; i++) {
      const y = t.at(3).mul(w, 3);
      t.at(4).backward(y);
      t.noGrad(() => t.at(5).update(w, t.gradOf(w)));
      if (clears) t.at(6).reset(w);
    }
  });

describe("the ledger", () => {
  test("sums to what `.grad` holds, at every cursor of any run", () => {
    fc.assert(
      fc.property(traces, fc.nat(), (trace, at) => {
        const story = storyOf(trace);
        const cursor = at % (story.length + 1);
        for (const account of ledgerAt(story, cursor, 1_000)) {
          const last = account.entries.findLast((entry) => entry.kind !== "moved");
          const held = gradAt(story, account.id, cursor);
          if (last?.kind === "added" || last?.kind === "changed") expect(last.total).toEqual(held);
          if (last?.kind === "cleared") expect(held?.data.every((x) => x === 0) ?? true).toBe(true);
        }
      }),
    );
  });

  test("tells line, pass and sum of every addition", () => {
    const [account] = ledgerAt(rounds(true), Number.POSITIVE_INFINITY, 100);
    expect(account?.entries.map(({ kind, line }) => `${kind} ${line}`)).toEqual(
      Array.from({ length: 3 }, () => ["added 4", "moved 5", "cleared 6"]).flat(),
    );
    expect(account?.stale).toBeUndefined();
  });

  test("points out a missing zero_grad, from the second round on", () => {
    const story = rounds(false);
    const [account] = ledgerAt(story, story.length, 100);
    const added = account?.entries.filter((entry) => entry.kind === "added") ?? [];
    expect(added.map(({ stale }) => stale)).toEqual([false, true, true]);
    expect(added.map(({ total }) => total.data[0])).toEqual([3, 6, 9]);
    expect(account?.stale?.since).toBe(added[1]?.since);
  });

  test("does not complain where several passes are added up for one step", () => {
    const story = storyFrom((t) => {
      const w = t.at(1).leaf("w", 2);
      for (let i = 0; i < 3; i++) t.at(4).backward(t.at(3).mul(w, 3));
      t.noGrad(() => t.at(5).update(w, t.gradOf(w)));
    });
    expect(ledgerAt(story, story.length, 100)[0]?.stale).toBeUndefined();
  });

  test("keeps the latest entries when there are many", () => {
    const story = rounds(true);
    const [tensor] = story.index.tensors.values();
    if (!tensor) throw new Error("no tensor");
    const whole = accountOf(story, tensor, story.length, 100);
    const short = accountOf(story, tensor, story.length, 4);
    expect(short.count).toBe(9);
    expect(short.entries).toEqual(whole.entries.slice(-4));
  });
});

describe("the three questions", () => {
  const why = (program: (t: TraceBuilder) => number): unknown => {
    let id = -1;
    const story = storyFrom((t) => {
      id = program(t);
    });
    return whyNoGradient(story, id, story.length);
  };

  test("why is it None: every reason is told apart", () => {
    expect(why((t) => t.constant("k", 1).id)).toMatchObject({ kind: "constant" });
    expect(why((t) => t.leaf("w", 1).id)).toMatchObject({ kind: "noPass" });
    const afterPass = (other: (t: TraceBuilder) => number) => (t: TraceBuilder) => {
      const id = other(t);
      const x = t.leaf("x", 2);
      t.backward(t.mul(x, 3));
      return id;
    };
    expect(why(afterPass((t) => t.leaf("w", 1).id))).toMatchObject({ kind: "unused" });
    expect(
      why(
        afterPass((t) => {
          const w = t.leaf("w", 1);
          t.name("y", t.mul(w, 2));
          return w.id;
        }),
      ),
    ).toMatchObject({ kind: "notReached" });
    expect(
      why((t) => {
        const w = t.leaf("w", 1);
        t.requiresGrad(w, false);
        return w.id;
      }),
    ).toMatchObject({ kind: "frozen" });
    expect(
      why((t) => {
        const w = t.leaf("w", 1);
        t.backward(t.mul(w, 2));
        t.at(9).reset(w, "none");
        return w.id;
      }),
    ).toMatchObject({ kind: "cleared", line: 9 });
    expect(
      why((t) => {
        const y = t.mul(t.leaf("w", 1), 2);
        t.backward(t.mul(y, 2));
        return y.id;
      }),
    ).toMatchObject({ kind: "intermediate" });
    expect(
      why((t) => {
        const w = t.at(1).leaf("w", 1);
        const d = t.at(2).name("d", t.detach(t.mul(w, 2)));
        const x = t.at(3).leaf("x", 1);
        t.at(5).backward(t.at(4).mul(x, d));
        return w.id;
      }),
    ).toMatchObject({ kind: "cut", cut: "detach", line: 2 });
  });

  test("why is it larger: ways, passes and forgotten clearings are counted", () => {
    const story = rounds(false);
    const [w] = story.index.tensors.keys();
    expect(whyLarger(story, w ?? -1, story.length)).toEqual({ ways: 1, passes: 3, stale: 4 });
    const once = storyOf(fixtures.diamond?.() as never);
    const [x] = once.index.tensors.keys();
    expect(whyLarger(once, x ?? -1, once.length)).toEqual({ ways: 2, passes: 1, stale: undefined });
  });

  test("why not twice: the pass that freed the graph is named, and the ops that it emptied", () => {
    const story = storyOf(fixtures.backwardTwice?.() as never);
    expect(whyNotTwice(story, story.length)).toEqual({ freedBy: 3, keys: ["pow:y"] });
    expect(whyNotTwice(story, 1)).toBeUndefined();
    const fine = storyOf(fixtures.square?.() as never);
    expect(whyNotTwice(fine, fine.length)).toBeUndefined();
  });
});
