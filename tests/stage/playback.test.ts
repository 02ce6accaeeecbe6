import { describe, expect, test } from "vitest";
import { createPlayback } from "#stage/playback.ts";
import { createPlayer } from "#stage/player.ts";
import { flowingAt } from "#trace/passes.ts";
import { fixtures } from "../fixtures/traces.ts";

/** A clock that ticks when it is told to. */
function byHand() {
  let waiting: ((now: number) => void) | null = null;
  let now = 0;
  return {
    clock: {
      requestFrame: (tick: (now: number) => void) => {
        waiting = tick;
        return 1;
      },
      cancelFrame: () => {
        waiting = null;
      },
    },
    /** Lets so many frames of 50 ms pass; says whether a frame is still wished for. */
    pass(frames: number): boolean {
      for (let i = 0; i < frames && waiting; i++) {
        const tick = waiting;
        waiting = null;
        now += 50;
        tick(now);
      }
      return waiting !== null;
    },
  };
}

const square = fixtures.square?.();
if (!square) throw new Error("there is no fixture square");

describe("playing a run", () => {
  test("goes from the start to the end, in order, and stops there", () => {
    const player = createPlayer(square);
    const { clock, pass } = byHand();
    const playback = createPlayback(player, clock);
    playback.play();
    const seen: number[] = [];
    while (pass(1)) seen.push(player.store.getState().cursor);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.some((cursor) => !Number.isInteger(cursor))).toBe(true);
    expect(player.store.getState().cursor).toBe(player.store.getState().picture.story.length);
    expect(playback.store.getState().playing).toBe(false);
  });

  test("shows every gradient on its way", () => {
    const player = createPlayer(square);
    const { clock, pass } = byHand();
    createPlayback(player, clock).play();
    const flows = new Set<unknown>();
    while (pass(1)) {
      const { picture, cursor } = player.store.getState();
      const flowing = flowingAt(picture.story, cursor);
      if (flowing) {
        expect(flowing.progress).toBeGreaterThan(0);
        flows.add(flowing.flow);
      }
    }
    expect([...flows]).toEqual(square.events.filter((event) => event.type === "flow"));
  });

  test("watched by rounds, gives its time to the moves and little to everything else", () => {
    const descent = fixtures.trainingLoop?.();
    if (!descent) throw new Error("there is no fixture trainingLoop");
    const player = createPlayer(descent);
    const { clock, pass } = byHand();
    const playback = createPlayback(player, clock);
    playback.setTempo("rounds");
    playback.play();
    let [moving, frames] = [0, 0];
    while (pass(1)) {
      const { picture, cursor } = player.store.getState();
      const { type } = picture.events[Math.floor(cursor)] ?? {};
      frames++;
      if (type === "update" || type === "backwardEnd") moving++;
    }
    expect(moving / frames).toBeGreaterThan(0.8);
    expect(player.store.getState().cursor).toBe(player.store.getState().picture.story.length);
  });

  test("is twice as fast at twice the speed", () => {
    const framesAt = (speed: 1 | 2): number => {
      const player = createPlayer(square);
      const { clock, pass } = byHand();
      const playback = createPlayback(player, clock);
      playback.setSpeed(speed);
      playback.play();
      let frames = 0;
      while (pass(1)) frames++;
      return frames;
    };
    expect(framesAt(1) / framesAt(2)).toBeGreaterThan(1.8);
    expect(framesAt(1) / framesAt(2)).toBeLessThan(2.2);
  });

  test("stops when somebody takes the cursor, and goes on from there", () => {
    const player = createPlayer(square);
    const { clock, pass } = byHand();
    const playback = createPlayback(player, clock);
    playback.play();
    pass(5);
    player.moveTo(1);
    pass(1);
    expect(playback.store.getState().playing).toBe(false);
    expect(player.store.getState().cursor).toBe(1);
    playback.toggle();
    pass(4);
    expect(player.store.getState().cursor).toBeGreaterThan(1);
  });

  test("begins anew at the end when it is to loop", () => {
    const player = createPlayer(square);
    const { clock, pass } = byHand();
    const playback = createPlayback(player, clock);
    playback.setLoop(true);
    playback.play();
    let [before, turns] = [0, 0];
    for (let i = 0; i < 2_000 && turns < 2 && pass(1); i++) {
      const { cursor } = player.store.getState();
      if (cursor < before) turns++;
      before = cursor;
    }
    expect(turns).toBe(2);
  });
});
