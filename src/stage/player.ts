/** One player: a run on the stage and a cursor in it. It holds no clock; who moves the cursor is the caller's affair. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { OpCard, Trace, TraceEvent } from "#trace/events.ts";
import { createStory, extendStory, type Story, storyOf } from "#trace/story.ts";

/** A run as far as it has come. */
export interface Recording {
  readonly story: Story;
  readonly source: string;
  readonly events: readonly TraceEvent[];
  /** Absent while it runs. */
  readonly end?: { readonly status: "ok" | "error" | "stopped"; readonly ms: number };
}

export interface PlayerState {
  /** What the views draw. After an edit this stays the old run until the new one has something to draw. */
  readonly picture: Recording;
  /** The latest run: what the console shows. Usually the same object as `picture`. */
  readonly latest: Recording;
  /** Where in `picture` we are: the whole part counts events that have happened, the fraction is how far the next has come. */
  readonly cursor: number;
  /** The cursor stays at the end while the run grows. */
  readonly following: boolean;
}

export interface Player {
  readonly store: StoreApi<PlayerState>;
  /** Puts a finished run on the stage, its end in view. */
  show(trace: Trace): void;
  /** A new run begins; what is drawn stays until it leaves something to draw. */
  begin(source: string): void;
  append(batch: readonly TraceEvent[]): void;
  addCards(cards: readonly OpCard[]): void;
  finish(end: NonNullable<Recording["end"]>): void;
  moveTo(cursor: number): void;
  /** To the whole step before (−1) or after (+1). */
  step(direction: -1 | 1): void;
}

/** A player with a recorded run on its stage, or with nothing. */
export function createPlayer(initial?: Trace): Player {
  const first = initial ? recordingOf(initial) : { story: createStory(), source: "", events: [] };
  const store = createStore<PlayerState>(() => ({
    picture: first,
    latest: first,
    cursor: first.story.length,
    following: true,
  }));

  /** Cards may come before the first op that needs them, and before there is anything to draw. */
  const grow = (batch: readonly TraceEvent[], ops?: Readonly<Record<string, OpCard>>): void => {
    const { latest, picture, cursor, following } = store.getState();
    // The list belongs to this run alone, and a recording never shows more of it than its story has read.
    const events = latest.events as TraceEvent[];
    for (const event of batch) events.push(event);
    const next = { ...latest, story: extendStory(latest.story, batch, ops) };
    if (picture !== latest && !batch.some(isDrawable)) return store.setState({ latest: next });
    const end = next.story.length;
    store.setState({ latest: next, picture: next, cursor: following ? end : Math.min(cursor, end) });
  };

  return {
    store,
    show(trace) {
      const recording = recordingOf(trace);
      const cursor = recording.story.length;
      store.setState({ picture: recording, latest: recording, cursor, following: true });
    },
    begin(source) {
      store.setState({ latest: { story: createStory(), source, events: [] }, following: true });
    },
    append: (batch) => {
      if (batch.length > 0) grow(batch);
    },
    addCards: (cards) => {
      if (cards.length > 0) grow([], Object.fromEntries(cards.map((card) => [card.name, card])));
    },
    finish(end) {
      const { latest, picture, cursor } = store.getState();
      const next = { ...latest, end };
      // A program that ended well without a tensor has an empty picture; one that broke before its first keeps the old.
      if (picture === latest) store.setState({ latest: next, picture: next });
      else if (end.status === "ok") store.setState({ latest: next, picture: next, cursor: next.story.length });
      else store.setState({ latest: next, cursor });
    },
    moveTo(cursor) {
      const end = store.getState().picture.story.length;
      const next = Math.min(Math.max(Number.isFinite(cursor) ? cursor : end, 0), end);
      store.setState({ cursor: next, following: next === end });
    },
    step(direction) {
      const { cursor } = store.getState();
      this.moveTo(direction > 0 ? Math.floor(cursor) + 1 : Math.ceil(cursor) - 1);
    },
  };
}

const isDrawable = (event: TraceEvent): boolean =>
  event.type === "leaf" || event.type === "op" || event.type === "plot";

const recordingOf = (trace: Trace): Recording => ({
  story: storyOf(trace),
  source: trace.source,
  events: trace.events,
  ...(trace.end ? { end: trace.end } : {}),
});
