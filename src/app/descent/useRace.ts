/** The race on the stage: who runs with what, and how it went. */
import { useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import type { Frame } from "#geometry/frame.ts";
import { createRaces, type Raced, type Racer, type Races } from "#stage/races.ts";
import { curvesOf } from "#trace/curves.ts";
import { type Descent, positionAt } from "#trace/descent.ts";
import { type LossTape, lossKeyOf, lossTapeAt, variationOf } from "#trace/lossTape.ts";
import type { Story } from "#trace/story.ts";
import type { Workbench } from "../workbench.ts";
import { firstRate, racerKinds } from "./racers.ts";
import { trust } from "./trust.ts";

const made = new WeakMap<Workbench, Races>();

function racesOf(workbench: Workbench): Races {
  const known = made.get(workbench) ?? createRaces(workbench.replay);
  made.set(workbench, known);
  return known;
}

export interface Race {
  readonly on: boolean;
  /** Why nobody runs: the program goes other ways elsewhere, or its ops cannot be run again. */
  readonly obstacle: "ops" | "replay" | undefined;
  readonly racers: readonly Racer[];
  readonly results: readonly Raced[];
  readonly toggle: () => void;
  readonly set: (id: string, name: string, value: number) => void;
}

/** Rounds whose loss differs are raced one after the other up to so many; then they begin again. */
const laps = 200;

/** `home` names the program's numbers: another program begins with fresh racers. */
export function useRace(workbench: Workbench, story: Story, descent: Descent, frame: Frame, home: string): Race {
  const races = useMemo(() => racesOf(workbench), [workbench]);
  const { key: run, results } = useStore(races.store);
  const [on, setOn] = useState(false);
  const [turned, setTurned] = useState<{
    readonly home: string;
    readonly settings: Readonly<Record<string, number>>;
  }>();
  const [begun, setBegun] = useState<{ readonly home: string; readonly rates: Readonly<Record<string, number>> }>();
  const own = turned?.home === home ? turned.settings : {};
  // What they begin with is fixed when the race begins: the sliders of the program must not turn theirs.
  if (on && begun?.home !== home)
    setBegun({
      home,
      rates: Object.fromEntries(
        racerKinds.map((kind) => [kind.id, firstRate(kind, descent, frame, ownRate(story, descent))]),
      ),
    });
  const racers = racerKinds.map(
    ({ id, rule, fixed, fractions }): Racer => ({
      id,
      rule,
      settings: {
        ...fixed,
        lr: own[`${id}.lr`] ?? begun?.rates[id] ?? 0.01,
        ...Object.fromEntries(Object.entries(fractions).map(([name, value]) => [name, own[`${id}.${name}`] ?? value])),
      },
    }),
  );
  const last = lossTapeAt(story, descent, descent.steps.length - 1);
  const verdict = useStore(trust, (known) => known[last ? lossKeyOf(last) : ""]);
  const decides = variationOf(story, descent) === "ops" || verdict === false;
  const tapes = on && !decides ? tapesOf(story, descent) : [];
  const start = startOf(descent);
  const rounds = descent.steps.length;
  const key = [tapes.map(lossKeyOf).join("|"), JSON.stringify(start), rounds].join("#");
  const wish = on && tapes.length > 0 ? `${key}#${JSON.stringify(racers)}` : "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: the wish as text says when it is another one.
  useEffect(() => {
    if (wish !== "") races.ask({ key, laps: tapes, start, rounds, racers });
  }, [races, wish]);
  return {
    on,
    obstacle: decides ? "ops" : on && run === key && results.length === 0 ? "replay" : undefined,
    racers,
    results: on && !decides ? results : [],
    toggle: () => setOn((before) => !before),
    set: (id, name, value) => setTurned({ home, settings: { ...own, [`${id}.${name}`]: value } }),
  };
}

function tapesOf(story: Story, descent: Descent): readonly LossTape[] {
  const { steps } = descent;
  const wanted = variationOf(story, descent) === "none" ? [steps.length - 1] : steps.slice(0, laps).map((_, s) => s);
  return wanted.flatMap((s) => lossTapeAt(story, descent, s) ?? []);
}

/** The numbers that each parameter starts with. */
function startOf(descent: Descent): readonly (readonly number[])[] {
  const first = positionAt(descent, descent.steps[0]?.since ?? 0);
  return descent.parameters.map((_, p) =>
    descent.coordinates.flatMap((c, k) => (c.parameter === p ? [first[k] ?? 0] : [])),
  );
}

/** The learning rate that the run itself began with, as far as it has one. */
function ownRate(story: Story, descent: Descent): number | undefined {
  const rates = curvesOf(story, descent).find(({ kind }) => kind === "rate")?.values;
  const rate = rates?.find(Number.isFinite);
  return rate === undefined ? undefined : Number(rate.toPrecision(3));
}
