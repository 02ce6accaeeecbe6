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
  readonly ground: string;
  readonly key: string;
  readonly loss: LossTape;
  readonly descent: Descent;
  readonly plane: Plane;
  readonly ranges: readonly Range[];
}

export interface Landscape {
  readonly ground: string;
  readonly key: string;
  /** The finest map so far; of another part of the same ground until this one has begun. */
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
const planeLevels = [16, 32, 64, 128] as const;
const lineLevels = [65, 513] as const;
/** One question takes about so long (ms): then the next one can be another. */
const PART = 25;

const nothing: Landscape = { ground: "", key: "", grid: undefined, progress: 0, status: "stopped" };

/** `now` in milliseconds. */
export function createLandscapes(replay: Replay, now: () => number = () => performance.now()): Landscapes {
  const store = createStore<Landscape>(() => nothing);
  let asked = 0;

  async function work(wish: Wish): Promise<void> {
    const number = ++asked;
    const { loss, descent, plane, ranges } = wish;
    const moving = movingOf(
      loss,
      descent,
      plane.origin,
      plane.axes.map(({ direction }) => direction),
    );
    const flat = ranges.length === 1;
    const levels = flat ? lineLevels : planeLevels;
    const total = levels.reduce((sum, n) => sum + (flat ? n : n * n), 0);
    let done = 0;
    let perPoint = 0;
    for (const columns of levels) {
      const rows = flat ? 1 : columns;
      const values = new Float64Array(columns * rows);
      for (let from = 0; from < rows; ) {
        const rowsAtOnce = perPoint === 0 ? rows : Math.ceil(PART / perPoint / columns);
        const to = Math.min(rows, from + Math.max(1, rowsAtOnce));
        const points = gridPoints(ranges, columns, [from, to], rows);
        const since = now();
        const answer = await replay({ kind: "landscape", tape: loss.tape, root: loss.root, moving, points });
        if (number !== asked) return;
        if (answer.kind !== "landscape") {
          store.setState({
            status: answer.kind === "unanswered" ? answer : { kind: "unanswered", why: "different", op: "" },
          });
          return;
        }
        perPoint = Math.max(1e-6, (now() - since) / answer.losses.length);
        values.set(answer.losses, from * columns);
        from = to;
        done += answer.losses.length;
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
        ground: wish.ground,
        key: wish.key,
        grid: before.ground === wish.ground ? before.grid : undefined,
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
