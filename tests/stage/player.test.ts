import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPlayer } from "#stage/player.ts";
import { storyOf } from "#trace/story.ts";
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
});
