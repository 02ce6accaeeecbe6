/** Plays a run like a film: moves a player's cursor with the clock. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { TraceEvent } from "#trace/events.ts";
import type { Player } from "./player.ts";

/** How fast; at 1 a gradient takes most of a second along its edge. */
export const speeds = [0.5, 1, 2, 4, 16] as const;
export type Speed = (typeof speeds)[number];

/** What the film is about: every step of autograd, or the rounds of a descent, in which only the moves take time. */
export type Tempo = "steps" | "rounds";

export interface PlaybackState {
  readonly playing: boolean;
  readonly speed: Speed;
  /** At the end the film begins anew. */
  readonly loop: boolean;
  readonly tempo: Tempo;
}

export interface Playback {
  readonly store: StoreApi<PlaybackState>;
  /** From the start when the run stands at its end. */
  play(): void;
  pause(): void;
  toggle(): void;
  setSpeed(speed: Speed): void;
  setLoop(loop: boolean): void;
  setTempo(tempo: Tempo): void;
}

/** The clock and its frames, in milliseconds; others for tests. */
export interface Clock {
  readonly requestFrame: (tick: (now: number) => void) => number;
  readonly cancelFrame: (frame: number) => void;
}

const pageClock: Clock = {
  requestFrame: (tick) => requestAnimationFrame(tick),
  cancelFrame: (frame) => cancelAnimationFrame(frame),
};

/** How long (ms) a step takes at speed 1: what a learner should see move gets time, what only happens gets little. */
function durationOf(event: TraceEvent | undefined): number {
  switch (event?.type) {
    case "flow":
      return 900;
    case "op":
    case "leaf":
    case "grad":
    case "update":
    case "reset":
      return 550;
    case "backward":
    case "error":
      return 700;
    default:
      return 120;
  }
}

/** How long (ms) a step takes where rounds are watched: the gradient stands a moment, then the point moves. */
function shareOf(event: TraceEvent | undefined): number {
  switch (event?.type) {
    case "backwardEnd":
      return 180;
    case "update":
      return 160;
    case "round":
      return 60;
    case "error":
      return 700;
    default:
      return 2;
  }
}

/** One frame never moves further than this (ms), so that a page that was hidden does not jump. */
const longestFrame = 100;

export function createPlayback(player: Player, clock: Clock = pageClock): Playback {
  const store = createStore<PlaybackState>(() => ({ playing: false, speed: 1, loop: false, tempo: "steps" }));
  let frame = 0;
  let before: number | null = null;
  /** Where the clock left the cursor; when it stands elsewhere, somebody took it. */
  let left = Number.NaN;

  const stop = (): void => {
    clock.cancelFrame(frame);
    before = null;
    if (store.getState().playing) store.setState({ playing: false });
  };

  function tick(now: number): void {
    const { cursor, picture } = player.store.getState();
    const { length } = picture.story;
    if (cursor !== left) return stop();
    if (cursor >= length) {
      if (!store.getState().loop) return stop();
      player.moveTo(0);
      left = 0;
      frame = clock.requestFrame(tick);
      return;
    }
    const { speed, tempo } = store.getState();
    const lengthOf = tempo === "rounds" ? shareOf : durationOf;
    let rest = Math.min(longestFrame, before === null ? 0 : now - before) * speed;
    before = now;
    let at = cursor;
    while (rest > 0 && at < length) {
      const duration = lengthOf(picture.events[Math.floor(at)]);
      const toNext = (Math.floor(at) + 1 - at) * duration;
      if (rest < toNext) at += rest / duration;
      else at = Math.floor(at) + 1;
      rest -= toNext;
    }
    player.moveTo(at);
    left = player.store.getState().cursor;
    if (left >= length && !store.getState().loop) return stop();
    frame = clock.requestFrame(tick);
  }

  const play = (): void => {
    const { cursor, picture } = player.store.getState();
    if (store.getState().playing || picture.story.length === 0) return;
    if (cursor >= picture.story.length) player.moveTo(0);
    left = player.store.getState().cursor;
    before = null;
    store.setState({ playing: true });
    frame = clock.requestFrame(tick);
  };

  return {
    store,
    play,
    pause: stop,
    toggle: () => (store.getState().playing ? stop() : play()),
    setSpeed: (speed) => store.setState({ speed }),
    setLoop: (loop) => store.setState({ loop }),
    setTempo: (tempo) => store.setState({ tempo }),
  };
}
