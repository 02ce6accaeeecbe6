/** Asks for the loss over a part of a plane, coarse first, and keeps what was asked for last. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Range } from "#geometry/frame.ts";
import { type Grid, gridPoints } from "#geometry/grid.ts";
import type { Plane } from "#geometry/plane.ts";
import type { Replay } from "#runtime/replay.ts";
import type { Descent } from "#trace/descent.ts";
import { type LossTape, movingOf } from "#trace/lossTape.ts";
import type { Unanswered } from "#trace/replay.ts";

/** A wished-for map; equal keys are the same map, equal grounds the same loss on the same plane. */
export interface Wish {
  readonly plane: string;
  readonly ground: string;
  readonly key: string;
  readonly ranges: readonly Range[];
  /** The loss at points given by one coordinate for each axis, point after point; or why there is none. */
  readonly evaluate: (points: Float64Array) => Promise<Float64Array | Unanswered>;
  /** A point costs a run of the whole program. */
  readonly slow: boolean;
}

/** The recorded ops as an evaluation of a wish: for many points at once. */
export function replayed(replay: Replay, loss: LossTape, descent: Descent, plane: Plane): Wish["evaluate"] {
  const moving = movingOf(
    loss,
    descent,
    plane.origin,
    plane.axes.map(({ direction }) => direction),
  );
  return async (points) => {
    const answer = await replay({ kind: "landscape", tape: loss.tape, root: loss.root, moving, points });
    if (answer.kind === "landscape") return answer.losses;
    return answer.kind === "unanswered" ? answer : { kind: "unanswered", why: "different", op: "" };
  };
}

export interface Landscape {
  readonly plane: string;
  readonly ground: string;
  readonly key: string;
  /** The finest map so far; until this one has begun, the one before on the same plane, so that the picture does not blink. */
  readonly grid: Grid | undefined;
  /** How much of the finest map is there, from 0 to 1. */
  readonly progress: number;
  readonly status: "working" | "done" | "stopped" | Unanswered;
}

export interface Landscapes {
  readonly store: StoreApi<Landscape>;
  /** Begins a map, unless it is the one that is there or under way. */
  ask(wish: Wish): void;
  stop(): void;
}

/** Points a side: the first picture is coarse but soon there. */
const levelsOf = {
  plane: [16, 32, 64, 128],
  line: [65, 513],
  slowPlane: [8, 16, 32],
  slowLine: [17, 129],
} as const;
/** One question takes about so long (ms): then the next one can be another. */
const PART = 25;
/** The program itself runs so long (ms) at a time: starting it costs something, and the learner's next edit waits for it. */
const SLOW_PART = 150;

const nothing: Landscape = { plane: "", ground: "", key: "", grid: undefined, progress: 0, status: "stopped" };

/** `now` in milliseconds. */
export function createLandscapes(now: () => number = () => performance.now()): Landscapes {
  const store = createStore<Landscape>(() => nothing);
  let asked = 0;

  async function work(wish: Wish): Promise<void> {
    const number = ++asked;
    const { ranges, evaluate, slow } = wish;
    const flat = ranges.length === 1;
    const levels = levelsOf[flat ? (slow ? "slowLine" : "line") : slow ? "slowPlane" : "plane"];
    const total = levels.reduce((sum, n) => sum + (flat ? n : n * n), 0);
    let done = 0;
    const part = slow ? SLOW_PART : PART;
    let perPoint = 0;
    for (const columns of levels) {
      const rows = flat ? 1 : columns;
      const values = new Float64Array(columns * rows);
      for (let from = 0; from < rows; ) {
        const first = slow ? 1 : rows;
        const to = Math.min(rows, from + (perPoint === 0 ? first : Math.max(1, Math.ceil(part / perPoint / columns))));
        const since = now();
        const losses = await evaluate(gridPoints(ranges, columns, [from, to], rows));
        if (number !== asked) return;
        if (!(losses instanceof Float64Array)) {
          store.setState({ status: losses });
          return;
        }
        perPoint = Math.max(1e-6, (now() - since) / losses.length);
        values.set(losses, from * columns);
        from = to;
        done += losses.length;
        store.setState({ progress: done / total });
      }
      const last = columns === levels.at(-1);
      store.setState({ grid: { columns, rows, ranges, values }, status: last ? "done" : "working" });
    }
  }

  return {
    store,
    ask(wish) {
      const { key, status } = store.getState();
      if (key === wish.key && status !== "stopped") return;
      store.setState((before) => ({
        plane: wish.plane,
        ground: wish.ground,
        key: wish.key,
        grid: before.plane === wish.plane ? before.grid : undefined,
        progress: 0,
        status: "working",
      }));
      void work(wish);
    },
    stop() {
      asked++;
      store.setState(({ status }) => ({ status: status === "working" ? "stopped" : status }));
    },
  };
}
