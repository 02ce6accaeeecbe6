import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPlayer } from "#stage/player.ts";
import { graphAt } from "#trace/graphAt.ts";
import { ledgerAt } from "#trace/ledger.ts";
import { backwardStepAt } from "#trace/links.ts";
import { titleOf } from "#trace/nodeLabel.ts";
import { flowsAt } from "#trace/passes.ts";
import { arrivedAt, freedAt, gradAt, lineAt, printsAt, type Story, storyOf, valueAt } from "#trace/story.ts";
import { traces } from "../fixtures/randomTrace.ts";
import { fixtures } from "../fixtures/traces.ts";

const diamond = fixtures.diamond?.() ?? { source: "", events: [] as never };

describe("the player", () => {
  test("shows a recorded run at its end, and steps back and forward in it", () => {
    const player = createPlayer(diamond as never);
    const { cursor, picture } = player.store.getState();
    expect(cursor).toBe(picture.story.length);
    player.step(-1);
    expect(player.store.getState()).toMatchObject({ cursor: cursor - 1, following: false });
    player.step(1);
    expect(player.store.getState()).toMatchObject({ cursor, following: true });
    player.moveTo(Number.NaN);
    expect(player.store.getState().cursor).toBe(cursor);
  });

  test("keeps the old picture until the new run has something to draw", () => {
    const player = createPlayer(diamond as never);
    const { picture } = player.store.getState();
    player.begin("import torch\n1/0\n");
    player.append([{ type: "print", line: 1, stream: "stdout", text: "hello\n" }]);
    expect(player.store.getState().picture).toBe(picture);
    expect(player.store.getState().latest.events).toHaveLength(1);
    player.finish({ status: "error", ms: 1 });
    expect(player.store.getState().picture).toBe(picture);
  });

  test("a run that arrives in pieces is the run that arrives whole", () => {
    fc.assert(
      fc.property(traces, fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), (trace, sizes) => {
        const player = createPlayer();
        player.begin(trace.source);
        let at = 0;
        for (let i = 0; at < trace.events.length; i++) {
          const size = sizes[i % sizes.length] ?? 1;
          player.append(trace.events.slice(at, at + size));
          at += size;
        }
        player.finish({ status: "ok", ms: 1 });
        const { picture, cursor } = player.store.getState();
        expect(picture.story.length).toBe(storyOf(trace).length);
        expect(picture.story.index.nodes.map(({ event }) => event)).toEqual(
          storyOf(trace).index.nodes.map(({ event }) => event),
        );
        expect(cursor).toBe(picture.story.length);
      }),
      { numRuns: 40 },
    );
  });

  /** Everything that the views ask about a moment. */
  const momentOf = (story: Story, cursor: number): unknown => ({
    graph: graphAt(story, cursor),
    facts: [...story.index.tensors.keys()].map((id) => [
      valueAt(story, id, cursor),
      gradAt(story, id, cursor),
      arrivedAt(story, id, cursor),
      freedAt(story, id, cursor),
    ]),
    step: stepOf(backwardStepAt(story, cursor)),
    flows: flowsAt(story, cursor),
    line: lineAt(story, cursor),
    prints: printsAt(story, cursor),
    titles: [...story.index.tensors.keys()].map((id) => titleOf(story, id)),
    ledger: ledgerAt(story, cursor, 50).map(({ id, count, entries }) => ({
      id,
      count,
      entries: entries.map(({ kind, since, line }) => ({ kind, since, line })),
    })),
  });
  const stepOf = (step: ReturnType<typeof backwardStepAt>): unknown =>
    step?.kind === "flow"
      ? { flow: step.link.flow, upstream: step.link.upstream }
      : step && { grad: step.grad, parts: step.parts.map(({ flow }) => flow), before: step.before };

  test("a jump shows what walking there step by step shows, and walking to the end and back changes nothing", () => {
    fc.assert(
      fc.property(traces, fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), (trace, jumps) => {
        const walker = createPlayer(trace);
        const { story } = walker.store.getState().picture;
        walker.moveTo(0);
        const walked: unknown[] = [momentOf(story, 0)];
        while (walker.store.getState().cursor < story.length) {
          walker.step(1);
          walked.push(momentOf(story, walker.store.getState().cursor));
        }
        // A story of its own, that nobody has looked at on the way.
        const jumper = createPlayer({ ...trace, events: [...trace.events] });
        for (const jump of jumps) {
          jumper.moveTo(jump % (story.length + 1));
          const { cursor, picture } = jumper.store.getState();
          expect(momentOf(picture.story, cursor)).toEqual(walked[cursor]);
        }
        for (let at = story.length; at > 0; at--) {
          expect(momentOf(story, at)).toEqual(walked[at]);
          walker.step(-1);
        }
        expect(walker.store.getState().cursor).toBe(0);
        expect(momentOf(story, 0)).toEqual(walked[0]);
      }),
      { numRuns: 40 },
    );
  });
});
