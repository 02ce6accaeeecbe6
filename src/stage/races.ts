/** Other optimisers on the same loss from the same start: asks for each, keeps what has been run, and lets the newest wish win. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Replay } from "#runtime/replay.ts";
import type { LossTape } from "#trace/lossTape.ts";

/** One optimiser of a race: a rule of the engine with its settings. */
export interface Racer {
  readonly id: string;
  readonly rule: string;
  readonly settings: Readonly<Record<string, number | boolean>>;
}

/** How a racer went. */
export interface Raced {
  readonly racer: Racer;
  /** Row r is where round r began, all parameters one after the other; one more row for the end. */
  readonly path: Float64Array;
  /** The loss at each row. */
  readonly losses: Float64Array;
}

/** A wished-for race; equal keys are the same race. */
export interface RaceWish {
  readonly key: string;
  /** The loss of each round in turn; one when it is always the same. */
  readonly laps: readonly LossTape[];
  /** The numbers that each parameter starts with. */
  readonly start: readonly (readonly number[])[];
  readonly rounds: number;
  readonly racers: readonly Racer[];
}

/** The last race that has been run, in the order of its racers; a racer that cannot run is missing. */
export interface RaceResult {
  readonly key: string;
  readonly results: readonly Raced[];
}

export interface Races {
  readonly store: StoreApi<RaceResult>;
  ask(wish: RaceWish): void;
}

/** So many racers are remembered: turning one slider runs one of them anew. */
const most = 60;

export function createRaces(replay: Replay): Races {
  const store = createStore<RaceResult>(() => ({ key: "", results: [] }));
  const known = new Map<string, Raced>();
  let wanted: RaceWish | undefined;
  let busy = false;

  async function work(): Promise<void> {
    busy = true;
    while (wanted) {
      const wish: RaceWish = wanted;
      const results: Raced[] = [];
      for (const racer of wish.racers) {
        if (wanted !== wish) break;
        const raced = await run(wish, racer);
        if (raced) results.push(raced);
      }
      // A newer wish has come meanwhile; what was run for it is remembered.
      if (wanted !== wish) continue;
      wanted = undefined;
      store.setState({ key: wish.key, results });
    }
    busy = false;
  }

  async function run({ key, laps, start, rounds }: RaceWish, racer: Racer): Promise<Raced | undefined> {
    const { rule, settings } = racer;
    const own = `${key}|${rule}|${JSON.stringify(settings)}`;
    const before = known.get(own);
    if (before) return { ...before, racer };
    const answer = await replay({
      kind: "race",
      laps: laps.map(({ tape, root, parameters }) => ({ tape, root, parameters: parameters.map(({ id }) => id) })),
      start,
      rule,
      settings,
      rounds,
    });
    if (answer.kind !== "race") return undefined;
    const raced = { racer, path: answer.path, losses: answer.losses };
    if (known.size >= most) known.clear();
    known.set(own, raced);
    return raced;
  }

  return {
    store,
    ask(wish) {
      wanted = wish;
      if (!busy) void work();
    },
  };
}
