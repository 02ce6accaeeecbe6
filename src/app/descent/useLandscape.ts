/** The landscape under the part of a plane that is seen, asked for as it comes into view. */
import { useEffect, useMemo } from "react";
import { useStore } from "zustand";
import type { Range } from "#geometry/frame.ts";
import type { Plane } from "#geometry/plane.ts";
import { createLandscapes, type Landscape, type Landscapes } from "#stage/landscapes.ts";
import type { Descent } from "#trace/descent.ts";
import { type LossTape, lossKeyOf } from "#trace/lossTape.ts";
import type { Workbench } from "../workbench.ts";

/** A view that is being moved asks when it rests (ms): every question costs the worker a whole map. */
const REST = 90;

const made = new WeakMap<Workbench, Landscapes>();

/** One store for a workbench, so that coming back to the tab finds the map that was there. */
function landscapesOf(workbench: Workbench): Landscapes {
  const known = made.get(workbench) ?? createLandscapes(workbench.replay);
  made.set(workbench, known);
  return known;
}

export interface Seen {
  readonly landscape: Landscape;
  readonly stop: () => void;
  readonly goOn: () => void;
}

/** The map of a loss over the seen ranges of a plane, as far as it has come; the last one of the same plane until a new one is there. */
export function useLandscape(
  workbench: Workbench,
  loss: LossTape | undefined,
  descent: Descent,
  plane: Plane,
  ranges: readonly Range[] | undefined,
): Seen {
  const landscapes = useMemo(() => landscapesOf(workbench), [workbench]);
  const landscape = useStore(landscapes.store);
  const ground = useMemo(
    () =>
      loss
        ? [lossKeyOf(loss), ...plane.axes.map(({ direction }) => direction.join()), plane.origin.join()].join("|")
        : "",
    [loss, plane],
  );
  const seen = ranges?.flatMap(({ low, high }) => [low, high]).join();
  const ask = (): void => {
    if (loss && ranges) landscapes.ask({ ground, key: `${ground}#${seen}`, loss, descent, plane, ranges });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys say when another map is wished for.
  useEffect(() => {
    const wait = landscapes.store.getState().ground === ground ? REST : 0;
    const timer = setTimeout(ask, wait);
    return () => clearTimeout(timer);
  }, [landscapes, ground, seen]);
  return {
    landscape:
      landscape.ground === ground ? landscape : { ...landscape, grid: undefined, status: "working", progress: 0 },
    stop: landscapes.stop,
    goOn: ask,
  };
}
